"""Rows of numbers for people: what a column is called, and how exact a number is shown."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import attrs

_FORMULA = {"=", "+", "-", "@", "\t", "\r"}  # what a formula begins with
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,/]*")


def column(heading: str, **how: Any) -> Any:
    """A field that is a column of text; ``default`` is its value if left out."""
    default = how.pop("default", attrs.NOTHING)
    return attrs.field(default=default, metadata={"heading": heading, **how})


def number(heading: str, **how: Any) -> Any:
    """A column of amounts and counts, without zeros at the end."""
    return column(heading, number=True, **how)


def ratio(heading: str, places: int = 2, **how: Any) -> Any:
    """A column of ratios with ``places`` decimals; ``signed`` with + or -."""
    return column(heading, number=True, places=places, fixed=True, **how)


def percent(heading: str, **how: Any) -> Any:
    """A column of shares, shown in percent."""
    return column(heading, number=True, places=1, fixed=True, percent=True, **how)


def decimal(value: Fraction | int, places: int = 2, signed: bool = False, fixed: bool = False) -> str:
    """A number with ``places`` decimals, halves to even; unless ``fixed``, without trailing zeros.

    >>> decimal(Fraction(25, 6)), decimal(Fraction(5, 2)), decimal(Fraction(5, 2), fixed=True)
    ('4.17', '2.5', '2.50')
    """
    rounded = round(Fraction(value) * 10**places)
    whole, rest = divmod(abs(rounded), 10**places)
    digits = f"{rest:0{places}}" if places else ""
    digits = digits if fixed else digits.rstrip("0")
    sign = "-" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{whole}{'.' + digits if digits else ''}"


def cell(
    value: Any, places: int = 2, percent: bool = False, signed: bool = False, fixed: bool = False, **_: Any
) -> str:
    """A value as a table shows it; nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if not isinstance(value, Fraction | int):
        return str(value)
    return f"{decimal(value * 100 if percent else value, places, signed, fixed)}{' %' if percent else ''}"


def many(number: int, noun: str) -> str:
    """A number of things: 1 rank, 2 ranks."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def csv_cell(value: Any) -> Any:
    """A cell for a spreadsheet: text that it would take for a formula begins with an apostrophe."""
    is_formula = isinstance(value, str) and value[:1] in _FORMULA and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value
