"""Rules that give other results now than when they were recorded: told with numbers, accepted by an entry.

Nobody's numbers change unseen: where they do, nothing is recorded until somebody accepts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from shlex import quote

from sqlalchemy import Connection

from ..events import Adopted
from ..journal.recorded import Recorded
from ..problems import Mistakes, Problem
from ..views.compare import Moved, moved
from .campaign import Stored
from .fold import state_at
from .queries import ask
from .rows import EVENT, SEQ
from .rulesets import Revised, Revision, lineage
from .snapshots import kept_before, rules_used

_LENGTH = 16  # of the digest that an entry accepts: enough to tell one from another


def effects_of_revision(stored: Stored, connection: Connection) -> Revision | None:
    """What rules do that nobody has accepted as they are read now; None if there are none."""
    rules = _not_accepted(stored, connection)
    if not rules:
        return None
    known = stored.revision
    if known is None or known.rules != rules:
        known = stored.revision = Revision(rules, *_since_snapshot(stored, connection))
    return known


def to_accept(stored: Stored, connection: Connection) -> str:
    """The digest that an entry has to accept; nothing if all is as it was recorded."""
    if not _not_accepted(stored, connection):
        return ""
    return _past(stored, connection, stored.reading.head(connection)[0])


def check_accepted(stored: Stored, connection: Connection, entries: Iterable[Recorded]) -> None:
    """Raise Mistakes where numbers have changed and nobody has accepted it, nor does by these entries."""
    effects = effects_of_revision(stored, connection)
    if effects is None or not effects.moves:
        return
    digest = to_accept(stored, connection)
    if not any(isinstance(entry.event, Adopted) and entry.event.accepts == digest for entry in entries):
        names = " and ".join(rules.name for rules in effects.rules)
        message = f"the rules {names} give other numbers in this version of rpgprog: nothing is recorded"
        how = f"rpgprog adopt {quote(stored.address)} shows them and, with --yes, accepts them"
        raise Mistakes([Problem(None, f"{message} until somebody accepts them; {how}")])


def revisions_changed(stored: Stored, connection: Connection, revised: Revised) -> str:
    """Which policies' revisions are others now."""
    sql = "SELECT revisions FROM rulesets WHERE digest = ?"
    was: dict[str, int] = json.loads(ask(connection, sql, (revised.digest,))[0][0])
    now = stored.store.rulesets.known[revised.digest].revisions()
    changed = [name for name in now if was.get(name) != now[name]]
    listed = ", ".join(f"{name}: revision {was.get(name)}, now {now[name]}" for name in changed)
    return listed or "an option that they leave out has another value, or a package another version"


def _not_accepted(stored: Stored, connection: Connection) -> tuple[Revised, ...]:
    everywhere = stored.store.rulesets.revised
    if not everywhere:
        return ()
    sql = "SELECT DISTINCT rules FROM events WHERE campaign = ? AND seq > ? ORDER BY rules"
    rows = ask(connection, sql, (stored.reading.campaign, _accepted_at(stored, connection)))
    return tuple(everywhere[digest] for (digest,) in rows if digest in everywhere)


def _accepted_at(stored: Stored, connection: Connection) -> int:
    """The row of the last entry that accepts all before it as it is read now; 0 if there is none."""
    for row in reversed(stored.reading.of_kinds(connection, ("Adopted",))):
        accepts = json.loads(row[EVENT]).get("accepts", "")
        if accepts and accepts == _past(stored, connection, row[SEQ] - 1):
            return int(row[SEQ])
    return 0


def _past(stored: Stored, connection: Connection, upto: int) -> str:
    return lineage(rules_used(stored.reading, connection, upto))[:_LENGTH]


def _since_snapshot(stored: Stored, connection: Connection) -> tuple[tuple[Moved, ...] | None, int]:
    """The last balances kept under the old rules beside what the same entries give now, and their day."""
    snapshot = kept_before(stored.reading, connection)
    if snapshot is None:
        return None, 0
    now = state_at(stored.reading, connection, snapshot.seq)
    return tuple(moved(snapshot.sheet, now.book.sheet())), snapshot.day
