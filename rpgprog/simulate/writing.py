"""One simulated campaign as a campaign file: what a game master would have written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from ..accounts import UNIT
from ..events import (
    Awarded,
    Bought,
    Event,
    Joined,
    Met,
    Rolled,
    Saved,
    SessionEnded,
    SessionStarted,
    Started,
    Trained,
    Used,
)
from ..ruleset import Ruleset, find_ruleset
from ..ruleset.texts import added_skills
from .builds import Builds
from .play import Play

Item = dict[str, Any]


def journal(play: Play, lane: int, builds: Builds, beside: str = "") -> str:
    """The file of one campaign that was watched: opened, it comes to the very same numbers.

    A pack stands in it by its name, a ruleset file of one's own by its path from the directory ``beside``.
    It says nothing of rules that were varied, nor of a past: whoever asks has neither.
    """
    events = play.written[lane]
    head: Item = {"campaign": f"{play.who}, campaign {lane + play.draws.block * 16_384 + 1}"}
    head |= {"ruleset": _named(builds.ruleset, beside), "skills": added_skills(builds.ruleset)}
    head |= {"characters": {e.who: _character(e) for e in events if isinstance(e, Joined)}}
    head |= {"journal": _items(e for e in events if not isinstance(e, Joined))}
    filled = {key: value for key, value in head.items() if value}
    return yaml.safe_dump(filled, sort_keys=False, allow_unicode=True, width=100)


def _named(ruleset: Ruleset, beside: str) -> str:
    """What a campaign file calls its ruleset."""
    pack = find_ruleset(ruleset.name)
    if pack is not None and os.path.samefile(pack, ruleset.file):
        return ruleset.name
    return os.path.relpath(ruleset.file, beside or os.curdir)


def _number(amount: int) -> int | float:
    """Thousandths as people write them: at most three digits, which YAML writes as they are."""
    return amount // UNIT if amount % UNIT == 0 else amount / UNIT


def _filled(**values: Any) -> Item:
    return {key: value for key, value in values.items() if value not in (None, "", 0, (), {}, [])}


def _character(joined: Joined) -> Item:
    return _filled(
        profession=joined.profession,
        favoured=list(joined.favoured),
        stats=dict(joined.stats),
        share=_number(joined.share) if joined.share != UNIT else None,
        level=joined.level,
        points=_number(joined.points),
        earned=_number(joined.earned) if joined.earned != max(joined.points, 0) else None,
        coins=_number(joined.coins),
        ranks=dict(joined.ranks),
        peaks=dict(joined.peaks),
        xp={skill: _number(xp) for skill, xp in joined.xp.items()},
        last_used={skill: day - 1 for skill, day in joined.last_used.items()},
        talents=list(joined.talents),
    )


def _items(events: Iterable[Event]) -> list[Item]:
    items: list[Item] = []
    session: Item | None = None
    for event in events:
        if isinstance(event, SessionStarted):
            session = _session(event)
            items.append(session)
        elif isinstance(event, SessionEnded):
            session = None
        elif session is not None:
            session.setdefault("events", []).append(_entry(event))
        else:
            items.append(_entry(event))
    return items


def _session(event: SessionStarted) -> Item:
    day: Any = event.date
    about = _filled(hours=_number(event.hours), date=date.fromordinal(day).isoformat() if day else None)
    return {"session": event.name, "day": event.day, "present": list(event.present), **about}


def _entry(event: Event) -> Item:
    word, words = _ENTRIES[type(event)](event)
    times = {"times": event.times} if event.times != 1 else {}
    day = {} if event.day is None else {"day": event.day}
    return {word: {**words, **times, **day}}


def _met(event: Any) -> tuple[str, Item]:
    texts = {
        name: getattr(event, name) for name in ("what", "family", "situation", "tag", "rating", "unusual")
    }
    said = _filled(**texts, unknown=event.unknown, skills=dict(event.skills))
    numbers = {"challenge": event.challenge, "points": _given(event.points)}
    return "met", said | {key: value for key, value in numbers.items() if value is not None}


def _given(amount: int | None) -> int | float | None:
    return None if amount is None else _number(amount)


def _awarded(event: Any) -> tuple[str, Item]:
    worth = {"points": _number(event.points)} if event.percent is None else {"percent": event.percent}
    return "awarded", {**worth, **_filled(**{"for": event.why, "skills": dict(event.skills)})}


def _used(event: Any) -> tuple[str, Item]:
    names = ("outcome", "scene", "what", "family", "situation", "tag", "unusual", "roll")
    more = _filled(**{name: getattr(event, name) for name in names}, **{"with": event.within})
    more |= {} if event.stakes else {"stakes": False}
    more |= {} if event.xp is None else {"xp": _number(event.xp)}
    return "used", {"who": event.who, "skill": event.skill, **more}


def _taught(event: Any) -> Mapping[str, Any]:
    return {"trainer": {"name": event.trainer, "rank": event.trainer_rank}} if event.trainer else {}


def _trained(event: Any) -> tuple[str, Item]:
    more = _filled(text=event.text, **{"with": event.within})
    xp = {} if event.xp is None else {"xp": _number(event.xp)}
    return "trained", {
        "who": event.who,
        "skill": event.skill,
        "hours": _number(event.hours),
        **_taught(event),
        **more,
        **xp,
    }


def _started(event: Any) -> tuple[str, Item]:
    return "started", {"who": event.who, "skill": event.skill, **_taught(event)}


def _bought(event: Any) -> tuple[str, Item]:
    return "bought", {"who": event.who, **_filled(skill=event.skill, talent=event.talent)}


def _saved(event: Any) -> tuple[str, Item]:
    return "saved", {"who": event.who, "for": event.target, "points": _number(event.points), "why": event.why}


def _rolled(event: Any) -> tuple[str, Item]:
    return "rolled", {"who": event.who, "skill": event.skill, "roll": event.roll, "gain": event.gain}


_ENTRIES: Mapping[type, Any] = {
    Met: _met,
    Awarded: _awarded,
    Used: _used,
    Trained: _trained,
    Started: _started,
    Bought: _bought,
    Saved: _saved,
    Rolled: _rolled,
}
