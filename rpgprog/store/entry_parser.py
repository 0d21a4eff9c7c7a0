"""Parse entries as people type them, as if they stood at the end of the campaign file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from attrs import evolve, frozen
from sqlalchemy import Connection

from ..journal.ledger_builder import Ledger
from ..journal.reader import Walk
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from ..journal.typed_entry import TypedEntry
from ..problems import Mistakes, Place
from ..reader import Reader, in_order
from .campaign import Stored
from .draft import Draft
from .queries import Reading, ask
from .shelf import shelf
from .state import State

ENDED = (SESSION_ENDED, DOWNTIME_ENDED)
_NAMED = "FROM events WHERE campaign = ? AND entry = ? AND entry <> ''"  # by its index, which has these only


@frozen(eq=False)
class RowsBefore:
    """The rows already recorded, looked up when a new entry refers to one."""

    reading: Reading
    connection: Connection
    entries: int  # how many there are

    def place(self, name: str) -> Place | None:
        """The place of the entry with this id, or None."""
        sql = f"SELECT min(seq) {_NAMED}"
        number = ask(self.connection, sql, (self.reading.campaign, name))[0][0]
        return None if number is None else Place(self.reading.file, number, 1)

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the rows with this id."""
        sql = f"SELECT seq {_NAMED} ORDER BY seq"
        return tuple(seq - 1 for (seq,) in ask(self.connection, sql, (self.reading.campaign, name)))

    def at(self, position: int) -> Recorded:
        """Return the entry at a position. Raises IndexError."""
        row = self.reading.row(self.connection, position + 1)
        if row is None:
            raise IndexError(position)
        return self.reading.entry(row, self.connection)


def typed(stored: Stored, connection: Connection, state: State, entries: Sequence[TypedEntry]) -> Draft:
    """Draft entries. Raises Mistakes with everything that is wrong."""
    walk = _walk(stored, connection, state)
    ledger, file, known = walk.ledger, stored.reading.file, dict(walk.ledger.characters)
    texts: dict[int, tuple[int, str]] = {}
    for at, entry in enumerate(entries):
        first = ledger.position + 1
        _read(walk, entry, entries[at + 1 :])
        rows = [row for row in ledger.recorded[first - 1 - state.seq :] if row.word not in ENDED]
        if entry.typed or len(rows) != 1:  # the row of an event object says it all
            texts[first] = ledger.position, entry.text
    walk.end()
    if walk.reader.problems:
        raise Mistakes(in_order(walk.reader.problems))
    placed = [evolve(entry, place=Place(file, entry.position + 1, 1)) for entry in ledger.recorded]
    joined = {who: about for who, about in ledger.characters.items() if known.get(who) is not about}
    return Draft(placed, ledger.timeline, texts, joined)


def _read(walk: Walk, entry: TypedEntry, later: Iterable[TypedEntry]) -> None:
    walk.reader.source = entry.source
    if entry.begins:
        events = takewhile(lambda entry: not entry.begins, later)
        walk.item(entry.root, [event.root for event in events])
    else:
        walk.event(entry.root)


def _walk(stored: Stored, connection: Connection, state: State) -> Walk:
    about, people = stored.about(connection), stored.characters(connection)
    before = RowsBefore(stored.reading, connection, state.seq)
    ledger = Ledger(people, about.start, state.timeline.copy(), before)
    names = evolve(state.ruleset.names, people=tuple(people), dates=about.calendar)
    reader = Reader(stored.source(), [], names)
    place, look = Place(stored.reading.file, 1, 1), shelf(stored, connection)
    return Walk(reader, ledger, skills=about.skills, place=place, look=look)
