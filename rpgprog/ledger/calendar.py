"""A calendar: the date of a day of the campaign, and the day of a date. Inside, days stay whole numbers."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, pairwise
from math import lcm

from attrs import field, frozen


@frozen
class Leap:
    """A month's length in leap years, and which years these are.

    Either each ``every``-th year but each ``skipped``-th, though each ``kept``-th all the same; or the years
    ``of_cycle`` of a cycle, counted from 1.
    """

    days: int
    every: int = 0
    skipped: int = 0
    kept: int = 0
    cycle: int = 0
    of_cycle: tuple[int, ...] = ()

    def holds(self, year: int) -> bool:
        """Whether it is a leap year."""
        if self.cycle:
            return (year % self.cycle or self.cycle) in self.of_cycle
        is_kept = bool(self.kept) and year % self.kept == 0
        is_skipped = bool(self.skipped) and year % self.skipped == 0
        return year % self.every == 0 and (is_kept or not is_skipped)

    @property
    def period(self) -> int:
        """After how many years the leap years repeat."""
        return self.cycle or lcm(self.every, self.skipped or 1, self.kept or 1)


@frozen
class Month:
    """A month, or some days between two; ``in_week`` false: its days are no weekdays."""

    name: str
    days: int
    leap: Leap | None = None
    in_week: bool = True

    def length(self, year: int) -> int:
        """How many days it has in a year."""
        return self.leap.days if self.leap is not None and self.leap.holds(year) else self.days

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many days it has in common years, and in leap years."""
        return (self.days,) if self.leap is None else (self.days, self.leap.days)

    @property
    def longest(self) -> int:
        """How many days it has at most."""
        return max(self.lengths)


@frozen
class Date:
    """A date: year, which month of the calendar (from 0), day of the month (from 1)."""

    year: int
    month: int
    day: int


@frozen(slots=False)
class Calendar:
    """Months and weekdays, and the date of day 0.

    >>> calendar = Calendar((Month("Snow", 30), Month("Rain", 30)), zero=Date(412, 0, 1))
    >>> calendar.text(32), calendar.day_of(Date(412, 1, 3))
    ('3 Rain 412', 32)
    """

    months: tuple[Month, ...]
    zero: Date = field(default=Date(1, 0, 1), kw_only=True)
    weekdays: tuple[str, ...] = field(default=(), kw_only=True)
    first_weekday: int = field(default=0, kw_only=True)  # of the first day in a week from day 0 on
    era: str = field(default="", kw_only=True)

    @cached_property
    def period(self) -> int:
        """After how many years the calendar repeats."""
        return lcm(*(month.leap.period for month in self.months if month.leap is not None))

    @cached_property
    def _years(self) -> tuple[list[int], list[int]]:
        """Before each year of a period, and in all of it: how many days, and how many weekdays."""
        years = range(self.period)
        days = [sum(month.length(year) for month in self.months) for year in years]
        weekdays = [sum(month.length(year) for month in self.months if month.in_week) for year in years]
        return [*accumulate(days, initial=0)], [*accumulate(weekdays, initial=0)]

    def _count(self, date: Date, only_weekdays: bool = False) -> int:
        """Days from the beginning of year 0 to a date."""
        years = self._years[only_weekdays]
        periods, year = divmod(date.year, self.period)
        before = self.months[: date.month]
        months = sum(month.length(date.year) for month in before if month.in_week or not only_weekdays)
        is_counted = self.months[date.month].in_week or not only_weekdays
        return periods * years[-1] + years[year] + months + (date.day - 1 if is_counted else 0)

    @cached_property
    def _zero(self) -> int:
        return self._count(self.zero)

    def day_of(self, date: Date) -> int:
        """The day of a date; below 0 for one before day 0."""
        return self._count(date) - self._zero

    def date(self, day: int) -> Date:
        """The date of a day."""
        years = self._years[0]
        periods, rest = divmod(day + self._zero, years[-1])
        year = bisect_right(years, rest) - 1
        rest, year = rest - years[year], periods * self.period + year
        for at, month in enumerate(self.months):
            if rest < month.length(year):
                return Date(year, at, rest + 1)
            rest -= month.length(year)
        raise AssertionError(day)  # the months of a year are as long as the year

    def weekday(self, date: Date) -> str:
        """The weekday of a date; "" where it has none."""
        if not self.weekdays or not self.months[date.month].in_week:
            return ""
        since = self._count(date, only_weekdays=True) - self._count(self.zero, only_weekdays=True)
        return self.weekdays[(since + self.first_weekday) % len(self.weekdays)]

    def spans(self) -> dict[str, tuple[int, int]]:
        """The fewest and the most days of a week, a month and a year; days between months are no month."""
        months = [length for month in self.months if month.longest > 1 for length in month.lengths]
        ends = pairwise(self._years[0])
        years = [after - before for before, after in ends]
        week = {"week": (len(self.weekdays),) * 2} if self.weekdays else {}
        return (
            {**week, "month": (min(months), max(months)), "year": (min(years), max(years))}
            if months
            else week
        )

    def text(self, day: int) -> str:
        """The date of a day, as a campaign file says it: 3 Rain 412."""
        date = self.date(day)
        month = self.months[date.month]
        parts = (str(date.day) if month.longest > 1 else "", month.name, str(date.year), self.era)
        return " ".join(filter(None, parts))

    def long_text(self, day: int) -> str:
        """The same with its weekday: Moonday, 3 Rain 412."""
        return ", ".join(filter(None, (self.weekday(self.date(day)), self.text(day))))


def day_in_words(day: int, calendar: Calendar | None) -> str:
    """A day as people read it: its date, or "day 72" in a campaign without a calendar."""
    return f"day {day}" if calendar is None else calendar.text(day)
