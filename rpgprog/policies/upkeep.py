"""C8, C9. An hour a week keeps a skill, and hours are limited."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import KeptUp
from ..ledger.accounts import KEPT_UP, UNIT
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, Policy, Stage, on, option
from ..policy.traits import TAKES_UNUSED, Deeds


@frozen(eq=False, repr=False)
class Upkeep(Policy):
    """A few hours of practice a week keep skills from fading, as many as the hours are enough for.

    `keeps_up:` is a standing order: so many hours a week for these skills, in the order in which they are
    named. Each takes `hours_per_skill`; those that the hours are not enough for and those not named may
    fade. Nobody has more than `budget` hours a week. The order holds until the next one; one without hours
    or skills ends it. What is kept up does not decay, and its clock restarts when that ends. Where
    everything fades (`global-decay`) it fades too.

        upkeep: {hours_per_skill: 1, budget: 10}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((TAKES_UNUSED,), "no rule takes away what is unused (decay, edge)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"C8": "upkeep: {hours_per_skill: 1}", "C9": "upkeep: {budget: 10}"}

    hours_per_skill: int = option(UNIT, unit="hours", above=0, help="how many hours a week keep one skill")
    budget: int = option(
        10 * UNIT, unit="hours", least=0, help="how many hours a week a character has for upkeep"
    )

    @on(KeptUp, stage=Stage.CHECK)
    def check(self, event: KeptUp, book: Book) -> None:
        why = "more hours a week than there are for upkeep"
        book.require(
            event.hours <= self.budget, Code.HOURS, why, "hours", self.budget, event.hours, event.who
        )

    @on(KeptUp)
    def order(self, event: KeptUp, book: Book) -> None:
        book.each(KEPT_UP, self._end, event.skills, who=event.who)
        affordable = event.hours // self.hours_per_skill
        for before, skill in enumerate(event.skills):
            book.set(book[event.who, KEPT_UP, skill], (before < affordable) * 1, "hours a week for it")

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(KEPT_UP, skills, book)
        super().hand_back(skills, book)

    @staticmethod
    def _end(order: Account, skills: tuple[str, ...], book: Book) -> None:
        if order.of not in skills:
            book.set(order, 0, "no hours a week for it")
