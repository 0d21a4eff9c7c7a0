"""The calendar of a campaign, as its file says it."""

from __future__ import annotations

import re
from typing import Any

from attrs import evolve, frozen

from ..ledger.calendar import Calendar, Date, Leap, Month
from ..problems.wording import did_you_mean, quoted
from ..reader import Reader
from ..reader.dates import NoDate, date_of
from ..source import Node, Scalar
from .entries.base import may, must

MOST_MONTHS, MOST_DAYS = 100, 1000  # in a year, in a month
MOST_PERIOD = 2000  # years after which leap years repeat
MOST_WEEKDAYS, LONGEST = 100, 40  # in a week; characters of a name
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'\N{RIGHT SINGLE QUOTATION MARK}-])*")


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST and _NAME.fullmatch(text) is not None


def _years(reader: Reader, node: Node, key: str) -> tuple[int, ...]:
    years = (reader.whole(item, key) for item in reader.items(node, key))
    return tuple(year for year in years if year is not None)


@frozen(kw_only=True, eq=False, repr=False)
class LeapItem:
    """A month's length in leap years, and which years these are."""

    days: int | None = must("how many days the month has in a leap year", least=0, most=MOST_DAYS)
    every: int | None = may("every so many years is a leap year: 4", least=1, most=MOST_PERIOD)
    skipped: int = may("but not every so many years: 100", key="except", least=1, most=MOST_PERIOD, default=0)
    kept: int = may(
        "though every so many all the same: 400", key="unless", least=1, most=MOST_PERIOD, default=0
    )
    cycle: int | None = may("instead of every: how many years a cycle has", least=1, most=MOST_PERIOD)
    years: tuple[int, ...] = may(
        "the leap years of a cycle: [3, 6, 8]", reads=_years, default=(), takes="a list of whole numbers"
    )


def _leap(reader: Reader, node: Node, key: str) -> Leap | None:
    item = reader.fill(LeapItem, node, key)
    if item is None or item.days is None:
        return None
    if (item.every is None) == (item.cycle is None):
        reader.problem(node, f'{key}: needs either "every" or "cycle"')
    elif item.cycle is None and item.years:
        reader.problem(node, f"{key}: years: is for a cycle:")
    elif item.cycle is not None and not (item.years and all(1 <= year <= item.cycle for year in item.years)):
        reader.problem(node, f"{key}: years: lists the leap years of the cycle, from 1 to {item.cycle}")
    else:
        return Leap(item.days, item.every or 0, item.skipped, item.kept, item.cycle or 0, item.years)
    return None


@frozen(kw_only=True, eq=False, repr=False)
class MonthItem:
    """A month, or some days between two."""

    days: int | None = must("how many days it has", least=0, most=MOST_DAYS)
    leap: Leap | None = may("its length in leap years", reads=_leap, within=LeapItem)
    in_week: bool = may("whether its days are days of the week", default=True)


def _months(reader: Reader, node: Node, key: str) -> tuple[Month, ...]:
    months = [_month(reader, *entry) for entry in reader.entries(node, key).values()]
    forms = [month.name.casefold() for month in months if month is not None]
    if len(forms) > MOST_MONTHS:
        reader.problem(node, f"{key}: a year has at most {MOST_MONTHS} months, not {len(forms):,}")
    if twice := next((form for form in forms if forms.count(form) > 1), ""):
        reader.problem(node, f"{key}: {quoted(twice)} appears twice")
    return tuple(month for month in months if month is not None)


def _month(reader: Reader, key: Scalar, node: Node) -> Month | None:
    if not _is_name(key.text):
        reader.problem(
            key, f"months: a month has a name of at most {LONGEST} letters, not {quoted(key.text)}"
        )
        return None
    if isinstance(node, Scalar):
        days = reader.whole(node, key.text)
        if days is not None and not 1 <= days <= MOST_DAYS:
            reader.problem(node, f"{key.text}: must be between 1 and {MOST_DAYS:,}, not {days:,}")
        return None if days is None else Month(key.text, days)
    item = reader.fill(MonthItem, node, key.text)
    return None if item is None or item.days is None else Month(key.text, item.days, item.leap, item.in_week)


@frozen(kw_only=True, eq=False, repr=False)
class CalendarItem:
    """The campaign's calendar: with it, days may be written as dates, and are shown as dates."""

    months: tuple[Month, ...] | None = must(
        "the months in order, each with its days: {Snow: 30, Thaw: 31}", reads=_months
    )
    day_0: str | None = may("the date of day 0 [default: the first day of year 1]")
    weekdays: tuple[str, ...] = may("the days of the week, in order", default=())
    weekday: str | None = may("the weekday of day 0 [default: the first]")
    era: str | None = may("what follows the year: AC")


def read_calendar(reader: Reader, node: Node, key: str) -> Calendar | None:
    """A calendar, if nothing is wrong with it."""
    mistakes = len(reader.problems)
    item = reader.fill(CalendarItem, node, key)
    if item is None or item.months is None:
        return None
    nodes = reader.entries(node, key)
    _check_year(reader, nodes["months"][1], item.months)
    for name in (*item.weekdays, *filter(None, (item.era,))):
        if not _is_name(name):
            message = f"a weekday or an era is a name of at most {LONGEST} letters, not {quoted(name)}"
            reader.problem(node, f"{key}: {message}")
    if len(item.weekdays) > MOST_WEEKDAYS:
        reader.problem(node, f"{key}: a week has at most {MOST_WEEKDAYS} days, not {len(item.weekdays):,}")
    if item.weekday is not None and item.weekday not in item.weekdays:
        near = did_you_mean(item.weekday, item.weekdays)
        reader.problem(nodes["weekday"][1], f"weekday: there is no weekday {quoted(item.weekday)}{near}")
    return _begun(reader, nodes, item, item.months) if len(reader.problems) == mistakes else None


def _check_year(reader: Reader, node: Node, months: tuple[Month, ...]) -> None:
    """Each year must have a day, and leap years must repeat before long."""
    always = (min(month.days, month.leap.days if month.leap else month.days) for month in months)
    if not any(always):
        reader.problem(node, "months: at least one month needs days in every year")
    elif Calendar(months).period > MOST_PERIOD:
        message = f"the leap years of all months repeat only after {Calendar(months).period:,} years"
        reader.problem(node, f"months: {message}; at most {MOST_PERIOD:,} are allowed")


def _begun(reader: Reader, nodes: Any, item: CalendarItem, months: tuple[Month, ...]) -> Calendar | None:
    """The calendar with its day 0."""
    first = item.weekdays.index(item.weekday) if item.weekday else 0
    calendar = Calendar(months, weekdays=item.weekdays, first_weekday=first, era=item.era or "")
    try:
        zero = date_of(item.day_0, calendar) if item.day_0 else _first_day(calendar)
    except NoDate as wrong:
        reader.problem(nodes["day_0"][1], f"day_0: {wrong}")
        return None
    return evolve(calendar, zero=zero)


def _first_day(calendar: Calendar) -> Date:
    """The first day of year 1."""
    month = next(at for at, month in enumerate(calendar.months) if month.length(1))
    return Date(1, month, 1)
