"""A8. The first meeting with unknown powers teaches more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..events import Met
from ..ledger.accounts import MET, UNIT
from ..ledger.numbers import maximum, where
from ..policy import Policy, Stage, award, option


@frozen(eq=False, repr=False)
class FirstContact(Policy):
    """Whoever meets something `unknown: true` for the first time gets at least `typical` points as a base.

    Whatever else lessens the award, it is never below `least`.

        first-contact: {least: 1, typical: 2}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "A8": "first-contact: {least: 1, typical: 2}",
    }

    least: int = option(UNIT, unit="points", least=0, help="the least points, after all factors")
    typical: int = option(2 * UNIT, unit="points", least=0, help="the least base, before any factor")

    @award(Met, stage=Stage.ELIGIBLE)
    def raise_base(self, award: Any, book: Any) -> None:
        event = award.event
        if event.unknown:
            key = next(iter(event.memories.values()), "")
            first = book[award.who, MET, key].balance == 0
            award.amount = where(first, maximum(award.amount, self.typical), award.amount)
            award.least = where(first, self.least, 0)
