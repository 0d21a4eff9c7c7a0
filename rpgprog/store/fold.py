"""Fold a campaign from its rows, starting at the newest valid snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

from attrs import define, evolve, field
from sqlalchemy import Connection

from ..engine.book import Book
from ..engine.replay import Folded, corrections, fold
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline
from ..problems import Mistakes, Place, Problem
from .metadata import read_about
from .queries import Reading
from .rows import KIND, RULES
from .snapshots import Snapshot, newest, snapshot_of
from .state import State

FEW = 20  # rows after a snapshot from which on another one is worth its place
LITTLE = 5_000  # postings after it, likewise: one row may be many thousands of occurrences
SPACED = 50_000  # rows between snapshots of a long past


def build(
    reading: Reading, connection: Connection, new: Sequence[Recorded] = ()
) -> tuple[State, list[Folded]]:
    """The state of a campaign after its last row and ``new`` entries, which are not in the database.

    The new entries come folded beside it. A long fold leaves snapshots worth keeping in the state.
    """
    seq, digest = reading.head(connection)
    base, timeline = _base(reading, connection, new)
    state, fresh = begin(reading, connection, base), []
    on_the_way = OnTheWay(reading, connection, timeline, state, seq)
    book, corrected = state.book, corrections([*reading.correcting(connection, state.base), *new])
    for recorded in _entries(reading, connection, base, timeline, new):
        done = fold(book, recorded, corrected)
        if done.refused is not None or recorded.adopts is not None:
            state.note(done)
        state.forget_receipts()
        if recorded.position >= state.seq:
            state.seq = recorded.position + 1
        if recorded.position >= seq:
            fresh.append(done)
        on_the_way.folded()
    state.seq, state.hash, state.timeline = seq, digest, timeline.copy(book.today.balance)
    return state, fresh


@define(eq=False)
class OnTheWay:
    """Takes snapshots at intervals during a long fold."""

    reading: Reading
    connection: Connection
    timeline: Timeline  # at the end of it
    state: State
    last: int  # the number of the last row
    rows: int = 0
    until: int = field(init=False)  # the number of the last row that the state's timeline took in

    def __attrs_post_init__(self) -> None:
        """Start where the fold starts."""
        self.until = self.state.base

    def folded(self) -> None:
        """Count a folded entry; take a snapshot when one is due."""
        self.rows += 1
        state = self.state
        if self.rows % SPACED == 0 and state.seq == state.base + self.rows <= self.last:
            before, day = state.timeline, state.book.today.balance
            state.timeline = read_timeline(self.reading, self.connection, before, self.until, state.seq)
            state.timeline.move_to(day)
            self.until = state.seq
            if state.timeline.agrees(self.timeline, day):  # else a later row decides who was away till then
                state.spaced.append(snapshot_of(self.reading, self.connection, state))


def state_at(reading: Reading, connection: Connection, number: int) -> State:
    """The state after the row with this number, folded from the first row."""
    state = begin(reading, connection, None)
    timeline = read_timeline(reading, connection, state.timeline, 0, number)
    correcting = (entry for entry in reading.correcting(connection) if entry.position < number)
    corrected = corrections(correcting)
    for recorded in reading.by_day(connection, timeline.absent_on):
        if recorded.position < number:
            state.note(fold(state.book, recorded, corrected))
            state.book.receipts.clear()
    state.timeline = timeline
    return state


def _entries(
    reading: Reading,
    connection: Connection,
    base: Snapshot | None,
    timeline: Timeline,
    new: Sequence[Recorded],
) -> Iterator[Recorded]:
    """The entries after a snapshot and the new ones, in fold order."""
    after = (base.seq, base.day) if base else ()
    rows = reading.by_day(connection, timeline.absent_on, *after)
    complete = sorted(map(timeline.with_absent, new), key=_order)
    return merge(rows, complete, key=_order) if new else rows


def _order(recorded: Recorded) -> tuple[int, int]:
    return recorded.order


def _base(
    reading: Reading, connection: Connection, new: Sequence[Recorded]
) -> tuple[Snapshot | None, Timeline]:
    """The newest snapshot that its tail does not invalidate, and the timeline at the end.

    The tail is the rows after it and the ``new`` entries. It invalidates a snapshot by reverting, allowing
    or entering late what came before, or by deciding who was away then.
    """
    numbers = [position + 1 for entry in new for position in (*entry.reverts, *entry.allows)]
    upto: int | None = min(numbers, default=None)
    upto = None if upto is None else upto - 1
    day: int | None = min((entry.event.day for entry in new), default=None)
    while True:
        snapshot = newest(reading, connection, upto, day)
        if snapshot is None:
            return None, _at_the_end(reading, connection, beginning(reading, connection), 0).extended(new)
        first, least = _reach(reading, connection, snapshot)
        if first > snapshot.seq and least >= snapshot.day:
            timeline = _at_the_end(reading, connection, snapshot.timeline, snapshot.seq).extended(new)
            if snapshot.timeline.agrees(timeline, snapshot.day):
                return snapshot, timeline
            least = snapshot.timeline.absences.until
        upto, day = min(first, snapshot.seq) - 1, min(least, snapshot.day)


def may_begin_at(reading: Reading, connection: Connection, snapshot: Snapshot) -> bool:
    """Whether no later row reaches behind a snapshot: else it is never used again, whatever it holds.

    One that decides who was away until then reaches behind it, too.
    """
    first, least = _reach(reading, connection, snapshot)
    if first <= snapshot.seq or least < snapshot.day:
        return False
    timeline = _at_the_end(reading, connection, snapshot.timeline, snapshot.seq)
    return snapshot.timeline.agrees(timeline, snapshot.day)


def _reach(reading: Reading, connection: Connection, snapshot: Snapshot) -> tuple[int, int]:
    """The earliest row and day that the rows after a snapshot affect."""
    correcting = reading.correcting(connection, snapshot.seq)
    numbers = [position + 1 for entry in correcting for position in (*entry.reverts, *entry.allows)]
    day = reading.first_day(connection, snapshot.seq)
    return min([snapshot.seq + 1, *numbers]), snapshot.day if day is None else day


def begin(reading: Reading, connection: Connection, base: Snapshot | None) -> State:
    """The state at a snapshot, or before the first row."""
    calendar = read_about(connection, reading.campaign).calendar
    if base is not None:
        rules = reading.rules(connection, base.rules)
        book = Book(rules.rules, base.sheet)
        state = State(base.seq, b"", book, rules, base.timeline, dict(base.refused), base.seq)
        return evolve(state, calendar=calendar)
    first = reading.row(connection, 1)
    if first is None:
        message = "its first row is missing: rpgprog verify tells what was done to it"
        raise Mistakes([Problem(Place(reading.file, 1, 1), message)])
    rules = reading.rules(connection, first[RULES])
    return State(0, b"", Book(rules.rules), rules, beginning(reading, connection), calendar=calendar)


def beginning(reading: Reading, connection: Connection) -> Timeline:
    """The timeline before the first row."""
    return Timeline(read_about(connection, reading.campaign).start)


def read_timeline(
    reading: Reading, connection: Connection, timeline: Timeline, after: int, upto: int | None = None
) -> Timeline:
    """Extend a timeline by the rows after a number, up to a later number or the end."""
    extended = timeline.extended(reading.noted(connection, after, upto))
    if extended.open is not None and extended.open.downtime:
        for row in reading.rows(connection, max(after, extended.open.began), upto):
            if row[KIND] == "Trained":
                extended.add(reading.entry(row, connection))
    return extended


def _at_the_end(reading: Reading, connection: Connection, timeline: Timeline, after: int) -> Timeline:
    extended = read_timeline(reading, connection, timeline, after)
    extended.move_to(reading.last_day(connection))
    return extended
