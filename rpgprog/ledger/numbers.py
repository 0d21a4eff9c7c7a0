"""The few operations that must know whether they were given whole numbers or lanes.

``+ - * // % divmod`` and comparisons already do the same to both.
Comparing two whole numbers gives the object True or False, comparing lanes gives an array:
that tells them apart.
"""

from __future__ import annotations

from typing import Any, Protocol, Self


class Whole(Protocol):
    """A whole number; on lanes an array of them, one for each campaign. Every ``int`` is one.

    What only a single campaign can do is missing: ``if`` and ``while`` on it, ``max``, ``range``, division
    by ``/``. ``int(number)`` says that a rule is for one campaign at a time.
    """

    def __int__(self) -> int: ...
    def __neg__(self) -> Whole: ...
    def __add__(self, other: Self | int, /) -> Whole: ...
    def __radd__(self, other: Self | int, /) -> Whole: ...
    def __sub__(self, other: Self | int, /) -> Whole: ...
    def __rsub__(self, other: Self | int, /) -> Whole: ...
    def __mul__(self, other: Self | int, /) -> Whole: ...
    def __rmul__(self, other: Self | int, /) -> Whole: ...
    def __floordiv__(self, other: Self | int, /) -> Whole: ...
    def __rfloordiv__(self, other: Self | int, /) -> Whole: ...
    def __mod__(self, other: Self | int, /) -> Whole: ...
    def __rmod__(self, other: Self | int, /) -> Whole: ...
    def __lt__(self, other: Self | int, /) -> Truth: ...
    def __le__(self, other: Self | int, /) -> Truth: ...
    def __gt__(self, other: Self | int, /) -> Truth: ...
    def __ge__(self, other: Self | int, /) -> Truth: ...
    def __and__(self, other: Self | bool, /) -> Whole: ...  # a float has none: it is no Whole
    def __rand__(self, other: Self | bool, /) -> Whole: ...


class Truth(Whole, Protocol):
    """True or False; on lanes an array of them. Every ``bool`` is one, and no other number.

    ``&`` and ``|`` are its ``and`` and ``or``, ``== 0`` its ``not``; times a number it is that number or 0.
    """

    def __eq__(self, other: object, /) -> bool: ...
    def __and__(self, other: Self | bool, /) -> bool | LaneTruth: ...
    def __rand__(self, other: Self | bool, /) -> bool | LaneTruth: ...
    def __or__(self, other: Self | bool, /) -> bool | LaneTruth: ...
    def __ror__(self, other: Self | bool, /) -> bool | LaneTruth: ...


class LaneTruth(Truth):
    """What ``&`` and ``|`` give on lanes, for type checkers: there are no objects of it."""


NEVER = 1 << 40  # a day that does not come


def where(test: Truth, yes: Whole, no: Whole) -> Whole:
    """``yes`` where the test holds, ``no`` elsewhere. Both are worked out: neither may fail."""
    if test is True:
        return yes
    if test is False:
        return no
    import numpy

    choose: Any = numpy.where
    if isinstance(test, numpy.bool_):  # of two numbers, one of them NumPy's
        return yes if test else no
    chosen: Whole = choose(test, yes, no)
    return chosen


def minimum(a: Whole, b: Whole) -> Whole:
    """The smaller of the two."""
    return where(a <= b, a, b)


def maximum(a: Whole, b: Whole) -> Whole:
    """The larger of the two."""
    return where(a >= b, a, b)


def positive(a: Whole) -> Whole:
    """What is above zero: 3 is 3, -3 is 0."""
    return (a > 0) * a


def share(amount: Whole, parts: Whole) -> Whole:
    """``amount / parts`` to the nearest whole, halves to even."""
    twice, over = 2 * amount + parts, 2 * parts
    quotient = twice // over
    return quotient - ((twice == quotient * over) & quotient)


def up(amount: Whole, parts: Whole) -> Whole:
    """``amount / parts``, rounded up."""
    return -(-amount // parts)
