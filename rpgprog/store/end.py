"""The end of a campaign, where new entries are folded, to be recorded or only previewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import define, evolve, field, frozen
from sqlalchemy import Connection

from ..campaign.campaign import Campaign
from ..campaign.effect import Effect
from ..campaign.refusals import refusals
from ..campaign.roll_entry import complete
from ..campaign.rolls import Odds, false_rolls, rolled_before
from ..engine.replay import Folded, corrections
from ..events import Joined, Rolled
from ..journal.recorded import Recorded
from ..journal.typed_entry import Entry, TypedEntry
from ..problems import Mistakes, Problem
from .campaign import Closed, Stored
from .draft import Draft
from .entry_parser import typed
from .fold import build
from .queries import ask
from .rows import SEQ
from .state import State

Entries = Sequence[Entry]
Parsed = Sequence[TypedEntry]


@frozen(eq=False)
class Extended:
    """A campaign extended by new entries.

    ``folded`` are the new entries; ``refused`` those, new or old, that a rule refuses now and did not before.
    """

    draft: Draft
    state: State  # its balances and its timeline are those after the entries; all else is as before them
    folded: Sequence[Folded]
    refused: Sequence[Folded]
    false_rolls: Sequence[Problem]

    def check(self) -> None:
        """Raise Mistakes if anything speaks against recording the entries."""
        if problems := [*refusals(self.refused, self.state.names), *self.false_rolls]:
            raise Mistakes(problems)


@define(eq=False)
class End:
    """The end of a campaign, on a connection. What is folded is taken back unless recorded."""

    stored: Stored
    connection: Connection
    state: State  # before any entry
    before: Campaign | None = None  # for people to look at, where anybody is to
    _mark: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._mark = len(self.state.book.receipts)

    def take_back(self) -> None:
        """Take back everything folded here."""
        self.state.book.take_back(self._mark)

    def extend(self, entries: Parsed) -> Extended:
        """Fold entries from a clean end. Raises Mistakes when one cannot be read."""
        self.take_back()
        draft = typed(self.stored, self.connection, self.state, entries)
        state, folded, refused = self._folded(draft)
        return Extended(draft, state, folded, refused, self._false_rolls(folded, state))

    def _folded(self, draft: Draft) -> tuple[State, Sequence[Folded], Sequence[Folded]]:
        """Return the new state, the folded entries, and newly refused entries."""
        state, timeline = self.state, draft.timeline
        if state.goes_on(draft.recorded, timeline):
            folded = list(state.fold_on(draft.recorded, timeline))
            refused = [step for step in folded if step.refused is not None]
            return evolve(state, timeline=state.moved_on(timeline)), folded, refused
        after, folded = build(self.stored.reading, self.connection, new=draft.recorded)
        return after, folded, [step for n, step in after.refusals.items() if n not in state.refused]

    def _false_rolls(self, folded: Sequence[Folded], state: State) -> list[Problem]:
        if not any(isinstance(step.recorded.event, Rolled) for step in folded):
            return []
        seed = self.stored.about(self.connection).seed
        return [*false_rolls(seed, folded, state.book, rolled_before(folded, state.book))]

    def complete(self, entries: Entries, throw: bool) -> tuple[Parsed, list[Odds]]:
        """Read entries and throw the dice that they leave out, or drop those entries and return their odds.

        Raises Mistakes when one cannot be read.
        """
        return complete(entries, lambda earlier: self.after(self.extend(earlier))[0], throw)

    # For people to look at.

    def after(self, extended: Extended) -> tuple[Campaign, Closed]:
        """The campaign including the entries folded now."""
        draft, state = extended.draft, extended.state
        after = evolve(
            state,
            seq=state.seq + len(draft.recorded),
            refused=dict(state.refused),
            refusals=dict(state.refusals),
        )
        for step in extended.refused:
            after.note(step)
        closed = self.stored.closed(self.connection, after, draft)
        return self.stored.campaign(self.connection, after, closed, draft), closed

    def effect(self, extended: Extended) -> Effect:
        """The effect of the entries folded now on the campaign before them."""
        assert self.before is not None
        after, closed = self.after(extended)
        stored, recorded, seq = self.stored, extended.draft.recorded, self.state.seq
        return Effect(
            before=self.before,
            after=after,
            folded=[*self._complete(extended), *closed.folded],
            refused=extended.refused,
            false_rolls=extended.false_rolls,
            joining_reverted=lambda: _joining_reverted(stored, seq, recorded),
        )

    def _complete(self, extended: Extended) -> Sequence[Folded]:
        """The new entries, completed with who was away."""
        if extended.state.book is not self.state.book:  # folded with all the past, they are complete
            return extended.folded
        complete = extended.draft.timeline.with_absent
        return [evolve(step, recorded=complete(step.recorded)) for step in extended.folded]


def _joining_reverted(stored: Stored, seq: int, new: Sequence[Recorded]) -> bool:
    """Whether a join is reverted, by the first ``seq`` rows or by new entries."""
    with stored.store.reading() as connection:
        correcting = [r for r in stored.reading.correcting(connection) if r.position < seq]
        joined = {row[SEQ] - 1 for row in stored.reading.of_kinds(connection, ("Joined",))}
    joined |= {recorded.position for recorded in new if isinstance(recorded.event, Joined)}
    return not joined.isdisjoint(corrections([*correcting, *new]).gone)


@contextmanager
def looking(stored: Stored) -> Iterator[End]:
    """The end of a campaign, for looking only; nothing is written but a snapshot."""
    with stored.lock, stored.store.reading() as connection:
        state = stored.refresh(connection)
        before = stored.campaign(connection, state, stored.closed(connection, state))
        end = End(stored, connection, state, before)
        try:
            yield end
        finally:
            end.take_back()
    stored.save_work()


@contextmanager
def writing(stored: Stored, watched: bool) -> Iterator[End]:
    """The end of a campaign, locked for writing; all is recorded, or nothing.

    ``watched``: prepare the campaign before, to compare with.
    """
    people, end = stored.reading.people, None
    with stored.lock:
        try:
            with stored.store.writing() as connection:
                lock(stored, connection)
                state = stored.refresh(connection)
                before = None
                if watched:
                    before = stored.campaign(connection, state, stored.closed(connection, state))
                end = End(stored, connection, state, before)
                yield end
        except BaseException:
            people.forget_new()
            if end is not None:
                end.take_back()
            raise
        people.saved()


def lock(stored: Stored, connection: Connection) -> None:
    """Lock this campaign for writing until the end of the transaction."""
    if connection.dialect.name != "sqlite":
        ask(connection, "SELECT id FROM campaigns WHERE id = ? FOR UPDATE", (stored.reading.campaign,))


def lock_all(connection: Connection) -> None:
    """Lock all campaigns for writing until the end of the transaction."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SELECT id FROM campaigns ORDER BY id FOR UPDATE")


def effect(stored: Stored, entries: Entries) -> Effect:
    """The effect of entries, except for those whose dice are still to be thrown.

    Raises Mistakes when one cannot be read.
    """
    with looking(stored) as end:
        parsed, odds = end.complete(entries, throw=False)
        return evolve(end.effect(end.extend(parsed)), odds=tuple(odds))
