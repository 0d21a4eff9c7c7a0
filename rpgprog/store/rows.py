"""Convert entries to rows and back: the event as JSON, everything recorded beside it as columns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, cast, get_origin

import attrs
import msgspec

from .. import events
from ..events import Event, Override
from ..journal.recorded import Recorded
from ..problems import Mistakes, Place, Problem
from ..ruleset import Ruleset
from .tables import COLUMNS

Row = tuple[Any, ...]  # in the order of the columns
KINDS: dict[str, type[Event]] = {
    name: cls
    for name in events.__all__
    if isinstance(cls := getattr(events, name), type) and issubclass(cls, Event) and cls is not Event
}
CAMPAIGN, SEQ, KIND, DAY, EVENT, WORD, SESSION, GM, ENTRY, REF, NOTE, LATE = range(12)
DECIDER, WHY, CORRECTS, RULES, RECORDER, AT, BESIDE, HASH = range(12, 20)
assert COLUMNS[HASH] == "hash" and COLUMNS[CORRECTS] == "corrects"

_json = msgspec.json.Encoder()
_sorted = msgspec.json.Encoder(order="deterministic")
_plain = msgspec.json.Decoder()
Name = Callable[[str], str]
Absent = Callable[[int], tuple[str, ...]]


@cache
def _fields(cls: Any) -> tuple[tuple[str, ...], tuple[Any, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of an event's fields, their defaults, and a getter for all values."""
    fields = [field for field in attrs.fields(cls) if field.init]
    names = tuple(field.name for field in fields)
    defaults = ({} if isinstance(field.default, attrs.Factory) else field.default for field in fields)  # type: ignore[arg-type]
    return names, tuple(defaults), attrgetter(*names)


@cache
def _tuple_fields(cls: Any) -> tuple[str, ...]:
    attrs.resolve_types(cls)
    return tuple(field.name for field in attrs.fields(cls) if field.init and get_origin(field.type) is tuple)


def encoded(event: Event, token: Name) -> str:
    """Encode an event as JSON without defaults; ``token`` replaces names of real people."""
    return _json.encode(_said_fields(event, token)).decode()


def encoded_entry(recorded: Recorded, token: Name, in_order: bool = True) -> str:
    """Encode an entry's event as JSON; absences only if the entry states them.

    Keys stand in the order of the fields, or sorted (``in_order=False``) for comparing.
    """
    words = _said_fields(recorded.event, token)
    words.pop("absent", None)
    if recorded.absent_stated:
        words["absent"] = recorded.event.absent
    return (_json if in_order else _sorted).encode(words).decode()


def _said_fields(event: Event, token: Name) -> dict[str, Any]:
    names, defaults, values = _fields(cast(Any, event.__class__))
    words = {
        name: value
        for name, value, default in zip(names, values(event), defaults, strict=True)
        if value is not default and value != default
    }
    if "by" in words:
        words["by"] = token(words["by"])
    if "override" in words:
        words["override"] = _override(words["override"], token)
    return words


def _override(override: Override, token: Name) -> dict[str, Any]:
    return {**attrs.asdict(override), "by": token(override.by)}


def _as_override(fields: Mapping[str, Any], name: Name) -> Override:
    return Override(**{**fields, "by": name(fields["by"]), "rules": tuple(fields["rules"])})


def decoded(kind: str, text: str, name: Name) -> Event:
    """Decode an event; ``name`` gives the name behind a token."""
    return KINDS[kind](**_arguments(kind, text, name))


def _arguments(kind: str, text: str, name: Name) -> dict[str, Any]:
    """Decode JSON into the arguments of the event's class."""
    words: dict[str, Any] = _plain.decode(text)
    for key in _tuple_fields(cast(Any, KINDS[kind])):
        if key in words:
            words[key] = tuple(words[key])
    if "by" in words:
        words["by"] = name(words["by"])
    if "override" in words:
        words["override"] = _as_override(words["override"], name)
    return words


