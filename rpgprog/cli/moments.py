"""Moments of a campaign as people type them: a day, an event by its number, or now."""

from __future__ import annotations

import re
from typing import Any

import click
from attrs import frozen

from ..campaign.campaign import Campaign
from ..campaign.questions import Unknown
from ..journal.entries.base import LAST_DAY
from ..problems.wording import quoted
from ..reader.dates import NoDate, day_of

ALLOWED = 'a day such as 120, an event such as "#17" (rpgprog log --numbers), or now'
_NUMBERED, _DAY = re.compile(r"# ?([0-9]{1,9})"), re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r".*[^\W\d_].* [0-9]+( .*)?")  # has a name and ends in a year, perhaps with an era


@frozen
class Moment:
    """The end of a day, which may be a date, or right after an event; neither: now."""

    day: int | str | None = None
    number: int | None = None

    def within(self, campaign: Campaign) -> str:
        """The moment in words, as this campaign calls its days."""
        if self.number is not None:
            return f"#{self.number}"
        return "now" if self.day is None else campaign.names.on(day_in(campaign, self.day))

    def of(self, campaign: Campaign) -> Campaign:
        """The campaign at that moment. Raises click.UsageError where it has no such event or date."""
        try:
            if self.number is not None:
                return campaign.after(self.number)
            return campaign if self.day is None else campaign.at(day_in(campaign, self.day))
        except Unknown as unknown:
            raise click.UsageError(str(unknown)) from None


NOW = Moment()


def read_moment(_ctx: Any, _param: Any, text: str | None) -> Moment:
    """The moment that an option or an argument means."""
    word = "now" if text is None else text.strip()
    if word.casefold() == "now":
        return NOW
    if (numbered := _NUMBERED.fullmatch(word)) is not None:
        return Moment(number=int(numbered[1]))
    return Moment(day=_day(word, ALLOWED))


def read_day(_ctx: Any, _param: Any, text: str | None) -> int | str | None:
    """The day that an option means: a number, or a date of the campaign's calendar."""
    return None if text is None else _day(text.strip(), "a day such as 120, or a date of its calendar")


def _day(word: str, allowed: str) -> int | str:
    if not _DAY.fullmatch(word):
        if _DATE.fullmatch(word):
            return word
        raise click.BadParameter(f"takes {allowed}, not {quoted(word)}")
    if int(word) > LAST_DAY:
        raise click.BadParameter(f"no campaign goes past day {LAST_DAY:,}")
    return int(word)


def day_in(campaign: Campaign, day: int | str) -> int:
    """The day of a campaign that a number or a date means. Raises click.UsageError where it is none."""
    if isinstance(day, int):
        return day
    calendar = campaign.names.dates
    if calendar is None:
        raise click.UsageError(f"{quoted(day)} is a date, and this campaign has no calendar")
    try:
        number = day_of(day, calendar)
    except NoDate as wrong:
        raise click.UsageError(str(wrong)) from None
    if number > LAST_DAY:
        raise click.UsageError(f"no campaign goes past {calendar.text(LAST_DAY)}")
    return number
