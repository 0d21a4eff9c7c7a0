"""Recording: read, checked against everybody's entries so far, folded, chained, written at once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import cattrs
from sqlalchemy import Connection, insert

from ..campaign.rolls import false_roll
from ..engine.replay import Folded, fold
from ..events import Event, Rolled
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..ledger.accounts import ROLLED
from ..problems import Mistakes, Place, Problem
from ..ruleset import Ruleset
from ..views.wording import refusal
from .campaign import Appended, Conflict, Head, KeyTaken, Stored, in_short, plain
from .clock import now
from .connect import write_sqlite
from .draft import Draft, drafted
from .entry_parser import typed
from .fold import build
from .queries import ask
from .rows import HASH, chained, encoded, row_of
from .state import NOTHING, State
from .tables import COLUMNS, characters, entries, keys

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def append(
    stored: Stored, events: Sequence[str | Event], by: str, key: str, expected: int | None
) -> Appended:
    """Record events: all of them or none."""
    people, mark = stored.reading.people, None
    try:
        with stored.store.writing() as connection:
            lock(stored, connection)
            state = stored.refresh(connection)
            if key and (before := _recorded_before(stored, connection, key, events)) is not None:
                return before
            _expect(stored, connection, state, expected)
            mark, number = len(state.book.receipts), state.seq
            draft = entries_of(stored, connection, state, events)
            after, folded = _folded(stored, connection, state, draft.recorded)
            digest = write(stored, connection, draft, state.hash, by, state.ruleset)
            if key:
                _keep_key(stored, connection, key, events, number, draft)
    except BaseException:
        people.forget_new()
        if mark is not None and stored.state is not None:  # what was folded is not recorded
            stored.state.book.take_back(mark)
        raise
    people.saved()
    _move_on(stored, after, draft, digest)
    return Appended(number + 1, number + len(draft.recorded), _head(stored), folded)


def preview(stored: Stored, events: Sequence[str | Event]) -> Appended:
    """What these events would do; nothing stays."""
    with stored.store.reading() as connection:
        state = stored.refresh(connection)
        mark, number, known = len(state.book.receipts), state.seq, dict(state.refused)
        try:
            draft = entries_of(stored, connection, state, events)
            _, folded = _folded(stored, connection, state, draft.recorded)
        finally:
            state.refused = known
            state.book.take_back(mark)
            stored.reading.people.forget_new()
    return Appended(number + 1, number + len(draft.recorded), _head(stored), folded)


def _head(stored: Stored) -> Head:
    assert stored.state is not None
    return Head(stored.state.seq, stored.state.hash.hex())


def lock(stored: Stored, connection: Connection) -> None:
    """Let nobody else write into this campaign until the end of the transaction."""
    if connection.dialect.name != "sqlite":
        ask(connection, "SELECT id FROM campaigns WHERE id = ? FOR UPDATE", (stored.reading.campaign,))


def _expect(stored: Stored, connection: Connection, state: State, expected: int | None) -> None:
    if expected is None or expected == state.seq:
        return
    if expected > state.seq:
        raise Conflict(f"you know of #{expected}, but the last entry is #{state.seq}", ())
    rows = stored.reading.rows(connection, expected)
    between = [stored.reading.entry(row, connection) for row in rows]
    came = f"since #{expected} there came {in_short(between)}"
    raise Conflict(f"somebody else recorded meanwhile, nothing was written: {came}", between)


def entries_of(stored: Stored, connection: Connection, state: State, events: Sequence[str | Event]) -> Draft:
    """The entries that these events make. Raises Mistakes when one cannot be read."""
    given = [event for event in events if not isinstance(event, str)]
    if len(given) < len(events):
        return typed(stored, connection, state, events)
    return drafted(given, state, stored.reading.file)


# What becomes of it.


def _folded(
    stored: Stored, connection: Connection, state: State, recorded: Sequence[Recorded]
) -> tuple[State, list[Folded]]:
    """Fold entries. Raises Mistakes when a rule refuses one, or one that counted until now."""
    if wrong := _false_dice(stored, connection, state, recorded):
        raise Mistakes(wrong)
    if not plain(recorded, state):
        after, folded = build(stored.reading, connection, more=recorded)
        _refuse(stored, state, after)
        return after, folded
    book, names = state.book, state.ruleset.names
    folded = []
    for one in recorded:
        done = fold(book, one, NOTHING)
        if done.refused is not None:
            wrong.append(Problem(one.place, f"{one.word}: refused by {refusal(done.refused, names)}"))
        folded.append(done)
    if wrong:
        raise Mistakes(wrong)
    return state, folded


def _false_dice(
    stored: Stored, connection: Connection, state: State, recorded: Sequence[Recorded]
) -> list[Problem]:
    """Rolls that the campaign's seed does not give, each the next one for its skill."""
    rolls = [(one.place, one.event) for one in recorded if isinstance(one.event, Rolled)]
    seed = stored.about(connection).seed if rolls else None
    thrown: Counter[tuple[str, str]] = Counter()
    wrong = []
    for place, event in rolls if seed is not None else ():
        occasion = state.book[event.who, ROLLED, event.skill].balance + thrown[event.who, event.skill]
        thrown[event.who, event.skill] += event.times
        if told := false_roll(seed or 0, state.book, event, occasion):
            wrong.append(Problem(place, told))
    return wrong


