"""Levels by milestone: an award of the points that a level still takes."""

from __future__ import annotations

from abc import abstractmethod

from ...curve import LARGEST
from ...events import Awarded
from ...ledger.accounts import EARNED, POINTS
from ...ledger.numbers import Whole, positive
from ...ledger.refusals import Code
from ...policy import Policy, figure, on
from ...policy.protocols import Account, Book


class Milestones(Policy):
    """The part of levels that reads ``awarded: {level: 5}``; where levels count points spent, it is off."""

    count: str

    @figure("level by points", given=lambda self: self.count != "spent")
    def by_points(self, _: Whole, level: Account, book: Book) -> Whole:
        """points that an award of the next level pays"""
        return positive(self.next_level(0, level, book))

    @on(Awarded, given=lambda self: self.count != "spent")
    def bring_to(self, event: Awarded, book: Book) -> None:
        """Pay exactly what a level still takes: no factor, no rounding, no limit to what an award brings."""
        if event.level is not None:
            for who in event.who:
                self._bring(event, who, event.level, book)

    def _bring(self, event: Awarded, who: str, level: Whole, book: Book) -> None:
        begins, total = self._begins(who, level, book), self._total(who, book)
        book.require(begins < LARGEST, Code.LEVEL_CAP, f"there is no level {level} here", who=who)
        missing = positive(self._in_points(begins - total))
        why = "{}: level {:d} begins at {:u}, had {:u}", event.why or "an award", level, begins, total
        book.post(book[who, POINTS, ""], missing, why)
        book.post(book[who, EARNED, ""], missing, why)

    # What levels knows of thresholds.

    @abstractmethod
    def next_level(self, _: Whole, level: Account, book: Book) -> Whole: ...

    @abstractmethod
    def _total(self, who: str, book: Book) -> Whole: ...

    @abstractmethod
    def _begins(self, who: str, level: Whole, book: Book) -> Whole: ...

    @abstractmethod
    def _in_points(self, amount: Whole) -> Whole: ...
