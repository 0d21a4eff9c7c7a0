"""A number that depends on a count: what the n-th rank costs, what the n-th goblin is worth.

A game master writes a curve in any of these shapes:

    2                                       always the same
    [5, 2, 1, 1/2]                          first, second, ...; the last goes on
    {list: [5, 2, 1], then: 0}              ... and what follows the list
    {1-10: 5, 11-20: 2, 21+: 1}             bands, without a gap; below: and above: may stand there too
    {start: 40, growth: 1.25}               each a quarter more than the one before
    {start: 20, add: 2}                     each two more than the one before
    "20 + 2 * (rank - 1)"                   a formula over the names the option offers
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from .formula import power, read_formula
from .words import did_you_mean

END = 10_000  # a table ends here; after it the last number goes on
LARGEST = 10**12  # of the smallest units: products of a few such numbers still fit 62 bits
FINEST = 10**6  # factors with no common denominator below this are kept to a millionth

Value = Callable[[int], Fraction]


class CurveError(ValueError):
    """A curve that cannot be read; the message is for the author of the file."""


class Curve(dict[int, int]):
    """``curve[n]``: the number of the n-th, in whole units. A table that fills itself on demand.

    ``value``  gives the exact number of the n-th
    ``unit``   how many of the smallest units one of the author's is (points: 1000; ranks: 1)
    ``over``   for factors: the denominator that ``curve[n]`` is to be divided by
    ``first``  the first n; before it there is ``below``
    """

    __slots__ = ("below", "first", "over", "unit", "value")

    def __init__(
        self, value: Value, *, unit: int = 1, over: int = 1, first: int = 1, below: Fraction = Fraction(0)
    ) -> None:
        super().__init__()
        self.value, self.unit, self.over, self.first, self.below = value, unit, over, first, below

    def __missing__(self, n: int) -> int:
        number = units(self.exact(n) * self.unit * self.over)
        self[n] = number
        return number

    def exact(self, n: int) -> Fraction:
        """The number of the n-th as the author means it, before it is turned into units."""
        return self.below if n < self.first else self.value(min(n, END))

    def totals(self, whole: int = 1) -> Curve:
        """The sums of the steps before the n-th: 0, step 1, step 1 + step 2, ...

        Each sum, not each step, is rounded (half to even) to ``whole`` units, so that parts add up.
        """
        sums = [Fraction(0)]

        def total(n: int) -> Fraction:
            while len(sums) < n:
                sums.append(min(sums[-1] + self.exact(len(sums)), Fraction(LARGEST)))
            return Fraction(round(sums[n - 1] * self.unit / whole) * whole, self.unit)

        return Curve(total, unit=self.unit)

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def read_chart(raw: Any, *, unit: int = 1) -> Curve:
    """Totals instead of steps: what the first, second, ... level takes in all, from the lowest up.

    ``[0, 400, 800]`` ends with its last entry; ``{list: [0, 400, 800], then: repeat}`` goes on in steps like
    the last one. Refused with CurveError: totals that fall.
    """
    numbers, then = _only(raw, {"list": None, "then": "stop"}) if isinstance(raw, Mapping) else (raw, "stop")
    value, first, below, totals = _listed(numbers, "repeat")
    for before, after in zip(totals, totals[1:-1], strict=False):
        if after < before:
            raise CurveError(f"totals must not fall, and {_plain(before)} is followed by {_plain(after)}")
    if then not in ("stop", "repeat"):
        raise CurveError(f'then: takes "stop" or "repeat", not "{then}"')
    if then == "repeat" and len(totals) < 3:
        raise CurveError("one total alone has no step to repeat")
    step = Fraction(LARGEST) if then == "stop" else totals[-2] - totals[-3]
    return Curve(lambda n: value(n) + max(0, n - len(numbers)) * step, unit=unit, first=first, below=below)


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"


def units(exact: Fraction) -> int:
    """The nearest whole number, halves to even, kept within what 62 bits can multiply."""
    return max(-LARGEST, min(round(exact), LARGEST))


def constant(number: Fraction | int, unit: int = 1) -> Curve:
    """The same number whatever the count."""
    exact = Fraction(number)
    return Curve(lambda n: exact, unit=unit)


def factor_over(numbers: Sequence[Fraction]) -> int:
    """The denominator in which these factors are kept: their common one, or a million."""
    common = lcm(*(number.denominator for number in numbers))
    return common if common <= FINEST else FINEST


def read_curve(raw: Any, names: Sequence[str] = ("n",), *, unit: int = 1, factor: bool = False) -> Curve:
    """A curve from what stands in the file: a Fraction, a list, a map or a formula's text.

    Refused with CurveError or FormulaError: an empty list, bands with gaps or overlaps or no end,
    unknown keys, formulas that are no arithmetic, and formulas without a value for the first hundred counts.
    """
    value, first, below, numbers = _shape(raw, names)
    over = (factor_over(numbers) if numbers else FINEST) if factor else 1
    curve = Curve(value, unit=unit, over=over, first=first, below=below)
    for n in [*range(first, first + 100), END]:
        curve.exact(n)
    return curve


_Shape = tuple[Value, int, Fraction, list[Fraction]]


def _shape(raw: Any, names: Sequence[str]) -> _Shape:
    if isinstance(raw, Fraction | int):
        return _constant(Fraction(raw))
    if isinstance(raw, str):
        return _formula(raw, names)
    if isinstance(raw, list):
        return _listed(raw, raw[-1] if raw else None)
    if "list" in raw:
        return _listed(*_only(raw, {"list": None, "then": "repeat"}))
    if "start" in raw:
        return _grown(*_only(raw, {"start": None, "growth": Fraction(1), "add": Fraction(0)}))
    return _bands(raw)


def _constant(exact: Fraction) -> _Shape:
    return (lambda n: exact), 1, exact, [exact]


def _formula(text: str, names: Sequence[str]) -> _Shape:
    formula = read_formula(text, names)
    return (lambda n: formula(**{name: n for name in names})), 1, Fraction(0), []


def _only(raw: Mapping[str, Any], allowed: Mapping[str, Any]) -> Any:
    for key in raw:
        if key not in allowed:
            raise CurveError(f'"{key}" does not belong here{did_you_mean(str(key), allowed)}')
    return [raw.get(key, default) for key, default in allowed.items()]


def _listed(numbers: Any, then: Any) -> _Shape:
    if not isinstance(numbers, list) or not numbers:
        raise CurveError("a list needs at least one number")
    if not all(isinstance(number, Fraction) for number in numbers):
        raise CurveError("a list holds numbers only")
    after = numbers[-1] if then == "repeat" else then
    if not isinstance(after, Fraction):
        raise CurveError(f'then: takes a number or "repeat", not "{then}"')
    return (lambda n: numbers[n - 1] if n <= len(numbers) else after), 1, Fraction(0), [*numbers, after]


def _grown(start: Any, growth: Any, add: Any) -> _Shape:
    for name, number in (("start", start), ("growth", growth), ("add", add)):
        if not isinstance(number, Fraction):
            raise CurveError(f'{name}: takes a number, not "{number}"')
    if growth < 0:
        raise CurveError(f"growth: must not be below 0, and {float(growth):g} is")
    return (lambda n: _grow(start, growth, n) + add * (n - 1)), 1, Fraction(0), [start] if growth == 1 == add else []


def _grow(start: Fraction, growth: Fraction, n: int) -> Fraction:
    """``start * growth ** (n - 1)`` in fifty digits, and never more than the largest number."""
    return min(power(growth, n - 1, LARGEST) * start, Fraction(LARGEST))


def _bands(raw: Mapping[str, Any]) -> _Shape:
    rest = dict(raw)
    below, above = rest.pop("below", None), rest.pop("above", None)
    bands = sorted((*_band(key), _number(key, number)) for key, number in rest.items())
    if not bands:
        raise CurveError("bands need at least one line such as 1-10: 5")
    _check_bands(bands, above)
    table = {n: number for low, high, number in bands if high is not None for n in range(low, high + 1)}
    last = bands[-1][2] if above is None else _number("above", above)
    under = Fraction(0) if below is None else _number("below", below)
    return (lambda n: table.get(n, last)), bands[0][0], under, [number for *_, number in bands] + [last, under]


def _number(key: str, number: Any) -> Fraction:
    if not isinstance(number, Fraction):
        raise CurveError(f'{key}: takes a number, not "{number}"')
    return number


def _band(key: str) -> tuple[int, int | None]:
    """``1-10``, ``7``, ``-4`` or ``21+`` as its first and last; None: it goes on."""
    low, dash, high = key.rpartition("-") if not key.endswith("+") else (key[:-1], "", "")
    if dash and not low.strip():  # "-4" is a number, not a band
        low, high = key, key
    try:
        first = int(low if low or not high else high)
        last = None if key.endswith("+") else int(high or low)
    except ValueError:
        raise CurveError(f'"{key}" is not a band: write 1-10, 7, or 21+') from None
    if last is not None and not first <= last <= END:
        raise CurveError(f'"{key}" is not a band: it must rise, and end by {END}')
    return first, last


def _check_bands(bands: list[tuple[int, int | None, Fraction]], above: Any) -> None:
    for (_, end, _), (start, _, _) in zip(bands, bands[1:], strict=False):
        if end is None or end >= start:
            raise CurveError(f"the bands overlap at {start}")
        if end + 1 < start:
            gap = f"{end + 1}" if end + 2 == start else f"{end + 1} to {start - 1}"
            raise CurveError(f"the bands leave a gap: nothing is said of {gap}")
    if bands[-1][1] is not None and above is None:
        raise CurveError(f"nothing is said of what follows {bands[-1][1]}: add {bands[-1][1] + 1}+: or above:")
