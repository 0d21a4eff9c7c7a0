"""Where a campaign stands between two recordings: its day, what is open, who has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import Factory, define

from ..events import (
    DowntimeStarted,
    Event,
    Joined,
    Left,
    Passed,
    Returned,
    SessionEnded,
    SessionStarted,
    Trained,
)
from ..journal.event_reader import Setting
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from ..problems import Place


@define(eq=False)
class Standing:
    """What a walk through the journal would know at its end. It is told of entries in the order recorded."""

    today: int = 0
    after: int = 0  # from that day on
    until: int = 0  # up to that one, it is known who was away
    absent: list[str] = Factory(list)
    gone: list[str] = Factory(list)
    joined: dict[str, int] = Factory(dict)  # who plays along, from which day on
    open: dict[str, Any] | None = None  # the session or down-time that is not over
    began: int = 0  # the number of its first row

    def note(self, recorded: Recorded) -> None:
        """One more entry was recorded."""
        event = recorded.event
        if event.day > self.today:
            self.today = event.day
        noted = _NOTED.get(event.__class__)
        if noted is not None:
            noted(self, recorded)

    def closing(self, place: Place, position: int) -> Recorded | None:
        """What will be recorded when the open session or down-time is over; it counts as if it were."""
        setting = self.setting()
        if setting is None:
            return None
        day: dict[str, Any] = {"day": setting.today, "absent": self.absent_on(setting.today)}
        if setting.downtime:
            return Recorded(event=Passed(**day), place=place, position=position, word=DOWNTIME_ENDED)
        ended = SessionEnded(present=setting.present, **day)
        where: dict[str, Any] = {"session": setting.session, "gm": setting.gm}
        return Recorded(event=ended, place=place, position=position, word=SESSION_ENDED, **where)

    def absent_on(self, day: int) -> tuple[str, ...]:
        """Who is away while time passes up to that day, as far as is known."""
        return tuple(self.absent if day <= self.until else self.gone)

    def away(self, event: Any) -> tuple[str, ...]:
        """The same, at the beginning of a session or down-time that says who is there."""
        if event.day <= self.until or not isinstance(event, SessionStarted | DowntimeStarted):
            return self.absent_on(event.day)
        if isinstance(event, DowntimeStarted):
            return event.away
        there = (who for who, day in self.joined.items() if day <= event.day)
        return tuple(who for who in there if who not in event.present)

    def setting(self) -> Setting | None:
        """What is open, as a walk knows it."""
        return None if self.open is None else Setting(**{**self.open, "present": tuple(self.open["present"])})

    # Each kind of event that matters here.

    def _join(self, recorded: Recorded) -> None:
        event: Any = recorded.event
        self.joined[event.who] = event.day

    def _session(self, recorded: Recorded) -> None:
        event: Any = recorded.event
        self._opened(recorded, event.day, event.present, session=recorded.session, gm=recorded.gm)
        self._away(event.day, event.absent)

    def _downtime(self, recorded: Recorded) -> None:
        event: Any = recorded.event
        present = [who for who, day in self.joined.items() if who not in self.gone and day <= event.until]
        self._opened(recorded, event.until, present, downtime=True)
        self.today = event.until
        self._away(event.until, event.away)

    def _away(self, day: int, absent: tuple[str, ...]) -> None:
        if day > self.until:
            self.after, self.until, self.absent = self.until, day, list(absent)

    def _opened(self, recorded: Recorded, today: int, present: Any, **more: Any) -> None:
        about = {"since": recorded.event.day, "today": today, "present": list(present), "trained": {}}
        self.open, self.began = {**about, **more}, recorded.position + 1

    def _over(self, recorded: Recorded) -> None:
        """A session ended; or time passed, which a session does not outlast."""
        if recorded.word in ("passed", DOWNTIME_ENDED, SESSION_ENDED):
            self.open = None

    def _left(self, recorded: Recorded) -> None:
        event: Any = recorded.event
        if event.who not in self.gone:
            self.gone.append(event.who)

    def _returned(self, recorded: Recorded) -> None:
        event: Any = recorded.event
        if event.who in self.gone:
            self.gone.remove(event.who)

    def train(self, recorded: Recorded) -> None:
        """Hours in an open down-time are counted."""
        event: Any = recorded.event
        if self.open and self.open.get("downtime"):
            trained = self.open["trained"]
            trained[event.who] = trained.get(event.who, 0) + event.hours * event.times


Noted = Callable[[Standing, Recorded], None]
_NOTED: dict[type[Event], Noted] = {
    Joined: Standing._join,
    SessionStarted: Standing._session,
    SessionEnded: Standing._over,
    DowntimeStarted: Standing._downtime,
    Passed: Standing._over,
    Left: Standing._left,
    Returned: Standing._returned,
    Trained: Standing.train,
}
