"""Drafts: events as the entries they would become at the end of a campaign."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import Factory, define, evolve

from ..events import DowntimeStarted, Event, Joined, Passed, SessionStarted
from ..events.describe import word_of
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..journal.timeline import Setting, Timeline
from ..problems import Place
from .state import State

BEGINNING = (SessionStarted, DowntimeStarted, Passed)  # whatever is open is over then


@define(eq=False)
class Draft:
    """Entries about to be recorded, and the timeline that includes them."""

    recorded: list[Recorded]
    timeline: Timeline
    texts: dict[int, tuple[int, str]] = Factory(dict)  # by the first row: the last, and what was typed
    joined: dict[str, Character] = Factory(dict)
    about: str = ""  # what a file says of its campaign, where that is new
    key: tuple[str, str] | None = None  # under which it is recorded, and a digest of what was to be recorded


def drafted(events: Iterable[Event], state: State, file: str) -> Draft:
    """Turn events into entries."""
    draft = Draft([], state.timeline.copy())
    for event in events:
        for recorded in as_entries(event, draft.timeline, state.seq + len(draft.recorded), file):
            draft.recorded.append(recorded)
            draft.timeline.add(recorded)
        if isinstance(event, Joined):
            draft.joined[event.who] = Character()
    return draft


def as_entries(event: Event, timeline: Timeline, position: int, file: str) -> list[Recorded]:
    """Turn an event into an entry, preceded by the end of the session or down-time that it closes."""
    begins = isinstance(event, BEGINNING)
    closing = timeline.closing(Place(file, position + 1, 1), position) if begins else None
    before = [] if closing is None else [closing]
    position += len(before)
    kind: type = event.__class__
    setting = Setting(0, 0) if begins or timeline.open is None else timeline.open
    recorded = Recorded(
        event=_dated(event, timeline),
        place=Place(file, position + 1, 1),
        position=position,
        word=word_of(kind),
        session=event.name if isinstance(event, SessionStarted) else setting.session,
        gm=setting.gm,
        absent_stated=bool(event.absent),
    )
    return [*before, recorded]


def _dated(event: Event, timeline: Timeline) -> Event:
    """Return the event with its day: today if unset, or the day after passing time."""
    day = timeline.today if event.day is None else event.day
    if isinstance(event, Passed) and event.days:
        return evolve(event, day=day + event.days, days=0)
    if isinstance(event, DowntimeStarted):
        away = (*event.away, *timeline.members.left_by(day))
        return evolve(event, day=day, away=tuple(dict.fromkeys(away)))
    return evolve(event, day=day) if event.day is None else event