def _refuse(stored: Stored, before: State, after: State) -> None:
    new = {number: why for number, why in after.refused.items() if number not in before.refused}
    if new:
        file = stored.reading.file
        raise Mistakes([Problem(Place(file, number, 1), why) for number, why in sorted(new.items())])


def _move_on(stored: Stored, after: State, draft: Draft, digest: bytes) -> None:
    for one in draft.recorded:
        after.standing.note(one)
    after.book.receipts.clear()
    after.seq = draft.recorded[-1].position + 1 if draft.recorded else after.seq
    after.hash, stored.state = digest, after


# How it is written.


def write(
    stored: Stored, connection: Connection, draft: Draft, before: bytes, by: str, rules: Ruleset
) -> bytes:
    """Write the rows and what belongs to them, under these rules; the hash of the last."""
    if not draft.recorded:
        return before
    reading, at, rows = stored.reading, now(), []
    recorder, digest = reading.people.token(by), reading.rulesets.recorded_as(rules)
    for one in draft.recorded:
        if one.adopts is not None:
            reading.rulesets.save(connection, one.adopts)
            digest = one.adopts.digest
        rows.append(row_of(one, reading.campaign, reading.people.token, digest, recorder, at))
    rows = chained(rows, before)
    reading.people.save(connection)
    insert_rows(connection, rows)
    if draft.texts:
        written = [
            {"campaign": reading.campaign, "seq": first, "last": last, "text": typed}
            for first, (last, typed) in draft.texts.items()
        ]
        connection.execute(insert(entries), written)
    save_characters(connection, reading.campaign, draft.joined)
    return bytes(rows[-1][HASH])


def insert_rows(connection: Connection, rows: Sequence[Any]) -> None:
    """Insert rows of the ledger."""
    if connection.dialect.paramstyle == "qmark":
        write_sqlite(connection, _INSERT, rows)
    else:
        connection.exec_driver_sql(_INSERT.replace("?", "%s"), rows if len(rows) > 1 else rows[0])


def save_characters(connection: Connection, campaign: int, people: dict[str, Character]) -> None:
    """Keep what is said of characters beside the ledger."""
    rows = [
        {"campaign": campaign, "who": who, "about": json.dumps(cattrs.unstructure(about), ensure_ascii=False)}
        for who, about in people.items()
    ]
    if rows:
        connection.execute(insert(characters), rows)


# Keys.


def _asked(events: Iterable[str | Event]) -> str:
    """A digest of what was to be recorded."""
    said = [e if isinstance(e, str) else [e.__class__.__name__, encoded(e, str)] for e in events]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _recorded_before(
    stored: Stored, connection: Connection, key: str, events: Sequence[str | Event]
) -> Appended | None:
    sql = "SELECT first, last, asked FROM keys WHERE campaign = ? AND key = ?"
    found = ask(connection, sql, (stored.reading.campaign, key))
    if not found:
        return None
    first, last, asked = found[0]
    if asked != _asked(events):
        raise KeyTaken([Problem(None, f"under the key {key} something else was recorded (#{first})")])
    row = stored.reading.one(connection, last)
    assert row is not None
    return Appended(first, last, Head(last, bytes(row[HASH]).hex()), again=True)


def _keep_key(
    stored: Stored,
    connection: Connection,
    key: str,
    events: Sequence[str | Event],
    number: int,
    draft: Draft,
) -> None:
    about = {"campaign": stored.reading.campaign, "key": key, "asked": _asked(events)}
    connection.execute(insert(keys), {**about, "first": number + 1, "last": number + len(draft.recorded)})
