"""The way through the levels of one character: where each begins, what was earned toward them."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from ..curve import LARGEST
from ..engine.book import Book
from ..ledger.accounts import EARNED, LEVEL, UNIT, Account
from .schedule import Plan


@frozen(eq=False)
class Way:
    """The levels of one character: where each begins, what was earned toward them."""

    book: Book
    who: str

    def _at(self, level: int) -> Account:
        account = Account(self.who, LEVEL, "")  # one of its own: nothing is posted to it
        account.balance = level
        return account

    @property
    def level(self) -> int:
        """The level they have."""
        return int(self.book[self.who, LEVEL, ""].balance)

    @property
    def climbs(self) -> bool:
        """Whether points make levels under these rules."""
        return {"level begins", "next level"} <= self.book.figures.keys()

    def begins(self, level: int) -> Fraction:
        """The points at which a level begins."""
        return Fraction(self.book.figure("level begins", self._at(level)), UNIT)

    def takes(self, level: int) -> Fraction | None:
        """The points from this level to the next; None for the last."""
        if not self.climbs:
            return None
        if self.book.figure("next level", self._at(level)) >= LARGEST // 2:
            return None
        taken = self.begins(level + 1) - self.begins(level)
        return taken if taken > 0 else None

    def earned(self) -> Fraction:
        """All points that count; without levels all that were earned."""
        if not self.climbs:
            return Fraction(self.book[self.who, EARNED, ""].balance, UNIT)
        to_the_first = Fraction(self.book.figure("next level", self._at(0)), UNIT)
        return self.begins(1) - to_the_first

    def planned(self, plan: Plan, first: int) -> Fraction:
        """The encounters that the plan takes from the first level up to here."""
        taken = self.takes(self.level)
        part = (self.earned() - self.begins(self.level)) / taken if taken else Fraction(0)
        return part * plan.at(self.level) + sum(map(plan.at, range(first, self.level)))
