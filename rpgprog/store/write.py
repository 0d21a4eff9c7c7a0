"""Write entries: chained rows of the ledger, and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, update

from ..problems import Mistakes, Problem
from ..reader.naming import unfit_person
from ..ruleset import Ruleset
from .campaign import Stored
from .clock import now
from .draft import Draft
from .read_back import check_read_back
from .revised import check_accepted
from .roster import save_characters
from .rows import BESIDE, HASH, chained, row_of
from .seals import seal
from .sqlite import write_sqlite
from .tables import COLUMNS, campaigns, entries, keys

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def write(
    stored: Stored, connection: Connection, draft: Draft, before: bytes, by: str, rules: Ruleset
) -> bytes:
    """Write the rows and what belongs to them, under these rules; return the last hash.

    Raises Mistakes where rules give other numbers now and nobody has accepted it, for a name that cannot
    be seen whole, and where what was written reads as something else than was folded.
    """
    if not draft.recorded:
        return before
    check_accepted(stored, connection, draft.recorded)
    if wrong := unfit_person(by):
        raise Mistakes([Problem(None, f"by: {wrong}")])
    reading, at, rows = stored.reading, now(), []
    recorder, digest = reading.people.token(by), reading.rulesets.recorded_as(rules)
    adopted = {recorded.adopts.digest: recorded.adopts for recorded in draft.recorded if recorded.adopts}
    for _, new_rules in sorted(adopted.items()):  # in one order, whoever else saves the same at this moment
        reading.rulesets.save(connection, new_rules)
    for recorded in draft.recorded:
        if recorded.adopts is not None:
            digest = recorded.adopts.digest
        rows.append(row_of(recorded, reading.campaign, reading.people.token, digest, recorder, at))
    rows[-1] = (*rows[-1][:BESIDE], seal(stored, connection, draft, {digest, *adopted}), b"")
    rows = chained(rows, before)
    reading.people.save(connection)
    insert_rows(connection, rows)
    check_read_back(reading, connection, draft.recorded)
    _write_beside(stored, connection, draft)
    return bytes(rows[-1][HASH])


def _write_beside(stored: Stored, connection: Connection, draft: Draft) -> None:
    """Write what belongs to the rows and stands beside them."""
    reading = stored.reading
    if draft.texts:
        written = [
            {"campaign": reading.campaign, "seq": first, "last": last, "text": typed}
            for first, (last, typed) in draft.texts.items()
        ]
        connection.execute(insert(entries), written)
    save_characters(connection, reading.campaign, draft.joined)
    if draft.key:
        key, asked = draft.key
        first, last = draft.recorded[0].position + 1, draft.recorded[-1].position + 1
        row = {"campaign": reading.campaign, "key": key, "first": first, "last": last, "asked": asked}
        connection.execute(insert(keys), row)
    if draft.about:
        campaign = update(campaigns).where(campaigns.c.id == reading.campaign)
        connection.execute(campaign.values(about=draft.about))


def insert_rows(connection: Connection, rows: Sequence[Any]) -> None:
    """Insert rows of the ledger."""
    if connection.dialect.paramstyle == "qmark":
        write_sqlite(connection, _INSERT, rows)
    else:
        connection.exec_driver_sql(_INSERT.replace("?", "%s"), rows if len(rows) > 1 else rows[0])
