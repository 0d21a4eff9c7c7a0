"""What a game master would have written for an event: its word, and what stands under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..events import (
    Agreed,
    Answered,
    Awarded,
    Bought,
    Certified,
    Checked,
    Event,
    Joined,
    KeptUp,
    Left,
    Met,
    PaidIn,
    Refunded,
    Released,
    Returned,
    Rolled,
    Ruled,
    Saved,
    Specialised,
    Started,
    Stopped,
    Trained,
    Used,
)
from ..ledger.accounts import COINS, LEVEL, RANK, TALENT, UNIT, XP
from ..ledger.numbers import Whole
from .entries.optional import FIXED

Item = dict[str, Any]


class NoEntry(Exception):
    """No journal entry can express this event; the message says why."""


def number(amount: Any) -> int | float | str:
    """Thousandths as people write them: at most three digits, which YAML writes as they are.

    Text, and exact numbers of whole units, are what somebody wrote already.
    """
    if isinstance(amount, str | Decimal | Fraction):
        return str(amount)
    units = int(amount)
    return units // UNIT if units % UNIT == 0 else units / UNIT


def filled(**values: Any) -> Item:
    """The values that are not left out."""
    return {key: value for key, value in values.items() if value not in (None, "", 0, (), {}, [])}


def character_of(joined: Joined) -> Item:
    """What somebody brings along, as a character of the file says it."""
    return filled(
        profession=joined.profession,
        favoured=names(joined.favoured),
        stats=dict(joined.stats),
        share=number(joined.share) if joined.share != UNIT else None,
        level=joined.level,
        points=number(joined.points),
        earned=_earned(joined),
        coins=number(joined.coins),
        ranks=dict(joined.ranks),
        peaks=dict(joined.peaks),
        xp={skill: number(xp) for skill, xp in joined.xp.items()},
        last_used={skill: day - 1 for skill, day in joined.last_used.items()},
        talents=names(joined.talents),
    )


def _earned(joined: Joined) -> int | float | str | None:
    """What they earned before, unless it is just what they bring."""
    brought = joined.points
    is_same = isinstance(brought, int) and joined.earned == max(brought, 0)
    return None if is_same else number(joined.earned)


def _for(event: Met | Awarded) -> Item:
    """Whose it is: everyone present, where others of the party get a part of it; else those named."""
    return {"who": ["all", *event.who] if event.others else names(event.who)}


def names(who: str | tuple[str, ...]) -> list[str]:
    """Names as a list; text is one name, not its letters."""
    return [who] if isinstance(who, str) else [*who]


def item_of(event: Event) -> Item:
    """An event of a session as an entry. Raises NoEntry where there is none for it."""
    write = _ENTRIES.get(type(event))
    if write is None:
        raise NoEntry(f"no entry of a journal is a {type(event).__name__}")
    word, words = write(event)
    times = {"times": event.times} if event.times != 1 else {}
    day = {} if event.day is None else {"day": event.day}
    return {word: {**words, **times, **day, **_override(event)}}


def _override(event: Event) -> Item:
    over = event.override
    if over is None:
        return {}
    if over.forgive:
        raise NoEntry("an entry cannot say that an override grants what is missing: record allowed: instead")
    return {"override": {"by": over.by, "why": over.why, **filled(rules=names(over.rules))}}


def _met(event: Met) -> tuple[str, Item]:
    texts = {
        name: getattr(event, name) for name in ("what", "family", "situation", "tag", "rating", "unusual")
    }
    fields = filled(**texts, unknown=event.unknown, division=event.division, skills=dict(event.skills))
    numbers = {"challenge": event.challenge, "points": _given(event.points)}
    return "met", _for(event) | fields | {key: value for key, value in numbers.items() if value is not None}


def _given(amount: Whole | None) -> int | float | str | None:
    return None if amount is None else number(amount)


def _awarded(event: Awarded) -> tuple[str, Item]:
    is_said = event.in_points or event.points != 0
    worth: Item = {"points": number(event.points)} if is_said else {}
    numbers: Item = {"percent": event.percent, "level": event.level, "coins": _given(event.coins)}
    worth |= {key: value for key, value in numbers.items() if value is not None}
    about = filled(**{"for": event.why, "division": event.division, "skills": dict(event.skills)})
    return "awarded", {**_for(event), **worth, **about}


def _used(event: Used) -> tuple[str, Item]:
    names = ("outcome", "scene", "what", "family", "situation", "tag", "unusual", "roll")
    fields = filled(**{name: getattr(event, name) for name in names}, **{"with": event.within})
    fields |= {} if event.stakes else {"stakes": False}
    fields |= {} if event.xp is None else {"xp": number(event.xp)}
    return "used", {"who": event.who, "skill": event.skill, **fields}


def _taught(event: Trained | Started) -> Mapping[str, Any]:
    return {"trainer": {"name": event.trainer, "rank": event.trainer_rank}} if event.trainer else {}


def _trained(event: Trained) -> tuple[str, Item]:
    fields = filled(text=event.text, **{"with": event.within})
    xp = {} if event.xp is None else {"xp": number(event.xp)}
    return "trained", {
        "who": event.who,
        "skill": event.skill,
        "hours": number(event.hours),
        **_taught(event),
        **fields,
        **xp,
    }


def _started(event: Started) -> tuple[str, Item]:
    return "started", {"who": event.who, "skill": event.skill, **_taught(event)}


def _bought(event: Bought) -> tuple[str, Item]:
    return "bought", {"who": event.who, **filled(skill=event.skill, talent=event.talent)}


def _saved(event: Saved) -> tuple[str, Item]:
    fields = {"who": event.who, "for": event.target, "points": number(event.points)}
    return "saved", {**fields, **filled(why=event.why)}


def _rolled(event: Rolled) -> tuple[str, Item]:
    gain = FIXED if event.gain is None else event.gain
    fields = {"who": event.who, "skill": event.skill, "roll": event.roll, "gain": gain}
    return "rolled", {**fields, **filled(by_hand=event.by_hand)}


def _ruled(event: Ruled) -> tuple[str, Item]:
    words: dict[str, Callable[[], Item]] = {
        RANK: lambda: {"skill": event.of, "ranks": event.amount},
        XP: lambda: {"skill": event.of, "xp": number(event.amount)},
        COINS: lambda: {"coins": number(event.amount)},
        LEVEL: lambda: {"level": event.amount},
        TALENT: lambda: {"talent": event.of},
    }
    if event.kind not in words:
        raise NoEntry(f"ruled: no entry changes {event.kind} alone")
    return "ruled", {"who": event.who, **words[event.kind](), "why": event.why, "by": event.by}


def _checked(event: Checked) -> tuple[str, Item]:
    of = {RANK: "ranks", XP: "xp"}
    amount = number(event.amount) if event.kind not in (RANK, LEVEL, TALENT) else event.amount
    if event.kind == TALENT:
        return "checked", {"who": event.who, "talent": event.of}
    return "checked", {"who": event.who, **filled(skill=event.of), of.get(event.kind, event.kind): amount}


def _agreed(event: Agreed) -> tuple[str, Item]:
    word = "agreed" if event.holds else "withdrawn"
    return word, {"who": event.who, "to": event.to, "by": event.by, "why": event.why}


def _refunded(event: Refunded) -> tuple[str, Item]:
    named = [*({"skill": skill} for skill in event.skills), *({"talent": name} for name in event.talents)]
    if len(named) > 1:
        raise NoEntry("refunded: one entry takes only one skill or talent")
    if event.ranks is not None and not event.skills:
        raise NoEntry("refunded: an entry with ranks: takes one skill")
    fields = named[0] if named else {"everything": True}
    ranks = {} if event.ranks is None else {"ranks": event.ranks}
    return "refunded", {"who": event.who, **fields, **ranks, "why": event.why, "by": event.by}


def _joined(event: Joined) -> tuple[str, Item]:
    return "joined", {"who": event.who, "brings": {**filled(player=event.player), **character_of(event)}}


_ENTRIES: Mapping[type, Any] = {
    Agreed: _agreed,
    Answered: lambda e: ("answered", {"who": e.who, "skill": e.skill, "last_used": e.last_used - 1}),
    Awarded: _awarded,
    Bought: _bought,
    Certified: lambda e: ("certified", {"who": e.who, "as": e.certificate, **filled(why=e.why)}),
    Checked: _checked,
    Joined: _joined,
    KeptUp: lambda e: ("keeps_up", {"who": e.who, "skills": names(e.skills), "hours": number(e.hours)}),
    Left: lambda e: ("left", {"who": e.who, **filled(why=e.why)}),
    Met: _met,
    PaidIn: lambda e: ("paid_in", {"who": e.who, "for": e.talent, "points": number(e.points)}),
    Refunded: _refunded,
    Released: lambda e: ("released", {"who": e.who, "for": e.target}),
    Returned: lambda e: ("returned", {"who": e.who}),
    Rolled: _rolled,
    Ruled: _ruled,
    Saved: _saved,
    Specialised: lambda e: ("specialised", {"who": e.who, "skill": e.skill, "in": e.within}),
    Started: _started,
    Stopped: lambda e: ("stopped", {"who": e.who, **filled(skill=e.skill, why=e.why)}),
    Trained: _trained,
    Used: _used,
}
