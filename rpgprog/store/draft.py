"""What is about to be recorded: events as entries at the end of a campaign."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache
from itertools import repeat
from operator import attrgetter, call
from typing import Any

import attrs
from attrs import Factory, define, evolve

from ..events import DowntimeStarted, Event, Joined, Passed, SessionEnded, SessionStarted
from ..events.describe import word_of
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..problems import Place
from .state import State
from .timeline import Standing


@define(eq=False)
class Draft:
    """What is about to be recorded."""

    recorded: list[Recorded]
    texts: dict[int, tuple[int, str]] = Factory(dict)  # by the first row: the last, and what was typed
    joined: dict[str, Character] = Factory(dict)


def drafted(events: Iterable[Event], state: State, file: str) -> Draft:
    """The entries that these events make."""
    standing = state.standing
    events = tuple(events)
    if any(event.__class__ in _TURNS for event in events):
        standing = copy.deepcopy(standing)
    draft = Draft([], joined={event.who: Character() for event in events if isinstance(event, Joined)})
    for event in events:
        draft.recorded += given(event, standing, state.seq + len(draft.recorded), file)
    return draft


def _with(event: Any, write: Callable[[Any, Any], None], value: Any) -> Any:
    """The event with another day, or with others away."""
    made = object.__new__(event.__class__)
    values, slots = _slots(event.__class__)
    deque(map(call, slots, repeat(made), values(event)), 0)  # as evolve does, in a third of the time
    write(made, value)
    return made


@cache
def _slots(cls: type) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[Callable[[Any, Any], None], ...]]:
    """How all that an event says is read, and how each of it is written."""
    names = [field.name for field in attrs.fields(cls)]
    return attrgetter(*names), tuple(getattr(cls, name).__set__ for name in names)


_DAY: Callable[[Any, Any], None] = vars(Event)["day"].__set__
_ABSENT: Callable[[Any, Any], None] = vars(Event)["absent"].__set__
_TURNS = (SessionStarted, SessionEnded, DowntimeStarted, Passed)  # what begins or ends something


def given(event: Any, standing: Standing, position: int, file: str) -> list[Recorded]:
    """An event as an entry, after what it brings to its end.

    Without a day it is today's; whoever is away by all that is known is away for it.
    """
    before: list[Recorded] = []
    turns = event.__class__ in _TURNS
    begins = turns and not isinstance(event, SessionEnded)
    if begins and standing.open is not None:
        closing = standing.closing(Place(file, position + 1, 1), position)
        before = [closing] if closing is not None else []
    if event.day is None:
        event = _with(event, _DAY, standing.today)
    if isinstance(event, Passed) and event.days:  # the day that is then
        event = evolve(event, day=event.day + event.days, days=0)
    if isinstance(event, DowntimeStarted) and standing.gone:
        event = evolve(event, away=tuple(dict.fromkeys((*event.away, *standing.gone))))
    if not event.absent and event.day > standing.after and (absent := standing.away(event)):
        event = _with(event, _ABSENT, absent)
    place = Place(file, position + len(before) + 1, 1)
    setting = {} if begins or standing.open is None else standing.open
    where = {"session": setting.get("session", ""), "gm": setting.get("gm", "")}
    if isinstance(event, SessionStarted):
        where = {"session": event.name}
    word = word_of(event.__class__)
    made = [
        *before,
        Recorded(event=event, place=place, position=position + len(before), word=word, **where),
    ]
    if turns:
        for one in made:
            standing.note(one)
    return made