def row_of(recorded: Recorded, campaign: int, token: Name, rules: str, recorder: str, at: str) -> Row:
    """Turn an entry into a row, without its hash."""
    event = recorded.event
    return (
        campaign,
        recorded.position + 1,
        type(event).__name__,
        event.day,
        encoded_entry(recorded, token),
        recorded.word,
        recorded.session,
        token(recorded.gm) if recorded.gm else "",
        recorded.id,
        recorded.ref,
        recorded.note,
        recorded.late,
        token(recorded.by) if recorded.by else "",
        recorded.why,
        _corrects_json(recorded, token) if recorded.reverts or recorded.allows else "",
        rules,
        recorder,
        at,
        "",
        b"",
    )


def _corrects_json(recorded: Recorded, token: Name) -> str:
    fields: dict[str, Any] = {
        "reverts": [position + 1 for position in recorded.reverts],
        "allows": [position + 1 for position in recorded.allows],
    }
    if recorded.answer is not None:
        fields["answer"] = _override(recorded.answer, token)
    return _json.encode(fields).decode()


def recorded_of(
    row: Row, file: str, name: Name, rules: Callable[[str], Ruleset], absent_on: Absent
) -> Recorded:
    """Turn a row into an entry. Raises Mistakes when it cannot be read.

    ``absent_on`` says who was away while time passed up to a day, unless the row does.
    """
    try:
        words = _arguments(row[KIND], row[EVENT], name)
        stated = "absent" in words
        if not stated:
            words["absent"] = absent_on(row[DAY])
        event = KINDS[row[KIND]](**words)
    except (KeyError, TypeError, ValueError, AttributeError):
        message = "this row cannot be read: rpgprog verify tells what was done to it"
        raise Mistakes([Problem(Place(file, row[SEQ], 1), message)]) from None
    recorded = Recorded(
        event=event,
        place=Place(file, row[SEQ], 1),
        position=row[SEQ] - 1,
        id=row[ENTRY],
        word=row[WORD],
        session=row[SESSION],
        gm=name(row[GM]) if row[GM] else "",
        note=row[NOTE],
        ref=row[REF],
        late=row[LATE],
        by=name(row[DECIDER]) if row[DECIDER] else "",
        why=row[WHY],
        absent_stated=stated,
    )
    if not row[CORRECTS] and row[KIND] != "Adopted":
        return recorded
    return attrs.evolve(recorded, **_decision_fields(row, event, name, rules))


def _decision_fields(row: Row, event: Any, name: Name, rules: Callable[[str], Ruleset]) -> dict[str, Any]:
    """Fields of an entry that decides about other entries or about rules."""
    fields: dict[str, Any] = {}
    if row[CORRECTS]:
        corrects = _plain.decode(row[CORRECTS])
        fields["reverts"] = tuple(seq - 1 for seq in corrects["reverts"])
        fields["allows"] = tuple(seq - 1 for seq in corrects["allows"])
        fields["answer"] = _as_override(corrects["answer"], name) if "answer" in corrects else None
    if row[KIND] == "Adopted":
        fields["adopts"] = rules(event.rules)
    return fields


def targets(row: Row) -> Iterable[int]:
    """The numbers of the rows that this one reverts or allows."""
    corrects = _plain.decode(row[CORRECTS]) if row[CORRECTS] else {}
    return [*corrects.get("reverts", ()), *corrects.get("allows", ())]


# The chain: each row's hash is made of the row and of the hash before it.


def genesis(uid: str) -> bytes:
    """The hash "before" the first row."""
    return hashlib.sha256(f"rpgprog ledger 1 {uid}".encode()).digest()


def hashed(row: Row, before: bytes) -> bytes:
    """The hash of a row that follows one with the hash ``before``."""
    said = row[SEQ:HASH] if row[BESIDE] else row[SEQ:BESIDE]
    return hashlib.sha256(before + _json.encode(said)).digest()


def chained(rows: Iterable[Row], before: bytes) -> list[Row]:
    """Fill in the hashes of rows."""
    chain = []
    for row in rows:
        before = hashed(row, before)
        chain.append((*row[:HASH], before))
    return chain
