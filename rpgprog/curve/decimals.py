"""The arithmetic that formulas are made of: on decimals of fifty digits, and on ranges of them.

A formula worked out on ranges says between what it stays, and so whether it has a value everywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from typing import Any

from attrs import frozen

Range = tuple[Fraction, Fraction]
Span = tuple[Decimal, Decimal]

_LONGEST = 10**8  # digits before the point, or zeros behind it
_IN = Context(prec=50, Emax=_LONGEST, Emin=-_LONGEST, traps=[InvalidOperation, DivisionByZero, Overflow])
_MOST, _LEAST = Decimal(10) ** 30, Decimal(10) ** -40  # no rule tells numbers beyond these apart
_LOWEST = -_MOST


class Unclear(Exception):
    """The range cannot be told: somewhere in it there may be no value."""


@frozen(eq=False, repr=False)
class Arithmetic:
    """What a formula may use. A function comes with how many numbers it takes; 0: two or more."""

    number: Callable[[Decimal], Any]
    negate: Callable[[Any], Any]
    binary: Mapping[type[ast.operator], Callable[[Any, Any], Any]]
    functions: Mapping[str, tuple[Callable[..., Any], int]]


def fraction(number: Decimal) -> Fraction:
    """The exact number. Beyond all that a rule can tell apart it is cut: long fractions take long."""
    if not number.is_finite():
        raise Overflow
    if number.copy_abs() < _LEAST:
        return Fraction(0)
    return Fraction(max(_LOWEST, min(number, _MOST)))


def power(base: Fraction, exponent: int, most: int) -> Fraction:
    """``base ** exponent`` in fifty digits, but never more than ``most``."""
    exact = _IN.divide(Decimal(base.numerator), Decimal(base.denominator))
    try:
        return min(fraction(_raised(exact, Decimal(exponent))), Fraction(most))
    except Overflow:
        return Fraction(most)


def s_curve(midpoint: Fraction, scale: Fraction) -> Callable[[int], Fraction]:
    """How far n is along an S, in fifty digits: 0 at 0, nearly half at the midpoint, finally 1.

    It is the logistic function of (n - midpoint) / scale, shifted to begin at 0. The scale is no less than
    a thousandth of the midpoint.
    """
    start, step = _exponential(midpoint / scale), _exponential(-1 / scale)

    def along(n: int) -> Fraction:
        remaining = _raised(step, Decimal(n))
        return fraction(
            _IN.divide(_IN.subtract(Decimal(1), remaining), _IN.fma(start, remaining, Decimal(1)))
        )

    return along


def _exponential(exponent: Fraction) -> Decimal:
    return _IN.exp(_IN.divide(Decimal(exponent.numerator), Decimal(exponent.denominator)))


def _raised(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    if base == 0 and exponent < 0:
        raise DivisionByZero
    return _IN.power(base, exponent)


def _floored(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


def _ceiled(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_CEILING)


def _rounded(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_HALF_EVEN)


def _floor_divided(a: Decimal, b: Decimal) -> Decimal:
    if b == 0:
        raise DivisionByZero
    try:
        quotient, rest = _IN.divmod(a, b)
    except InvalidOperation:  # more digits than are kept
        return _floored(_IN.divide(a, b))
    return _IN.subtract(quotient, Decimal(1)) if rest and (rest < 0) != (b < 0) else quotient


def _divided(a: Decimal, b: Decimal) -> Decimal:
    if b == 0:  # 0 / 0 too
        raise DivisionByZero
    return _IN.divide(a, b)


def _rest(a: Decimal, b: Decimal) -> Decimal:
    """What a division leaves, from 0 to the divisor. Where the quotient has too many digits there is none."""
    if b == 0:
        raise DivisionByZero
    try:
        rest = _IN.remainder(a, b)
    except InvalidOperation:
        raise Overflow from None
    return _IN.add(rest, b) if rest and (rest < 0) != (b < 0) else rest


EXACT = Arithmetic(
    number=lambda number: number,
    negate=_IN.minus,
    binary={
        ast.Add: _IN.add,
        ast.Sub: _IN.subtract,
        ast.Mult: _IN.multiply,
        ast.Div: _divided,
        ast.FloorDiv: _floor_divided,
        ast.Mod: _rest,
        ast.Pow: _raised,
    },
    functions={
        "floor": (_floored, 1),
        "ceil": (_ceiled, 1),
        "round": (_rounded, 1),
        "min": (min, 0),
        "max": (max, 0),
        "abs": (_IN.abs, 1),
        "sqrt": (_IN.sqrt, 1),
    },
)


def _corners(act: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Span, Span], Span]:
    """For what only rises or only falls in each of its numbers: its ends are at the ends of theirs."""

    def on_spans(a: Span, b: Span) -> Span:
        ends = [act(x, y) for x in a for y in b]
        return min(ends), max(ends)

    return on_spans


def _without_zero(act: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Span, Span], Span]:
    corners = _corners(act)

    def on_spans(a: Span, b: Span) -> Span:
        if b[0] <= 0 <= b[1]:
            raise Unclear
        return corners(a, b)

    return on_spans


def _rest_within(a: Span, b: Span) -> Span:
    if b[0] <= 0 <= b[1]:
        raise Unclear
    for dividend in a:
        for divisor in b:
            _rest(dividend, divisor)  # the quotient is largest at the ends
    return (Decimal(0), b[1]) if b[0] > 0 else (b[0], Decimal(0))


def _raised_within(a: Span, b: Span) -> Span:
    whole = b[0] == b[1] == b[0].to_integral_value()
    if a[0] > 0 or (a[0] == 0 and b[0] > 0) or (a[1] < 0 and whole):
        return _corners(_raised)(a, b)
    raise Unclear


def _both(act: Callable[[Decimal], Decimal]) -> Callable[[Span], Span]:
    return lambda a: (act(a[0]), act(a[1]))


def _least(*spans: Span) -> Span:
    return min(low for low, _ in spans), min(high for _, high in spans)


def _most(*spans: Span) -> Span:
    return max(low for low, _ in spans), max(high for _, high in spans)


def _size(a: Span) -> Span:
    sizes = _IN.abs(a[0]), _IN.abs(a[1])
    return (Decimal(0) if a[0] <= 0 <= a[1] else min(sizes)), max(sizes)


BOUNDS = Arithmetic(
    number=lambda number: (number, number),
    negate=lambda a: (_IN.minus(a[1]), _IN.minus(a[0])),
    binary={
        ast.Add: _corners(_IN.add),
        ast.Sub: _corners(_IN.subtract),
        ast.Mult: _corners(_IN.multiply),
        ast.Div: _without_zero(_divided),
        ast.FloorDiv: _without_zero(_floor_divided),
        ast.Mod: _rest_within,
        ast.Pow: _raised_within,
    },
    functions={
        "floor": (_both(_floored), 1),
        "ceil": (_both(_ceiled), 1),
        "round": (_both(_rounded), 1),
        "min": (_least, 0),
        "max": (_most, 0),
        "abs": (_size, 1),
        "sqrt": (_both(_IN.sqrt), 1),
    },
)
