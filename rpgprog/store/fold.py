"""A campaign folded from its rows, beginning with the last snapshot that holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

from sqlalchemy import Connection

from ..engine.book import Book
from ..engine.replay import Folded, corrections, fold
from ..journal.recorded import Recorded
from ..ledger.accounts import Key
from ..problems import Mistakes, Place, Problem
from ..ruleset import Ruleset
from .queries import Reading
from .rows import KIND, RULES
from .snapshots import Snapshot, newest, snapshot_of
from .state import State
from .timeline import Standing

FEW = 200  # rows after a snapshot from which on another one is worth its place
SPACED = 50_000  # rows between snapshots of a long past


def build(
    reading: Reading, connection: Connection, more: Sequence[Recorded] = ()
) -> tuple[State, list[Folded]]:
    """The state of a campaign after its last row, and after ``more`` that is not yet among the rows.

    What became of those stands beside it. Of a long past it has snapshots that are worth keeping.
    """
    seq, digest = reading.head(connection)
    base = _base(reading, connection, more)
    state, fresh = begin(reading, connection, base), []
    standing, stood = state.standing, state.base
    book, corrected = state.book, corrections([*reading.correcting(connection, state.base), *more])
    for folded, recorded in enumerate(_entries(reading, connection, base, more), 1):
        done = fold(book, recorded, corrected)
        if done.refused is not None or recorded.adopts is not None:
            state.note(done)
        book.receipts.clear()
        if recorded.position >= state.seq:
            state.seq = recorded.position + 1
        if recorded.position >= seq:
            fresh.append(done)
        if folded % SPACED == 0 and state.seq == state.base + folded <= seq:
            _stand(reading, connection, standing, stood, state.seq)
            stood = state.seq
            state.spaced.append(snapshot_of(reading, connection, state))
    state.seq, state.hash = seq, digest
    _stand(reading, connection, standing, stood)
    return state, fresh


def balances_at(reading: Reading, connection: Connection, number: int) -> tuple[dict[Key, int], Ruleset]:
    """What the rows up to that number come to, folded from the first, and the rules that hold then."""
    state = begin(reading, connection, None)
    correcting = (one for one in reading.correcting(connection) if one.position < number)
    corrected = corrections(correcting)
    for recorded in reading.by_day(connection):
        if recorded.position < number:
            state.note(fold(state.book, recorded, corrected))
            state.book.receipts.clear()
    return state.book.sheet(), state.ruleset


def _entries(
    reading: Reading, connection: Connection, base: Snapshot | None, more: Sequence[Recorded]
) -> Iterator[Recorded]:
    """The entries after a snapshot, and more of them, in the order of the fold."""
    rows = reading.by_day(connection, base.seq, base.day) if base else reading.by_day(connection)
    return merge(rows, sorted(more, key=_order), key=_order) if more else rows


def _order(recorded: Recorded) -> tuple[int, int]:
    return recorded.order


def _base(reading: Reading, connection: Connection, more: Sequence[Recorded]) -> Snapshot | None:
    """The newest snapshot that is older than all its tail takes back, allows or enters late."""
    numbers = [position + 1 for one in more for position in (*one.reverts, *one.allows)]
    upto: int | None = min(numbers, default=None)
    upto = None if upto is None else upto - 1
    day: int | None = min((one.event.day for one in more), default=None)
    while True:
        snapshot = newest(reading, connection, upto, day)
        if snapshot is None:
            return None
        first, least = _reach(reading, connection, snapshot)
        if first > snapshot.seq and least >= snapshot.day:
            return snapshot
        upto, day = min(first, snapshot.seq) - 1, min(least, snapshot.day)


def _reach(reading: Reading, connection: Connection, snapshot: Snapshot) -> tuple[int, int]:
    """How far back what was recorded after a snapshot reaches: to which row, to which day."""
    correcting = reading.correcting(connection, snapshot.seq)
    numbers = [position + 1 for one in correcting for position in (*one.reverts, *one.allows)]
    day = reading.first_day(connection, snapshot.seq)
    return min([snapshot.seq + 1, *numbers]), snapshot.day if day is None else day


def begin(reading: Reading, connection: Connection, base: Snapshot | None) -> State:
    """The state at a snapshot, or before the first row."""
    if base is not None:
        rules = reading.rules(connection, base.rules)
        book = Book(rules.rules, base.sheet)
        return State(base.seq, b"", book, rules, base.stood(), dict(base.refused), base.seq)
    first = reading.one(connection, 1)
    if first is None:
        message = "its first row is missing: rpgprog verify tells what was done to it"
        raise Mistakes([Problem(Place(reading.file, 1, 1), message)])
    rules = reading.rules(connection, first[RULES])
    return State(0, b"", Book(rules.rules), rules, Standing())


def _stand(
    reading: Reading, connection: Connection, standing: Standing, after: int, upto: int | None = None
) -> None:
    """Let a standing that is true after a row be true after a later one, or the last."""
    for recorded in reading.noted(connection, after, upto):
        standing.note(recorded)
    if standing.open and standing.open.get("downtime"):
        for row in reading.rows(connection, max(after, standing.began), upto):
            if row[KIND] == "Trained":
                standing.train(reading.entry(row, connection))
    if upto is None:
        standing.today = max(standing.today, reading.last_day(connection))
