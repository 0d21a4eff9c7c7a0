"""L8. How many levels an award or a session may bring, and what becomes of the points beyond."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container

from ...events import Event, SessionStarted
from ...ledger.accounts import BANKED, EARNED, FORFEITED, LEVEL, POINTS, UNIT
from ...ledger.numbers import Whole, positive
from ...policy import Policy, Stage, award, on
from ...policy.base import NOT_IN_FORCE
from ...policy.protocols import Account, Award, Book


class AtMost(Policy):
    """The part of levels that holds points back; the options it reads are those of levels."""

    at_most: int
    per: str
    excess: str
    count: str
    gained: str

    @award(Event, stage=Stage.CAP, given=lambda self: self.at_most and self.count != "spent")
    def hold_back(self, award: Award[Event], book: Book) -> None:
        if award.to.kind != POINTS:
            return
        award.paid = award.worth() if award.paid is None else award.paid
        beyond = positive(award.paid - positive(self._room(award.who, book)))
        kind = FORFEITED if self.excess == "forfeit" else BANKED
        levels = "level" if self.at_most == 1 else "levels"
        why = f"beyond {{:d}} {levels} in one {self.per}", self.at_most
        award.change(-beyond, why)
        book.post(book[award.who, kind, ""], beyond, why)

    def _room(self, who: str, book: Book) -> Whole:
        """Points up to one short of the first level too many."""
        highest = book[who, LEVEL, ""].balance - book[who, self.gained, ""].balance + self.at_most
        missing = self._begins(who, highest + 1, book) - self._total(who, book)
        return self._in_points(missing) - UNIT

    @on(SessionStarted, stage=Stage.CLOCK)
    def new_session(self, event: SessionStarted, book: Book) -> None:
        book.clear(self.gained, "a new session")

    @on(SessionStarted)
    def pay_out(self, event: SessionStarted, book: Book) -> None:
        for banked in book.all(BANKED):
            points, earned = book[banked.who, POINTS, ""], book[banked.who, EARNED, ""]
            book.award(event, points, earned, banked.balance, "banked before")
            book.set(banked, 0, "paid out")

    def hand_back(self, skills: Container[str], book: Book) -> None:
        book.each(BANKED, self._pay_all)
        super().hand_back(skills, book)

    @staticmethod
    def _pay_all(banked: Account, book: Book) -> None:
        why = f"banked until now: {NOT_IN_FORCE}"
        book.post(book[banked.who, POINTS, ""], banked.balance, why)
        book.post(book[banked.who, EARNED, ""], banked.balance, why)
        book.set(banked, 0, why)

    # What levels knows of thresholds.

    @abstractmethod
    def _total(self, who: str, book: Book) -> Whole: ...

    @abstractmethod
    def _begins(self, who: str, level: Whole, book: Book) -> Whole: ...

    @abstractmethod
    def _in_points(self, amount: Whole) -> Whole: ...
