"""A ruleset as the texts it was read from: what another machine needs to have the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from attrs import asdict

from ..problems import Mistakes, Problem
from ..problems.wording import listing
from ..reader import Reader
from ..source import parse_source
from . import Ruleset, built
from .about import About
from .file import Layer

Texts = tuple[tuple[str, str], ...]  # of each file its name and its text, the deepest first

ONLY_HERE = (
    "{} was made in Python, and no other process knows it: name it in a ruleset file and announce its "
    "kind under the entry-point group rpgprog.policies"
)


def texts(ruleset: Ruleset) -> Texts:
    """The texts of its files. Raises Mistakes if policies made in Python belong to it: they have none."""
    if ruleset.added:
        names = listing([policy.name for policy in ruleset.added])
        raise Mistakes([Problem(None, ONLY_HERE.format(names))])
    return tuple((source.file, source.text) for source, _ in ruleset.layers)


def added_skills(ruleset: Ruleset) -> dict[str, dict[str, str]]:
    """Skills that stand in none of its files, as a file that brings them along says them."""
    known = {name for _, about in ruleset.layers for name in about.skills}
    added = {name: asdict(skill) for name, skill in ruleset.names.skills.items() if name not in known}
    return {name: {key: value for key, value in fields.items() if value} for name, fields in added.items()}


def from_texts(files: Iterable[tuple[str, str]]) -> Ruleset:
    """The ruleset that such texts make. Raises Mistakes if a policy in them is not installed here.

    >>> from rpgprog.ruleset import load_ruleset
    >>> from_texts(texts(load_ruleset("forgetful"))).digest == load_ruleset("forgetful").digest
    True
    """
    problems: list[Problem] = []
    layers: list[Layer] = []
    for file, text in files:
        source = parse_source(text, file)
        about = Reader(source, problems).fill(About, source.root, "a ruleset", salvage=True)
        layers.append((source, cast(About, about)))
    return built(layers, problems)
