"""O1. A skill that was used well is marked, and rolled for later: beat the rank and it rises."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Rolled, Used
from ..ledger.accounts import MARKED, RANK, ROLLED, STAT
from ..ledger.numbers import Whole, minimum, up, where
from ..ledger.refusals import Code
from ..policy import Account, Book, SkillPolicy, Stage, figure, on, option
from ..policy.traits import BRINGS_RANKS, Deeds


@frozen(eq=False, repr=False)
class Improvement(SkillPolicy):
    """Skills used well are marked; later the player rolls for each mark, and a roll above the rank improves
    it.

    A successful use with something at stake marks the skill, once. `rolled:` enters the roll of a `die`;
    with `bonus` half of that stat, rounded up, is added. If the total is higher than the rank, the skill
    gains what a `gain` die shows, or the `fixed` gain where no gain was rolled. The mark goes either way.
    From rank `top` on a total of `top` is enough, or with `at_top: over` a total above it. `rpgprog record`
    rolls what an entry leaves out, from the campaign's `seed:`, so that nobody rolls twice.

        improvement: {die: 100, gain: 6, fixed: 3, top: 100}
        improvement: {die: 20, gain: 1, fixed: 1, marks: any}
    """

    does: ClassVar[Deeds] = {BRINGS_RANKS: None}
    covers: ClassVar[Mapping[str, str]] = {"O1": "improvement: {die: 100, gain: 6, fixed: 3}"}

    marks: str = option(
        "success", choices=("success", "any"), help="which uses mark a skill: successful ones, or any"
    )
    die: int = option(100, unit="sides", least=2, most=10_000, help="the die that is rolled against the rank")
    bonus: str = option("", reads="text", help="a stat; half of it, rounded up, is added to the roll")
    gain: int = option(6, unit="sides", least=1, most=1000, help="the die that is rolled for the gain")
    fixed: int = option(3, unit="ranks", least=0, help="the gain where none is rolled")
    top: int = option(100, least=2, help="the rank from which on a total of as much is enough")
    at_top: str = option(
        "reach",
        choices=("reach", "over"),
        help="whether a total of `top` is enough at that rank (reach), or it must be more (over)",
    )

    @on(Used, stage=Stage.REMEMBER)
    def mark(self, event: Used, book: Book) -> None:
        well = self.marks == "any" or event.outcome in ("success", "critical")
        if event.skill in self.governs and event.stakes and well:
            book.set(book[event.who, MARKED, event.skill], 1, "used well")

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(MARKED, skills, book)
        super().hand_back(skills, book)

    @figure("die")
    def sides(self, number: Whole, rank: Account, book: Book) -> Whole:
        """the die"""
        return self.die if rank.of in self.governs else number

    @figure("gain die")
    def gain_sides(self, number: Whole, rank: Account, book: Book) -> Whole:
        """the die for the gain"""
        return self.gain if rank.of in self.governs else number

    @figure("roll needed")
    def needed(self, number: Whole, rank: Account, book: Book) -> Whole:
        """the least roll that is enough"""
        if rank.of not in self.governs:
            return number
        enough = self.top if self.at_top == "reach" else self.top + 1
        total = where(rank.balance >= self.top, enough, minimum(rank.balance + 1, enough))
        return total - (up(book[rank.who, STAT, self.bonus].balance, 2) if self.bonus else 0)

    @on(Rolled, stage=Stage.CHECK)
    def check(self, event: Rolled, book: Book) -> None:
        if event.skill not in self.governs:
            return
        marked = book[event.who, MARKED, event.skill].balance
        book.require(
            marked > 0, Code.NOTHING_OPEN, f"{event.skill} is not marked", MARKED, 1, marked, event.who
        )
        book.require(
            (event.roll >= 1) & (event.roll <= self.die),
            Code.ROLL,
            f"a die has {self.die} sides",
            who=event.who,
        )
        if event.gain is not None:
            fits = (event.gain >= 1) & (event.gain <= self.gain)
            book.require(fits, Code.ROLL, f"the gain is rolled with {self.gain} sides", who=event.who)

    @on(Rolled)
    def roll(self, event: Rolled, book: Book) -> None:
        if event.skill in self.governs:
            rank = book[event.who, RANK, event.skill]
            needed = book.figure("roll needed", rank)
            gain = self.fixed if event.gain is None else event.gain
            why = "rolled {:d}, needed {:d}", event.roll, needed
            book.post(rank, where(event.roll >= needed, gain, 0), why)
            book.set(book[event.who, MARKED, event.skill], 0, why)
            book.post(book[event.who, ROLLED, event.skill], 1, "rolled")
