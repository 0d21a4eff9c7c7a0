"""Amounts and dates as people type them into a table."""

from __future__ import annotations

import re
from datetime import date

_NUMBER = re.compile(r"(?P<sign>[+-]|)\s*(?P<digits>[0-9][0-9.,' \u00a0\u202f]*)\s*(?P<unit>[^\W\d_][\w ]*|)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,' \u00a0\u202f][0-9]{3})+")
_DATE = re.compile(r"([0-9]{1,4})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{1,4})\.?")
COMMA, POINT = "comma", "point"
DAY_FIRST, MONTH_FIRST = "day first", "month first"


class Unclear(Exception):
    """This cannot be read, for this reason."""


def amount(text: str, decimal: str) -> tuple[str, str]:
    """A number as a campaign file has it, and the unit behind it; ``decimal`` is comma, point, or not known.

    >>> amount("1,5 XP", COMMA), amount("-1.250", COMMA), amount("2.5", "")
    (('1.5', 'XP'), ('-1250', ''), ('2.5', ''))

    Raises Unclear.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Unclear("is no number")
    digits, mark = match["digits"].strip(), "," if decimal == COMMA else "."
    if not decimal and "," in digits:
        raise Unclear("has a comma: say --decimal comma (1,5 is one and a half) or --decimal point")
    whole, found, part = digits.partition(mark)
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[^0-9]", "", whole)
    if not whole.isdecimal() or (found and not part.isdecimal()):
        raise Unclear("is no number")
    sign = "-" if match["sign"] == "-" else ""
    return f"{sign}{whole}{'.' if part else ''}{part}", match["unit"].strip()


def real_date(text: str, order: str) -> str:
    """A date as 2026-05-21; ``order`` says what comes first where the year does not. Raises Unclear."""
    match = _DATE.fullmatch(text.partition(" 00:00")[0])
    if match is None:
        raise Unclear("is no date such as 2026-05-21")
    first, second, third = map(int, match.groups())
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif order or "." in text or max(first, second) > 12:
        day_first = order == DAY_FIRST or (not order and ("." in text or first > 12))
        year, (day, month) = third, (first, second) if day_first else (second, first)
    else:
        raise Unclear("may be day or month first: say --dates")
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        raise Unclear("is no date that there is") from None
