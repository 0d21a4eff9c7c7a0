"""A6. What is beneath one's level teaches little, what is above it much."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Met
from ..ledger.accounts import LEVEL
from ..policy import Policy, Stage, award

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
    """An encounter counts by the difference between its `challenge:` and the character's level.

    An event that gives no challenge counts in full.

        challenge: {factor: {-2: 1/2, -1: 3/4, 0: 1, 1: 3/2, 2: 2, below: 0, above: 4}}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "A6": "challenge: on",
    }

    factor: Curve = curve_option(
        _FACTORS,
        factor=True,
        names={"difference": "the challenge minus the level"},
        first=-100,
        help="by challenge minus level",
    )

    @award(Met, stage=Stage.SCALE)
    def scale(self, award: Any, book: Any) -> None:
        if award.event.challenge is not None:
            above = award.event.challenge - book[award.who, LEVEL, ""].balance
            award.scale(self.factor[above], self.factor.over, ("{:+d} to the level", above))
