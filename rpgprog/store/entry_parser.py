"""Entries as people type them, read as if they stood at the end of the campaign's file."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from attrs import define, evolve
from sqlalchemy import Connection

from ..events import Event
from ..journal.edit import entry_text
from ..journal.file import ITEMS
from ..journal.ledger_builder import Ledger, Span
from ..journal.reader import Walk
from ..journal.recorded import Recorded
from ..problems import Mistakes, Place
from ..reader import Reader, in_order
from ..source import Mapping, Source, parse_source
from .campaign import Stored
from .draft import Draft, given
from .queries import Reading, ask
from .state import State
from .timeline import Standing

NEW = "the new event"
_NAMED = "FROM events WHERE campaign = ? AND entry = ? AND entry <> ''"  # by its index, which has these only


@define(eq=False, repr=False)
class Tail(Ledger):
    """The end of a ledger that is in a database."""

    reading: Reading | None = None
    connection: Connection | None = None

    def _ask(self, sql: str, *values: object) -> list[Any]:
        assert self.reading is not None and self.connection is not None
        return ask(self.connection, sql, (self.reading.campaign, *values))

    def register(self, name: str, place: Place) -> Place:
        """Give an entry a name, unless one in the database has it."""
        for (number,) in self._ask(f"SELECT min(seq) {_NAMED}", name):
            if number is not None and self.reading is not None:
                return Place(self.reading.file, number, 1)
        return super().register(name, place)

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the entry with that id."""
        rows = self._ask(f"SELECT seq {_NAMED} ORDER BY seq", name)
        return (*(seq - 1 for (seq,) in rows), *super().positions(name))

    def at(self, position: int) -> Recorded:
        """What is recorded at a position."""
        if position >= self.first or self.reading is None or self.connection is None:
            return super().at(position)
        row = self.reading.one(self.connection, position + 1)
        assert row is not None
        return self.reading.entry(row, self.connection)

    def absent_on(self, day: int) -> tuple[str, ...]:
        """Who is away while time passes up to that day: for an entry that is late, as was known then."""
        if day > self.spans[-1].until:
            return tuple(self.gone)
        if day > self.spans[0].after:
            return super().absent_on(day)
        sql = "SELECT seq FROM events WHERE campaign = ? AND day >= ? ORDER BY day, seq LIMIT 1"
        return next((self.at(seq - 1).event.absent for (seq,) in self._ask(sql, day)), ())


def typed(stored: Stored, connection: Connection, state: State, events: Sequence[str | Event]) -> Draft:
    """The entries that these texts make, and events beside them. Raises Mistakes with all that is wrong."""
    walk = _walk(stored, connection, state)
    known, draft = set(walk.ledger.characters), Draft([])
    standing = copy.deepcopy(state.standing)
    for event in events:
        at = walk.ledger.position
        if isinstance(event, str):
            text = entry_text(event)
            walk.reader.source = source = parse_source(text, NEW)
            _read(walk, source)
            draft.texts[at + 1] = walk.ledger.position, text
            for recorded in walk.ledger.recorded[at - walk.ledger.first :]:
                standing.note(walk.ledger.with_absent(recorded))
        else:
            made = given(event, standing, at, stored.reading.file)
            walk.ledger.recorded += made
            walk.ledger.fixed |= {recorded.position for recorded in made}
            _go_on(walk, standing)
    walk.correct()
    if walk.reader.problems:
        raise Mistakes(in_order(walk.reader.problems))
    place = stored.reading.file
    draft.recorded = [
        evolve(one, place=Place(place, one.position + 1, 1))
        for one in map(walk.ledger.with_absent, walk.ledger.recorded)
    ]
    draft.joined = {who: c for who, c in walk.ledger.characters.items() if who not in known}
    return draft


def _go_on(walk: Walk, standing: Standing) -> None:
    """The walk goes on from where events that were given as such have brought the campaign."""
    walk.open, walk.ledger.today = standing.setting(), standing.today
    walk.ledger.gone = list(standing.gone)
    walk.ledger.spans = [Span(standing.after, standing.until, tuple(standing.absent))]


def _read(walk: Walk, source: Source) -> None:
    root = source.root
    words = root.entries if isinstance(root, Mapping) else {}
    if any(word in words for word in ITEMS):
        walk.item(root)
    else:
        walk.event(root)


def _walk(stored: Stored, connection: Connection, state: State) -> Walk:
    about, people = stored.about(connection), stored.characters(connection)
    standing, names = state.standing, state.ruleset.names
    ledger = Tail(
        people,
        about.start,
        standing.today,
        gone=list(standing.gone),
        spans=[Span(standing.after, standing.until, tuple(standing.absent))],
        first=state.seq,
        reading=stored.reading,
        connection=connection,
    )
    reader = Reader(stored.source(), [], evolve(names, people=tuple(people)))
    walk = Walk(reader, ledger, skills=about.skills)
    walk.open, walk.place = standing.setting(), Place(stored.reading.file, standing.began, 1)
    return walk
