"""Entries as people type them, read as if they stood at the end of the campaign's file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen
from sqlalchemy import Connection

from ..events import Event, Joined
from ..journal.edit import entry_text
from ..journal.entries.character import Character
from ..journal.file import ITEMS
from ..journal.ledger_builder import Ledger
from ..journal.reader import Walk
from ..journal.recorded import Recorded
from ..problems import Mistakes, Place
from ..reader import Reader, in_order
from ..source import Mapping, Node, Source, parse_source
from .campaign import Stored
from .draft import Draft, as_entries
from .queries import Reading, ask
from .state import State

NEW = "the new event"
_NAMED = "FROM events WHERE campaign = ? AND entry = ? AND entry <> ''"  # by its index, which has these only


@frozen(eq=False)
class RowsBefore:
    """The rows that entries go on from, looked up where an entry refers to one."""

    reading: Reading
    connection: Connection
    entries: int  # how many there are

    def place(self, name: str) -> Place | None:
        """Where the entry with that id stands, if there is one."""
        sql = f"SELECT min(seq) {_NAMED}"
        number = ask(self.connection, sql, (self.reading.campaign, name))[0][0]
        return None if number is None else Place(self.reading.file, number, 1)

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the entry with that id."""
        sql = f"SELECT seq {_NAMED} ORDER BY seq"
        return tuple(seq - 1 for (seq,) in ask(self.connection, sql, (self.reading.campaign, name)))

    def at(self, position: int) -> Recorded:
        """The entry at a position. Raises IndexError."""
        row = self.reading.one(self.connection, position + 1)
        if row is None:
            raise IndexError(position)
        return self.reading.entry(row, self.connection)


def typed(stored: Stored, connection: Connection, state: State, events: Sequence[str | Event]) -> Draft:
    """The entries that these texts make, and events beside them. Raises Mistakes with all that is wrong."""
    walk = _walk(stored, connection, state)
    ledger, file, known = walk.ledger, stored.reading.file, dict(walk.ledger.characters)
    texts: dict[int, tuple[int, str]] = {}
    entries = [parse_source(entry_text(event), NEW) if isinstance(event, str) else event for event in events]
    for at, entry in enumerate(entries):
        first = ledger.position + 1
        if isinstance(entry, Source):
            walk.reader.source = entry
            _take_in(walk, entry.root, _events_of_it(entries[at + 1 :]))
            texts[first] = ledger.position, entry.text
        else:
            for made in as_entries(entry, ledger.timeline, ledger.position, file):
                ledger.add(made)
            if isinstance(entry, Joined):
                walk.add_character(entry.who, Character())
    walk.end()
    if walk.reader.problems:
        raise Mistakes(in_order(walk.reader.problems))
    recorded = [evolve(one, place=Place(file, one.position + 1, 1)) for one in ledger.recorded]
    joined = {who: about for who, about in ledger.characters.items() if known.get(who) is not about}
    return Draft(recorded, ledger.timeline, texts, joined)


def _take_in(walk: Walk, entry: Node, then: Iterable[Node]) -> None:
    if _begins_item(entry):
        walk.item(entry, then)
    else:
        walk.event(entry)


def _begins_item(entry: Node) -> bool:
    return isinstance(entry, Mapping) and not entry.entries.keys().isdisjoint(ITEMS)


def _events_of_it(entries: Iterable[Source | Event]) -> Iterable[Node]:
    """Those of the entries typed after one that belong to it."""
    for entry in entries:
        if isinstance(entry, Source):
            if _begins_item(entry.root):
                return
            yield entry.root


def _walk(stored: Stored, connection: Connection, state: State) -> Walk:
    about, people = stored.about(connection), stored.characters(connection)
    before = RowsBefore(stored.reading, connection, state.seq)
    ledger = Ledger(people, about.start, state.timeline.copy(), before)
    reader = Reader(stored.source(), [], evolve(state.ruleset.names, people=tuple(people)))
    return Walk(reader, ledger, skills=about.skills, place=Place(stored.reading.file, 1, 1))
