"""C6. "When did you last do this?" is asked only when a skill is used."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Answered, Used
from ..ledger.accounts import LAST_USED, QUESTION, RANK
from ..ledger.refusals import Code
from ..policy import Book, Need, SkillPolicy, Stage, on, option
from ..policy.traits import ASKS_FOR_USES, AWAITS_ANSWERS, Deeds


@frozen(eq=False, repr=False)
class AskOnUse(SkillPolicy):
    """Nobody keeps track of uses: when a skill is used after a long time, the player is asked when it last
    was.

    Using a skill that the character has ranks in opens a question if its last use is unknown or lies more
    than `after` days back. The use itself counts. `answered:` answers the question with a day no later than
    the question's own. Under `decay: {clock: when asked}` the ranks lost in the meantime go when the answer
    comes; as long as nobody answers, nothing is lost. Any other clock of `decay` knows better than the
    answer, which then only closes the question.

    One question is open for a skill at a time: if it comes up again before it was answered, it is about the
    later use. An answer holds as it is given, even if a later use is on record.

        ask-on-use: {after: 90}
    """

    does: ClassVar[Deeds] = {ASKS_FOR_USES: None}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((AWAITS_ANSWERS,), "no rule waits for answers (decay: {clock: when asked})"),
    )
    covers: ClassVar[Mapping[str, str]] = {"C6": "ask-on-use: {after: 90}"}
    asks: ClassVar[tuple[str, ...] | None] = ("questions asked",)  # it makes do without uses

    after: int = option(
        90, unit="days", least=0, help="how long ago the last use may be before the question is asked"
    )

    @on(Used, stage=Stage.REMEMBER, order=-1)  # the last use is that before this one
    def ask(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            used, today = book[event.who, LAST_USED, event.skill].balance, book.today.balance + 1
            known = book[event.who, RANK, event.skill].balance > 0
            long_ago = (used == 0) | (today - used > self.after)
            book.only(known & long_ago, self._open, event.who, event.skill)

    @staticmethod
    def _open(who: str, skill: str, book: Book) -> None:
        book.set(book[who, QUESTION, skill], book.today.balance + 1, "when was it last used before?")

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(QUESTION, skills, book)
        super().hand_back(skills, book)

    @on(Answered, stage=Stage.CHECK)
    def check(self, event: Answered, book: Book) -> None:
        opened = book[event.who, QUESTION, event.skill].balance
        book.require(opened > 0, Code.NOTHING_OPEN, f"no question about {event.skill} is open", who=event.who)
        why = "the last use comes after the question"
        book.require(
            event.last_used <= opened, Code.DAY_ORDER, why, "day", opened - 1, event.last_used - 1, event.who
        )

    @on(Answered, stage=Stage.REMEMBER)  # after every rule that reads when it was asked
    def close(self, event: Answered, book: Book) -> None:
        book.set(book[event.who, QUESTION, event.skill], 0, "answered")
