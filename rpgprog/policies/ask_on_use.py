"""C6. When did you last do this? Asked only when a skill is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..events import Answered, Used
from ..ledger.accounts import LAST_USED, QUESTION, RANK
from ..ledger.refusals import Code
from ..policy import SkillPolicy, Stage, on, option


@frozen(eq=False, repr=False)
class AskOnUse(SkillPolicy):
    """Nobody keeps a record of uses: when a skill is used, its last use is asked for, if need be.

    A skill that one has ranks in, and whose last use nobody knows or lies more than `after` days back,
    may be used; but a question is open from then on. It is answered by `answered:`, with a day no later
    than that of the question. Where `decay` has `clock: when asked`, what was lost meanwhile is lost
    then, and nothing as long as nobody answers. Its other clocks know better than the answer, which
    then closes the question and does no more.

        ask-on-use: {after: 90}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "C6": "ask-on-use: {after: 90}",
    }
    asks: ClassVar[tuple[str, ...] | None] = ("questions asked",)  # uses are what it does without

    after: int = option(90, unit="days", least=0, help="days since the last use that raise no question")

    @on(Used, stage=Stage.REMEMBER, order=-1)  # the last use is that before this one
    def ask(self, event: Used, book: Any) -> None:
        if event.skill in self.governs:
            used, today = book[event.who, LAST_USED, event.skill].balance, book.today.balance + 1
            known = book[event.who, RANK, event.skill].balance > 0
            long_ago = (used == 0) | (today - used > self.after)
            book.only(known & long_ago, self._open, event.who, event.skill)

    @staticmethod
    def _open(who: str, skill: str, book: Any) -> None:
        book.set(book[who, QUESTION, skill], book.today.balance + 1, "when was it last used before?")

    @on(Answered, stage=Stage.CHECK)
    def check(self, event: Answered, book: Any) -> None:
        asked = book[event.who, QUESTION, event.skill].balance
        book.require(asked > 0, Code.NOTHING_OPEN, f"no question about {event.skill} is open", who=event.who)
        why = "the last use comes after the question"
        book.require(
            event.last_used <= asked, Code.DAY_ORDER, why, "day", asked - 1, event.last_used - 1, event.who
        )

    @on(Answered, stage=Stage.REMEMBER)  # after all who need to know when it was asked
    def close(self, event: Answered, book: Any) -> None:
        book.set(book[event.who, QUESTION, event.skill], 0, "answered")
