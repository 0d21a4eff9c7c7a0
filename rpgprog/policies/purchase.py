"""S7. Points buy ranks and talents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Factory, frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Bought
from ..ledger.accounts import (
    FAVOURED,
    PAID,
    PAID_FOR,
    PAID_IN,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    TALENT,
)
from ..ledger.numbers import Whole, maximum, where
from ..ledger.refusals import Code
from ..policy import Account, Book, Brought, Reason, SkillPolicy, Steps, figure, on, option
from ..policy.payments import counted_before
from ..policy.traits import SELLS_RANKS, SELLS_TALENTS, Deeds

_NAMES = {"rank": "the rank that is bought: 1 for the first"}


@frozen(eq=False, repr=False)
class Purchase(SkillPolicy):
    """Points buy ranks, one at a time, and talents; a purchase that is not covered is refused.

    Points that are bound to something or held for it pay for that only, and before those that are free.
    Nothing is forbidden: all points may go into one skill. What was paid is remembered for each rank and
    talent. Regaining a rank does not count as spending again.

        purchase: {cost: 4, favoured: 2, talents: {attunement: 30}}
        purchase: {cost: {1-10: 2, 11-20: 3, 21+: 5}}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {SELLS_RANKS: None, SELLS_TALENTS: lambda self: self.talents}
    covers: ClassVar[Mapping[str, str]] = {"S7": "purchase: {cost: 4, favoured: 2}"}

    cost: Curve = curve_option(
        2, unit="points", names=_NAMES, least=0, steps=Steps("rank"), help="points for each rank"
    )
    favoured: Curve | None = curve_option(
        None,
        unit="points",
        names=_NAMES,
        least=0,
        steps=Steps("rank"),
        help="points for each rank of a favoured skill; if left out, the same as `cost`",
    )
    talents: Mapping[str, int] = option(
        Factory(dict), unit="points", least=0, help="the talents for sale, each with its price"
    )

    def brings(self) -> Brought:
        return Brought(talents=tuple(self.talents))

    @figure("price")
    def price(self, price: Whole, item: Account, book: Book) -> Whole:
        """the price"""
        if item.kind == TALENT:
            return self.talents.get(item.of, price)
        if item.of not in self.governs:
            return price
        if self.favoured is None:
            return self.cost[item.balance + 1]
        favoured = book[item.who, FAVOURED, item.of].balance > 0
        return where(favoured, self.favoured[item.balance + 1], self.cost[item.balance + 1])

    def explain(self, step: str, account: Account, book: Book) -> str:
        """The rank that is bought, and whether its skill is favoured."""
        if step != "price" or account.kind == TALENT:
            return ""
        favoured = self.favoured is not None and int(book[account.who, FAVOURED, account.of].balance)
        return f"the price of rank {account.balance + 1}{', favoured' if favoured else ''}"

    @figure("sold")
    def sold(self, sold: Whole, item: Account, book: Book) -> Whole:
        """whether it is for sale"""
        return sold + (item.of in (self.talents if item.kind == TALENT else self.governs))

    @figure("dearest")
    def dearest(self, most: Whole, points: Account, book: Book) -> Whole:
        """the dearest talent"""
        return maximum(most, max(self.talents.values(), default=0))

    @on(Bought, order=1)
    def buy(self, event: Bought, book: Book) -> None:
        if event.talent:
            if event.talent in self.talents:
                self._buy_talent(event, book)
        elif event.skill in self.governs:
            self._buy_rank(event, book)

    def _buy_rank(self, event: Bought, book: Book) -> None:
        rank = book[event.who, RANK, event.skill]
        nth = rank.balance + 1
        why = "{} {:d} bought", event.skill, nth
        price = self._take(rank, why, book)
        book.number(nth, self._remember, rank, price)
        book.post(rank, 1, "bought")

    def _remember(self, nth: int, rank: Account, price: Whole, book: Book) -> None:
        """Regaining a rank is not spending again, nor is rebuying one whose points were lost."""
        before = counted_before(nth, rank, book)
        why = "{} {:d} bought", rank.of, nth
        book.only(before, self._tally, rank.who, RELEARNED, price, why)
        book.only(before == 0, self._tally, rank.who, SPENT, price, why)
        book.post(book[rank.who, PAID, f"{rank.of} {nth}"], price, "bought")

    def _buy_talent(self, event: Bought, book: Book) -> None:
        talent = book[event.who, TALENT, event.talent]
        book.require(talent.balance == 0, Code.OWNED, f"{event.talent} is already theirs", who=event.who)
        why = "{} bought", event.talent
        price = self._take(talent, why, book)
        self._tally(event.who, SPENT, price, why, book)
        paid_in = book[event.who, PAID_IN, event.talent].balance
        book.post(book[event.who, PAID_FOR, event.talent], price + paid_in, "bought")
        book.post(talent, 1, "bought")

    @staticmethod
    def _take(item: Account, why: Reason, book: Book) -> Whole:
        price, points = book.figure("price", item), book[item.who, POINTS, ""]
        had = points.balance
        book.require(
            had >= price, Code.FUNDS, f"{item.of} costs more than they have", POINTS, price, had, item.who
        )
        book.post(points, -price, why)
        return price

    @staticmethod
    def _tally(who: str, kind: str, price: Whole, why: Reason, book: Book) -> None:
        book.post(book[who, kind, ""], price, why)
