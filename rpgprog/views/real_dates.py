"""Real dates of game nights: when the session was played in which something was recorded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from attrs import frozen

from ..engine.replay import Folded
from ..events import SessionStarted


def real_date(day: Any) -> str:
    """A real date as it is written: 2026-05-21; "" where there is none."""
    return date.fromordinal(int(day)).isoformat() if day else ""


@frozen
class RealDates:
    """The positions at which sessions begin, in order, and the real date of each."""

    begins: tuple[int, ...]
    dates: tuple[str, ...]

    @classmethod
    def of(cls, folded: Sequence[Folded]) -> RealDates:
        """The dates that a campaign's sessions have."""
        sessions = [step.recorded for step in folded if isinstance(step.recorded.event, SessionStarted)]
        sessions.sort(key=lambda recorded: recorded.position)
        dates = (real_date(getattr(recorded.event, "date", 0)) for recorded in sessions)
        return cls(tuple(recorded.position for recorded in sessions), tuple(dates))

    def at(self, recorded: Any) -> str:
        """When the session of an entry was played; "" where that is not known, or it belongs to none."""
        number = bisect_right(self.begins, recorded.position)
        return self.dates[number - 1] if number and recorded.session else ""


def session_in_words(name: str, played: str) -> str:
    """A session with the date of its game night: The goblin pass (2026-05-21)."""
    return f"{name} ({played})" if played else name
