"""G2. Rules that fight each other, and rules that can never act: warnings, for a game master to weigh.

Each check is a function of the house that yields what it finds; ``found`` gathers them, and ``weighed``
leaves out what the files accept by ``accepted: {name: reason}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...problems import Problem
from ...reader import in_order
from ...source import Mapping as Map
from ...source import Source
from ..about import About
from ..warning_names import NEEDLESS, WARNINGS
from . import caps, fights, forgetting, idle, notices, reach, steps, unread
from .house import Finding, House

__all__ = ["WARNINGS", "House", "found", "weighed"]

CHECKS: tuple[Callable[[House], Iterator[Finding]], ...] = tuple(
    check
    for module in (fights, caps, idle, unread, reach, steps, forgetting, notices)
    for check in module.CHECKS
)


def found(house: House) -> list[Finding]:
    """Everything worth a second look, whether it is accepted or not."""
    return [finding for check in CHECKS for finding in check(house)]


def weighed(house: House) -> tuple[Problem, ...]:
    """The warnings, in the order of their places, without those that the files accept."""
    findings = found(house)
    accepted = {name for _, about in house.layers for name in about.accepted}
    remaining = [finding for finding in findings if finding.name not in accepted]
    remaining += _needless({finding.name for finding in findings}, *house.layers[-1])
    return tuple(in_order(_problem(finding) for finding in remaining))


def _needless(names: set[str], source: Source, about: About) -> list[Finding]:
    """What this very file accepts for nothing; what it extends may be right for others."""
    idle = [name for name in about.accepted if name not in names and name != NEEDLESS]
    if NEEDLESS in about.accepted:
        idle = [] if idle else [NEEDLESS]
    if not idle or not isinstance(source.root, Map):
        return []
    node = source.root.entries["accepted"][1]
    keys = {name: key for name, (key, _) in node.entries.items()} if isinstance(node, Map) else {}
    message = "accepted: there is no {} here to accept; remove it, or the next one goes unnoticed"
    return [Finding(NEEDLESS, source.place(keys[name]), message.format(name)) for name in idle]


def _problem(finding: Finding) -> Problem:
    keep = f"; to keep it, accepted: {{{finding.name}: why}}"
    return Problem(finding.place, finding.message + keep, "warning")
