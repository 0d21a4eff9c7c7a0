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

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..ledger.numbers import Whole
from .decimals import Range
from .formula import UNPROVED
from .proof import Box, Numbers, Unproved
from .shapes import END, LARGEST, CurveError, Value, listed, only, plain, read_shape, rising

T = TypeVar("T")

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


class Curve(dict[int, int]):
    """``curve[n]``: the number of the n-th, in whole units. A table that fills itself on demand.

    ``value``  gives the exact number of the n-th
    ``unit``   how many of the smallest units one of the author's is (points: 1000; ranks: 1)
    ``over``   for factors: the denominator that ``curve[n]`` is to be divided by
    ``first``  the first n; before it there is ``below``
    ``bounds`` two numbers it stays between, if they are known
    ``proof``  says between what it stays; where there is none it changes no more after ``last``
    ``named``  whether it goes by what n is (a formula, bands, an S), not by which place n has
    ``steps``  of sums: what they are sums of
    """

    __slots__ = ("below", "bounds", "first", "last", "named", "over", "proof", "steps", "unit", "value")

    def __init__(
        self,
        value: Value,
        *,
        unit: int = 1,
        over: int = 1,
        first: int = 1,
        below: Fraction = Fraction(0),
        bounds: Range | None = None,
        proof: Numbers | None = None,
        last: int = 1,
        named: bool = False,
        steps: Curve | None = None,
    ) -> None:
        """Nothing is worked out yet."""
        super().__init__()
        self.value, self.unit, self.over, self.first, self.below = value, unit, over, first, below
        self.bounds, self.proof, self.last = bounds, proof, last
        self.named, self.steps = named, steps

    if TYPE_CHECKING:  # on lanes a curve over arrays stands in its place

        @overload
        def __getitem__(self, n: int, /) -> int: ...
        @overload
        def __getitem__(self, n: Whole, /) -> Whole: ...
        def __getitem__(self, n: Any, /) -> Any: ...

    def __missing__(self, n: int) -> int:
        number = units(self.exact(n) * self.unit * self.over)
        self[n] = number
        return number

    def exact(self, n: int) -> Fraction:
        """The number of the n-th as the author means it, before it is turned into units."""
        return self.below if n < self.first else self.value(min(n, END))

    def reach(self, exactly: bool = False) -> Range:
        """Two numbers that it stays between; with ``exactly`` as close as some work makes them.

        Raises FormulaError where it has no number, CurveError where that takes too long to tell.
        """
        if self.proof is not None and (exactly or self.bounds is None):
            prove = self.proof.closest if exactly else self.proof.reach
            self.bounds = _proved(lambda: prove(self._counts()), UNPROVED)
        low, high = self.bounds or (Fraction(0), Fraction(LARGEST))
        return min(low, self.below), max(high, self.below)

    def first_below(self, least: Fraction | int) -> int | None:
        """The first n from the first on whose number is below ``least``; None: there is none."""
        if self.bounds is not None and self.bounds[0] >= least:
            return None
        proof = self.proof
        if proof is not None:
            unproved = (
                f"cannot be shown to be at least {least} for every count: hold it up with max({least}, ...)"
            )
            return _proved(lambda: proof.first_below(self._counts(), least), unproved)
        return next((n for n in range(self.first, self.last + 1) if self.exact(n) < least), None)

    def _counts(self) -> Box:
        return {"n": (self.first, END)}

    def totals(self, step_: int = 1) -> Curve:
        """The sums of the steps before the n-th: 0, step 1, step 1 + step 2, ...

        Each sum, not each step, is rounded (half to even) to ``whole`` units, so that parts add up.
        """
        sums = [Fraction(0)]

        def total(n: int) -> Fraction:
            while len(sums) < n:
                sums.append(min(sums[-1] + self.exact(len(sums)), Fraction(LARGEST)))
            return Fraction(round(sums[n - 1] * self.unit / step_) * step_, self.unit)

        low, high = self.reach()
        bounds = min(low * END, Fraction(0)), min(max(high * END, Fraction(0)), Fraction(LARGEST))
        return Curve(total, unit=self.unit, bounds=bounds, steps=self)

    def counting_from(self, first: int, least: int) -> Curve:
        """The same sums where the first step is that of ``first``, if steps go by what n is.

        Refused with CurveError or FormulaError where that step is below the ``least``, or has no number.
        """
        steps = self.steps
        if steps is None or not steps.named:
            return self
        at = steps.exact if steps.proof is None else steps.value
        if at(first) < least:
            raise CurveError(f"must be at least {least}, and for {first} it is {plain(at(first))}")
        low, high = steps.reach()
        bounds = min(low, at(first)), max(high, at(first))
        later = Curve(lambda n: at(min(n + first - 1, END)), unit=self.unit, bounds=bounds)
        sums = later.totals(self.unit)
        sums.steps = steps
        return sums

    def parts(self, over: int) -> Curve:
        """The same factors in parts of ``over`` that add up: each sum of them is rounded, not each factor."""
        total = Curve(self.exact, unit=over).totals().value
        close, (low, high) = Fraction(1, over), self.reach()

        def part(n: int) -> Fraction:
            return total(n + 1) - total(n) if n > 0 else self.exact(n)

        return Curve(part, over=over, first=self.first, below=self.below, bounds=(low - close, high + close))

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


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


def units(exact: Fraction) -> int:
    """The nearest whole number, halves to even, kept within what 62 bits can multiply."""
    return max(-LARGEST, min(round(exact), LARGEST))


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


def _proved(prove: Callable[[], T], unproved: str) -> T:
    try:
        return prove()
    except Unproved:
        raise CurveError(unproved) from None
