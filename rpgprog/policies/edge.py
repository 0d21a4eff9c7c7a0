"""D5, D6, D8, D17. The edge is lost, and comes back, if it can."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Joined, Trained, Used
from ..ledger.accounts import ABSENT, COURSE, KEPT_UP, PEAK, RANK, UNIT
from ..ledger.numbers import Truth, Whole, maximum, minimum, positive, where
from ..ledger.refusals import Code
from ..ledger.units import PARTS
from ..policy import Account, Book, Need, SkillPolicy, Stage, figure, memory, on, option, when
from ..policy import after as follows
from ..policy.traits import GIVES_BONUS, TAKES_UNUSED, Deeds


@frozen(eq=False, repr=False)
class Edge(SkillPolicy):
    """A skill left idle for a while loses its edge: part of its bonus is gone until practice brings it
    back.

    After more than `after` days without use or training the bonus is lower by `penalty`. With `every` the
    penalty is taken again for each whole period of that length, and `after` is not read. With `part` that
    part of the bonus goes instead of the penalty, and what is left is rounded down. The bonus never falls
    below 0 through this, ranks stay, and a skill that was never learned loses nothing. Days on which the
    player was away do not count. The clock of a skill starts on the day it is learned, even if it was tried
    before; a newcomer's starts on the day of their `last_used:`.

    Until the edge is lost, any use or training keeps it. After that it takes `regain_uses` uses, or
    `regain_hours` of training. What is kept up (`upkeep`) or in a course (`training-queue`) meanwhile stays
    as it is. With `for_good` the use that would bring the edge back needs a roll of 1 to 100 (`roll:`), and
    a roll up to that percentage means it is lost for good. Nothing has to be entered for the fading.

        edge: {after: 90, penalty: 5}
        edge: {every: 90, penalty: 5}
        edge: {part: 5%, after: 3 months}
        edge: {regain_uses: 3, regain_hours: 40, for_good: 10}
    """

    rewards_use: ClassVar[bool] = False
    revision: ClassVar[int] = 3
    does: ClassVar[Deeds] = {TAKES_UNUSED: None}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((GIVES_BONUS,), "there is no bonus to lose (rank-bonus)"),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "D5": "edge: {after: 90, penalty: 5}",
        "D6": "edge: {every: 90, penalty: 5}",
        "D8": "edge: {part: 5%}",
        "D17": "edge: {regain_uses: 3, regain_hours: 40}",
    }

    after: int = option(
        90, unit="days", least=0, only_with=when(every=0), help="how long a skill may be idle without harm"
    )
    penalty: int = option(5, least=0, only_with=when(part=0), help="how much lower the bonus is")
    every: int = option(
        0,
        unit="days",
        least=0,
        help="the penalty is taken again for each period of this length; 0: only once",
    )
    part: int = option(
        0,
        unit="part",
        scale=PARTS,
        least=0,
        most=1,
        help="the part of the bonus that goes; 0: the penalty goes instead",
    )
    regain_uses: int = option(3, unit="uses", least=1, help="how many uses bring the edge back")
    regain_hours: int = option(
        40 * UNIT, unit="hours", least=0, help="how many hours of training bring the edge back"
    )
    for_good: int = option(
        0, unit="percent", least=0, most=100, help="the chance that an edge is lost for good; 0: never"
    )
    since: str = memory("sharp since")
    uses: str = memory("uses since")
    hours: str = memory("hours since")
    gone: str = memory("lost for good")
    held: str = memory("idle while kept up")  # idle days + 1, while they stand still

    @staticmethod
    def _now(who: str, book: Book) -> Whole:
        return book.today.balance + 1 - book[who, ABSENT, ""].balance

    def _times(self, who: str, skill: str, book: Book) -> Whole:
        """How many penalties are due today."""
        since = book[who, self.since, skill].balance
        held = book[who, self.held, skill].balance
        idle = where(held > 0, held - 1, positive(self._now(who, book) - since))
        return (since > 0) * (idle // self.every if self.every else (idle > self.after) * 1)

    @figure("bonus", order=1)
    def lost(self, bonus: Whole, rank: Account, book: Book) -> Whole:
        """the edge is lost"""
        if rank.of not in self.governs:
            return bonus
        return self._less(bonus, self._times(rank.who, rank.of, book))

    @figure("bonus", order=2, given=lambda self: self.for_good > 0)
    def lost_for_good(self, bonus: Whole, rank: Account, book: Book) -> Whole:
        """lost for good"""
        if rank.of not in self.governs:
            return bonus
        return self._less(bonus, book[rank.who, self.gone, rank.of].balance)

    def _less(self, bonus: Whole, times: Whole) -> Whole:
        lowered = positive(bonus - self.penalty * times)
        if self.part:
            lowered = bonus * (PARTS - minimum(self.part * times, PARTS)) // PARTS
        return where(bonus > 0, lowered, bonus)

    def restart(self, skills: Container[str], book: Book) -> None:
        for kind in (self.since, self.uses, self.hours, self.held):
            self.empty(kind, skills, book)
        book.each(PEAK, self._begin_now, skills)

    def _begin_now(self, peak: Account, skills: Container[str], book: Book) -> None:
        if peak.of in self.governs and peak.of in skills:
            book.set(book[peak.who, self.since, peak.of], self._now(peak.who, book), "the clock starts now")

    @on(Joined, stage=Stage.REMEMBER)
    def join(self, event: Joined, book: Book) -> None:
        """A newcomer's skill has its edge from its last use."""
        now = self._now(event.who, book)
        for skill, used in event.last_used.items():
            if skill in self.governs:
                known = (used > 0) & (book[event.who, RANK, skill].balance > 0)
                began = maximum(minimum(used - book[event.who, ABSENT, ""].balance, now), 1)
                book.post(book[event.who, self.since, skill], where(known, began, 0), "used before")

    @follows(RANK, stage=Stage.DECAY)
    def begin(self, rank: Account, book: Book) -> None:
        """Any other has it from the day it was learned, whether it was tried before or not."""
        if rank.of in self.governs:
            since = book[rank.who, self.since, rank.of]
            now = self._now(rank.who, book)
            book.post(since, where(since.balance == 0, now, 0), "the edge is there")

    @follows(KEPT_UP, COURSE, stage=Stage.DECAY)
    def keep_up(self, upkeep: Account, book: Book) -> None:
        """Kept up, an edge stays and a lost edge stays lost: idle days stand still."""
        if upkeep.of not in self.governs:
            return
        of = upkeep.who, upkeep.of
        keeps = (book[of[0], KEPT_UP, of[1]].balance > 0) | (book[of[0], COURSE, of[1]].balance > 0)
        known, held = book[of[0], self.since, of[1]].balance > 0, book[of[0], self.held, of[1]].balance > 0
        book.only(known & keeps & (held == 0), self._stand_still, *of)
        book.only(held & (keeps == 0), self._run_again, *of)

    def _stand_still(self, who: str, skill: str, book: Book) -> None:
        since, now = book[who, self.since, skill], self._now(who, book)
        idle = where(self._times(who, skill, book) > 0, now - since.balance, 0)
        book.set(book[who, self.held, skill], idle + 1, "kept up")

    def _run_again(self, who: str, skill: str, book: Book) -> None:
        since, held = book[who, self.since, skill], book[who, self.held, skill]
        book.set(since, self._now(who, book) - held.balance + 1, "kept up until now")
        book.set(held, 0, "kept up no longer")

    @on(Used, stage=Stage.CHECK, given=lambda self: self.for_good > 0)
    def check_roll(self, event: Used, book: Book) -> None:
        if event.skill in self.governs and event.roll is None:
            lost = self._times(event.who, event.skill, book) > 0
            nth = book[event.who, self.uses, event.skill].balance + 1
            why = "this use brings the edge back, or not: it needs roll:, from 1 to 100"
            book.require((lost == 0) | (nth < self.regain_uses), Code.ROLL, why, who=event.who)

    @on(Used, stage=Stage.REMEMBER)
    def use(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            times = self._times(event.who, event.skill, book)
            uses = book[event.who, self.uses, event.skill]
            book.post(uses, (times > 0) * 1, "used without the edge")
            back = uses.balance >= self.regain_uses
            if event.roll is not None:
                failed = back & (event.roll <= self.for_good)
                book.post(book[event.who, self.gone, event.skill], failed * times, "it did not come back")
            self._keep(event, (times == 0) | back, book)

    @on(Trained, stage=Stage.REMEMBER)
    def train(self, event: Trained, book: Book) -> None:
        if event.skill in self.governs:
            lost = self._times(event.who, event.skill, book) > 0
            hours = book[event.who, self.hours, event.skill]
            book.post(hours, lost * event.hours, "trained without the edge")
            enough = (lost == 0) | (hours.balance >= self.regain_hours)
            self._keep(event, (event.hours > 0) & enough, book)

    def _keep(self, event: Used | Trained, sharp: Truth, book: Book) -> None:
        """Sharpen a skill that was ever learned; any other has no edge to keep."""
        known = book[event.who, self.since, event.skill].balance > 0
        book.only(known & sharp, self._sharpen, event.who, event.skill)

    def _sharpen(self, who: str, skill: str, book: Book) -> None:
        book.set(book[who, self.since, skill], self._now(who, book), "the edge is there")
        held = book[who, self.held, skill]
        book.set(held, minimum(held.balance, 1), "the edge is there")
        book.set(book[who, self.uses, skill], 0, "the edge is back")
        book.set(book[who, self.hours, skill], 0, "the edge is back")
