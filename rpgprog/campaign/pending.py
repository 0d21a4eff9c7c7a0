"""What the table still owes a campaign: answers to questions, and rolls."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..ledger.plain import Plain
from ..views.sheet import Sheet

ANSWER, ROLL = "answered", "rolled"  # the entry that settles it


@frozen
class Pending(Plain):
    """An entry that a rule waits for: ``word`` is "answered" (when a skill was last used) or "rolled"."""

    word: str
    who: str
    skill: str


def pending(sheets: Iterable[Sheet]) -> tuple[Pending, ...]:
    """What these characters still owe, in the order of their skills."""
    return tuple(
        Pending(word, sheet.who, row.skill)
        for sheet in sheets
        for row in sheet.skills
        for word, is_due in ((ANSWER, row.asked), (ROLL, row.marked))
        if is_due
    )
