"""R2. What training takes and costs: its pieces cost together what the whole costs."""

from __future__ import annotations

from ...curve import Curve
from ...ledger.accounts import COINS, RANK, UNIT
from ...ledger.numbers import Whole, share
from ...ledger.refusals import Code
from ...ledger.units import plain
from ...policy import Account, Book, Reason


class Fees:
    """The part of training that takes coins, and says what it takes; its options are those of training."""

    governs: frozenset[str]
    weeks: Curve
    per_known: int
    xp_per_week: int
    coins: int
    hours_per_week: int
    master_from: int
    master_times: int
    cover: bool
    parts: str

    def explain(self, step: str, account: Account, book: Book) -> str:
        """The weeks of the next rank, and the hours of a week."""
        if step != "training_time":
            return ""
        n, weeks = int(account.balance) + 1, plain(int(self.weeks[int(account.balance) + 1]))
        text = f"rank {n}: {_weeks(weeks)} of {self.hours_per_week} hours"
        if not self.per_known:
            return text
        ranks = sum(int(a.balance) for a in book.all(RANK) if a.who == account.who and a.of in self.governs)
        return f"{text}, and {_weeks(plain(self.per_known))} for each of {ranks} ranks known"

    def _hours(self, study: Whole) -> Reason:
        return "{:u} hours of training, {:u} XP for {:d}", study, self.xp_per_week, self.hours_per_week

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


def _weeks(number: str) -> str:
    return "1 week" if number == "1" else f"{number} weeks"
