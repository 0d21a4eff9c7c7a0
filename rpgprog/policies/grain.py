"""A2. Points are paid one or two at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Event
from ..ledger.accounts import PARTY, POINTS, UNDIVIDED, UNIT
from ..policy import Award, Book, Need, Policy, Stage, award, memory, option
from ..policy.traits import PAYS_POINTS, Deeds


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

    @award(Event, stage=Stage.ROUND)
    def pay_whole(self, award: Award[Event], book: Book) -> None:
        if award.to.kind != POINTS:
            return
        carried = book[award.who, self.carried, ""]
        raw = award.worth() + carried.balance
        award.paid = raw // self.size * self.size
        if self.leftover == "carry":
            book.set(carried, raw - award.paid, "less than a grain")
        elif self.leftover == "party":
            book.post(book[PARTY, UNDIVIDED, ""], raw - award.paid, "less than a grain")
