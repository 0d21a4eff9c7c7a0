"""C8, C9. An hour a week keeps a skill, and there are only so many hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..events import KeptUp
from ..ledger.accounts import KEPT_UP, UNIT, Account
from ..ledger.refusals import Code
from ..policy import Policy, Stage, on, option


@frozen(eq=False, repr=False)
class Upkeep(Policy):
    """A standing order of so many hours a week keeps skills up, in the order in which they are named.

    Each takes `hours_per_skill`; those for which the hours are not enough, and those not named, are
    left to decay. Nobody has more than `budget` hours a week. It holds until the next order; one of no
    hours or no skills ends it. What is kept up does not decay, and its clock starts again when that
    ends. Where everything fades (`global-decay`) it fades too.

        upkeep: {hours_per_skill: 1, budget: 10}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "C8": "upkeep: {hours_per_skill: 1}",
        "C9": "upkeep: {budget: 10}",
    }

    hours_per_skill: int = option(UNIT, unit="hours", above=0, help="hours a week that keep one skill")
    budget: int = option(10 * UNIT, unit="hours", least=0, help="hours a week that one has for this")

    @on(KeptUp, stage=Stage.CHECK)
    def check(self, event: KeptUp, book: Any) -> None:
        why = "more hours a week than there are for upkeep"
        book.require(
            event.hours <= self.budget, Code.HOURS, why, "hours", self.budget, event.hours, event.who
        )

    @on(KeptUp)
    def order(self, event: KeptUp, book: Any) -> None:
        book.each(KEPT_UP, self._end, event.skills, who=event.who)
        kept = event.hours // self.hours_per_skill
        for before, skill in enumerate(event.skills):
            book.set(book[event.who, KEPT_UP, skill], (before < kept) * 1, "hours a week for it")

    @staticmethod
    def _end(kept: Account, skills: tuple[str, ...], book: Any) -> None:
        if kept.of not in skills:
            book.set(kept, 0, "no hours a week for it")
