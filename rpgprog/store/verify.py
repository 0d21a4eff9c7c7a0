"""Verify that a database still holds what was recorded: the chain of rows, then all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from ..events.describe import event_in_words
from ..problems import Place, Problem
from .campaign import Stored
from .results import Head
from .rows import DAY, EVENT, HASH, KIND, SEQ, Row, decoded, genesis, hashed
from .verify_beside import beside_problems, fold_problems

UNCOVERED = (
    "names of people, so that they can be erased, and which of them have been",
    "comments in the kept text of the file",
    "entries as they were typed (an export compares them with the rows)",
    "which rows an imported file holds",
    "the campaign's name in the database",
)
BEFORE_ALL = -(2**63)  # a number that comes before whatever stands in a database


def read_head(text: str) -> Head:
    """Parse a head as ``backup`` and ``export`` print it: ``120:5f1d...``. Raises ValueError."""
    number, _, digest = text.strip().partition(":")
    if len(bytes.fromhex(digest)) != len(genesis("")):
        raise ValueError(text)
    return Head(int(number), digest)


def verify(stored: Stored, head: Head | None = None) -> list[Problem]:
    """List everything changed, removed or inserted from outside; empty when all is as recorded.

    Against a ``head`` that was kept elsewhere it also finds an end that was cut off, and a whole that was
    rewritten. Rows are checked by their chain; characters, keys, rules and seed by their seals in it;
    the text of the file by reading it; snapshots by folding it all again; an SQLite file by its own check.
    ``UNCOVERED`` says what nothing can be said of.
    """
    with stored.lock, stored.store.reading() as connection:
        stored.reading.people.load(connection)
        problems = [
            Problem(Place(stored.reading.file, number, 1), message)
            for number, message in _chain_problems(stored, connection, head)
        ]
        problems = problems or [*beside_problems(stored, connection)]
        sound = all(problem.level == "warning" for problem in problems)
        return [*problems, *fold_problems(stored, connection)] if sound else problems


def _chain_problems(stored: Stored, connection: Connection, head: Head | None) -> Iterator[tuple[int, str]]:
    before, expected, at_head = genesis(stored.reading.uid), 1, None
    for row in stored.reading.rows(connection, BEFORE_ALL):
        if row[SEQ] < 1:
            yield row[SEQ], f"#{row[SEQ]} was put in: {_described(row)}"
            continue
        if row[SEQ] != expected:
            single = row[SEQ] == expected + 1
            missing = f"#{expected} was" if single else f"#{expected} to #{row[SEQ] - 1} were"
            yield expected, f"{missing} taken out"
        elif hashed(row, before) != bytes(row[HASH]):
            yield row[SEQ], f"#{row[SEQ]} is not what was recorded here: {_described(row)}"
        before, expected = bytes(row[HASH]), row[SEQ] + 1
        if head is not None and row[SEQ] == head.seq:
            at_head = before
    if head is not None and at_head is None:
        missing = f"#{head.seq} is" if head.seq == expected else f"#{expected} to #{head.seq} are"
        yield expected, f"the end was cut off: {missing} missing"
    elif head is not None and at_head is not None and at_head.hex() != head.hash:
        yield head.seq, f"#{head.seq} is not the row that was kept: the past was rewritten"


def _described(row: Row) -> str:
    try:
        return event_in_words(decoded(row[KIND], row[EVENT], str))
    except Exception:  # whatever was done to it
        return f"{row[KIND]} on day {row[DAY]}, which cannot be read"
