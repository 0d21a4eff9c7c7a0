"""The few operations that must know whether they were given whole numbers or lanes.

``+ - * // % divmod`` and comparisons already do the same to both.
Comparing two whole numbers gives the object True or False, comparing lanes gives an array:
that tells them apart.
"""

from __future__ import annotations

from typing import Any

Whole = Any  # a whole number; on lanes an array of them, one for each campaign
Test = Any  # True or False; on lanes an array of them
NEVER = 1 << 40  # a day that does not come


def where(test: Test, yes: Whole, no: Whole) -> Whole:
    """``yes`` where the test holds, ``no`` elsewhere. Both are worked out: neither may fail."""
    if test is True:
        return yes
    if test is False:
        return no
    import numpy

    if isinstance(test, numpy.bool_):  # of two numbers, one of them NumPy's
        return yes if test else no
    return numpy.where(test, yes, no)


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
    whole = twice // over
    return whole - ((twice == whole * over) & whole)


def up(amount: Whole, parts: Whole) -> Whole:
    """``amount / parts``, rounded up."""
    return -(-amount // parts)
