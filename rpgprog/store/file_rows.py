"""Which rows of a campaign stand in the file that it was imported from, and which only in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable

from attrs import evolve
from sqlalchemy import Connection, insert

from ..events import Joined
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from .campaign import Stored
from .queries import ask
from .rows import EVENT, REF, RULES, SEQ, encoded_entry
from .tables import imports

IMPORT = "rpgprog import"  # the reference of rows that record how a file was edited


def comparable(entry: Recorded) -> tuple[object, ...]:
    """Everything that distinguishes an entry from others.

    Who stands for a player does not: it follows from names, which may be erased.
    """
    if isinstance(entry.event, Joined):
        entry = evolve(entry, event=evolve(entry.event, player=""))
    event = type(entry.event).__name__, encoded_entry(entry, str, in_order=False)
    beside = entry.word, entry.session, entry.gm, entry.id, entry.note, entry.ref, entry.late
    return (*event, *beside, entry.by, entry.why, len(entry.reverts), len(entry.allows))


def is_closing(entry: Recorded) -> bool:
    """Whether nobody wrote this entry: it follows from the next one that begins something."""
    return entry.word in (SESSION_ENDED, DOWNTIME_ENDED)


def is_head_join(entry: Recorded) -> bool:
    """Whether somebody joins outside of all sessions, as the characters in the head of a file do."""
    return entry.word == "joined" and not entry.session


def imported(stored: Stored, connection: Connection) -> set[int]:
    """The positions of the rows that stand in the file, and of those that record how it was edited."""
    sql = "SELECT first, last FROM imports WHERE campaign = ?"
    ranges = ask(connection, sql, (stored.reading.campaign,))
    return {seq - 1 for first, last in ranges for seq in range(first, last + 1)}


def save_imported(stored: Stored, connection: Connection, positions: Iterable[int]) -> None:
    """Note that the rows at these positions stand in the file; they are not noted yet."""
    ranges: list[list[int]] = []
    for seq in sorted(position + 1 for position in positions):
        if ranges and ranges[-1][1] == seq - 1:
            ranges[-1][1] = seq
        else:
            ranges.append([seq, seq])
    campaign = stored.reading.campaign
    if ranges:
        rows = [{"campaign": campaign, "first": first, "last": last} for first, last in ranges]
        connection.execute(insert(imports), rows)


def live(stored: Stored, connection: Connection) -> list[Recorded]:
    """All entries in recorded order, without those that an edited file no longer has."""
    in_file = imported(stored, connection)
    recorded = [stored.reading.entry(row, connection) for row in stored.reading.rows(connection)]
    edits = {entry.position for entry in recorded if entry.ref == IMPORT and entry.position in in_file}
    gone = {position for entry in recorded if entry.position in edits for position in entry.reverts}
    return [entry for entry in recorded if entry.position not in edits | gone]


def rules_of_file(stored: Stored, connection: Connection) -> str:
    """Digest of the rules that the file began with at the last import."""
    adoptions, in_file = stored.reading.of_kinds(connection, ("Adopted",)), imported(stored, connection)
    edits = [row for row in adoptions if row[REF] == IMPORT and row[SEQ] - 1 in in_file]
    first = stored.reading.row(connection, 1)
    assert first is not None
    digest: str = json.loads(edits[-1][EVENT])["rules"] if edits else first[RULES]
    return digest
