"""What a sweep asks for: a path, and the values to try there."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from ...problems import Mistakes, Problem
from ...problems.wording import quoted
from ...reader.scalars import LONGEST, NUMBER
from .rendering import exact_number, number_text

MOST_VALUES = 1000
_FORM = "write PATH=0.3..0.9:7 for 7 values, PATH=2..6 for whole numbers, or PATH=a,b,c"
_NUMBER = r"([+-]?[0-9.]*[0-9](?:/[0-9]+|%)?)\s*([^\s0-9.:,][^.:,]*)?"
_RANGE = re.compile(rf"\s*{_NUMBER}\s*\.\.\s*{_NUMBER}\s*(?::\s*([0-9]+)\s*)?")
_OPENS, _CLOSES = "[{(", "]})"


def sweep(text: str) -> tuple[str, tuple[str, ...]]:
    """A path and the values to try there, the ends included.

    ``0.3..0.9:7`` are 7 values evenly spaced, ``2..6`` whole numbers one apart, ``1 month..6 months:6`` with
    a unit, and ``a,b,c`` any values; a comma inside quotes or brackets belongs to its value.
    Raises Mistakes that show the right form; for more than 1,000 values, too.

    >>> sweep("policies.novelty.factor=0.3..0.5:3")
    ('policies.novelty.factor', ('0.3', '0.4', '0.5'))
    """
    path, equals, values = text.partition("=")
    path = path.strip()
    if not equals or not path or not values.strip():
        lacks = "has no path" if equals and not path else "has no values"
        _refuse(f"{quoted(text)} {lacks}: {_FORM}")
    match = _RANGE.fullmatch(values)
    values_ = _spaced(text, match) if match else _listed(text, values)
    if len(values_) > MOST_VALUES:
        _too_many(text)
    return path, tuple(values_)


def _refuse(message: str) -> NoReturn:
    raise Mistakes([Problem(None, message)])


def _too_many(text: str) -> NoReturn:
    _refuse(f"{quoted(text)} asks for too many values: at most {MOST_VALUES:,}")


def _spaced(text: str, match: re.Match[str]) -> list[str]:
    low, low_unit, high, high_unit, count = match.groups()
    first, last = _end(text, low), _end(text, high)
    units = _units(text, low_unit, high_unit)
    parts = _count(text, first, last, count) - 1
    values = [first + (last - first) * Fraction(n, max(1, parts)) for n in range(parts + 1)]
    like = "/" if "/" in low + high else "%" if low.endswith("%") and high.endswith("%") else ""
    return [f"{number_text(value, like)} {units[value != 1]}".strip() for value in values]


def _end(text: str, number: str) -> Fraction:
    if not NUMBER.fullmatch(number) or len(number) > LONGEST:
        _refuse(f"{quoted(text)}: {quoted(number)} is not a number: {_FORM}")
    try:
        return exact_number(number)
    except ZeroDivisionError:
        _refuse(f"{quoted(text)}: {quoted(number)} divides by zero")


def _units(text: str, low: str | None, high: str | None) -> tuple[str, str]:
    """The unit of one and of many; both ends are in the same, or the last end says it for both."""
    low, high = (low or "").strip(), (high or "").strip()
    singular, many = sorted((low or high.removesuffix("s"), high), key=len)
    if (low and not high) or (singular != many and f"{singular}s" != many):
        _refuse(f"{quoted(text)}: both ends need the same unit, such as 1 month..6 months:6")
    return singular, many


def _count(text: str, first: Fraction, last: Fraction, count: str | None) -> int:
    if count is not None:
        number = int(count) if len(count) < 10 else MOST_VALUES + 1
        if not number:
            _refuse(f"{quoted(text)} has no values: there must be at least 1")
    elif (last - first).denominator == first.denominator == 1:
        number = int(abs(last - first)) + 1
    else:
        _refuse(f"{quoted(text)} does not say how many values: add :7 for 7 of them")
    if number > MOST_VALUES:
        _too_many(text)
    return number


def _listed(text: str, values: str) -> list[str]:
    items = [value.strip() for value in _split(values)]
    for value in items:
        if not value:
            _refuse(f"{quoted(text)} has an empty value: {_FORM}")
        if ".." in value and value[0] not in "\"'":
            _refuse(f"{quoted(text)}: {quoted(value)} is not a range: {_FORM}")
    return items


def _split(values: str) -> list[str]:
    """The values between commas; those inside brackets or quotes part nothing."""
    items, depth, quote = [""], 0, ""
    for letter in values:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and not items[-1].strip(" [{,:"):
            quote = letter
        else:
            depth += (letter in _OPENS) - (letter in _CLOSES)
        if letter == "," and not depth and not quote:
            items.append("")
        else:
            items[-1] += letter
    return items
