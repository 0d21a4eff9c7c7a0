"""N9. Mastery by volume of practice: one nail teaches nothing, ten thousand make a carpenter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import END, FINEST, LARGEST, Curve
from ..curve.option import curve_option
from ..events import Bought, Joined, Ruled, Used
from ..ledger.accounts import PEAK, RANK
from ..ledger.numbers import Whole, maximum, minimum, positive, where
from ..ledger.refusals import Code
from ..policy import Account, Book, SkillPolicy, Stage, after, figure, memory, on, option
from ..policy.traits import BRINGS_RANKS, Deeds

_STEPS = tuple(1 << power for power in reversed(range(END.bit_length())))


@frozen(eq=False, repr=False)
class Volume(SkillPolicy):
    """Enough uses of a skill make a rank, whatever each of them was worth.

    `ranks` says how many ranks so many uses are: a curve that rises; parts of a rank do not count. With
    `mode: raise` the ranks come by themselves as uses are counted; when one is lost, the count falls back
    to what the remaining ranks take. With `mode: gate` ranks come from elsewhere, and the count is their
    ceiling: beyond it nothing is sold, and XP wait until a later use brings some. Ranks that a character
    had before are not held back, and neither is training by time. Ranks that a character joins with, or
    that a ruling gives, count as practised.

        volume: {ranks: {midpoint: 200, scale: 60, ceiling: 10}}
        volume: {ranks: "uses / 40", mode: gate}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {BRINGS_RANKS: None}
    covers: ClassVar[Mapping[str, str]] = {"N9": "volume: {ranks: {midpoint: 200, scale: 60, ceiling: 10}}"}

    ranks: Curve = curve_option(
        {"midpoint": 200, "scale": 60, "ceiling": 10},
        unit="ranks",
        scale=FINEST,
        names={"uses": "the uses so far"},
        least=0,
        help="how many ranks so many uses are",
    )
    mode: str = option(
        "raise", choices=("raise", "gate"), help="whether uses bring ranks (raise) or limit them (gate)"
    )
    uses: str = memory("uses")

    def _worth(self, uses: Whole) -> Whole:
        return self.ranks[uses] // FINEST

    def _took(self, rank: Whole) -> Whole:
        """The fewest uses that are worth this rank; if it is none of those, the most that are worth less."""
        less: Whole = 0
        for step in _STEPS:
            less = where(self._worth(less + step) < rank, less + step, less)
        return minimum(less + (self._worth(less + 1) == rank), END) * (rank > 0)

    def counted(self) -> tuple[str, ...]:
        return (self.uses,)

    @on(Used, stage=Stage.REMEMBER)
    def count(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            book.post(book[event.who, self.uses, event.skill], 1, "used")

    @on(Joined, stage=Stage.REMEMBER)
    def join(self, event: Joined, book: Book) -> None:
        for skill, rank in event.ranks.items():
            if skill in self.governs:
                book.post(book[event.who, self.uses, skill], self._took(rank), "practised before")

    @on(Ruled, stage=Stage.REMEMBER, given=lambda self: self.mode == "raise")
    def grant(self, event: Ruled, book: Book) -> None:
        """Ranks that a ruling gives count as practised: no use is swallowed by them."""
        if event.kind == RANK and event.of in self.governs:
            rank, uses = book[event.who, RANK, event.of], book[event.who, self.uses, event.of]
            book.set(uses, maximum(uses.balance, self._took(rank.balance)), "practised before")

    @after(counted, stage=Stage.RANKS, given=lambda self: self.mode == "raise")
    def rise(self, uses: Account, book: Book) -> None:
        rank = book[uses.who, RANK, uses.of]
        gained = positive(self._worth(uses.balance) - rank.balance)
        book.post(rank, gained, ("{:d} uses", uses.balance))

    @after(RANK, stage=Stage.LIMITS, given=lambda self: self.mode == "raise")
    def fall_back(self, rank: Account, book: Book) -> None:
        if rank.of in self.governs:
            uses = book[rank.who, self.uses, rank.of]
            book.only(self._worth(uses.balance) > rank.balance, self._forget, uses, rank)

    def _forget(self, uses: Account, rank: Account, book: Book) -> None:
        book.set(uses, self._took(rank.balance), "a rank was lost")

    def _ceiling(self, rank: Account, book: Book) -> Whole:
        worth = self._worth(book[rank.who, self.uses, rank.of].balance)
        return maximum(worth, book[rank.who, PEAK, rank.of].balance)

    @on(Bought, stage=Stage.CHECK, given=lambda self: self.mode == "gate")
    def check(self, event: Bought, book: Book) -> None:
        if event.skill and event.skill in self.governs:
            rank = book[event.who, RANK, event.skill]
            nth, ceiling = rank.balance + 1, self._ceiling(rank, book)
            why = "more ranks than practice allows"
            book.require(nth <= ceiling, Code.PRACTICE, why, RANK, nth, ceiling, event.who)

    @figure("xp price", order=2, given=lambda self: self.mode == "gate")
    def price(self, price: Whole, rank: Account, book: Book) -> Whole:
        """more practice first"""
        if rank.of not in self.governs:
            return price
        return where(rank.balance < self._ceiling(rank, book), price, LARGEST)
