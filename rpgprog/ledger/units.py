"""Units: what a number in a file counts, and how finely it is kept.

The unit of a number stands with its option or field: ``option(..., unit="hours")``. A unit that is not
listed here is counted in whole numbers, and its name may follow the number: ``unit="favours"`` reads
``3 favours``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .accounts import UNIT

POINTS, XP, COINS, HOURS, WEEKS, DAYS = "points", "xp", "coins", "hours", "weeks", "days"
PART = "part"  # of a whole: 1/2, 5%
TIMES = "times"  # how many times as much: 1.25
PERCENT = "percent"  # in whole numbers

PARTS = 18_018_000  # of a whole, in rules: thousandths, and all fractions down to 1/16, are exact

SCALES = {POINTS: UNIT, XP: UNIT, COINS: UNIT, HOURS: UNIT, WEEKS: UNIT, PART: UNIT, TIMES: UNIT, DAYS: 1}


def unit_of(how: Mapping[str, Any]) -> str:
    """The unit that the metadata of an option names; empty: the number counts nothing in particular.

    Raises TypeError for what is no unit's name, or is nearly one of those listed here.
    """
    unit = how.get("unit", "")
    if not isinstance(unit, str):
        raise TypeError(f'unit={unit!r}: name the unit, such as unit="points"')
    if f"{unit}s" in SCALES:
        raise TypeError(f'unit="{unit}": write unit="{unit}s"')
    return unit


def scale_of(how: Mapping[str, Any]) -> int:
    """How many of the smallest units one is: 1000 for points and hours, 1 for days and ranks.

    ``scale=`` in the metadata of an option says otherwise.
    """
    scale: int = how.get("scale") or SCALES.get(unit_of(how), 1)
    return scale


def plain(amount: int, unit: int = UNIT) -> str:
    """An amount of the smallest unit as people write it: 1500 is 1.5."""
    sign, amount = "-" if amount < 0 else "", abs(amount)
    whole, rest = divmod(amount, unit)
    digits = f"{rest * 1000 // unit:03}".rstrip("0")
    return f"{sign}{whole}{'.' + digits if digits else ''}"
