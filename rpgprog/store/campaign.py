"""One campaign in a database: open it, read its past, catch up with what others recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from threading import RLock

from attrs import define, field, frozen
from sqlalchemy import Connection, select

from ..campaign.campaign import Campaign
from ..campaign.home import RecordedEntry
from ..engine.book import Book
from ..engine.replay import Folded, corrections, fold, replay
from ..journal import Journal
from ..journal.entries.character import Character
from ..journal.recorded import Recorded
from ..journal.timeline import Timeline
from ..problems import Mistakes, Place, Problem
from ..ruleset import Ruleset
from ..source import Source, parse_source
from .database import Database
from .draft import Draft
from .fold import FEW, LITTLE, build, read_timeline
from .lazy import Lazy
from .metadata import About, read_about
from .queries import Reading, ask
from .results import Head
from .roster import character_of
from .rows import RULES
from .rulesets import Revision
from .snapshots import keep, snapshot_of
from .state import NOTHING, State
from .tables import characters

NO_DRAFT = Draft([], Timeline())


@frozen(eq=False)
class Closed:
    """Balances as if the open session or down-time were over, and the postings of its end."""

    book: Book
    recorded: tuple[Recorded, ...] = ()
    folded: tuple[Folded, ...] = ()


@define(eq=False)
class Stored:
    """One campaign of a database. It caches what it has folded and catches up with others at each use."""

    store: Database = field(repr=False)
    name: str
    reading: Reading = field(repr=False)
    state: State | None = field(default=None, repr=False)
    offered: dict[str, Ruleset] = field(factory=dict, init=False, repr=False)  # rules from files, by name
    sealed: bool = field(default=False, init=False, repr=False)  # whether a row seals what is beside the rows
    revision: Revision | None = field(default=None, init=False, repr=False)  # of rules read differently now
    lock: RLock = field(factory=RLock, init=False, repr=False)  # one thread at a time

    @property
    def address(self) -> str:
        """The database's address and the campaign's name."""
        return f"{self.store.address}#{self.name}"

    @property
    def head(self) -> Head:
        """Number and hash of the last row in the database now."""
        with self.store.reading() as connection:
            seq, digest = self.reading.head(connection)
        return Head(seq, digest.hex())

    # Reading.

    def open(self) -> Campaign:
        """Open the campaign as it is now. Sheets are ready; the past is read on first use."""
        with self.lock, self.store.reading() as connection:
            state = self.refresh(connection)
            campaign = self.campaign(connection, state, self.closed(connection, state))
        self.save_work()
        return campaign

    def campaign(
        self, connection: Connection, state: State, closed: Closed, draft: Draft = NO_DRAFT
    ) -> Campaign:
        """Make a Campaign of a state. Sheets are ready; the past is read on first use.

        The entries of the ``draft``, which are in the state already, are not among the rows.
        """
        about, first = self.about(connection), self.reading.row(connection, 1)
        began = self.reading.rules(connection, first[RULES]) if first else state.ruleset
        recorded, new = state.seq - len(draft.recorded), (*draft.recorded, *closed.recorded)
        ledger = Lazy(lambda: self._ledger(recorded, new))
        folded = Lazy(lambda: replay(began.rules, ledger)[1])
        journal = Journal(
            title=about.title,
            source=self.source(),
            began=began,
            characters={**self.characters(connection), **draft.joined},
            planned=about.planned,
            ledger=ledger,
            problems=(),
            seed=about.seed,
            start=about.start,
            skills=about.skills,
            calendar=about.calendar,
            now=state.ruleset,
        )
        return Campaign(journal, closed.book, folded, self._problems(state))

    def source(self) -> Source:
        """A stand-in for the campaign file, used as the place in messages."""
        return parse_source("campaign:", self.reading.file)

    def closed(self, connection: Connection, state: State, draft: Draft = NO_DRAFT) -> Closed:
        """Balances as if what is open were over. The entries of the ``draft`` are not in the database."""
        closing = state.timeline.closing(Place(self.reading.file, state.seq + 1, 1), state.seq)
        if closing is None:
            return Closed(Book(state.ruleset.rules, state.in_order()))
        if closing.event.day >= state.book.today.balance:
            book = Book(state.ruleset.rules, state.in_order())
            return Closed(book, (closing,), (fold(book, state.timeline.with_absent(closing), NOTHING),))
        new = (*draft.recorded, closing)  # it is folded before what has a later day
        after, folded = build(self.reading, connection, new)
        end = (step for step in folded if step.recorded.position == closing.position)
        return Closed(Book(after.ruleset.rules, after.in_order()), (closing,), tuple(end))

    def _problems(self, state: State) -> tuple[Problem, ...]:
        refused = state.refused.items()
        return tuple(Problem(Place(self.reading.file, seq, 1), why) for seq, why in sorted(refused))

    def _ledger(self, number: int, new: Sequence[Recorded]) -> Sequence[Recorded]:
        """The rows up to a number and the new entries, in fold order."""
        with self.lock, self.store.reading() as connection:
            self.refresh(connection)
            timeline = read_timeline(self.reading, connection, Timeline(), 0, number).extended(new)
            rows = self.reading.rows(connection, upto=number)
            recorded = [self.reading.entry(row, connection, timeline.absent_on) for row in rows]
        complete = [*recorded, *map(timeline.with_absent, new)]
        return tuple(sorted(complete, key=lambda recorded: recorded.order))

    def entry(self, number: int) -> RecordedEntry | None:
        """The entry with this number, or None."""
        with self.lock, self.store.reading() as connection:
            self.refresh(connection)
            row = self.reading.row(connection, number)
            if row is None:
                return None
            corrected = corrections(self.reading.correcting(connection))
            return RecordedEntry.of(self.reading.entry(row, connection), corrected)

    def about(self, connection: Connection) -> About:
        """Title, seed, start and the like, which stand beside the ledger."""
        return read_about(connection, self.reading.campaign)

    def characters(self, connection: Connection) -> dict[str, Character]:
        """The characters as they began, in the order in which they joined."""
        rows = select(characters.c.who, characters.c.about).where(
            characters.c.campaign == self.reading.campaign
        )
        people = {who: character_of(text) for who, text in connection.execute(rows)}
        joined = self.state.timeline.members.names() if self.state is not None else []
        order = {who: at for at, who in enumerate(joined)}
        return dict(sorted(people.items(), key=lambda item: order.get(item[0], len(order))))

    def refresh(self, connection: Connection) -> State:
        """Return the state after the last row that the connection sees."""
        seq, digest = self.reading.head(connection)
        if self.reading.people.are_outdated(connection):  # a name that was erased is in nobody's memory
            self.state = None
        if self.state is None or seq < self.state.seq:
            self.reading.people.load(connection)
            self.state, _ = build(self.reading, connection)
        elif seq > self.state.seq:
            self._catch_up(connection, self.state, seq, digest)
        return self.state

    def _catch_up(self, connection: Connection, state: State, seq: int, digest: bytes) -> None:
        """Take in what others recorded."""
        self.reading.people.load(connection)
        tail = [self.reading.entry(row, connection) for row in self.reading.rows(connection, state.seq)]
        timeline = state.timeline.extended(tail)
        if state.goes_on(tail, timeline):
            for folded in state.fold_on(tail, timeline):
                state.note(folded)
            state.forget_receipts()
            state.seq, state.hash, state.timeline = seq, digest, state.moved_on(timeline)
        else:
            self.state, _ = build(self.reading, connection)

    def save_work(self) -> None:
        """Save a snapshot if the next opening would have much to fold."""
        with self.lock:
            state = self.state
            if state is not None and (state.seq - state.base > FEW or state.work > LITTLE):
                self.take_snapshot()

    def take_snapshot(self) -> bool:
        """Save a snapshot after the last row; return False if the database is read-only."""
        taken = False
        with self.lock, contextlib.suppress(Mistakes), self.store.writing() as connection:
            state = self.refresh(connection)
            keep(connection, [*state.spaced, snapshot_of(self.reading, connection, state)])
            state.spaced.clear()
            state.base, state.work, taken = state.seq, 0, True
        return taken

    def snapshots(self) -> list[tuple[int, int, str, int]]:
        """The snapshots: last row, day, digest of the rules, size in bytes."""
        sql = "SELECT seq, day, rules, length(state) FROM snapshots WHERE campaign = ? ORDER BY seq"
        with self.store.reading() as connection:
            return [
                (row[0], row[1], row[2], row[3]) for row in ask(connection, sql, (self.reading.campaign,))
            ]
