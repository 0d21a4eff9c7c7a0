"""U9. Whether the scenes to come give the players what they want to learn."""

from __future__ import annotations

from attrs import frozen

from ...ledger.accounts import MEMBER, RANK
from ...problems.wording import listing
from ..columns import column, number
from .table import Asked, Played, Report

NONE = "no planned scene calls for it"


@frozen(kw_only=True)
class Goal:
    """A rank that a player wants to reach, and the planned scenes that ask for the skill."""

    who: str
    name: str = column("Who")
    skill: str
    called: str = column("Skill")
    rank: int = number("Now")
    target: int = number("Goal")
    missing: int = number("Missing")
    scenes: tuple[str, ...] = column("Planned scenes")
    uncovered: bool
    note: str = column("")


def goals(played: Played, _: Asked) -> Report:
    """Each goal with the ranks that are missing and the scenes that ask for it."""
    rows = [
        _row(who, goal.of, goal.target, played)
        for who, about in played.characters.items()
        if played.book[who, MEMBER, ""].balance
        for goal in about.goals
        if goal.kind == RANK
    ]
    wanted = {row.skill for row in rows if row.missing}
    idle = [scene for scene, skills in played.planned.items() if not wanted & {*skills}]
    passed_over = (
        f"These scenes call only for skills nobody wants to learn: {listing(idle)}." if idle and rows else ""
    )
    remarks = (passed_over,) if passed_over else ()
    return Report("What players want to learn, and the scenes to come", Goal, rows, _notice(rows), remarks)


def _row(who: str, skill: str, target: int, played: Played) -> Goal:
    rank = played.book[who, RANK, skill].balance
    scenes = tuple(scene for scene, skills in played.planned.items() if skill in skills)
    missing = max(0, target - rank)
    uncovered = bool(missing) and not scenes
    note = NONE if uncovered else "" if missing else "reached"
    return Goal(
        who=who,
        name=played.called(who),
        skill=skill,
        called=played.item(skill),
        rank=rank,
        target=target,
        missing=missing,
        scenes=scenes,
        uncovered=uncovered,
        note=note,
    )


def _notice(rows: list[Goal]) -> str:
    if not rows:
        return "Nobody wants to learn a skill yet: under a character, write goals: [swimming 3]."
    uncovered = dict.fromkeys(row.called for row in rows if row.uncovered)
    if uncovered:
        return f"No planned scene calls for {listing(uncovered)}."
    if not any(row.missing for row in rows):
        return "Every goal has been reached."
    return "Every open goal has a planned scene."
