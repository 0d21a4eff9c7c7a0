"""One simulated campaign as a campaign file: what a game master would have written."""

from __future__ import annotations

import os
from collections.abc import Iterable

import yaml

from ...events import Event, Joined, SessionEnded, SessionStarted
from ...journal.event_to_yaml import Item, character_of, item_of
from ...journal.to_yaml import session_of
from ...ruleset import Ruleset, find_ruleset
from ...ruleset.portable import added_skills
from ..builds.file import Builds
from .play import Play


def journal(play: Play, lane: int, builds: Builds, beside: str = "") -> str:
    """The file of one simulated campaign: opened, it gives exactly the same numbers.

    A pack stands in it by its name, another ruleset file by its path from the directory ``beside``.
    It says nothing of rules that were varied, nor of a past: whoever asks has neither.
    """
    events = play.written[lane]
    head: Item = {"campaign": f"{play.who}, campaign {play.draws.number(lane)}"}
    head |= {"ruleset": _named(builds.ruleset, beside), "skills": added_skills(builds.ruleset)}
    head |= {"characters": {e.who: character_of(e) for e in events if isinstance(e, Joined)}}
    head |= {"journal": _items(e for e in events if not isinstance(e, Joined))}
    filled = {key: value for key, value in head.items() if value}
    return yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=100)


def _named(ruleset: Ruleset, beside: str) -> str:
    """What a campaign file calls its ruleset."""
    pack = find_ruleset(ruleset.name)
    if pack is not None and os.path.samefile(pack, ruleset.file):
        return ruleset.name
    return os.path.relpath(ruleset.file, beside or os.curdir)


def _items(events: Iterable[Event]) -> list[Item]:
    items: list[Item] = []
    session: Item | None = None
    present: tuple[str, ...] = ()
    for event in events:
        if isinstance(event, SessionStarted):
            session, present = session_of(event), event.present
            items.append(session)
        elif isinstance(event, SessionEnded):
            session = None
        elif session is not None:
            session.setdefault("events", []).append(_for_all(item_of(event), present))
        else:
            items.append(item_of(event))
    return items


def _for_all(item: Item, present: tuple[str, ...]) -> Item:
    """An entry for everyone present names nobody."""
    ((word, words),) = item.items()
    return {word: {key: value for key, value in words.items() if value != [*present] or key != "who"}}
