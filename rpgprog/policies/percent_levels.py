"""X1. Awards in percent of what a level takes."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Awarded, Joined
from ..ledger.accounts import EARNED, LEVEL, POINTS, PROGRESS, UNIT
from ..ledger.numbers import Truth, Whole
from ..policy import Account, Book, Policy, Stage, Steps, after, figure, on, option
from ..policy.traits import PAYS_POINTS, RAISES_LEVELS, Deeds


@frozen(eq=False, repr=False)
class PercentLevels(Policy):
    """An award may be a percentage of a level: so much of the way, and so much of the points it takes.

    `awarded: {percent: 10}` brings each character 10 % of the way to the next level and pays that part of
    `points` at once: 6 of 63 points, in whole points, rounded down. A hundred percent are a level, and what
    is beyond counts toward the next. Other rules may scale the points, but never the progress. Awards in
    points and encounters pay as usual and bring nobody further.

        percent-levels: {points: 63}
        percent-levels: {points: "40 + 10 * level"}
    """

    does: ClassVar[Deeds] = {RAISES_LEVELS: None, PAYS_POINTS: None}
    covers: ClassVar[Mapping[str, str]] = {"X1": "percent-levels: {points: 63}"}

    points: Curve = curve_option(
        40,
        unit="points",
        names={"level": "the level that the character has"},
        first=0,
        least=0,
        steps=Steps("level", start=lambda self: self.start),
        help="points that the way from a level to the next takes",
    )
    start: int = option(1, least=0, help="the level that a character begins with")

    @figure("level progress")
    def progress(self, _: Whole, level: Account, book: Book) -> Whole:
        """the part of the way to the next level, in thousandths"""
        return book[level.who, PROGRESS, ""].balance

    @on(Joined, stage=Stage.REMEMBER)
    def join(self, event: Joined, book: Book) -> None:
        """Begin at the first level, or at the level brought along."""
        if not event.level:
            book.set(book[event.who, LEVEL, ""], self.start, "the first level")

    @on(Awarded)
    def reward(self, event: Awarded, book: Book) -> None:
        if event.percent is not None:
            for who in event.who:
                self._pay(event, who, event.percent, book)

    def _pay(self, event: Awarded, who: str, percent: Whole, book: Book) -> None:
        takes = self.points[book[who, LEVEL, ""].balance]
        worth = takes * percent // (100 * UNIT) * UNIT
        book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], worth, event.why or "an award")
        why = ("{:d} % of a level", percent)
        book.post(book[who, PROGRESS, ""], percent * (UNIT // 100), why)

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(PROGRESS, skills, book)
        super().hand_back(skills, book)

    @after(PROGRESS, stage=Stage.LEVELS)
    def rise(self, progress: Account, book: Book) -> None:
        book.repeat(self._one_level, progress)

    def _one_level(self, progress: Account, book: Book) -> Truth:
        enough = progress.balance >= UNIT
        book.only(enough, self._move, progress)
        return enough

    @staticmethod
    def _move(progress: Account, book: Book) -> None:
        book.post(progress, -UNIT, "turned into a level")
        book.post(book[progress.who, LEVEL, ""], 1, "all of the way")
