"""Whether what was recorded is still what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from ..engine.replay import corrections, fold
from ..events.told import told
from ..problems import Place, Problem
from .folding import begin
from .rows import DAY, EVENT, HASH, KIND, SEQ, Row, decoded, genesis, hashed
from .snapshots import newest
from .stored import Head, Stored


def read_head(text: str) -> Head:
    """A head as ``backup`` and ``export`` print it: ``120:5f1d...``. Raises ValueError."""
    number, _, digest = text.strip().partition(":")
    if len(bytes.fromhex(digest)) != len(genesis("")):
        raise ValueError(text)
    return Head(int(number), digest)


def verify(stored: Stored, head: Head | None = None) -> list[Problem]:
    """Everything that was changed, taken out or put in from outside; nothing when all is as recorded.

    Against a ``head`` that was kept elsewhere it also finds an end that was cut off, and a whole that was
    written anew. Rows are checked by their chain, snapshots by folding it all again.
    """
    with stored.store.reading() as connection:
        stored.reading.people.load(connection)
        found = [
            Problem(Place(stored.reading.file, number, 1), told)
            for number, told in _chain(stored, connection, head)
        ]
        return found or [*_rules(stored), *_snapshot(stored, connection)]


def _chain(stored: Stored, connection: Connection, head: Head | None) -> Iterator[tuple[int, str]]:
    before, expected, at_head = genesis(stored.reading.uid), 1, None
    for row in stored.reading.rows(connection):
        if row[SEQ] != expected:
            missing = f"#{expected}" if row[SEQ] == expected + 1 else f"#{expected} to #{row[SEQ] - 1}"
            yield expected, f"{missing} was taken out"
        elif hashed(row, before) != bytes(row[HASH]):
            yield row[SEQ], f"#{row[SEQ]} is not what was recorded here: {_shown(row)}"
        before, expected = bytes(row[HASH]), row[SEQ] + 1
        if head is not None and row[SEQ] == head.seq:
            at_head = before
    if head is not None and at_head is None:
        yield expected, f"the end was cut off: #{expected} to #{head.seq} are missing"
    elif head is not None and at_head is not None and at_head.hex() != head.hash:
        yield head.seq, f"#{head.seq} is another row than the one that was kept: the past was written anew"


def _shown(row: Row) -> str:
    try:
        return told(decoded(row[KIND], row[EVENT], str))
    except Exception:  # whatever was done to it
        return f"{row[KIND]} on day {row[DAY]}, which cannot be read"


def _rules(stored: Stored) -> Iterator[Problem]:
    for revised in stored.store.rulesets.revised.values():
        told = f"the rules {revised.name} are read as {revised.now[:12]} here"
        yield Problem(None, f"{stored.address}: {told}, recorded as {revised.digest[:12]}", "warning")


def _snapshot(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """The newest snapshot against a fold from the first row."""
    kept = newest(stored.reading, connection, None, None)
    if kept is None:
        return
    entries = [stored.reading.entry(row, connection) for row in stored.reading.rows(connection, 0, kept.seq)]
    state = begin(stored.reading, connection, None)
    corrected = corrections(entries)
    for one in sorted(entries, key=lambda entry: entry.order):
        fold(state.book, one, corrected)
    if state.book.sheet() != kept.sheet:
        told = "its snapshot is not what its rows come to: rpgprog snapshots --forget"
        yield Problem(Place(stored.reading.file, kept.seq, 1), told)
