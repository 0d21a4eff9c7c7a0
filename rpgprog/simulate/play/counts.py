"""What many campaigns came to, as counts over whole numbers: exact to add up, no larger for more campaigns.

Numbers from 2,048 on are counted in steps of a thousandth of themselves or less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, field

_EXACT = 11  # bits: numbers below 2,048 are counted one by one


def _binned(values: Any) -> Any:
    if int(values.max()) < 2**_EXACT:
        return values
    over = np.maximum(np.frexp(np.maximum(values, 1).astype("float64"))[1] - _EXACT, 0)
    return (over << (_EXACT - 1)) + (values >> over)


def _value(number: int) -> int:
    """The least number that is counted there."""
    if number < 2**_EXACT:
        return number
    over = (number >> (_EXACT - 1)) - 1
    return (number - (over << (_EXACT - 1))) << over


def _nothing() -> Any:
    return np.zeros(0, "int64")


@define(eq=False, repr=False)
class Counts:
    """How many campaigns had which number; ``counts[i]`` is for number ``low + i``."""

    low: int = 0
    counts: Any = field(factory=_nothing)

    def add(self, values: Any) -> None:
        """Count an array of whole numbers."""
        binned = _binned(values)
        low = int(binned.min())
        self.merge(Counts(low, np.bincount(binned - low)))

    def merge(self, other: Counts) -> None:
        """Add the counts of another."""
        if not len(self.counts):
            self.low, self.counts = other.low, other.counts.astype("int64")
        elif len(other.counts):
            self._reach(min(self.low, other.low), max(self.end, other.end))
            at = other.low - self.low
            self.counts[at : at + len(other.counts)] += other.counts

    @property
    def end(self) -> int:
        """The first number that is beyond all."""
        return self.low + len(self.counts)

    def _reach(self, low: int, end: int) -> None:
        if low < self.low or end > self.end:
            self.counts = np.pad(self.counts, (self.low - low, end - self.end))
            self.low = low

    @property
    def total(self) -> int:
        """How many were counted."""
        return int(self.counts.sum())

    def items(self) -> Iterator[tuple[int, int]]:
        """The numbers that occurred, and how often."""
        for at in np.flatnonzero(self.counts):
            yield _value(self.low + int(at)), int(self.counts[at])

    def quantiles(self, parts: Sequence[Fraction]) -> tuple[int, ...]:
        """The least numbers that at least such parts of all are not above.

        >>> counts = Counts()
        >>> counts.add(np.array([1, 2, 2, 3]))
        >>> counts.quantiles((Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)))
        (1, 2, 3)
        """
        so_far, total = np.cumsum(self.counts), self.total
        needed = [-(-part.numerator * total // part.denominator) for part in parts]
        return tuple(_value(self.low + int(np.searchsorted(so_far, max(n, 1)))) for n in needed)

    @property
    def mean(self) -> Fraction:
        """The number on average."""
        total = self.total
        return Fraction(sum(value * n for value, n in self.items()), total) if total else Fraction(0)

    def upto(self, number: int) -> int:
        """How many are not above a number."""
        return sum(n for value, n in self.items() if value <= number)
