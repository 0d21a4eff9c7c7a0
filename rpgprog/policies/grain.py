"""A2. Points are paid one or two at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..events import Event
from ..ledger.accounts import PARTY, POINTS, UNDIVIDED, UNIT
from ..policy import Policy, Stage, award, memory, option


@frozen(eq=False, repr=False)
class Grain(Policy):
    """Points are paid in whole grains; what is left over is carried to the next award.

    Or it goes to the party's undivided points, or is lost.

        grain: {size: 1}
        grain: {size: 1/2, leftover: lose}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "A2": "grain: {size: 1}",
    }

    size: int = option(UNIT, unit="points", above=0, help="points in a grain")
    leftover: str = option(
        "carry", choices=("carry", "party", "lose"), help="what becomes of less than a grain"
    )
    carried: str = memory("carried")

    @award(Event, stage=Stage.ROUND)
    def pay_whole(self, award: Any, book: Any) -> None:
        if award.to.kind != POINTS:
            return
        carried = book[award.who, self.carried, ""]
        raw = award.worth() + carried.balance
        award.paid = raw // self.size * self.size
        if self.leftover == "carry":
            book.set(carried, raw - award.paid, "less than a grain")
        elif self.leftover == "party":
            book.post(book[PARTY, UNDIVIDED, ""], raw - award.paid, "less than a grain")
