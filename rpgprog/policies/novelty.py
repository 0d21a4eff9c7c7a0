"""N1 to N5. The same thing teaches less each time, and at last nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Met, Used
from ..ledger.accounts import MET, PARTY, STAT, UNIT
from ..ledger.numbers import NEVER, Whole, maximum, minimum, where
from ..policy import Award, Book, Need, Policy, Reason, Stage, award, option, some, when
from ..policy.traits import PAYS_ENCOUNTERS, PAYS_USES, Deeds

_NO_ENCOUNTERS, _NO_USES = "no rule pays for encounters (awards)", "no rule pays for uses (practice)"


@frozen(eq=False, repr=False)
class Novelty(Policy):
    """The same thing teaches less every time: each further encounter with it pays less.

    The n-th encounter with the same pays the part `factor` of its worth. `key` says what counts as the same
    and `scope` whose memory counts; every encounter is remembered, whether it paid or not. After
    `worthless_at` earlier encounters there is nothing left to learn.

    An entry with `unusual:` and a reason is worth the full award, or at least `floor`, or counts as if only
    half as many had been met before (`step back`); it is still remembered as a repetition.

    With `band: agility` the factors are not for single encounters but for bands of them, each as wide as
    that stat of the character; beyond the last of the `bands` an award is at most `beyond_most`. With
    `of: uses` or `of: both` the rule is for XP from uses that say what the skill was used on (`what:`,
    `family:`, ...), counted for each skill separately.

        novelty: {factor: "1/2 ** (n - 1)", key: family, worthless_at: 50}
        novelty: {factor: {1: 5, 2: 2, 3-10: 1, 11+: 1/2}}
        novelty: {factor: [1, 3/4, 1/2, 1/4], band: agility, beyond_most: 0.2}
        novelty: {of: both, key: family}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((PAYS_ENCOUNTERS,), _NO_ENCOUNTERS, when=lambda self: self.of == "encounters"),
        Need((PAYS_USES,), _NO_USES, when=lambda self: self.of == "uses"),
        Need(
            (PAYS_ENCOUNTERS, PAYS_USES),
            "no rule pays for encounters or uses (awards, practice)",
            when=lambda self: self.of == "both",
        ),
    )
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

    factor: Curve = curve_option(
        "1 / 2 ** (n - 1)",
        factor=True,
        names={"n": "1 for the first encounter with the same, 2 for the second; with `band` the band"},
        help="the part of its worth that each encounter with the same pays",
    )
    key: str = option(
        "creature", choices=("creature", "family", "situation", "tag"), help="what counts as the same"
    )
    of: str = option(
        "encounters",
        choices=("encounters", "uses", "both"),
        help="whether it is for encounters, for XP from uses, or for both",
    )
    scope: str = option(
        "character",
        choices=("character", "party"),
        help="whose memory counts: each character's own, or the party's",
    )
    worthless_at: int = option(
        NEVER,
        unit="encounters",
        least=1,
        shown="never",
        help="after how many earlier encounters with the same nothing is paid",
    )
    unusual: str = option(
        "full",
        choices=("full", "floor", "step back"),
        help="how an encounter marked unusual counts: in full, at least `floor`, or as if met half as often",
    )
    floor: int = option(
        UNIT, unit="points", only_with=when(unusual="floor"), help="the least that an unusual encounter pays"
    )
    band: str = option("", reads="stat", help="a stat; encounters are counted in bands of that width")
    beyond_most: int = option(
        UNIT // 5,
        unit="points",
        only_with=some("band", "and a stat"),
        help="the most that is paid beyond the last band; 0.2 points are 2 XP",
    )
    bands: int = option(
        4, unit="bands", least=1, only_with=some("band", "and a stat"), help="how many bands there are"
    )

    @award(Met, stage=Stage.SCALE, given=lambda self: self.of != "uses")
    def scale_encounter(self, award: Award[Met], book: Book) -> None:
        self._scale(award, book)

    @award(Used, stage=Stage.SCALE, given=lambda self: self.of != "encounters")
    def scale_use(self, award: Award[Used], book: Book) -> None:
        self._scale(award, book)

    def _scale(self, award: Award[Met | Used], book: Book) -> None:
        event = award.event
        key = event.memories.get(self.key)
        if key is None:
            return
        if event.unusual and self.unusual == "full":
            award.note("unusual: in full")
            return
        met = book[award.who if self.scope == "character" else PARTY, MET, key].balance
        why: Reason = ("met {:times} before", met)
        if event.unusual and self.unusual == "step back":
            met, why = met // 2, ("met {:times} before, unusual: counted as {:d}", met, met // 2)
        elif event.unusual:
            award.at_least(self.floor, "unusual")
        n = met + 1 if not self.band else self._band(award, met, book)
        num = self.factor[n] * (met < self.worthless_at)
        award.scale(num, self.factor.over, why)

    def _band(self, award: Award[Met | Used], met: Whole, book: Book) -> Whole:
        """Which band the next one falls into; a character without the stat counts one by one."""
        band = met // maximum(book[award.who, STAT, self.band].balance, 1) + 1
        most = where(band > self.bands, self.beyond_most, NEVER)
        award.at_most(most, ("beyond band {:d}", self.bands))
        return minimum(band, self.bands)
