"""A6. Encounters below a character's level teach little, those above it much."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Met
from ..ledger.accounts import LEVEL
from ..policy import Award, Book, Need, Policy, Stage, award
from ..policy.traits import PAYS_ENCOUNTERS, Deeds

_TABLE = {
    "-4": "1/4",
    "-3": "3/8",
    "-2": "1/2",
    "-1": "3/4",
    "0": "1",
    "1": "3/2",
    "2": "2",
    "3": "3",
    "4": "4",
}
_FACTORS = {
    **{key: Fraction(number) for key, number in _TABLE.items()},
    "below": Fraction(0),
    "above": Fraction(4),
}


@frozen(eq=False, repr=False)
class Challenge(Policy):
    """An encounter below a character's level pays less, one above it more.

    The factor goes by the encounter's `challenge:` minus the level of each character. An encounter whose
    entry gives no challenge pays in full.

        challenge: {factor: {-2: 1/2, -1: 3/4, 0: 1, 1: 3/2, 2: 2, below: 0, above: 4}}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((PAYS_ENCOUNTERS,), "no rule pays for encounters (awards)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"A6": "challenge: on"}

    factor: Curve = curve_option(
        _FACTORS,
        factor=True,
        names={"difference": "the challenge minus the character's level"},
        first=-100,
        help="how many times its worth an encounter pays, by challenge minus level",
    )

    @award(Met, stage=Stage.SCALE)
    def scale(self, award: Award[Met], book: Book) -> None:
        if award.event.challenge is not None:
            above = award.event.challenge - book[award.who, LEVEL, ""].balance
            award.scale(self.factor[above], self.factor.over, ("{:+d} to the level", above))
