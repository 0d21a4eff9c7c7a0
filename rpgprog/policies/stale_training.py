"""N6, R5. Training with the same teacher or text teaches less each week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs
from attrs import Factory, frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Trained, Used
from ..ledger.accounts import UNIT
from ..ledger.numbers import Whole, share
from ..policy import Account, Book, Need, SkillPolicy, Stage, figure, memory, on, option
from ..policy.traits import TRAINS, Deeds

_FINE = 10**6  # weeks are summed up in millionths


def _totals(self: StaleTraining) -> Curve:
    """What all weeks before the n-th are worth, rounded once each."""
    factor = self.factor
    fine = Curve(factor.value, unit=_FINE, first=factor.first, below=factor.below)
    return fine.totals()


@frozen(eq=False, repr=False)
class StaleTraining(SkillPolicy):
    """Training in the same skill teaches less each week, until there is a new teacher, text or experience.

    The first week counts in full, the second in part, and so on: `factor` says how much of each. A week has
    as many hours as `training` says, and parts of a week add up to the whole. The fee is paid for all
    hours. A trainer or a text that is new to the student, or a use of the skill in play, starts again from
    the first week; `reset` may name fewer of these. Courses (`training-queue`) and training that says what
    XP it is worth count in full.

        stale-training: {factor: "0.8 ** (n - 1)"}
        stale-training: {factor: [1, 1, 1/2], reset: [new trainer]}
    """

    rewards_use: ClassVar[bool] = False
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((TRAINS,), "no rule trains anybody (training)"),)
    covers: ClassVar[Mapping[str, str]] = {
        "N6": 'stale-training: {factor: "0.8 ** (n - 1)"}',
        "R5": "stale-training: {reset: [new trainer]}",
    }

    factor: Curve = curve_option(
        "0.8 ** (n - 1)",
        least=0,
        names={"n": "1 for the first week of training, 2 for the second"},
        help="the part of each week of training that counts",
    )
    reset: tuple[str, ...] = option(
        ("new trainer", "new text", "use"),
        choices=("new trainer", "new text", "use"),
        help="what starts again from the first week",
    )
    totals: Curve = attrs.field(
        default=Factory(_totals, takes_self=True), repr=False, metadata={"given": True}
    )
    studied: str = memory("studied")
    known: str = memory("known")

    @on(Trained, stage=Stage.CLOCK)
    def meet(self, event: Trained, book: Book) -> None:
        if event.skill not in self.governs:
            return
        for novelty, name in (("new trainer", event.trainer), ("new text", event.text)):
            if name and novelty in self.reset:
                known = book[event.who, self.known, f"{event.skill}, {novelty[4:]} {name}"]
                book.only(known.balance == 0, self._begin_anew, event.who, event.skill, novelty)
                book.set(known, 1, "from now on known")

    @on(Used, stage=Stage.REMEMBER, given=lambda self: "use" in self.reset)
    def use(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            self._begin_anew(event.who, event.skill, "used in play", book)

    def _begin_anew(self, who: str, skill: str, why: str, book: Book) -> None:
        book.set(book[who, self.studied, skill], 0, f"{why}: from the first week again")

    @on(Trained, stage=Stage.REMEMBER)
    def remember(self, event: Trained, book: Book) -> None:
        if event.skill in self.governs:
            book.post(book[event.who, self.studied, event.skill], event.hours, "studied")

    @figure("study")
    def study(self, hours: Whole, rank: Account, book: Book) -> Whole:
        """the weeks before"""
        if rank.of not in self.governs:
            return hours
        week = book.figure("hours a week", rank, 40) * UNIT
        before = book[rank.who, self.studied, rank.of].balance
        return self._worth(before + hours, week) - self._worth(before, week)

    def _worth(self, hours: Whole, week: Whole) -> Whole:
        """The worth of these hours from the first week on: whole weeks, and part of the next."""
        weeks, hours_beyond = hours // week, hours % week
        full, next_week = self.totals[weeks + 1], self.totals[weeks + 2]
        return share(full * week + (next_week - full) * hours_beyond, _FINE)
