"""A number that depends on a count: what the n-th rank costs, what the n-th goblin is worth.

A game master writes a curve in any of these shapes:

    2                                       always the same
    [5, 2, 1, 1/2]                          first, second, ...; the last goes on
    {list: [5, 2, 1], then: 0}              ... and what follows the list
    {1-10: 5, 11-20: 2, 21+: 1}             bands, without a gap; below: and above: may stand there too
    {start: 40, growth: 1.25}               each a quarter more than the one before
    {start: 20, add: 2}                     each two more than the one before
    {midpoint: 200, scale: 60, ceiling: 10} an S: slow, then fast, then slow again
    "20 + 2 * (rank - 1)"                   a formula over the names the option offers
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

from .shapes import END, LARGEST, CurveError, listed, only, plain, read_shape, rising
from .table import Curve, units

FINEST = 10**6  # factors with no common denominator below this are kept to a millionth

__all__ = [
    "END",
    "FINEST",
    "LARGEST",
    "Curve",
    "CurveError",
    "constant",
    "factor_over",
    "read_chart",
    "read_curve",
    "units",
]


def read_chart(raw: Any, *, unit: int = 1) -> Curve:
    """Totals instead of steps: what the first, second, ... level takes in all, from the lowest up.

    ``[0, 400, 800]`` ends with its last entry; ``{list: [0, 400, 800], then: repeat}`` goes on in steps like
    the last one. Refused with CurveError: totals that fall.
    """
    numbers, then = _chart(raw)
    value = listed(numbers, "repeat").value
    for before, after in pairwise(numbers):
        if after < before:
            clash = f"{plain(before)} is followed by {plain(after)}"
            raise CurveError(f"totals must not fall, and {clash}", "list")
    if then not in ("stop", "repeat"):
        raise CurveError(f'then: takes "stop" or "repeat", not "{then}"', "then")
    if then == "repeat" and len(numbers) < 2:
        raise CurveError("one total alone has no step to repeat", "list")
    step = Fraction(LARGEST) if then == "stop" else numbers[-1] - numbers[-2]

    def total(n: int) -> Fraction:
        return value(n) + max(0, n - len(numbers)) * step

    return Curve(total, unit=unit, proof=rising(total))


def _chart(raw: Any) -> Any:
    if isinstance(raw, Mapping):
        return only(raw, {"list": None, "then": "stop"})
    if not isinstance(raw, list):
        raise CurveError("takes a list of totals, such as [0, 400, 800]")
    return raw, "stop"


def constant(number: Fraction | int, unit: int = 1) -> Curve:
    """The same number whatever the count."""
    exact = Fraction(number)
    return Curve(lambda _: exact, unit=unit, below=exact, bounds=(exact, exact))


def factor_over(numbers: Sequence[Fraction]) -> int:
    """The denominator in which these factors are kept: their common one, or a million."""
    common = lcm(*(number.denominator for number in numbers))
    return common if common <= FINEST else FINEST


def read_curve(
    raw: Any, names: Sequence[str] = ("n",), *, unit: int = 1, factor: bool = False, first: int = 1
) -> Curve:
    """A curve from what stands in the file: a Fraction, a list, a map or a formula's text.

    A formula counts from ``first`` on. Refused with CurveError or FormulaError: an empty list, bands with
    gaps or overlaps or no end, unknown keys, formulas that are no arithmetic or have no value somewhere.
    """
    shape = read_shape(raw, names, first)
    over = (factor_over(shape.numbers) if shape.numbers else FINEST) if factor else 1
    bounds = (min(shape.numbers), max(shape.numbers)) if shape.numbers else None
    proof = None if shape.numbers else shape.proof
    curve = Curve(
        shape.value,
        unit=unit,
        over=over,
        first=shape.first,
        below=shape.below,
        bounds=bounds,
        proof=proof,
        last=shape.last,
        named=shape.named,
    )
    curve.reach()
    return curve
