"""D4, D11, D15. Use it or lose it: a skill that goes unused for long loses ranks."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ...events import Bought, Trained, Used
from ...ledger.accounts import (
    ABSENT,
    ATTENDED,
    CAMPAIGN,
    COURSE,
    KEPT_UP,
    PEAK,
    RANK,
    REAL_DAY,
    UNIT,
)
from ...ledger.numbers import NEVER, Whole, maximum, minimum, positive, up, where
from ...ledger.units import PARTS
from ...policy import Account, Book, Need, SkillPolicy, Stage, after, due, figure, memory, on, option, when
from ...policy.traits import (
    ASKS_FOR_USES,
    AWAITS_ANSWERS,
    TAKES_RANKS,
    TAKES_RANKS_BY_TIME,
    TAKES_UNUSED,
    Deeds,
)
from .when_asked import ASKED, WhenAsked, is_kept_up

_CLOCKS = {"sessions attended": ATTENDED, "real time": REAL_DAY}


def _runs(self: Decay) -> bool:
    return self.clock != ASKED


@frozen(eq=False, repr=False)
class Decay(WhenAsked, SkillPolicy):
    """Use it or lose it: a skill that goes unused for a whole `period` loses a rank, then one each further
    period.

    Using, training (for at least `training_hours`) or buying the skill restarts its clock; with
    `refreshes: use` only using it does. Ranks that are lost stay lost. A skill never falls below `floor`,
    nor below the part `floor_of_peak` of the highest rank it ever had, rounded up; time spent at that floor
    is not owed later.

    `clock` says what time is counted in. `game time` stands still while the player is away, unless
    `absent: ages`. `sessions attended` counts the sessions a character was at, and `real time` the days
    between the dates of sessions. Nothing has to be entered for any of these. With `clock: when asked` a
    skill loses nothing until somebody answers a question that `ask-on-use` asked; then it loses ranks for
    the days from its last use to the question, without those on which the player was away.

    Away is whoever misses a session (since the session or down-time before it), is named under `absent:` in
    a down-time, or has left the party. The clock of a skill starts on the day it is learned, even if it was
    tried before. A newcomer's clock starts on joining, whatever their `last_used:`
    says.

    What is kept up (`upkeep`) or being trained in a course (`training-queue`) does not decay, and its clock
    restarts when that ends.

        decay: {period: 6 months}
        decay: {period: 3 months, floor_of_peak: 1/4, only: [languages]}
        decay: {period: 8, clock: sessions attended}
        decay: {period: 6 months, clock: when asked}
    """

    rewards_use: ClassVar[bool] = False
    revision: ClassVar[int] = 3
    does: ClassVar[Deeds] = {
        TAKES_RANKS: None,
        TAKES_RANKS_BY_TIME: None,
        TAKES_UNUSED: None,
        AWAITS_ANSWERS: lambda self: self.clock == ASKED,
    }
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((ASKS_FOR_USES,), "no rule asks (ask-on-use)", when=lambda self: self.clock == ASKED),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "D1": "decay: on",
        "D4": "decay: {period: 6 months}",
        "D9": "decay: {period: 90}",
        "D11": "decay: {floor_of_peak: 1/4}",
        "D15": "decay: {clock: sessions attended, period: 8}",
        "R6": "decay: {training_hours: 1}",
    }

    period: int = option(
        180,
        unit="days",
        least=1,
        help="how long a skill may go unused before it loses a rank (or so many sessions, by the clock)",
    )
    floor: int = option(0, unit="ranks", least=0, help="ranks that are never lost")
    floor_of_peak: int = option(
        0,
        unit="part",
        scale=PARTS,
        least=0,
        most=1,
        help="the part of the highest rank ever held that is never lost",
    )
    clock: str = option("game time", choices=("game time", *_CLOCKS, ASKED), help="what time is counted in")
    absent: str = option(
        "frozen",
        choices=("frozen", "ages"),
        only_with=when(clock="game time"),
        help="whether the clock stands still while the player is away (frozen) or runs on (ages)",
    )
    refreshes: str = option(
        "any",
        choices=("any", "use"),
        help="what restarts the clock: using, training or buying the skill (any), or only using it",
    )
    training_hours: int = option(
        UNIT,
        unit="hours",
        least=0,
        only_with=when(refreshes="any"),
        help="how many hours of training at once restart the clock",
    )
    since: str = memory("since")

    def _now(self, who: str, book: Book) -> Whole:
        """The clock of that character, from 1 on: 0 is never, and no real date is known before the first."""
        if self.clock == "real time":
            return book[CAMPAIGN, REAL_DAY, ""].balance
        if self.clock == "sessions attended":
            return book[who, ATTENDED, ""].balance + 1
        if self.clock == ASKED:  # answers name days
            return book.today.balance + 1
        return book.today.balance + 1 - self._away(who, book)

    def _counts(self) -> str:
        return "sessions" if self.clock == "sessions attended" else "days"

    def _away(self, who: str, book: Book) -> Whole:
        return book[who, ABSENT, ""].balance if self.absent == "frozen" else 0

    @figure("floor")
    def lowest(self, floor: Whole, rank: Account, book: Book) -> Whole:
        """what is never lost"""
        if rank.of not in self.governs:
            return floor
        part = (
            up(book[rank.who, PEAK, rank.of].balance * self.floor_of_peak, PARTS) if self.floor_of_peak else 0
        )
        return maximum(self.floor, part)

    @on(Used, stage=Stage.REMEMBER, given=_runs)
    def use(self, event: Used, book: Book) -> None:
        self._refresh(event, book)

    @on(Bought, stage=Stage.REMEMBER, given=_runs)
    def buy(self, event: Bought, book: Book) -> None:
        if self.refreshes == "any" and event.skill:
            self._refresh(event, book)

    @on(Trained, stage=Stage.REMEMBER, given=_runs)
    def train(self, event: Trained, book: Book) -> None:
        if self.refreshes == "any":
            book.only(event.hours >= self.training_hours, self._refresh, event)

    def _refresh(self, event: Used | Bought | Trained, book: Book) -> None:
        if event.skill in self.governs:
            book.set(
                book[event.who, self.since, event.skill], self._now(event.who, book), "the clock starts again"
            )

    def restart(self, skills: Container[str], book: Book) -> None:
        self.empty(self.since, skills, book)
        book.each(RANK, self._begin_now, skills)
        if self.clock == ASKED:
            self.note_past_absences(book)

    def _begin_now(self, rank: Account, skills: Container[str], book: Book) -> None:
        if rank.of in self.governs and rank.of in skills:
            book.set(book[rank.who, self.since, rank.of], self._now(rank.who, book), "the clock starts now")

    @after(RANK, stage=Stage.DECAY, given=_runs)
    def start(self, rank: Account, book: Book) -> None:
        """Start the clock of a skill that is learned; periods spent at the floor are not owed."""
        if rank.of in self.governs:
            since = book[rank.who, self.since, rank.of]
            idle = self._now(rank.who, book) - since.balance
            learned = (since.balance == 0) | (book[rank.who, PEAK, rank.of].balance == 0)
            fresh = where(learned, idle, idle // self.period * self.period)
            book.post(since, positive(fresh), "the clock runs")

    def runs_out(self, rank: Account, book: Book) -> Whole:
        """The day of the next loss, if nothing is done."""
        if self.clock != "game time" or rank.of not in self.governs:
            return NEVER
        since = book[rank.who, self.since, rank.of].balance
        held = (since > 0) & (rank.balance > book.figure("floor", rank))
        day = since - 1 + self.period + self._away(rank.who, book)
        if KEPT_UP in book.kinds or COURSE in book.kinds:  # no later than what ends today would bring it
            day = where(is_kept_up(rank, book), book.today.balance + self.period, day)
        return where(held, day, NEVER)

    @due(RANK, when=runs_out)
    def lose(self, rank: Account, book: Book) -> None:
        book.only(is_kept_up(rank, book) == 0, self._lose, rank)  # kept up: that day was none, ask later

    def _lose(self, rank: Account, book: Book) -> None:
        book.post(book[rank.who, self.since, rank.of], self.period, "a period that took a rank")
        book.post(rank, -1, ("unused for {:d} {}", self.period, self._counts()))

    @after(KEPT_UP, COURSE, stage=Stage.DECAY, given=_runs)
    def keep_up(self, upkeep: Account, book: Book) -> None:
        """Let the clock stand still from now on, or start again."""
        if upkeep.of in self.governs:
            since = book[upkeep.who, self.since, upkeep.of]
            book.only(since.balance > 0, self._restart, since)

    def _restart(self, since: Account, book: Book) -> None:
        book.set(since, self._now(since.who, book), "the clock starts again")

    @after(ATTENDED, REAL_DAY, stage=Stage.DECAY)
    def count(self, clock: Account, book: Book) -> None:
        if _CLOCKS.get(self.clock) == clock.kind:
            book.each(RANK, self._lose_counted, who=None if clock.kind == REAL_DAY else clock.who)

    def _lose_counted(self, rank: Account, book: Book) -> None:
        if rank.of not in self.governs:
            return
        since, now = book[rank.who, self.since, rank.of], self._now(rank.who, book)
        began = where(since.balance > 0, since.balance, now)
        book.post(since, began - since.balance, "the clock runs")
        lost = minimum(
            positive((now - began) // self.period) * (is_kept_up(rank, book) == 0),
            positive(rank.balance - book.figure("floor", rank)),
        )
        book.post(since, lost * self.period, "periods that took a rank")
        book.post(rank, -lost, ("unused for {:d} {}", lost * self.period, self._counts()))
