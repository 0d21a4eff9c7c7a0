"""What holds when an option is left out, as a file would say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import groupby
from typing import Any

import attrs

from ...curve import Curve
from ...curve.option import names_of
from ...ledger.numbers import NEVER
from ...ledger.units import DAYS, scale_of, unit_of
from ...problems import Mistakes
from ...reader import Names, Reader, bare_type, readable
from ...source import Scalar, Source, parse_source
from .rendering import number_text, written

_SAMPLE = (*range(-2, 60), 500, 2000)  # counts from the first on at which two curves are compared
_MOST_BANDS = 40

NOWHERE = Source("", "", Scalar("", True, 1, 1, 1))


def default_text(cls: Any, key: str, names: Names) -> str | None:
    """The value of an option that is left out; None: there is none, or no text says it."""
    field = readable(cls)[key]
    how, value = field.metadata, field.default
    if isinstance(value, attrs.Factory):  # type: ignore[arg-type]
        return "{}" if isinstance(value.factory(), Mapping) else None
    if isinstance(value, Curve):
        return _curve(cls, key)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(how["shown"]) if "shown" in how and value == NEVER else _number(value, how, names)
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return f"[{', '.join(value)}]"
    return written(Scalar(value, False, 1, 1, 1)) if isinstance(value, str) and value else None


def _number(value: int, how: Mapping[str, Any], names: Names) -> str:
    if unit_of(how) == DAYS and names.calendar.get("day") == 1:
        return "1 day" if value == 1 else f"{value} days"
    return number_text(Fraction(value, scale_of(how)))


@cache
def _curve(cls: Any, key: str) -> str | None:
    """A text that is read as this very curve, if a simple one is."""
    field = readable(cls)[key]
    return next((text for text in _guesses(field) if _is_read_as(text, field)), None)


def first_numbers(cls: Any, key: str) -> str:
    """The first numbers of a curve that is left out and that no simple text says."""
    field = readable(cls)[key]
    numbers = [_steps(field)(n) for n in range(field.default.first, field.default.first + 5)]
    return f"{', '.join(map(number_text, numbers))}, ..."


def _steps(field: Any) -> Any:
    """The numbers as an author writes them: of totals, the steps between them."""
    curve = field.default
    return (lambda n: curve.exact(n + 1) - curve.exact(n)) if field.metadata.get("totals") else curve.exact


def _guesses(field: Any) -> Iterator[str]:
    """The shortest first: a number, a formula, growth, bands."""
    curve, step = field.default, _steps(field)
    first = curve.first
    start, two = step(first), step(first + 1)
    add, name = two - start, next(iter(names_of(field.metadata)))
    yield number_text(start)
    for times in ("", f"{number_text(add)} * "):
        for rest in _rests(start - add * first):
            yield f"{times}{name}{rest}"
            yield f"{rest.removeprefix(' + ')} + {times}{name}" if rest else name
    yield f"{{start: {number_text(start)}, growth: {number_text(two / start if start else start)}}}"
    yield from _bands(curve, step)


def _rests(rest: Fraction) -> list[str]:
    sign = "-" if rest < 0 else "+"
    return [f" {sign} {number_text(abs(rest))}"] if rest else [""]


def _bands(curve: Curve, step: Any) -> Iterator[str]:
    runs = [(number, [*ns]) for number, ns in groupby(range(curve.first, curve.first + 200), key=step)]
    if len(runs) > _MOST_BANDS:
        return
    below = f"below: {number_text(curve.below, '/')}, " if curve.below else ""
    bands = [f"{_band(ns)}: {number_text(number, '/')}" for number, ns in runs[:-1]]
    number, ns = runs[-1]
    yield f"{{{below}{', '.join([*bands, f'{ns[0]}+: {number_text(number)}'])}}}"


def _band(ns: list[int]) -> str:
    return str(ns[0]) if len(ns) == 1 else f"{ns[0]}-{ns[-1]}"


def _is_read_as(text: str, field: Any) -> bool:
    problems: list[Any] = []
    try:
        node = parse_source(text, "").root
    except Mistakes:
        return False
    read, curve = Reader(NOWHERE, problems).value(node, field.name, field), field.default
    if problems or bare_type(field.type) is not Curve:
        return False
    same = (read.unit, read.below) == (curve.unit, curve.below)
    return same and all(read.exact(curve.first + n) == curve.exact(curve.first + n) for n in _SAMPLE)
