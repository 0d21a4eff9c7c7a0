"""Timing two sides against each other, slice by slice, and printing what came of it.

A machine that does other things as well is faster at one moment and slower at the next.  So the two sides
are not timed one after the other: the stream is cut in short slices, each slice is given to both sides in
turn, and the times of that one slice make one ratio.  The median of the ratios is the answer.  Time is
that of the processor in this process: of a clock on the wall the longer side would lose more to others.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from statistics import median, quantiles
from time import process_time
from typing import Any, Protocol, TypeAlias

Slice: TypeAlias = tuple[int, int]
SLICE_SIZE = 250
ROUNDS = 5


class Runner(Protocol):
    """A state that works off a stream in chunks."""

    def run(self, chunk: Sequence[Any], /) -> object:
        """Work off the items of `chunk`, going on from where the last chunk ended."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: how to make a fresh state, and the items it works off."""

    name: str
    make: Callable[[], Runner]
    items: Sequence[Any]


@dataclass(frozen=True)
class Paired:
    """What a comparison found: time of side A over time of side B, and the time of each per item."""

    ratio: float
    """The median of the ratios; above 1 when side A is the slower one."""
    low: float
    """The lower quartile of the ratios."""
    high: float
    """The upper quartile of the ratios."""
    slices: int
    """How many ratios there are."""
    ns_a: float
    """The median time of side A per item, in nanoseconds."""
    ns_b: float
    """The median time of side B per item, in nanoseconds."""


def cut(length: int, size: int = SLICE_SIZE) -> list[Slice]:
    """Cut `length` items in slices of `size`; the last one may be shorter."""
    return [(start, min(start + size, length)) for start in range(0, length, size)]


def paired(
    side_a: Side,
    side_b: Side,
    slices: Sequence[Slice] | None = None,
    *,
    rounds: int = ROUNDS,
    warmup: int = 1,
    seed: int = 0,
) -> Paired:
    """Time two sides on the same slices; which of the two goes first is drawn anew for every slice.

    Each round starts from fresh states.  The first `warmup` rounds are not counted.  Garbage is collected
    before a round; the collector stays on during it, since it is part of what allocating costs.
    """
    if len(side_a.items) != len(side_b.items):
        raise ValueError(f"{side_a.name} has {len(side_a.items)} items, {side_b.name} {len(side_b.items)}")
    if slices is None:
        slices = cut(len(side_a.items))
    if not slices or rounds < 1:
        raise ValueError("there is nothing to time")
    rng = random.Random(seed)
    for _ in range(warmup):
        _time_round(side_a, side_b, slices, rng)
    times = [pair for _ in range(rounds) for pair in _time_round(side_a, side_b, slices, rng)]
    return _summary(times, [end - start for start, end in slices] * rounds)


def _time_round(
    side_a: Side, side_b: Side, slices: Sequence[Slice], rng: random.Random
) -> list[tuple[float, float]]:
    """The seconds both sides took for each slice, from fresh states on."""
    state_a, state_b = side_a.make(), side_b.make()
    times = []
    gc.collect()
    for start, end in slices:
        chunk_a, chunk_b = side_a.items[start:end], side_b.items[start:end]
        if rng.random() < 0.5:
            time_a = _time_chunk(state_a, chunk_a)
            time_b = _time_chunk(state_b, chunk_b)
        else:
            time_b = _time_chunk(state_b, chunk_b)
            time_a = _time_chunk(state_a, chunk_a)
        times.append((time_a, time_b))
    return times


def _time_chunk(state: Runner, chunk: Sequence[Any]) -> float:
    """The seconds one side took for one chunk."""
    run = state.run
    before = process_time()
    run(chunk)
    return process_time() - before


def _summary(times: Sequence[tuple[float, float]], sizes: Sequence[int]) -> Paired:
    ratios = [time_a / time_b for time_a, time_b in times]
    low, middle, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Paired(
        ratio=middle,
        low=low,
        high=high,
        slices=len(ratios),
        ns_a=median(time_a / size for (time_a, _), size in zip(times, sizes, strict=True)) * 1e9,
        ns_b=median(time_b / size for (_, time_b), size in zip(times, sizes, strict=True)) * 1e9,
    )


# --- printing -------------------------------------------------------------------------------------


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows as lines of text with aligned columns: text to the left, numbers to the right.

    The first row is the heading; a column of numbers has its heading to the right as well.
    """
    if not rows:
        return ""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numeric = [isinstance(value, int | float) for value in rows[-1]]
    return "\n".join(_line(row, widths, numeric) for row in cells)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    aligned = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    return "  ".join(aligned).rstrip()


def emit(ratios: Mapping[str, float], json: bool = False) -> None:
    """Print the ratios: one JSON object `{name: ratio}`, or a table."""
    if json:
        print(dumps(dict(ratios)))
    else:
        print(table([("ratio", "median"), *ratios.items()]))
