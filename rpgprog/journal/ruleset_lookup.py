"""A ruleset by the name that a campaign gives it, with the campaign's own skills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..problems import Mistakes
from ..problems.wording import did_you_mean, quoted
from ..reader import Reader, Skill
from ..ruleset import Ruleset, load_ruleset
from ..ruleset.packs import find_ruleset, packs
from ..source import Node

Known = Iterator[
    Ruleset
]  # the rulesets that a campaign names, in its order: the first ones, for which no file need be there


def named_ruleset(
    reader: Reader,
    node: Node,
    name: str,
    skills: Mapping[str, Skill] | None = None,
    known: Known | None = None,
) -> Ruleset | None:
    """A pack or a file beside the campaign; None when there is none or it is wrong, which is told."""
    if known is not None and (ruleset := next(known, None)) is not None:
        return _with(ruleset, skills)
    path = find_ruleset(name, reader.source.file)
    if path is None:
        message = f"ruleset: there is no ruleset {quoted(name)}{did_you_mean(name, packs())}"
        reader.problem(node, message)
        return None
    try:
        return _with(load_ruleset(path), skills)
    except Mistakes as mistaken:
        reader.problems += mistaken.problems
        return None


def _with(ruleset: Ruleset, skills: Mapping[str, Skill] | None) -> Ruleset:
    own = {skill: about for skill, about in (skills or {}).items() if skill not in ruleset.names.skills}
    return ruleset.with_skills(own)
