"""Days of the game: a number, or a date of the campaign's calendar."""

from __future__ import annotations

import re

from attrs import define

from ..ledger.calendar import Calendar, Date
from ..problems.wording import did_you_mean, quoted
from ..source import Node, Scalar
from .amounts import Amounts
from .scalars import NUMBER

MOST_YEAR = 10**6
LONGEST = 200  # characters of a date
_DATE = re.compile(r"(?:([^,]+),\s*)?(?:([0-9]{1,9})\s+)?(.+?)\s+([0-9]{1,9})(?:\s+(\D.*))?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NoDate(ValueError):
    """Text that is no date of a calendar; the message says why."""


def day_of(text: str, calendar: Calendar) -> int:
    """The day of a date such as "3 Rain 412", perhaps with weekday and era. Raises NoDate.

    >>> from rpgprog.ledger.calendar import Calendar, Date, Month
    >>> day_of("3 rain 412", Calendar((Month("Snow", 30), Month("Rain", 30)), zero=Date(412, 0, 1)))
    32
    """
    text, match = _matched(text)
    if match is None:
        raise NoDate(f"takes a date such as {calendar.text(0)}, or a number of days, not {quoted(text)}")
    weekday, day, name, year, era = match.groups()
    date = _date(calendar, name, day, int(year))
    if era is not None and era.casefold() != calendar.era.casefold():
        known = f"the era is {calendar.era}" if calendar.era else "this calendar has no era"
        raise NoDate(f"{known}, not {quoted(era)}")
    if weekday is not None:
        _check_weekday(calendar, weekday, date)
    number = calendar.day_of(date)
    if number < 0:
        raise NoDate(f"{quoted(text)} is before the calendar's day 0, {calendar.text(0)} (day_0:)")
    return number


def date_of(text: str, calendar: Calendar) -> Date:
    """A date of a calendar, which may be before its day 0. Raises NoDate."""
    _, match = _matched(text)
    if match is None:
        raise NoDate(f"takes a date such as 1 {calendar.months[0].name} 412, not {quoted(text)}")
    return _date(calendar, match[3], match[2], int(match[4]))


def _matched(text: str) -> tuple[str, re.Match[str] | None]:
    """A text without needless spaces, and the parts of the date that it may be."""
    text = " ".join(text.split())
    return text, _DATE.fullmatch(text) if len(text) <= LONGEST else None


def _date(calendar: Calendar, name: str, day: str | None, year: int) -> Date:
    """The date with these parts, which must exist."""
    forms = {month.name.casefold(): at for at, month in enumerate(calendar.months)}
    at = forms.get(name.casefold())
    if at is None:
        near = did_you_mean(name, (month.name for month in calendar.months))
        raise NoDate(f"there is no month {quoted(name)}{near}")
    month = calendar.months[at]
    if year > MOST_YEAR:
        raise NoDate(f"no calendar goes past the year {MOST_YEAR:,}")
    if day is None and month.longest > 1:
        raise NoDate(f"say which day of {month.name}: 1 {month.name} {year}")
    days, number = month.length(year), int(day or 1)
    if not 1 <= number <= days:
        raise NoDate(_no_day(calendar, at, year, number))
    return Date(year, at, number)


def _no_day(calendar: Calendar, at: int, year: int, number: int) -> str:
    """Why a month has no such day."""
    month = calendar.months[at]
    days = month.length(year)
    if not days:
        when = next(other for other in range(year, year + calendar.period + 1) if month.length(other))
        return f"there is no {month.name} in {year}; the next is in {when}"
    is_common = month.leap is not None and days != month.leap.days
    leap = f" ({month.leap.days} in leap years)" if month.leap is not None and is_common else ""
    return f"{month.name} {year} has {days} day{'' if days == 1 else 's'}{leap}: there is no day {number}"


def _check_weekday(calendar: Calendar, weekday: str, date: Date) -> None:
    right, known = calendar.weekday(date), {name.casefold() for name in calendar.weekdays}
    if weekday.casefold() not in known:
        raise NoDate(f"there is no weekday {quoted(weekday)}{did_you_mean(weekday, calendar.weekdays)}")
    if weekday.casefold() != right.casefold():
        text = calendar.text(calendar.day_of(date))
        raise NoDate(f"{text} {f'falls on {right}' if right else 'is outside the week'}, not on {weekday}")


@define(eq=False, repr=False)
class Days(Amounts):
    """Reads days of the game."""

    def day(self, node: Node, label: str) -> int | None:
        """A day: a number, or a date such as 3 Rain 412 where the campaign has a calendar."""
        calendar = self.names.dates
        is_text = isinstance(node, Scalar) and bool(node.text.strip())
        if not isinstance(node, Scalar) or not is_text or NUMBER.fullmatch(node.text):
            return self.whole(node, label)
        if calendar is None:
            return self._without(node, label)
        try:
            return day_of(node.text, calendar)
        except NoDate as wrong:
            return self._reject(node, f"{label}: {wrong}")

    def _without(self, node: Scalar, label: str) -> int | None:
        """Refuse what is no number; a date, by saying what would make it one."""
        _, match = _matched(node.text)
        if match is None or match[2] is None or _ISO.fullmatch(node.text):
            return self.whole(node, label)
        instead = "write a number of days, or give it one (rpgprog manual calendars)"
        message = f"{quoted(node.text)} is a date, and this campaign has no calendar: {instead}"
        return self._reject(node, f"{label}: {message}")
