"""An event in a few words, by which people tell it from others."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..ledger.accounts import UNIT
from ..ledger.calendar import Calendar, day_in_words

_WORDS = {
    "SessionStarted": "session",
    "SessionEnded": "session ended",
    "DowntimeStarted": "downtime",
    "KeptUp": "keeps_up",
}  # where the word of a journal is not the event's name


@cache
def word_of(kind: type) -> str:
    """What such an event is called in a journal.

    >>> from rpgprog.events import PaidIn
    >>> word_of(PaidIn)
    'paid_in'
    """
    name = kind.__name__
    return _WORDS.get(name) or "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_")


_OLD_PLURAL = re.compile(r", 1 (hour|point)s(?=,)")  # earlier versions wrote "1 hours"

_ABOUT = (
    "name",
    "what",
    "skill",
    "talent",
    "target",
    "to",
    "certificate",
    "family",
    "situation",
    "tag",
    "why",
)


def event_in_words(event: Any, calendar: Calendar | None = None) -> str:
    """What happened to whom. Without a calendar these are the words by which a correction names it.

    >>> from rpgprog.events import Used
    >>> event_in_words(Used(who="kessa", skill="climbing", times=2, day=8))
    'used: kessa, climbing, 2 times, day 8'
    """
    joins = type(event).__name__ == "Joined"
    who = getattr(event, "who", "")
    people = ", ".join(who) if isinstance(who, tuple) else who
    about = next((text for key in _ABOUT if (text := getattr(event, key, ""))), "")
    number = f"{event.kind} {event.of}".strip() if hasattr(event, "kind") else ""
    amount = "" if joins else _worth(event)
    hours = _quantity(event.hours, "hour") if type(event).__name__ == "Trained" else ""
    times = f"{event.times} times" if event.times != 1 else ""
    parts = (people, number, about, amount, hours, times, day_in_words(event.day, calendar))
    return f"{word_of(event.__class__)}: {', '.join(filter(None, parts))}"


def describes(words: str, event: Any, calendar: Calendar | None = None) -> bool:
    """Return whether the words, of this version or an earlier one, are those of the event."""
    now = event_in_words(event)
    return words in (now, event_in_words(event, calendar)) or _OLD_PLURAL.sub(
        r", 1 \1", words
    ) == _OLD_PLURAL.sub(r", 1 \1", now)


def _worth(event: Any) -> str:
    """The points, the level and the coins that an event names."""
    level = getattr(event, "level", None)
    worths = (
        _quantity(event.points, "point") if getattr(event, "points", None) else "",
        "" if level is None else f"level {level}",
        _quantity(event.coins, "coin") if getattr(event, "coins", None) else "",
    )
    return ", ".join(filter(None, worths))


def _quantity(thousandths: int, noun: str) -> str:
    return f"{thousandths / UNIT:g} {noun}{'' if thousandths == UNIT else 's'}"
