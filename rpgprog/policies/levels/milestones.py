"""Levels by milestone, an award of the points that a level still takes; and what these are, in words."""

from __future__ import annotations

from abc import abstractmethod

from ...curve import LARGEST
from ...events import Awarded
from ...ledger.accounts import EARNED, POINTS, UNIT
from ...ledger.numbers import Whole, positive
from ...ledger.refusals import Code
from ...ledger.units import plain
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

    def explain(self, step: str, account: Account, book: Book) -> str:
        """Where the next level begins, and what there is towards it."""
        if step != "next_level":
            return ""
        level, total = int(account.balance) + 1, plain(int(self._total(account.who, book)))
        begins, each = int(self._begins(account.who, account.balance + 1, book)), self._in_points(UNIT)
        if begins >= LARGEST:
            return f"there is no level {level}"
        in_xp = "" if each == UNIT else f", in XP: {UNIT // int(each)} a point, rounded up"
        return f"level {level} begins at {plain(begins)}, {total} counted so far{in_xp}"

    # What levels knows of thresholds.

    @abstractmethod
    def next_level(self, _: Whole, level: Account, book: Book) -> Whole: ...

    @abstractmethod
    def _total(self, who: str, book: Book) -> Whole: ...

    @abstractmethod
    def _begins(self, who: str, level: Whole, book: Book) -> Whole: ...

    @abstractmethod
    def _in_points(self, amount: Whole) -> Whole: ...
