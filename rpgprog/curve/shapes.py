"""The shapes in which a game master writes a curve: constant, list, bands, growth, an S, formula.

A shape says the exact number of the n-th; ``Curve`` (in ``curve``) makes a table of whole units of it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import frozen

from ..problems.wording import did_you_mean, quoted
from .decimals import Range, power, s_curve
from .formula import read_formula
from .proof import Numbers

END = 1_000_000  # a curve ends here; after it the last number goes on
LAST_BAND = 10_000
STEEPEST = 1000  # so many times its scale an S may have its midpoint
LARGEST = 10**12  # of the smallest units: products of a few such numbers still fit 62 bits

Value = Callable[[int], Fraction]

_BAND = re.compile(r"(-?[0-9]+)(?:\s*-\s*(-?[0-9]+)|\s*(\+))?")
_ROUND = re.compile(r"-?(0|[1-9][0-9]*)")


class CurveError(ValueError):
    """A curve that cannot be read; the message is for the author, ``key`` says at which key of a map."""

    def __init__(self, message: str, key: str = "") -> None:
        """Keep the mistake and its key."""
        super().__init__(message)
        self.key = key


@frozen(eq=False, repr=False)
class Shape:
    """The number of the n-th, from ``first`` on.

    ``numbers`` are all it can be, if few, and ``last`` is the last n at which it changes; otherwise
    ``proof`` says between what it stays. ``named``: it goes by what n is, not by which place n has.
    """

    value: Value
    first: int = 1
    below: Fraction = Fraction(0)
    numbers: Sequence[Fraction] = ()
    last: int = 1
    proof: Numbers | None = None
    named: bool = False


def read_shape(raw: Any, names: Sequence[str], first: int = 1) -> Shape:
    """The shape of what stands in a file: a Fraction, a list, a map or a formula's text."""
    if isinstance(raw, Fraction | int):
        return _constant(Fraction(raw))
    if isinstance(raw, str):
        return _formula(raw, names, first)
    if isinstance(raw, list):
        return listed(raw, "repeat")
    if "list" in raw or "then" in raw:
        return listed(*only(raw, {"list": None, "then": "repeat"}))
    if {"start", "growth", "add"} & raw.keys():
        return _grown(*only(raw, {"start": None, "growth": Fraction(1), "add": Fraction(0)}))
    if {"midpoint", "scale", "ceiling"} & raw.keys():
        return _s_shaped(raw)
    return _bands(raw)


def only(raw: Mapping[str, Any], allowed: Mapping[str, Any]) -> Any:
    """What stands under these keys; others are refused."""
    for key in raw:
        if key not in allowed:
            raise CurveError(f"{quoted(key)} does not belong here{did_you_mean(key, allowed)}", key)
    return [raw.get(key, default) for key, default in allowed.items()]


def plain(number: Fraction) -> str:
    """A number as a message shows it."""
    return f"{float(number):.15g}"


def _constant(exact: Fraction) -> Shape:
    return Shape(lambda _: exact, below=exact, numbers=[exact])


def _formula(text: str, names: Sequence[str], first: int) -> Shape:
    formula = read_formula(text, names)

    def value(n: int) -> Fraction:
        return formula(**dict.fromkeys(names, n))

    below = Fraction(0) if first == 1 else value(first)

    def bounds(low: int, high: int) -> Range | None:
        return formula.bounds(**dict.fromkeys(names, (low, high)))

    return Shape(value, first, below, proof=_proof(value, bounds, formula.cost), named=True)


def listed(numbers: Any, then: Any) -> Shape:
    """First, second, ...; after them ``then`` goes on, or the last with "repeat"."""
    if not isinstance(numbers, list) or not numbers:
        raise CurveError("a list needs at least one number, such as list: [5, 2, 1]", "list")
    if not all(isinstance(number, Fraction) for number in numbers):
        raise CurveError("a list holds numbers only", "list")
    after = numbers[-1] if then == "repeat" else then
    if not isinstance(after, Fraction):
        raise CurveError(f'then: takes a number or "repeat", not {_shown(then)}', "then")
    return Shape(
        lambda n: numbers[n - 1] if n <= len(numbers) else after,
        numbers=[*numbers, after],
        last=len(numbers) + 1,
    )


def _grown(start: Any, growth: Any, add: Any) -> Shape:
    if start is None:
        raise CurveError("start: is missing, the number of the first")
    for name, number in (("start", start), ("growth", growth), ("add", add)):
        if not isinstance(number, Fraction):
            raise CurveError(f"{name}: takes a number, not {_shown(number)}", name)
    if growth < 0:
        raise CurveError(f"growth: must be at least 0, not {plain(growth)}", "growth")

    def value(n: int) -> Fraction:
        times = power(growth, n - 1, LARGEST) if growth != 1 else 1
        grown: Fraction = times * start + add * (n - 1)
        return min(grown, Fraction(LARGEST))

    def bounds(low: int, high: int) -> Range:
        factors = [power(growth, n - 1, LARGEST) for n in (low, high)]
        ends = sorted(factor * start for factor in factors), sorted(add * (n - 1) for n in (low, high))
        least, most = (min(a + b, Fraction(LARGEST)) for a, b in zip(*ends, strict=True))
        return least, most

    return Shape(value, numbers=[start] * (growth == 1 and not add), proof=_proof(value, bounds))


