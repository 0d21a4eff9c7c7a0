"""Drafts: events as the entries they would become at the end of a campaign."""

from __future__ import annotations

from attrs import Factory, define

from ..events import DowntimeStarted, Passed, SessionStarted
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline

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
