"""Look up recorded entries: by whom, with which reference or id, since when."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ..engine.replay import corrections
from ..events.describe import event_in_words
from ..journal.recorded import Recorded
from ..ledger.calendar import Calendar
from ..ledger.plain import Plain
from .campaign import Stored
from .queries import ask
from .rows import AT, RECORDER, SEQ, Row
from .tables import COLUMNS


@frozen(eq=False)
class StoredEntry(Plain):
    """An entry as it was recorded: its number, what it is in words, who recorded it when (UTC).

    ``reverted_by`` is the number of the entry that reverts it, if any does.
    """

    number: int
    recorded: Recorded
    words: str
    by: str
    at: str
    reverted_by: int | None

    def to_dict(self) -> dict[str, Any]:
        """Its fields as values that JSON knows."""
        entry = self.recorded
        beside = {"id": entry.id, "ref": entry.ref, "note": entry.note, "session": entry.session}
        when = {"number": self.number, "day": entry.event.day, "word": entry.word, "words": self.words}
        return {**when, **beside, "by": self.by, "at": self.at, "reverted_by": self.reverted_by}


@frozen
class Wanted:
    """Which entries are asked for; what is empty does not matter."""

    by: str = ""
    ref: str = ""
    id: str = ""
    since: int = 0
    limit: int | None = None


def entries(stored: Stored, wanted: Wanted) -> list[StoredEntry]:
    """The entries that are asked for, in recorded order, no more than ``limit``."""
    reading = stored.reading
    with stored.lock, stored.store.reading() as connection:
        reading.people.load(connection)
        rows: list[Row] = []
        if (conditions := _conditions(stored, wanted)) is not None:
            where, values = conditions
            most = "" if wanted.limit is None else f" LIMIT {max(wanted.limit, 0):d}"
            sql = f"SELECT {', '.join(COLUMNS)} FROM events WHERE campaign = ?{where} ORDER BY seq{most}"
            rows = ask(connection, sql, (reading.campaign, *values))
        gone = corrections(reading.correcting(connection)).gone
        recorded = [(row, reading.entry(row, connection)) for row in rows]
        calendar = stored.about(connection).calendar
    return [_entry(stored, row, entry, gone.get(entry.position), calendar) for row, entry in recorded]


def _conditions(stored: Stored, wanted: Wanted) -> tuple[str, list[object]] | None:
    """The condition in SQL and its values; None if nobody of that name recorded anything."""
    where, values = " AND seq > ?", [wanted.since]
    tokens = [token for token, name in stored.reading.people.names.items() if name == wanted.by]
    if wanted.by:
        if not tokens:
            return None
        where += f" AND recorder IN ({', '.join('?' * len(tokens))})"
    for column, value in (("ref", wanted.ref), ("entry", wanted.id)):
        where += f" AND {column} = ?" if value else ""
    return where, [*values, *(tokens if wanted.by else ()), *filter(None, (wanted.ref, wanted.id))]


def _entry(
    stored: Stored, row: Row, entry: Recorded, reverting: Recorded | None, calendar: Calendar | None
) -> StoredEntry:
    by = stored.reading.people.name(row[RECORDER])
    reverted_by = None if reverting is None else reverting.position + 1
    return StoredEntry(row[SEQ], entry, event_in_words(entry.event, calendar), by, row[AT], reverted_by)
