"""Verify that the database still holds what was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from ..events.describe import event_in_words
from ..problems import Mistakes, Place, Problem
from .campaign import Stored
from .fold import balances_at
from .queries import ask
from .results import Head
from .rows import DAY, EVENT, HASH, KIND, SEQ, Row, decoded, genesis, hashed
from .rulesets import Rulesets
from .snapshots import newest

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
    written anew. Rows are checked by their chain, rules by their digest, snapshots by folding it all again,
    an SQLite file by its own check.
    """
    with stored.lock, stored.store.reading() as connection:
        stored.reading.people.load(connection)
        problems = [
            Problem(Place(stored.reading.file, number, 1), message)
            for number, message in _chain_problems(stored, connection, head)
        ]
        problems = problems or [*_file_problems(stored, connection), *_rules_problems(stored, connection)]
        sound = all(problem.level == "warning" for problem in problems)
        return [*problems, *_snapshot_problems(stored, connection)] if sound else problems


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
        yield head.seq, f"#{head.seq} is another row than the one that was kept: the past was written anew"


def _described(row: Row) -> str:
    try:
        return event_in_words(decoded(row[KIND], row[EVENT], str))
    except Exception:  # whatever was done to it
        return f"{row[KIND]} on day {row[DAY]}, which cannot be read"


def _file_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Problems that SQLite finds in its own file."""
    if connection.dialect.name == "sqlite":
        answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if answer != "ok":
            yield Problem(
                None, f"{stored.store.address}: the file is damaged ({answer}): restore the last backup"
            )


def _rules_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Rules whose texts no longer give the digest under which they were recorded."""
    used = ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (stored.reading.campaign,))
    read = Rulesets()
    for (digest,) in sorted(used):
        try:
            read.load(connection, digest)
        except NoResultFound:
            yield Problem(None, f"{stored.store.address}: the rules {digest[:12]} were taken out")
        except Mistakes as mistakes:
            yield from mistakes.problems
    for revised in read.revised.values():
        message = (
            f"the rules {revised.name} are read as {revised.now[:12]} here, recorded as {revised.digest[:12]}"
        )
        if _revisions(connection, revised.digest) == read.known[revised.digest].revisions():
            yield Problem(None, f"{stored.store.address}: {message}: their text was changed")
        else:
            yield Problem(None, f"{stored.store.address}: {message}", "warning")


def _revisions(connection: Connection, digest: str) -> object:
    """The revisions of policies and engine when these rules were recorded."""
    return json.loads(ask(connection, "SELECT revisions FROM rulesets WHERE digest = ?", (digest,))[0][0])


def _snapshot_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Compare the newest snapshot with a fold from the first row."""
    snapshot = newest(stored.reading, connection, None, None)
    if snapshot is None:
        return
    balances, _ = balances_at(stored.reading, connection, snapshot.seq)
    if balances != snapshot.sheet:
        message = "its snapshot is not what its rows come to: rpgprog snapshots --forget"
        yield Problem(Place(stored.reading.file, snapshot.seq, 1), message)
