"""L10. How many ranks can be bought, and of what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Bought, SessionStarted, Trained, Used
from ..ledger.accounts import LEVEL, RANK
from ..ledger.numbers import Whole
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, SkillPolicy, Stage, Steps, after, memory, on, option, some, when
from ..policy.traits import SELLS_RANKS, Deeds


def _no_limits(cap: RankCap) -> bool:
    return not (cap.capped or cap.at_most or cap.column or cap.needs == "use")


@frozen(eq=False, repr=False)
class RankCap(SkillPolicy):
    """A skill can be bought up to a rank that depends on the level; without this rule there is no cap.

    Ranks that use and training bring are not capped. With `at_most` only so many ranks of a skill can be
    bought in a session or during a level. With `column` a skill can be raised only if afterwards as many of
    these skills stand at the rank it left as at the rank it reached. With `needs: use` it must have been
    used or trained since the last session began. With `capped: false` there is no cap, and only these
    limits hold.

        rank-cap: {cap: "level + 3"}
        rank-cap: {cap: "2 * level", only: [magic]}
        rank-cap: {capped: false, at_most: 1, per: session, column: true}
        rank-cap: {capped: false, needs: use}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((SELLS_RANKS,), "no rule sells ranks (purchase), and ranks that come automatically have no cap"),
        Need((), "it has no cap and none of the other limits", when=_no_limits),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "L10": 'rank-cap: {cap: "level + 3"}',
        "O6": "rank-cap: {capped: false, at_most: 1, per: session, needs: use}",
    }

    cap: Curve = curve_option(
        "level + 3",
        unit="ranks",
        names={"level": "the character's level"},
        first=0,
        steps=Steps("level", cost=False),
        only_with=when(capped=True),
        help="the highest rank that can be bought at each level",
    )
    capped: bool = option(True, help="whether there is a cap at all")
    at_most: int = option(
        0, unit="ranks", least=0, help="how many ranks of a skill can be bought; 0: any number"
    )
    per: str = option(
        "session",
        choices=("session", "level"),
        only_with=some("at_most", "1 or more"),
        help="whether `at_most` is for a session or for a level",
    )
    column: bool = option(False, help="whether each rank must rest on as many skills at the rank below")
    needs: str = option(
        "nothing",
        choices=("nothing", "use"),
        help="whether a skill must have been used or trained since the last session began (use)",
    )
    bought: str = memory("bought")
    seen: str = memory("used since")

    def _governs(self, event: Bought) -> bool:
        return bool(event.skill) and event.skill in self.governs

    @on(Bought, stage=Stage.CHECK, given=lambda self: self.capped)
    def check(self, event: Bought, book: Book) -> None:
        if self._governs(event):
            next_rank = book[event.who, RANK, event.skill].balance + 1
            cap, why = self.cap[book[event.who, LEVEL, ""].balance], "more ranks than the level allows"
            book.require(next_rank <= cap, Code.RANK_CAP, why, RANK, next_rank, cap, event.who)

    @on(Bought, stage=Stage.CHECK, given=lambda self: self.at_most)
    def check_number(self, event: Bought, book: Book) -> None:
        if self._governs(event):
            had = book[event.who, self.bought, event.skill].balance
            why = f"more ranks of {event.skill} than one {self.per} allows"
            book.require(had < self.at_most, Code.PERIOD_CAP, why, RANK, had + 1, self.at_most, event.who)

    @on(Bought, stage=Stage.CHECK, given=lambda self: self.column)
    def check_column(self, event: Bought, book: Book) -> None:
        if self._governs(event):
            rank = book[event.who, RANK, event.skill].balance
            below = self._at(event.who, rank, book) - 1
            reached = self._at(event.who, rank + 1, book) + 1
            why = "fewer skills would stand at the rank below"
            book.require(
                (rank == 0) | (below >= reached), Code.PREREQUISITE, why, "skills", reached, below, event.who
            )

    def _at(self, who: str, rank: Whole, book: Book) -> Whole:
        """How many of these skills are at that rank."""
        ranks = (account for account in book.all(RANK) if account.who == who and account.of in self.governs)
        return sum(account.balance == rank for account in ranks)

    @on(Bought, stage=Stage.CHECK, given=lambda self: self.needs == "use")
    def check_seen(self, event: Bought, book: Book) -> None:
        if self._governs(event):
            seen = book[event.who, self.seen, event.skill].balance > 0
            why = f"{event.skill} was neither used nor trained since the last session began"
            book.require(seen, Code.PRACTICE, why, who=event.who)

    @on(Bought, stage=Stage.REMEMBER, given=lambda self: self.at_most)
    def count(self, event: Bought, book: Book) -> None:
        if self._governs(event):
            book.post(book[event.who, self.bought, event.skill], 1, "bought")

    @on(Used, Trained, stage=Stage.REMEMBER, given=lambda self: self.needs == "use")
    def see(self, event: Used | Trained, book: Book) -> None:
        if event.skill in self.governs:
            book.set(book[event.who, self.seen, event.skill], 1, "used or trained")

    @on(SessionStarted, stage=Stage.CLOCK)
    def new_session(self, event: SessionStarted, book: Book) -> None:
        book.clear(self.seen, "a new session")
        if self.per == "session":
            book.clear(self.bought, "a new session")

    @after(LEVEL, stage=Stage.BENEFITS, given=lambda self: self.at_most and self.per == "level")
    def new_level(self, level: Account, book: Book) -> None:
        book.each(self.bought, self._forget, who=level.who)

    @staticmethod
    def _forget(bought: Account, book: Book) -> None:
        book.set(bought, 0, "a new level")
