"""L4. Enough skills at a rank make a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Joined, Refunded, Ruled
from ..ledger.accounts import LEVEL, PEAK, RANK
from ..ledger.numbers import Truth, Whole, maximum, positive
from ..policy import Account, Book, Policy, Stage, after, figure, memory, on, option
from ..policy.traits import RAISES_LEVELS, Deeds


@frozen(eq=False, repr=False)
class GatedLevels(Policy):
    """A level comes when enough skills have its rank: level 5 with three skills at rank 5.

    `skills` says how many it takes. Level n asks for rank n plus `offset`, and at least for rank 1; with
    `only` just those skills count. Points make no level. A level stays when ranks are lost, unless
    `on_loss: drop`; but it goes when the ranks that made it are refunded (`refunds`). A level that a
    ruling gives or takes is apart from those that ranks make, and neither undoes the other.

        gated-levels: {skills: 3}
        gated-levels: {skills: 2, offset: 1, only: [athletics, arms], on_loss: drop}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {RAISES_LEVELS: None}
    covers: ClassVar[Mapping[str, str]] = {"L4": "gated-levels: {skills: 3}"}

    skills: int = option(3, unit="skills", least=1, help="how many skills must have the rank")
    offset: int = option(
        0,
        unit="ranks",
        least=-1000,
        most=1000,
        help="how far the rank that a level asks for is above the level; may be negative",
    )
    only: tuple[str, ...] = option(
        (), help="the skills or categories that count", shown="all", reads="skills"
    )
    start: int = option(1, least=0, help="the level that a character begins with")
    on_loss: str = option("keep", choices=("keep", "drop"), help="whether a level goes when ranks are lost")
    by_ranks: str = memory("made by ranks")
    granted: str = memory("granted")  # levels that a ruling gave or took

    def _needed(self, who: str, level: Whole, book: Book) -> Whole:
        """The rank that a level asks for, at least 1; levels by a ruling ask for none."""
        return maximum(level - book[who, self.granted, ""].balance + self.offset, 1)

    def _able(self, who: str, level: Whole, book: Book, kind: str = RANK) -> Whole:
        """How many skills have the rank of that level, or had it."""
        needed = self._needed(who, level, book)
        able: Whole = 0
        for rank in book.all(kind):
            if rank.who == who and (not self.only or rank.of in self.only):
                able = able + (rank.balance >= needed)
        return able

    @figure("next rank needed")
    def next_rank(self, _: Whole, level: Account, book: Book) -> Whole:
        """the rank that the next level asks for"""
        return self._needed(level.who, level.balance + 1, book)

    @figure("skills missing")
    def missing(self, _: Whole, level: Account, book: Book) -> Whole:
        """skills that do not have it yet"""
        return positive(self.skills - self._able(level.who, level.balance + 1, book))

    @on(Joined, stage=Stage.REMEMBER)
    def join(self, event: Joined, book: Book) -> None:
        """Begin at the first level, or at the level brought along."""
        if not event.level:
            book.set(book[event.who, LEVEL, ""], self.start, "the first level")

    @after(RANK, stage=Stage.LEVELS)
    def rise(self, rank: Account, book: Book) -> None:
        book.repeat(self._one_level, rank.who)

    @after(RANK, stage=Stage.LEVELS, given=lambda self: self.on_loss == "drop")
    @after(RANK, stage=Stage.LIMITS, given=lambda self: self.on_loss == "drop")  # after what levels take
    def drop(self, rank: Account, book: Book) -> None:
        book.repeat(self._one_level_less, rank.who)

    @on(Ruled, stage=Stage.REMEMBER)
    def grant(self, event: Ruled, book: Book) -> None:
        """Keep what a ruling gave or took apart from what ranks make."""
        if event.kind == LEVEL:
            book.post(book[event.who, self.granted, ""], event.amount, event.why)

    def _one_level(self, who: str, book: Book) -> Truth:
        level = book[who, LEVEL, ""]
        reached = self._able(who, level.balance + 1, book) >= self.skills
        book.only(reached, self._move, level, 1)
        return reached

    def _one_level_less(self, who: str, book: Book) -> Truth:
        level = book[who, LEVEL, ""]
        made = level.balance - book[who, self.granted, ""].balance
        lost = (self._able(who, level.balance, book) < self.skills) & (made > self.start)
        book.only(lost, self._move, level, -1)
        return lost

    @on(Refunded, order=-1)
    def before_refund(self, event: Refunded, book: Book) -> None:
        """Only a level that ranks made falls with them, not one that was granted."""
        by_ranks = book[event.who, self.by_ranks, ""]
        book.set(by_ranks, (self._unmade(event.who, book) == 0) * 1, "made by ranks")

    @on(Refunded, stage=Stage.REMEMBER)
    def after_refund(self, event: Refunded, book: Book) -> None:
        by_ranks = book[event.who, self.by_ranks, ""]
        book.only(by_ranks.balance > 0, self._fall, event.who)
        book.set(by_ranks, 0, "given back")

    def _unmade(self, who: str, book: Book) -> Truth:
        """Whether not even ranks that were forgotten since make the level."""
        level = book[who, LEVEL, ""].balance
        made = level - book[who, self.granted, ""].balance
        return (self._able(who, level, book, PEAK) < self.skills) & (made > self.start)

    def _fall(self, who: str, book: Book) -> None:
        book.repeat(self._fall_once, who)

    def _fall_once(self, who: str, book: Book) -> Truth:
        unmade = self._unmade(who, book)
        book.only(unmade, self._move, book[who, LEVEL, ""], -1)
        return unmade

    def _move(self, level: Account, by: int, book: Book) -> None:
        why = "{:d} skills at rank {:d}" if by > 0 else "fewer than {:d} skills at rank {:d}"
        rank = self._needed(level.who, level.balance + (by > 0), book)
        book.post(level, by, (why, self.skills, rank))
