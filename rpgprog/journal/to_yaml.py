"""Recorded events as entries of a journal, in the text of a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import evolve

from ..events import DowntimeStarted, Joined, Passed, SessionStarted
from ..ledger.calendar import Calendar
from .event_to_yaml import Item, NoEntry, filled, item_of, names, number
from .quoting import on_one_line
from .recorded import Recorded


def session_of(event: SessionStarted) -> Item:
    """The head of a session."""
    day: Any = event.date
    about = filled(hours=number(event.hours), date=date.fromordinal(day).isoformat() if day else None)
    return {"session": event.name, "day": event.day, "present": names(event.present), **about}


def entry_of(recorded: Recorded, today: int, calendar: Calendar | None = None) -> str:
    """A recorded event as the text of an entry, when the journal has come to day ``today``.

    With a ``calendar`` its days are written as dates.
    """
    event = recorded.event
    beside = filled(id=recorded.id, note=recorded.note, ref=recorded.ref)
    if recorded.absent_stated and isinstance(event, SessionStarted | DowntimeStarted | Passed):
        raise NoEntry(f"{recorded.word}: such an entry cannot say who was away before it")
    if isinstance(event, SessionStarted):
        return on_one_line(
            _dated({**session_of(event), **filled(gm=recorded.gm, late=recorded.late), **beside}, calendar)
        )
    if isinstance(event, DowntimeStarted):
        fields = {"downtime": event.until - today, **filled(absent=list(event.away))}
        return on_one_line({**fields, **beside})
    if isinstance(event, Passed) and recorded.word == "passed":
        return on_one_line({"passed": event.day + event.days - today})
    if recorded.reverts or recorded.allows or recorded.adopts is not None:
        raise NoEntry(f"{recorded.word}: one entry of a file cannot be about several others")
    if isinstance(event, Joined):  # the name stands beside the ledger
        event = evolve(event, player="")
    ((word, words),) = item_of(event).items()
    beside |= filled(late=recorded.late)
    beside |= {"absent": list(event.absent)} if recorded.absent_stated else {}
    return f"{word}: {on_one_line(_dated({**words, **beside}, calendar))}"


def _dated(item: Item, calendar: Calendar | None) -> Item:
    """An entry with its days as dates."""
    if calendar is None:
        return item
    dated: Item = {key: _date(item[key], calendar) for key in ("day", "last_used") if key in item}
    brings = {"brings": _dated(item["brings"], calendar)} if "brings" in item else {}
    return {**item, **dated, **brings}


def _date(days: Any, calendar: Calendar) -> Any:
    """A day as a date, or each in a map by skill."""
    if isinstance(days, dict):
        return {key: calendar.text(day) for key, day in days.items()}
    return calendar.text(days)
