"""A3, A4, A5. The worth of an encounter, given how many make a level."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil

from attrs import frozen

from .columns import number, ratio


def schedule(points: int, encounters: int) -> tuple[int, ...]:
    """What each encounter pays so that all together pay exactly the points, in whole points.

    >>> schedule(50, 12)
    (4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 5)
    """
    paid = (points * n // encounters for n in range(encounters + 1))
    return tuple(after - before for before, after in pairwise(paid))


def encounters_for(points: Fraction, each: Fraction) -> int:
    """How many encounters of that worth a level takes: the last one may be more than was missing.

    >>> encounters_for(Fraction(50), Fraction("1.5"))
    34
    """
    return ceil(points / each)


def bought_with(ranks: int, rank_cost: Fraction, talent_cost: Fraction) -> Fraction:
    """The points of a level that buys a number of ranks and a talent."""
    return ranks * rank_cost + talent_cost


@frozen(kw_only=True)
class Effort:
    """A level: the encounters it takes, and what each of them is worth."""

    level: int = number("Level")
    encounters: int = number("Encounters")
    each: Fraction = ratio("Points each", places=4)


@frozen
class Plan:
    """So many encounters for level 1, and for each further level by that factor more, rounded up."""

    encounters: int
    growth: Fraction = Fraction(1)

    def at(self, level: int) -> int:
        """The encounters that a level takes."""
        return ceil(self.encounters * self.growth ** (level - 1))

    def efforts(self, points: Fraction, levels: int) -> tuple[Effort, ...]:
        """The first levels, by the points that each takes."""
        taken = ((level, self.at(level)) for level in range(1, levels + 1))
        return tuple(
            Effort(level=level, encounters=encounters, each=points / encounters)
            for level, encounters in taken
        )
