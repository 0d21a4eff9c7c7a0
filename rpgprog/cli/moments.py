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

ALLOWED = 'a day such as 120, an event such as "#17" (rpgprog log --numbers), or now'
_NUMBERED, _DAY = re.compile(r"# ?([0-9]{1,9})"), re.compile(r"[0-9]{1,9}")


@frozen
class Moment:
    """The end of a day, or right after an event; neither: now."""

    day: int | None = None
    number: int | None = None

    def __str__(self) -> str:
        if self.number is not None:
            return f"#{self.number}"
        return "now" if self.day is None else f"day {self.day}"

    def of(self, campaign: Campaign) -> Campaign:
        """The campaign at that moment. Raises click.UsageError where it has no such event or day."""
        try:
            if self.number is not None:
                return campaign.after(self.number)
            return campaign if self.day is None else campaign.at(self.day)
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
    if not _DAY.fullmatch(word):
        raise click.BadParameter(f"takes {ALLOWED}, not {quoted(word)}")
    if int(word) > LAST_DAY:
        raise click.BadParameter(f"no campaign goes past day {LAST_DAY:,}")
    return Moment(day=int(word))