def _proof(value: Value, bounds: Callable[[int, int], Range | None], cost: int = 10) -> Numbers:
    return Numbers(lambda box: bounds(*box["n"]), lambda at: value(at["n"]), cost)


def rising(value: Value) -> Numbers:
    """Of a curve that never falls."""
    return _proof(value, lambda low, high: (value(low), value(high)))


def _s_shaped(raw: Mapping[str, Any]) -> Shape:
    words = dict.fromkeys(("midpoint", "scale", "ceiling"))
    midpoint, scale, ceiling = map(_given, words, only(raw, words))
    if midpoint < 0:
        raise CurveError(f"midpoint: must be at least 0, not {plain(midpoint)}", "midpoint")
    for name, number in (("scale", scale), ("ceiling", ceiling)):
        if number <= 0:
            raise CurveError(f"{name}: must be more than 0, not {plain(number)}", name)
    if scale * STEEPEST < midpoint:
        least = plain(midpoint / STEEPEST)
        raise CurveError(f"scale: must be at least {least} for that midpoint, not {plain(scale)}", "scale")
    along = s_curve(midpoint, scale)

    def value(n: int) -> Fraction:
        return round(ceiling * along(max(n, 0)), 6)

    return Shape(value, proof=rising(value), named=True)


def _given(name: str, number: Any) -> Fraction:
    if number is None:
        raise CurveError(f"{name}: is missing; an S takes midpoint:, scale: and ceiling:")
    if not isinstance(number, Fraction):
        raise CurveError(f"{name}: takes a number, not {_shown(number)}", name)
    return number


def _shown(value: Any) -> str:
    if isinstance(value, Fraction):
        return plain(value)
    return quoted(value) if isinstance(value, str) else "a list or map"


def _bands(raw: Mapping[str, Any]) -> Shape:
    rest = dict(raw)
    below, above = (_number(key, rest.pop(key, None)) for key in ("below", "above"))
    numbered = [(*_band(key), _number(key, number) or Fraction(0), key) for key, number in rest.items()]
    bands = sorted(numbered, key=lambda band: band[0])
    if not bands:
        raise CurveError("bands need at least one line such as 1-10: 5")
    _check_bands(bands, above is not None)
    starts = [low for low, *_ in bands]
    last = bands[-1][2] if above is None else above
    end = bands[-1][1]
    under = Fraction(0) if below is None else below

    def value(n: int) -> Fraction:
        return last if end is not None and n > end else bands[bisect(starts, n) - 1][2]

    numbers = [*(number for _, _, number, _ in bands), last, under]
    changes = starts[-1] if end is None else end + 1
    return Shape(value, starts[0], under, numbers, changes, named=True)


def _number(key: str, number: Any) -> Fraction | None:
    if number is None or isinstance(number, Fraction):
        return number
    raise CurveError(f"{key}: takes a number, not {_shown(number)}", key)


def _band(key: str) -> tuple[int, int | None]:
    """``1-10``, ``7``, ``-4`` or ``21+`` as its first and last; None: it goes on."""
    match = _BAND.fullmatch(key.strip())
    if match is None:
        raise CurveError(f"{quoted(key)} is not a band: write 1-10, 7, or 21+", key)
    low, high, goes_on = match.groups()
    for number in filter(None, (low, high)):
        if not _ROUND.fullmatch(number):
            raise CurveError(f"{quoted(key)} is not a band: {number} must not begin with 0", key)
        if len(number) > 6 or abs(int(number)) > LAST_BAND:
            raise CurveError(f"{quoted(key)} is not a band: it reaches beyond {LAST_BAND:,}", key)
    first, last = int(low), None if goes_on else int(high or low)
    if last is not None and last < first:
        raise CurveError(f"{quoted(key)} is not a band: {last} comes before {first}", key)
    return first, last


def _check_bands(bands: list[tuple[int, int | None, Fraction, str]], above: bool) -> None:
    for (_, end, _, before), (start, _, _, key) in pairwise(bands):
        if end is None or end >= start:
            raise CurveError(f'the bands "{before}" and "{key}" overlap at {start}', key)
        if end + 1 < start:
            gap = f"{end + 1}" if end + 2 == start else f"{end + 1} to {start - 1}"
            raise CurveError(f"the bands leave a gap: nothing is said about {gap}", key)
    _, end, _, key = bands[-1]
    if end is not None and not above and end < LAST_BAND:
        raise CurveError(f"nothing is said about what follows {end}: add {end + 1}+: or above:", key)
    if end is None and above:
        raise CurveError(f'"{key}" goes on for ever: above: is never reached', "above")
