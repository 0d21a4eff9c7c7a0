"""Verify what hangs on the chain: seals, rules, the kept text, triggers, the file itself, and snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import cattrs
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from ..journal.timeline import Timeline
from ..problems import Mistakes, Place, Problem
from .campaign import Stored
from .export import text_problems
from .fold import may_begin_at, state_at
from .queries import ask
from .rulesets import Rulesets
from .seals import changed_rules, is_sealed, seal_problems
from .snapshots import usable
from .triggers import trigger_problems

UNSEALED = (
    "its characters, keys and seed stand beside the rows as an earlier version left them: "
    "the next entry seals them, and from then on changes are found"
)


def beside_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """What is wrong beside the rows."""
    yield from _file_problems(stored, connection)
    for message in (*trigger_problems(connection), *seal_problems(stored, connection)):
        yield Problem(None, f"{stored.address}: {message}")
    yield from _rules_problems(stored, connection)
    if not is_sealed(stored, connection):
        yield Problem(None, f"{stored.address}: {UNSEALED}", "warning")


def _file_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Problems that SQLite finds in its own file."""
    if stored.store.damage:
        yield Problem(None, stored.store.damage)
    if connection.dialect.name == "sqlite":
        answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if answer != "ok":
            yield Problem(
                None, f"{stored.store.address}: the file is damaged ({answer}): restore the last backup"
            )


def _rules_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Rules whose texts no longer give the digest under which they were recorded."""
    used = ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (stored.reading.campaign,))
    read, changed = Rulesets(), changed_rules(stored, connection)
    for digest in sorted(changed):
        message = f"the rules {digest[:12]} are not what was recorded: their text was changed"
        yield Problem(None, f"{stored.store.address}: {message}")
    for (digest,) in sorted(used):
        if digest in changed:
            continue
        try:
            read.load(connection, digest)
        except NoResultFound:
            yield Problem(None, f"{stored.store.address}: the rules {digest[:12]} have been removed")
        except Mistakes as mistakes:
            yield from mistakes.problems
    for revised in read.revised.values():
        message = (
            f"the rules {revised.name} are read as {revised.now[:12]} here, recorded as {revised.digest[:12]}"
        )
        same = _revisions(connection, revised.digest) == read.known[revised.digest].revisions()
        if same and not is_sealed(stored, connection):
            yield Problem(None, f"{stored.store.address}: {message}: their text was changed")
        else:
            yield Problem(None, f"{stored.store.address}: {message}", "warning")


def _revisions(connection: Connection, digest: str) -> object:
    """The revisions of policies and engine when these rules were recorded."""
    return json.loads(ask(connection, "SELECT revisions FROM rulesets WHERE digest = ?", (digest,))[0][0])


def fold_problems(stored: Stored, connection: Connection) -> Iterator[Problem]:
    """Snapshots that are not what the rows come to, and a kept text that says something else than they."""
    for snapshot in usable(stored.reading, connection):
        if not may_begin_at(stored.reading, connection, snapshot):
            continue
        state = state_at(stored.reading, connection, snapshot.seq)
        rules = stored.reading.rulesets.recorded_as(state.ruleset)
        folded = (state.book.sheet(), state.refused, rules, state.book.today.balance)
        same = folded == (snapshot.sheet, snapshot.refused, snapshot.rules, snapshot.day)
        if not same or _plain(state.timeline, snapshot.day) != _plain(snapshot.timeline, snapshot.day):
            message = "its snapshot is not what its rows come to: rpgprog snapshots --forget"
            yield Problem(Place(stored.reading.file, snapshot.seq, 1), message)
    yield from text_problems(stored, connection)


def _plain(timeline: Timeline, day: int) -> Any:
    """A timeline as it is stored, without absences that no longer matter on a day, and come to that day."""
    plain = json.loads(json.dumps(cattrs.unstructure(timeline.copy(day))))
    return {**plain, "today": max(plain["today"], day)}
