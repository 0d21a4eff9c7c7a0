"""Sharing out what cannot be cut: so many whole things, among people whose parts differ in size.

The same on whole numbers and on lanes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .numbers import Truth, Whole

FINE = 720_720  # of one: up to sixteen equal parts come out even


def floors(number: Whole, parts: Sequence[Whole]) -> list[Whole]:
    """What each is sure to get: their share, rounded down."""
    total = _total(parts)
    return [number * part // total for part in parts]


def fractions(number: Whole, parts: Sequence[Whole]) -> list[Whole]:
    """What each lacks then, in ``FINE``-ths. They add up to what is left over, exactly."""
    total = _total(parts)
    sums: list[Whole] = [0]
    for part in parts:
        sums.append(sums[-1] + number * part % total)
    finer = [-(-so_far * FINE // total) for so_far in sums]
    return [after - before for before, after in pairwise(finer)]


def largest(claims: Sequence[Whole], number: Whole) -> list[Truth]:
    """Whether each claim is among so many of the largest; of equal claims those that stand first are."""
    return [_before(claims, at) < number for at in range(len(claims))]


def _before(claims: Sequence[Whole], at: int) -> Whole:
    """How many claims come before that one."""
    claim_here = claims[at]
    return sum(
        (claim >= claim_here) * 1 if i < at else (claim > claim_here) * 1
        for i, claim in enumerate(claims)
        if i != at
    )


def _total(parts: Sequence[Whole]) -> Whole:
    total = sum(parts)
    return total + (total == 0)
