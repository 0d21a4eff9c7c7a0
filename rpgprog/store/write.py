"""Write entries: chained rows of the ledger, and what belongs to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import cattrs
from sqlalchemy import Connection, delete, insert

from ..journal.entries.character import Character
from ..ruleset import Ruleset
from .campaign import Stored
from .clock import now
from .draft import Draft
from .rows import HASH, chained, row_of
from .sqlite import write_sqlite
from .tables import COLUMNS, characters, entries

_INSERT = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def write(
    stored: Stored, connection: Connection, draft: Draft, before: bytes, by: str, rules: Ruleset
) -> bytes:
    """Write the rows and what belongs to them, under these rules; return the last hash."""
    if not draft.recorded:
        return before
    reading, at, rows = stored.reading, now(), []
    recorder, digest = reading.people.token(by), reading.rulesets.recorded_as(rules)
    adopted = {recorded.adopts.digest: recorded.adopts for recorded in draft.recorded if recorded.adopts}
    for _, new_rules in sorted(adopted.items()):  # in one order, whoever else saves the same at this moment
        reading.rulesets.save(connection, new_rules)
    for recorded in draft.recorded:
        if recorded.adopts is not None:
            digest = recorded.adopts.digest
        rows.append(row_of(recorded, reading.campaign, reading.people.token, digest, recorder, at))
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
    """Store each character's name, player, goals and the like, which stand beside the ledger."""
    rows = [
        {"campaign": campaign, "who": who, "about": json.dumps(cattrs.unstructure(about), ensure_ascii=False)}
        for who, about in people.items()
    ]
    if rows:  # somebody may join again, after that they joined was reverted
        same = characters.c.campaign == campaign, characters.c.who.in_(people)
        connection.execute(delete(characters).where(*same))
        connection.execute(insert(characters), rows)
