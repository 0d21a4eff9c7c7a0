"""X2. At each level, what was neglected loses a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..ledger.accounts import LEVEL, MEMBER, RANK
from ..ledger.numbers import Whole, maximum, minimum, positive
from ..policy import Account, Book, Need, SkillPolicy, Stage, after, memory, option
from ..policy.traits import RAISES_LEVELS, TAKES_RANKS, Deeds


@frozen(eq=False, repr=False)
class LevelAtrophy(SkillPolicy):
    """At each new level, every skill that gained no rank since the last one loses part of its ranks.

    It loses `percent` of them, rounded down, so that a few ranks lose nothing, and never falls below
    `floor` or below what another rule protects. A rank that was regained counts as a new one. Several
    levels at once count as one, and a level that was lost and regained does not count.

        level-atrophy: {percent: 5}
        level-atrophy: {percent: 25, floor: 2, only: [languages]}
    """

    does: ClassVar[Deeds] = {TAKES_RANKS: None}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((RAISES_LEVELS,), "no rule raises levels (levels)"),)
    covers: ClassVar[Mapping[str, str]] = {"X2": "level-atrophy: {percent: 5}"}

    percent: int = option(
        5, unit="percent", least=0, most=100, help="how much of its ranks a neglected skill loses"
    )
    floor: int = option(0, unit="ranks", least=0, help="ranks that are never lost")
    handled: str = memory("highest level")  # plus 1: 0 is never
    last: str = memory("last rank")
    grown: str = memory("has grown")

    @after(RANK, stage=Stage.MARKS)
    @after(RANK, stage=Stage.LIMITS)
    def watch(self, rank: Account, book: Book) -> None:
        """Note a new rank before the level is judged, and after it what the level took."""
        if rank.of in self.governs:
            last, grown = book[rank.who, self.last, rank.of], book[rank.who, self.grown, rank.of]
            new = maximum(grown.balance, (rank.balance > last.balance) * 1)
            book.set(grown, new, "a new rank")
            book.set(last, rank.balance, "seen")

    @after(LEVEL, MEMBER, stage=Stage.BENEFITS)
    def rise(self, account: Account, book: Book) -> None:
        """Higher than ever; on joining too, where every rank is a new one."""
        level, handled = book[account.who, LEVEL, ""], book[account.who, self.handled, ""]
        book.only(level.balance >= handled.balance, self._new_level, level, handled)

    def _new_level(self, level: Account, handled: Account, book: Book) -> None:
        book.set(handled, level.balance + 1, "a level")
        book.each(RANK, self._lose, who=level.who)
        book.each(self.grown, self._forget, who=level.who)

    def _lose(self, rank: Account, book: Book) -> None:
        if rank.of in self.governs:
            idle = book[rank.who, self.grown, rank.of].balance == 0
            lost = idle * minimum(rank.balance * self.percent // 100, self._spare(rank, book))
            book.post(rank, -lost, ("{:d} % for no new rank since the last level", self.percent))

    def _spare(self, rank: Account, book: Book) -> Whole:
        return positive(rank.balance - maximum(self.floor, book.figure("floor", rank)))

    @staticmethod
    def _forget(grown: Account, book: Book) -> None:
        book.set(grown, 0, "a new level")
