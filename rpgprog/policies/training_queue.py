"""R7. Training eats down-time: courses begin now, are paid now, and end when their time has passed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Left, SessionStarted, Started, Stopped
from ..ledger.accounts import ABSENT, COINS, COURSE, LAST_USED, RANK, TRAINED, UNIT
from ..ledger.numbers import Whole, maximum, minimum, share, up, where
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, Policy, Stage, due, figure, memory, on, option
from ..policy.base import NOT_IN_FORCE
from ..policy.traits import TRAINS_BY_TIME, Deeds


@frozen(eq=False, repr=False)
class TrainingQueue(Policy):
    """Players may start a course of training, and the rank comes on the day it is finished.

    `started: {who: kessa, skill: climbing}` takes the hours that `training` says for the next rank, less
    those trained before, at as many hours a week, and at least a day; the fee for them is paid at the
    start. With `one_at_a_time` a second course waits in line until the first is over, or is refused.

    `stopped:`, leaving the party and, unless `sessions: go on`, any session that the character attends
    break off all courses. Whole days of training are kept toward the rank, and the unused part of the fee
    comes back; what was still waiting in line is paid back in full. A course stands still while the player
    is away. If a rank came or went in some other way meanwhile, the hours are kept. What is being trained
    counts as used: it does not decay, and keeps its edge.

        training-queue: {one_at_a_time: true, sessions: interrupt}
        training-queue: {one_at_a_time: false}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((TRAINS_BY_TIME,), "no training takes time (model: time)"),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "R7": "training-queue: on",
        "O5": "training-queue: {one_at_a_time: true, queue: wait}",
    }

    one_at_a_time: bool = option(True, help="whether only one course can be under way at a time")
    queue: str = option(
        "wait", choices=("wait", "refuse"), help="whether a second course waits in line or is refused"
    )
    sessions: str = option(
        "interrupt",
        choices=("interrupt", "go on"),
        help="whether a session breaks off the courses of those who attend it",
    )
    begun: str = memory("begun")  # the day + 1, on the character's own clock
    waiting: str = memory("waiting")  # hours of a course that waits in line
    place: str = memory("place")  # in line
    fee: str = memory("fee")

    @staticmethod
    def _now(who: str, book: Book) -> Whole:
        """The day + 1 of a clock that stands still while the player is away."""
        return book.today.balance + 1 - book[who, ABSENT, ""].balance

    @staticmethod
    def _a_week(who: str, skill: str, book: Book) -> Whole:
        """Hours of training in a week."""
        return book.figure("hours a week", book[who, RANK, skill], 40) * UNIT

    def _line(self, who: str, book: Book) -> Whole:
        """The number of courses, those in line included."""
        courses = (*book.all(COURSE), *book.all(self.waiting))
        return sum(course.balance > 0 for course in courses if course.who == who)

    @on(Started, stage=Stage.CHECK)
    def check(self, event: Started, book: Book) -> None:
        who, rank = event.who, book[event.who, RANK, event.skill]
        taught = book.figure("taught", rank) > 0
        book.require(
            taught, Code.NO_RULE, f"no rule here says how long {event.skill} takes (training)", who=who
        )
        apart = book[who, COURSE, event.skill].balance + book[who, self.waiting, event.skill].balance == 0
        book.require(apart, Code.BUSY, f"{event.skill} is already being trained", who=who)
        if self.one_at_a_time and self.queue == "refuse":
            book.require(self._line(who, book) == 0, Code.BUSY, "one course at a time", who=who)

    @on(Started)
    def start(self, event: Started, book: Book) -> None:
        who, skill = event.who, event.skill
        rank, line = book[who, RANK, skill], self._line(who, book)
        fee, why = book.figure("training fee", rank, event.trainer_rank), f"a course in {skill}"
        book.post(book[who, COINS, ""], -fee, why)
        book.post(book[who, self.fee, skill], fee, why)
        book.post(book[who, self.waiting, skill], self._missing(rank, book), why)
        if self.one_at_a_time:
            book.post(book[who, self.place, skill], line, "waits in line")
        book.only(book[who, self.place, skill].balance == 0, self._begin, who, skill)

    @staticmethod
    def _missing(rank: Account, book: Book) -> Whole:
        """Hours to the next rank."""
        return maximum(book.figure("training time", rank) - book[rank.who, TRAINED, rank.of].balance, 1)

    def _begin(self, who: str, skill: str, book: Book) -> None:
        """It takes what is missing now, more or less than when it was paid for: so does the fee."""
        waits, fee = book[who, self.waiting, skill], book[who, self.fee, skill]
        hours = self._missing(book[who, RANK, skill], book)
        extra_fee = share(fee.balance * (hours - waits.balance), waits.balance)
        book.post(book[who, COINS, ""], -extra_fee, f"a course in {skill} takes longer or less")
        book.post(fee, extra_fee, "it takes longer or less")
        book.set(waits, 0, "the course begins")
        book.post(book[who, COURSE, skill], hours, "the course begins")
        book.set(book[who, self.begun, skill], self._now(who, book), "the course begins")

    @figure("waits in line")
    def waits(self, hours: Whole, rank: Account, book: Book) -> Whole:
        """hours of a course that has not begun"""
        return hours + book[rank.who, self.waiting, rank.of].balance

    def ends(self, begun: Account, book: Book) -> Whole:
        """The day on which a course that has begun is over."""
        hours = book[begun.who, COURSE, begun.of].balance
        days = up(hours * 7, self._a_week(begun.who, begun.of, book))
        return begun.balance - 1 + days + book[begun.who, ABSENT, ""].balance

    @due(lambda self: (self.begun,), when=ends)
    def finish(self, begun: Account, book: Book) -> None:
        who, skill = begun.who, begun.of
        trained = book[who, TRAINED, skill]
        book.post(trained, book[who, COURSE, skill].balance, "the course is over")
        enough = trained.balance >= book.figure("training time", book[who, RANK, skill])
        book.only(enough, self._reach, who, skill)
        book.set(book[who, LAST_USED, skill], book.today.balance + 1, "trained")
        self._close(who, skill, "the course is over", book)
        book.each(self.place, self._move_up, 0, who=who)

    @staticmethod
    def _reach(who: str, skill: str, book: Book) -> None:
        rank, trained = book[who, RANK, skill], book[who, TRAINED, skill]
        hours = maximum(book.figure("training time", rank), 1)
        book.post(rank, 1, ("{:u} hours of training", hours))
        book.post(trained, -minimum(hours, trained.balance), "the rank is reached")

    def _close(self, who: str, skill: str, why: str, book: Book) -> None:
        for kind in (COURSE, self.begun, self.waiting, self.place, self.fee):
            book.set(book[who, kind, skill], 0, why)

    def _move_up(self, place: Account, gap: Whole, book: Book) -> None:
        """Move everyone behind the gap up by one; whoever reaches the head begins."""
        book.only(place.balance > gap, self._one_up, place)

    def _one_up(self, place: Account, book: Book) -> None:
        book.post(place, -1, "the line moves up")
        book.only(place.balance == 0, self._begin, place.who, place.of)

    # Broken off.

    @on(Stopped, stage=Stage.CHECK)
    def check_stop(self, event: Stopped, book: Book) -> None:
        if event.skill:
            course, waits = (book[event.who, kind, event.skill].balance for kind in (COURSE, self.waiting))
            some = course + waits > 0
        else:
            some = self._line(event.who, book) > 0
        why = f"{event.skill} is not being trained" if event.skill else "nothing is being trained"
        book.require(some, Code.NOTHING_OPEN, why, who=event.who)

    @on(Stopped)
    def stop(self, event: Stopped, book: Book) -> None:
        why = event.why or "stopped"
        if not event.skill:
            self._break_all(event.who, why, book)
            return
        course, waits = (book[event.who, kind, event.skill] for kind in (COURSE, self.waiting))
        gap = book[event.who, self.place, event.skill].balance
        book.only(course.balance > 0, self._break_off, course, why)
        book.only(waits.balance > 0, self._drop, waits, why)
        book.each(self.place, self._move_up, gap, who=event.who)

    @on(Left)
    def leave(self, event: Left, book: Book) -> None:
        self._break_all(event.who, "left", book)

    def hand_back(self, skills: Container[str], book: Book) -> None:
        book.each(self.waiting, self._drop, NOT_IN_FORCE)
        book.each(COURSE, self._break_off, NOT_IN_FORCE)
        super().hand_back(skills, book)

    @on(SessionStarted, given=lambda self: self.sessions == "interrupt")
    def interrupt(self, event: SessionStarted, book: Book) -> None:
        for who in event.present:
            self._break_all(who, "a session", book)

    def _break_all(self, who: str, why: str, book: Book) -> None:
        book.each(self.waiting, self._drop, why, who=who)
        book.each(COURSE, self._break_off, why, who=who)

    def _drop(self, waits: Account, why: str, book: Book) -> None:
        """Never begun: its fee comes back."""
        fee = book[waits.who, self.fee, waits.of].balance
        book.post(book[waits.who, COINS, ""], fee, ("the fee of a course that never began: {}", why))
        self._close(waits.who, waits.of, why, book)

    def _break_off(self, course: Account, why: str, book: Book) -> None:
        who, skill = course.who, course.of
        begun, fee = book[who, self.begun, skill].balance, book[who, self.fee, skill].balance
        days = self._now(who, book) - begun
        done = minimum(up(days * self._a_week(who, skill, book), 7), course.balance)
        used = share(fee * done, maximum(course.balance, 1))
        book.post(book[who, TRAINED, skill], done, ("{:d} days of a course: {}", days, why))
        book.post(book[who, COINS, ""], fee - used, ("what was not used of a fee: {}", why))
        used_last = book[who, LAST_USED, skill]
        book.set(used_last, where(done > 0, book.today.balance + 1, used_last.balance), "trained")
        self._close(who, skill, why, book)
