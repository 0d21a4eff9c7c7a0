"""A ruleset by the name that a campaign gives it, with the campaign's own skills."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ..problems import Mistakes
from ..problems.wording import did_you_mean, quoted
from ..reader import Reader, Skill
from ..ruleset import Ruleset, load_named
from ..ruleset.packs import find_in_packs, find_ruleset, packs
from ..source import Node

Known = Iterator[
    Ruleset
]  # the rulesets that a campaign names, in its order: the first ones, for which no file need be there


Look = Callable[[str, str], "Ruleset | str"]  # a name and a digest: the ruleset, or why there is none


def named_ruleset(
    reader: Reader,
    node: Node,
    name: str,
    skills: Mapping[str, Skill] | None = None,
    known: Known | None = None,
    look: Look | None = None,
    digest: str = "",
) -> Ruleset | None:
    """The ruleset of that name; None when there is none or it is wrong, which becomes a problem.

    It is looked for by ``look``; without, it is a pack or any file, by its path from this one.
    """
    if known is not None and (ruleset := next(known, None)) is not None:
        return _with(ruleset, skills)
    try:
        ruleset_or_problem = (look or any_file(reader.source.file))(name, digest)
        if isinstance(ruleset_or_problem, Ruleset):
            return _with(ruleset_or_problem, skills)
    except Mistakes as mistaken:
        reader.problems += mistaken.problems
        return None
    reader.problem(node, f"ruleset: {ruleset_or_problem}")
    return None


def unknown_ruleset(name: str) -> str:
    """Report an unknown ruleset, with the nearest name."""
    return f"there is no ruleset {quoted(name)}{did_you_mean(name, packs())}"


def any_file(beside: str) -> Look:
    """Look for packs, and for files by their paths from another file: its owner names them."""

    def look(name: str, _digest: str) -> Ruleset | str:
        path = find_ruleset(name, beside)
        return unknown_ruleset(name) if path is None else load_named(path)

    return look


def files_near(*files: str) -> Look:
    """Look for packs, and for files in the folders of these files: others may have written the entry."""
    folders = [os.path.dirname(os.path.abspath(file)) for file in files if file]

    def look(name: str, _digest: str) -> Ruleset | str:
        path = os.path.normpath(os.path.join(folders[0], name))
        inside = any(Path(path).is_relative_to(folder) for folder in folders)
        if not inside and find_in_packs(name) is None:
            return f"{quoted(name)} is outside the campaign's folder: copy it there, or name a pack"
        return any_file(files[0])(name, "")

    return look


def _with(ruleset: Ruleset, skills: Mapping[str, Skill] | None) -> Ruleset:
    own = {skill: about for skill, about in (skills or {}).items() if skill not in ruleset.names.skills}
    return ruleset.with_skills(own)
