"""A8. The first meeting with unknown powers teaches more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Met
from ..ledger.accounts import MET, UNIT
from ..ledger.numbers import positive, where
from ..policy import Award, Book, Need, Policy, Stage, award, option
from ..policy.traits import PAYS_ENCOUNTERS, Deeds


@frozen(eq=False, repr=False)
class FirstContact(Policy):
    """The first encounter with something whose powers are unknown pays more.

    An encounter marked `unknown: true`, with something the character has never met, is worth at least
    `typical` points before any factor. Whatever else reduces the award, it pays at least `least`.

        first-contact: {least: 1, typical: 2}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((PAYS_ENCOUNTERS,), "no rule pays for encounters (awards)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"A8": "first-contact: {least: 1, typical: 2}"}

    least: int = option(
        UNIT, unit="points", least=0, help="the least that such an encounter pays, after all factors"
    )
    typical: int = option(
        2 * UNIT, unit="points", least=0, help="the least that such an encounter is worth, before any factor"
    )

    @award(Met, stage=Stage.ELIGIBLE)
    def raise_base(self, award: Award[Met], book: Book) -> None:
        event = award.event
        if event.unknown:
            key = next(iter(event.memories.values()), "")
            first = book[award.who, MET, key].balance == 0
            award.raised = positive(self.typical - award.amount) * first
            award.amount = award.amount + award.raised
            award.at_least(where(first, self.least, 0), "powers unknown")
