"""N1 to N5. What one has met before teaches less, and in the end nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Met, Used
from ..ledger.accounts import MET, PARTY, STAT, UNIT
from ..ledger.numbers import NEVER, Whole, maximum, minimum, where
from ..policy import Policy, Stage, award, option


@frozen(eq=False, repr=False)
class Novelty(Policy):
    """Each further encounter with the same is worth less: the first, second, ... times its factor.

    What is "the same" is said by `key`, whose memory counts by `scope`; how often one met it is
    counted whether the award paid or not. From `worthless_at` earlier encounters on there is
    nothing to learn. An event with `unusual:` and a reason is worth the full award, or at least
    `floor`, or counts as if only half as many had been met (`step back`); it still counts as a
    repetition. With `band: agility` the factors are for the first, second, ... so many as the
    character's stat says; beyond the last band an award is at most `beyond_most`.
    With `of: uses` or `of: both` it holds for the XP of a use that says what it was used on (`what:`,
    `family:`, ...), counted for each skill by itself.

        novelty: {factor: "1/2 ** (n - 1)", key: family, worthless_at: 50}
        novelty: {factor: {1: 5, 2: 2, 3-10: 1, 11+: 1/2}}
        novelty: {factor: [1, 3/4, 1/2, 1/4], band: agility, beyond_most: 0.2}
        novelty: {of: both, key: family}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "N1a": 'novelty: {factor: "1/2 ** (n - 1)"}',
        "N1b": 'novelty: {factor: "1 / n"}',
        "N1c": "novelty: {factor: {1: 5, 2: 2, 3-10: 1, 11+: 1/2}}",
        "N1d": "novelty: {factor: [1, 3/4, 1/2, 1/4], band: agility}",
        "N2": "novelty: {key: family, scope: party}",
        "N3": "novelty: {worthless_at: 50}",
        "N4": "novelty: {unusual: step back}",
        "N5": "novelty: on",
    }

    factor: Curve = curve_option("1 / 2 ** (n - 1)", factor=True, help="what the n-th encounter is worth")
    key: str = option(
        "creature", choices=("creature", "family", "situation", "tag"), help="what counts as the same"
    )
    of: str = option(
        "encounters", choices=("encounters", "uses", "both"), help="whether it is for XP from use as well"
    )
    scope: str = option("character", choices=("character", "party"), help="whose memory counts")
    worthless_at: int = option(
        NEVER, least=1, help="so many earlier encounters: worth nothing", shown="never"
    )
    unusual: str = option(
        "full", choices=("full", "floor", "step back"), help="what something unusual is worth"
    )
    floor: int = option(UNIT, unit="points", help="the least points for something unusual")
    band: str = option("", reads="stat", help="a stat: count in bands of so many")
    beyond_most: int = option(
        UNIT // 5, unit="points", help="the most points beyond the last band; 0.2 are 2 XP"
    )
    bands: int = option(4, least=1, help="how many bands there are")

    @award(Met, stage=Stage.SCALE, given=lambda self: self.of != "uses")
    def scale_encounter(self, award: Any, book: Any) -> None:
        self._scale(award, book)

    @award(Used, stage=Stage.SCALE, given=lambda self: self.of != "encounters")
    def scale_use(self, award: Any, book: Any) -> None:
        self._scale(award, book)

    def _scale(self, award: Any, book: Any) -> None:
        event = award.event
        key = event.memories.get(self.key)
        if key is None or (event.unusual and self.unusual == "full"):
            return
        met = book[award.who if self.scope == "character" else PARTY, MET, key].balance
        if event.unusual:
            met = self._unusual(award, met)
        n = met + 1 if not self.band else self._band(award, met, book)
        num = self.factor[n] * (met < self.worthless_at)
        award.factors.append((num, self.factor.over, ("met {:times} before", met)))

    def _unusual(self, award: Any, met: Whole) -> Whole:
        if self.unusual == "step back":
            return met // 2
        award.least = self.floor if award.least is None else maximum(award.least, self.floor)
        return met

    def _band(self, award: Any, met: Whole, book: Any) -> Whole:
        """Which band the next one falls into; a character without the stat counts one by one."""
        band = met // maximum(book[award.who, STAT, self.band].balance, 1) + 1
        award.most = where(band > self.bands, self.beyond_most, NEVER)
        return minimum(band, self.bands)
