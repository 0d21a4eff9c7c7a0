"""Proofs about numbers that depend on counts: they exist everywhere, and between which two they stay.

Counts are taken in ranges. A range that says too little is halved, down to single counts; the work is
bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import count

from attrs import frozen

from .decimals import Range

MOST_WORK = 60_000  # simple operations on decimals: some tenths of a second

Box = Mapping[str, tuple[int, int]]  # each name with its first and last count


class Unproved(Exception):
    """The bound on the work was met before the proof was complete."""


@frozen(eq=False, repr=False)
class Numbers:
    """What a proof is about.

    ``bounds``  two numbers that those of a range stay between; None: there may be none somewhere in it
    ``exact``   the number at single counts; raises FormulaError where there is none
    ``cost``    what it takes to work one out, in simple operations
    """

    bounds: Callable[[Box], Range | None]
    exact: Callable[[Mapping[str, int]], Fraction]
    cost: int = 1

    def clear(self, box: Box) -> Iterator[tuple[Box, Range]]:
        """Ranges that together are the whole, the lowest first, each with its bounds. Raises Unproved."""
        boxes, work = [box], 0
        while boxes:
            work = _within(work + self.cost)
            box = boxes.pop()
            bounds = self._bounds(box)
            if bounds is None:
                boxes += reversed(_halves(box))
            else:
                yield box, bounds

    def reach(self, box: Box) -> Range:
        """Two numbers that it stays between, not always the closest. Raises FormulaError, Unproved."""
        ranges = [bounds for _, bounds in self.clear(box)]
        return min(low for low, _ in ranges), max(high for _, high in ranges)

    def closest(self, box: Box) -> Range:
        """The same, as close as the work allows. Raises FormulaError, Unproved."""
        ranges = list(self.clear(box))
        return -self._highest(ranges, -1), self._highest(ranges, 1)

    def _highest(self, ranges: list[tuple[Box, Range]], sign: int) -> Fraction:
        """The highest number; with -1 the lowest, with the other sign."""
        order, work = count(), 0
        heap = [(-max(sign * low, sign * high), next(order), box) for box, (low, high) in ranges]
        heapify(heap)
        while work < MOST_WORK and not _single(heap[0][2]):
            highest, _, box = heappop(heap)
            for half in _halves(box):
                bounds = self._bounds(half)
                closer = highest if bounds is None else -max(sign * bounds[0], sign * bounds[1])
                heappush(heap, (closer, next(order), half))
                work += self.cost
        return -heap[0][0]

    def first_below(self, box: Box, least: Fraction | int) -> int | None:
        """The first count with a number below ``least``, of one name alone. Raises FormulaError, Unproved."""
        [name] = box
        boxes, work = [box], 0
        while boxes:
            work = _within(work + self.cost)
            box = boxes.pop()
            bounds = self._bounds(box)
            if bounds is None or (bounds[0] < least and not _single(box)):
                boxes += reversed(_halves(box))
            elif bounds[0] < least:
                return box[name][0]
        return None

    def _bounds(self, box: Box) -> Range | None:
        if not _single(box):
            return self.bounds(box)
        number = self.exact({name: low for name, (low, _) in box.items()})
        return number, number


def _within(work: int) -> int:
    if work > MOST_WORK:
        raise Unproved
    return work


def _single(box: Box) -> bool:
    return all(low == high for low, high in box.values())


def _halves(box: Box) -> list[Box]:
    name = max(box, key=lambda name: box[name][1] - box[name][0])
    low, high = box[name]
    middle = (low + high) // 2
    return [{**box, name: (low, middle)}, {**box, name: (middle + 1, high)}]
