"""A2. Points are paid one or two at a time."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Event
from ..ledger.accounts import EARNED, PARTY, POINTS, UNDIVIDED, UNIT
from ..policy import Account, Award, Book, Need, Policy, Stage, award, memory, option
from ..policy.traits import PAYS_POINTS, Deeds

_LEFTOVER = {
    "carry": "carried to the next award",
    "party": "less than a portion, left to the party",
    "lose": "less than a portion, lost",
}


@frozen(eq=False, repr=False)
class Grain(Policy):
    """Points are paid in whole portions of `size`; what is left over is carried to the next award.

    With `leftover` it goes to the party's undivided points instead, or is lost.

        grain: {size: 1}
        grain: {size: 1/2, leftover: lose}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((PAYS_POINTS,), "no rule pays points (awards)"),)
    covers: ClassVar[Mapping[str, str]] = {"A2": "grain: {size: 1}"}

    size: int = option(UNIT, unit="points", above=0, help="the smallest portion in which points are paid")
    leftover: str = option(
        "carry",
        choices=("carry", "party", "lose"),
        help="what happens to less than a portion: carried to the next award, given to the party, or lost",
    )
    carried: str = memory("carried")

    def hand_back(self, skills: Container[str], book: Book) -> None:
        book.each(self.carried, self._pay_out)
        super().hand_back(skills, book)

    @award(Event, stage=Stage.ROUND)
    def pay_whole(self, award: Award[Event], book: Book) -> None:
        if award.to.kind != POINTS:
            return
        carried = book[award.who, self.carried, ""]
        award.paid = award.worth()
        award.change(carried.balance, "carried from before")
        beyond = award.paid % self.size
        award.change(-beyond, _LEFTOVER[self.leftover])
        book.set(carried, beyond if self.leftover == "carry" else 0, "less than a portion")
        if self.leftover == "party":
            book.post(book[PARTY, UNDIVIDED, ""], beyond, "less than a portion")

    @staticmethod
    def _pay_out(carried: Account, book: Book) -> None:
        why = "carried until now: the rule is no longer in force"
        book.post(book[carried.who, POINTS, ""], carried.balance, why)
        book.post(book[carried.who, EARNED, ""], carried.balance, why)
