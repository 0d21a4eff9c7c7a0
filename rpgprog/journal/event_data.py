"""Event objects as what a game master would have written, so that they are read and checked like that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard, get_origin

import attrs

from ..events import (
    Adopted,
    DowntimeStarted,
    Event,
    Noted,
    Override,
    Passed,
    Ruled,
    SessionEnded,
    SessionStarted,
    Thousandths,
)
from ..events.describe import word_of
from ..ledger.accounts import COINS, IN_UNITS, POINTS
from ..problems import Mistakes, Place, Problem
from .event_to_yaml import Item, NoEntry, filled, item_of
from .to_yaml import session_of

Today = Callable[[], int]

_AMOUNTS = {"points", "xp", "hours", "coins", "share", "earned"}
AMOUNT = 'text such as "2 dp" or "1/2", a Decimal, or thousandths(...)'
_SHOWN = (int, float, str, tuple, list, dict)
_NEITHER = {
    Event: "record one of its kinds, such as Used",
    Adopted: "rules are adopted by an entry: adopted: {ruleset: ..., by: ..., why: ...}",
    SessionEnded: "a session ends when the next entry begins",
}


def data_of(given: Event | Noted, today: Today, name: str) -> Item:
    """An event as an entry's words and values; ``today`` is asked only for what depends on it.

    Raises Mistakes, under that ``name``, with everything in it that no entry can say.
    """
    noted = given if isinstance(given, Noted) else Noted(given)
    problems = [*_wrong_fields(noted.event, name), *_wrong_notes(noted, name)]
    if problems:
        raise Mistakes(problems)
    beside = filled(id=noted.id, ref=noted.ref, note=noted.note, late=noted.late)
    try:
        return _with(_item(noted.event, today), beside)
    except NoEntry as error:
        raise Mistakes([Problem(Place(name, 1, 1), str(error))]) from None


def _with(item: Item, beside: Item) -> Item:
    """An entry with more words: beside those of a session, but under the word of an event."""
    if not beside:
        return item
    word, words = next(iter(item.items()))
    return {word: {**words, **beside}} if isinstance(words, Mapping) else {**item, **beside}


def _item(event: Event, today: Today) -> Item:
    if not isinstance(event, SessionStarted | DowntimeStarted | Passed):
        item = _points(event) if isinstance(event, Ruled) and event.kind == POINTS else item_of(event)
        if event.absent:
            next(iter(item.values()))["absent"] = [*event.absent]
        return item
    if event.absent:
        kind: type = event.__class__
        raise NoEntry(f"{word_of(kind)}: absent: is for other entries; say who is present or away")
    if event.times != 1 or event.override is not None:
        raise NoEntry("times: and override: are for other entries")
    if isinstance(event, SessionStarted):
        return _session(event, today)
    if isinstance(event, DowntimeStarted):
        days = event.until - (today() if event.day is None else event.day)
        return {"downtime": days, **filled(absent=[*event.away])}
    return {"passed": event.days + (0 if event.day is None else event.day - today())}


def _points(event: Ruled) -> Item:
    """Points by a ruling: both those in hand and those ever earned, as an entry changes them."""
    ((word, words),) = item_of(attrs.evolve(event, kind=COINS)).items()
    return {word: {POINTS if key == COINS else key: value for key, value in words.items()}}


def _session(event: SessionStarted, today: Today) -> Item:
    item = session_of(attrs.evolve(event, day=today()) if event.day is None else event)
    return item if event.present else {key: value for key, value in item.items() if key != "present"}


# Types, exactly: what merely looks right today would spoil the ledger for ever.


def _wrong_notes(noted: Noted, name: str) -> list[Problem]:
    words = {"id": noted.id, "ref": noted.ref, "note": noted.note, "late": noted.late}
    return [
        _problem(name, word, "text", value) for word, value in words.items() if not isinstance(value, str)
    ]


def _wrong_fields(event: Any, name: str) -> list[Problem]:
    """What is not of its field's type."""
    if type(event) in _NEITHER or not isinstance(event, Event):
        reason = _NEITHER.get(type(event), "record text, a mapping, or one of rpgprog.events")
        return [Problem(Place(name, 1, 1), f"{type(event).__name__} is not an entry: {reason}")]
    attrs.resolve_types(type(event))
    problems = []
    for field in attrs.fields(type(event)):
        value = getattr(event, field.name)
        if field.init and not _is_default(field, value) and (needs := _needs(event, field, value)):
            problems.append(_problem(name, field.name, needs, value))
    return problems


def _is_default(field: Any, value: object) -> bool:
    return type(value) is type(field.default) and value == field.default


def _problem(name: str, field: str, needs: str, value: object) -> Problem:
    shown = repr(value)[:80] if isinstance(value, _SHOWN) else type(value).__name__
    message = f"{field}: takes {needs}, not {shown}"
    if needs == AMOUNT and type(value) is int:
        message = f'{field}: {shown} may be whole or thousandths: write "{shown}" or thousandths({shown})'
    return Problem(Place(name, 1, 1, f"/{field}"), message)


def _needs(event: Event, field: Any, value: object) -> str:
    """What a field takes, in words, if the value is not that; else nothing."""
    kind = get_origin(field.type) or field.type
    if field.name == "others":
        return 'nothing: who=("all",) means those present, and the rest of the party is worked out'
    if field.name == "date":
        return "" if _is_whole(value) and 0 <= value <= date.max.toordinal() else "a date.toordinal()"
    if field.name == "override":
        return "" if type(value) is Override and _is_override(value) else "an Override"
    if kind is bool:
        return "" if isinstance(value, bool) else "True or False"
    if kind is str:
        return "" if isinstance(value, str) else "text"
    if kind is tuple:
        return "" if _are_texts(value) else "names"
    if kind is Mapping:
        return "" if _is_map(field.name, value) else "a mapping of names to whole numbers, or to amounts"
    if _is_amount(event, field.name):
        return "" if _is_said(value) else AMOUNT
    return "" if _is_whole(value) else "a whole number"


def _is_amount(event: Event, name: str) -> bool:
    if name == "amount":
        return getattr(event, "kind", "") in IN_UNITS
    return name in _AMOUNTS


def _is_said(value: object) -> bool:
    said = isinstance(value, str | Decimal | Fraction | Thousandths)
    return said or (_is_whole(value) and value == 0)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, tuple | list) and all(isinstance(name, str) for name in value)
    )


def _is_map(name: str, value: object) -> bool:
    right = _is_said if name in _AMOUNTS else (lambda v: isinstance(v, str) or _is_whole(v))
    return isinstance(value, Mapping) and all(isinstance(k, str) and right(v) for k, v in value.items())


def _is_override(override: Override) -> bool:
    texts = (override.by, override.why)
    return all(isinstance(text, str) for text in texts) and _are_texts(override.rules)
