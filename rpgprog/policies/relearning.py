"""D12, D13. What was known once comes back cheaper and faster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..ledger.accounts import PEAK, RANK, UNIT
from ..ledger.numbers import Truth, Whole, minimum, up, where
from ..policy import Account, Book, Need, SkillPolicy, figure, option
from ..policy.traits import SELLS_RANKS, TAKES_RANKS, TRAINS, TURNS_XP, Deeds


@frozen(eq=False, repr=False)
class Relearning(SkillPolicy):
    """Regaining a lost rank is cheaper and faster than learning it was.

    Up to the highest rank that a character ever had, a rank costs `cost` points, and never more than a new
    one would. XP and training time for it are divided by `faster`, rounded up. Beyond the peak everything
    is as always.

        relearning: {cost: 1, faster: 3}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((TAKES_RANKS,), "no rule takes ranks away (decay, global-decay, level-atrophy)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"D12": "relearning: {cost: 1}", "D13": "relearning: {faster: 3}"}

    cost: Curve = curve_option(
        1,
        unit="points",
        names={"rank": "the rank that is regained"},
        least=0,
        useless_without=Need((SELLS_RANKS,), "no rule sells ranks (purchase)"),
        help="points for each rank that the character had before",
    )
    faster: int = option(
        1,
        unit="times",
        scale=1,
        least=1,
        useless_without=Need(
            (TURNS_XP, TRAINS),
            "ranks come neither by practice nor by training",
            when=lambda self: self.faster > 1,
        ),
        help="what XP and training time for such a rank are divided by",
    )

    @figure("price", order=1)
    def price(self, price: Whole, rank: Account, book: Book) -> Whole:
        """known before"""
        if rank.kind != RANK or rank.of not in self.governs:
            return price
        return where(self._known(rank, book), minimum(price, self.cost[rank.balance + 1]), price)

    @figure("xp price", order=1, given=lambda self: self.faster > 1)
    def xp_price(self, price: Whole, rank: Account, book: Book) -> Whole:
        """known before"""
        return self._faster(price, rank, book)

    @figure("training time", order=1, given=lambda self: self.faster > 1)
    def training_time(self, hours: Whole, rank: Account, book: Book) -> Whole:
        """known before"""
        return self._faster(hours, rank, book)

    def _faster(self, price: Whole, rank: Account, book: Book) -> Whole:
        if rank.of not in self.governs:
            return price
        return where(self._known(rank, book), up(price, self.faster * UNIT) * UNIT, price)

    @staticmethod
    def _known(rank: Account, book: Book) -> Truth:
        return rank.balance < book[rank.who, PEAK, rank.of].balance
