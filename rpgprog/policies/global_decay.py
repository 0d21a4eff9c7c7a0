"""D2, D3. Every so often everything fades by a rank."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Joined
from ..ledger.accounts import ABSENT, ATTENDED, EARNED, LEVEL, RANK, SHARE, UNIT
from ..ledger.numbers import NEVER, Whole, minimum, positive
from ..policy import Account, Book, Need, SkillPolicy, Stage, after, due, memory, on, option
from ..policy.traits import PAYS_POINTS, RAISES_LEVELS, TAKES_RANKS, TAKES_RANKS_BY_TIME, Deeds

_COUNTED = {"level": LEVEL, "points": EARNED, "session": ATTENDED}


@frozen(eq=False, repr=False)
class GlobalDecay(SkillPolicy):
    """Everything fades: every so often each skill loses ranks, whether it is used or not.

    What is counted is `unit`: days, levels, points earned or sessions attended. Every `every` of them takes
    `loss` ranks of each skill, down to `floor`. Counting begins on the day the character joined; days on
    which the player was away do not count. Nothing has to be entered for it, and ranks lost this way are
    cheap to regain where `relearning` is on.

        global-decay: {every: 1 year}
        global-decay: {every: 40, unit: points}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {TAKES_RANKS: None, TAKES_RANKS_BY_TIME: None}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need(
            (RAISES_LEVELS,),
            "it counts levels, and no rule raises levels (levels)",
            when=lambda self: self.unit == "level",
        ),
        Need(
            (PAYS_POINTS,),
            "it counts points, and no rule pays points (awards)",
            when=lambda self: self.unit == "points",
        ),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "D2": "global-decay: {every: 1 year}",
        "D3": "global-decay: {every: 1 year, loss: 1}",
    }

    every: int = option(
        365, unit="days", least=1, help="how long it takes to lose ranks; so many levels, points or sessions"
    )
    unit: str = option("day", choices=("day", *_COUNTED), help="what is counted")
    loss: int = option(1, unit="ranks", least=1, help="how many ranks are lost each time")
    floor: int = option(0, unit="ranks", least=0, help="ranks that are never lost")
    since: str = memory("since")

    def _now(self, who: str, book: Book) -> Whole:
        """What is counted, from 1 on: 0 is never."""
        if self.unit == "day":
            return book.today.balance - book[who, ABSENT, ""].balance + 1
        return book[who, _COUNTED[self.unit], ""].balance // (UNIT if self.unit == "points" else 1) + 1

    def counted(self) -> tuple[str, ...]:
        return () if self.unit == "day" else (_COUNTED[self.unit],)

    def clocks(self) -> tuple[str, ...]:
        return (self.since,)

    @on(Joined, stage=Stage.REMEMBER, order=1)  # after the first level was given
    def join(self, event: Joined, book: Book) -> None:
        book.set(book[event.who, self.since, ""], self._now(event.who, book), "joined")

    def restart(self, skills: Container[str], book: Book) -> None:
        book.each(SHARE, self._begin_now)

    def _begin_now(self, share: Account, book: Book) -> None:
        book.set(book[share.who, self.since, ""], self._now(share.who, book), "the clock starts now")

    def comes(self, since: Account, book: Book) -> Whole:
        """The day of the next loss."""
        if self.unit != "day":
            return NEVER
        return since.balance - 1 + self.every + book[since.who, ABSENT, ""].balance

    @due(clocks, when=comes)
    def fade(self, since: Account, book: Book) -> None:
        book.post(since, self.every, "counted")
        book.each(RANK, self._lose, 1, who=since.who)

    @after(counted, stage=Stage.DECAY, given=lambda self: self.unit != "level")
    @after(counted, stage=Stage.BENEFITS, given=lambda self: self.unit == "level")
    def count(self, counted: Account, book: Book) -> None:
        since = book[counted.who, self.since, ""]
        times = positive(self._now(counted.who, book) - since.balance) // self.every
        book.only((since.balance > 0) & (times > 0), self._fade_counted, since, times)

    def _fade_counted(self, since: Account, times: Whole, book: Book) -> None:
        book.post(since, times * self.every, "counted")
        book.each(RANK, self._lose, times, who=since.who)

    def _lose(self, rank: Account, times: Whole, book: Book) -> None:
        if rank.of in self.governs:
            lost = minimum(times * self.loss, positive(rank.balance - self.floor))
            book.post(rank, -lost, ("everything fades every {:d} {}s", self.every, self.unit))
