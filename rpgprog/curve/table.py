"""A curve: a number that depends on a count, as a table that fills itself on demand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..ledger.numbers import Whole
from .decimals import Range
from .formula import UNPROVED
from .proof import Box, Numbers, Unproved
from .shapes import END, LARGEST, CurveError, Value, plain

T = TypeVar("T")


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
    ``sums``   of factors that add up: the sums of those before the n-th, in parts of ``over``
    """

    __slots__ = (
        "below",
        "bounds",
        "first",
        "last",
        "named",
        "over",
        "proof",
        "steps",
        "sums",
        "unit",
        "value",
    )

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
        sums: Curve | None = None,
    ) -> None:
        """Nothing is worked out yet."""
        super().__init__()
        self.value, self.unit, self.over, self.first, self.below = value, unit, over, first, below
        self.bounds, self.proof, self.last = bounds, proof, last
        self.named, self.steps, self.sums = named, steps, sums

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
        low, high = self.reach()

        def total(n: int) -> Fraction:
            if sums[-1] == LARGEST and low >= 0:  # it grows no more
                n = min(n, len(sums))
            while len(sums) < n:
                sums.append(min(sums[-1] + self.exact(len(sums)), Fraction(LARGEST)))
            return Fraction(round(sums[n - 1] * self.unit / step_) * step_, self.unit)

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
            raise CurveError(f"must be at least {least}, but for {first} it is {plain(at(first))}")
        low, high = steps.reach()
        bounds = min(low, at(first)), max(high, at(first))
        later = Curve(lambda n: at(min(n + first - 1, END)), unit=self.unit, bounds=bounds)
        sums = later.totals(self.unit)
        sums.steps = steps
        return sums

    def before(self, n: Whole) -> Whole:
        """Of factors that add up: the sum of those before the n-th, in parts of ``over``."""
        assert self.sums is not None
        return self.sums[n]

    def parts(self, over: int) -> Curve:
        """The same factors in parts of ``over`` that add up: each sum of them is rounded, not each factor."""
        sums = Curve(self.exact, unit=over).totals()
        total = sums.value
        close, (low, high) = Fraction(1, over), self.reach()

        def part(n: int) -> Fraction:
            return total(n + 1) - total(n) if n > 0 else self.exact(n)

        bounds = low - close, high + close
        return Curve(part, over=over, first=self.first, below=self.below, bounds=bounds, sums=sums)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def units(exact: Fraction) -> int:
    """The nearest whole number, halves to even, kept within what 62 bits can multiply."""
    return max(-LARGEST, min(round(exact), LARGEST))


def _proved(prove: Callable[[], T], unproved: str) -> T:
    try:
        return prove()
    except Unproved:
        raise CurveError(unproved) from None
