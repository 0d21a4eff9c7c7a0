"""U1 to U4, U6. Use earns XP for that very skill, and enough XP become a rank automatically."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Used
from ..ledger.accounts import FAVOURED, PRACTISED, RANK, UNIT, XP
from ..ledger.numbers import Truth, Whole, where
from ..policy import Account, Book, SkillPolicy, Stage, Steps, after, figure, on, option
from ..policy.traits import BRINGS_RANKS, PAYS_USES, PAYS_XP_FOR_USES, TURNS_XP, Deeds

_NAMES = {"rank": "the rank that is reached: 1 for the first"}


@frozen(eq=False, repr=False)
class Practice(SkillPolicy):
    """Skills improve with use: each use earns XP in that skill, and enough XP turn into a rank
    automatically.

    What is left over counts toward the next rank. Favoured skills may have a cost of their own. To count
    uses instead of XP, let a use be worth 1 and a rank cost so many uses.

        practice: {xp: 4, cost: 40, favoured: 20}
        practice: {xp: 4, cost: "20 + 2 * (rank - 1)"}
        practice: {xp: 1, cost: 10, favoured: 5}
    """

    does: ClassVar[Deeds] = {PAYS_USES: None, PAYS_XP_FOR_USES: None, TURNS_XP: None, BRINGS_RANKS: None}
    covers: ClassVar[Mapping[str, str]] = {
        "U1": "practice: {xp: 4}",
        "U2": "practice: {cost: 40, favoured: 20}",
        "U3": "practice: {xp: 1, cost: 10, favoured: 5}",
        "U4": "practice: on",
        "U6": 'practice: {cost: "20 + 2 * (rank - 1)"}',
    }

    xp: int = option(4 * UNIT, unit="xp", least=0, help="XP for a use that does not say what it is worth")
    cost: Curve = curve_option(
        40, unit="xp", names=_NAMES, least=1, steps=Steps("rank"), help="XP for each rank"
    )
    favoured: Curve | None = curve_option(
        None,
        unit="xp",
        names=_NAMES,
        least=1,
        steps=Steps("rank"),
        help="XP for each rank of a favoured skill; if left out, the same as `cost`",
    )

    @on(Used)
    def earn(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            worth = self.xp if event.xp is None else event.xp
            book.award(
                event, book[event.who, XP, event.skill], book[event.who, PRACTISED, ""], worth, "a use"
            )

    @figure("xp of a use")
    def xp_of_a_use(self, xp: Whole, rank: Account, book: Book) -> Whole:
        """XP for a use"""
        return self.xp if rank.of in self.governs else xp

    @figure("xp price")
    def price(self, price: Whole, rank: Account, book: Book) -> Whole:
        """what the next rank takes"""
        if rank.of not in self.governs:
            return price
        if self.favoured is None:
            return self.cost[rank.balance + 1]
        favoured = book[rank.who, FAVOURED, rank.of].balance > 0
        return where(favoured, self.favoured[rank.balance + 1], self.cost[rank.balance + 1])

    def explain(self, step: str, account: Account, book: Book) -> str:
        """The rank that it leads to, and whether its skill is favoured."""
        if step != "price":
            return ""
        favoured = self.favoured is not None and int(book[account.who, FAVOURED, account.of].balance)
        return f"XP for rank {int(account.balance) + 1}{', favoured' if favoured else ''}"

    @figure("first xp price")
    def first_price(self, price: Whole, rank: Account, book: Book) -> Whole:
        """what the first rank takes"""
        if rank.of not in self.governs:
            return price
        if self.favoured is None:
            return self.cost[1]
        return where(book[rank.who, FAVOURED, rank.of].balance > 0, self.favoured[1], self.cost[1])

    @after(XP, stage=Stage.RANKS)
    def rise(self, xp: Account, book: Book) -> None:
        if xp.of in self.governs:
            book.repeat(self._one_rank, xp)

    def _one_rank(self, xp: Account, book: Book) -> Truth:
        rank = book[xp.who, RANK, xp.of]
        price = book.figure("xp price", rank)
        enough = xp.balance >= price
        book.only(enough, self._turn, xp, rank, price)
        return enough

    @staticmethod
    def _turn(xp: Account, rank: Account, price: Whole, book: Book) -> None:
        book.post(xp, -price, "turned into a rank")
        book.post(rank, 1, "practice")
