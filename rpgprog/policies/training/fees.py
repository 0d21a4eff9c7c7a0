"""R2. What training costs: its pieces cost together what the whole costs."""

from __future__ import annotations

from ...ledger.accounts import COINS, UNIT
from ...ledger.numbers import Whole, share
from ...ledger.refusals import Code
from ...policy import Account, Book


class Fees:
    """The part of training that takes coins; its options are those of training."""

    coins: int
    hours_per_week: int
    master_from: int
    master_times: int
    cover: bool
    parts: str

    def _fee(self, rank: Account, trainer: Whole, hours: Whole) -> Whole:
        return share(self._a_week(rank, trainer) * hours, self.hours_per_week * UNIT)

    def _a_week(self, rank: Account, trainer: Whole) -> Whole:
        """The coins for a week."""
        times = 1 + (self.master_times - 1) * (rank.balance >= self.master_from)
        return self.coins * trainer * times

    def _pay(self, who: str, rank: Account, trainer: Whole, spent: Whole, book: Book) -> None:
        """All fees so far are rounded together, so that the pieces cost what the whole costs."""
        week, parts = self.hours_per_week * UNIT, book[who, self.parts, ""]
        before = parts.balance
        a_week = self._a_week(rank, trainer)
        so_far = before + a_week * spent
        fee = share(so_far, week) - share(before, week)
        self._cover(who, fee, book)
        why = "{:u} hours at {:u} for a week of {:d}, with a trainer of rank {:d}"
        book.post(book[who, COINS, ""], -fee, (why, spent, a_week, self.hours_per_week, trainer))
        book.set(parts, so_far % (2 * week), "parts of a thousandth, and whether it was odd")

    def _cover(self, who: str, fee: Whole, book: Book) -> None:
        had = book[who, COINS, ""].balance
        book.require(
            (had >= fee) | (not self.cover), Code.FEE, "the fee is not covered", COINS, fee, had, who
        )
