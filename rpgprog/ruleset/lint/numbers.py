"""Numbers as a game master writes them."""

from __future__ import annotations

from fractions import Fraction

from ...ledger.accounts import UNIT
from ...views.wording import ordinal

__all__ = ["ordinal", "points", "say", "times"]


def say(number: Fraction | int) -> str:
    """A number: 1,250; 1/3; 2.5."""
    exact = Fraction(number).limit_denominator(10**6)  # a third of fifty digits is a third
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    return str(exact) if exact.denominator < 10 else f"{float(exact):,.3f}".rstrip("0").rstrip(".")


def points(units: int) -> str:
    """An amount that is kept in thousandths."""
    return say(Fraction(units, UNIT))


def times(number: Fraction) -> str:
    """How many times, to a decimal."""
    return f"{float(number):,.1f}".removesuffix(".0")
