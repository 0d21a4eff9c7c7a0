"""L9. What a level brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Factory, frozen

from ..events import Joined
from ..ledger.accounts import COINS, FAVOURED, LEVEL, PEAK, POINTS, TALENT
from ..ledger.numbers import Truth, Whole, minimum
from ..policy import Account, Book, Brought, Need, SkillPolicy, Stage, after, figure, memory, on, option, some
from ..policy.traits import GIVES_BONUS, RAISES_LEVELS, Deeds


@frozen(eq=False, repr=False)
class LevelBenefits(SkillPolicy):
    """A level adds to the bonus of every known skill, and may bring points, coins or talents.

    Every `every` levels, counted from 0, add `bonus`, up to `cap` in all, to the skills in which a
    character has or ever had a rank, or with `favoured_only` to the favoured ones among them. Each level
    beyond the first brings `points`, which can be spent but count neither as earned nor toward a level, and
    `coins`. A talent comes at its level, unless the character has it. A level that is lost and regained
    brings nothing again. Characters who join with a level bring along what it gave them; others get what
    the first level gives.

        level-benefits: {bonus: 5, every: 1, cap: 50}
        level-benefits: {bonus: 0, points: 2, coins: 10, talents: {second wind: 5}}
        level-benefits: {bonus: 3, favoured_only: true, only: [arms]}
    """

    does: ClassVar[Deeds] = {GIVES_BONUS: None}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((RAISES_LEVELS,), "no rule raises levels (levels)"),)
    covers: ClassVar[Mapping[str, str]] = {"L9": "level-benefits: {bonus: 5, cap: 50}"}

    bonus: int = option(5, least=0, help="what every so many levels add to the bonus of a skill")
    every: int = option(
        1, unit="levels", least=1, only_with=some("bonus"), help="how many levels it takes to add the bonus"
    )
    cap: int = option(50, least=0, only_with=some("bonus"), help="the most that levels add to a bonus")
    favoured_only: bool = option(
        False, only_with=some("bonus"), help="whether only favoured skills get the bonus"
    )
    points: int = option(0, unit="points", least=0, help="points for each level beyond the first")
    coins: int = option(0, unit="coins", least=0, help="coins for each level beyond the first")
    talents: Mapping[str, int] = option(
        Factory(dict), least=0, help="talents that levels bring, each with its level"
    )
    rewarded: str = memory("given")  # the highest level that brought something

    def brings(self) -> Brought:
        return Brought(talents=tuple(self.talents))

    @figure("bonus", order=3)  # after what an edge takes from the ranks
    def add(self, bonus: Whole, rank: Account, book: Book) -> Whole:
        """the level"""
        if rank.of not in self.governs:
            return bonus
        who, added = rank.who, book[rank.who, LEVEL, ""].balance // self.every * self.bonus
        helps = book[who, PEAK, rank.of].balance > 0
        if self.favoured_only:
            helps = helps & (book[who, FAVOURED, rank.of].balance > 0)
        return bonus + helps * minimum(added, self.cap)

    @on(Joined, stage=Stage.REMEMBER, order=1)  # after the first level was given
    def join(self, event: Joined, book: Book) -> None:
        level = book[event.who, LEVEL, ""]
        book.set(book[event.who, self.rewarded, ""], level.balance, "joined")
        if not event.level:
            for talent, at in self.talents.items():
                book.only(level.balance >= at, self._grant, event.who, talent)

    @after(LEVEL, stage=Stage.BENEFITS)
    def rise(self, level: Account, book: Book) -> None:
        book.repeat(self._one_level, level.who)

    def _one_level(self, who: str, book: Book) -> Truth:
        risen = book[who, LEVEL, ""].balance > book[who, self.rewarded, ""].balance
        book.only(risen, self._give, who)
        return risen

    def _give(self, who: str, book: Book) -> None:
        rewarded = book[who, self.rewarded, ""]
        book.post(rewarded, 1, "a level")
        why = ("level {:d}", rewarded.balance)
        book.post(book[who, POINTS, ""], self.points, why)
        book.post(book[who, COINS, ""], self.coins, why)
        for talent, at in self.talents.items():
            book.only(rewarded.balance == at, self._grant, who, talent)

    @staticmethod
    def _grant(who: str, talent: str, book: Book) -> None:
        book.set(book[who, TALENT, talent], 1, ("level {:d}", book[who, LEVEL, ""].balance))
