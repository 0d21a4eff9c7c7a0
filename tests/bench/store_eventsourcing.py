"""The five rules of `fold_peers` as a campaign in a store of ours, and recorded by `eventsourcing` in SQLite.

Both record the same events in the same batches, each batch a transaction of its own and on the disk when it
is done; then each builds the campaign from its first row, in objects that know nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from fold import Ours, to_event
from fold_eventsourcing import BATCH, Table, Tables, _listed
from fold_peers import CHARACTERS, SKILLS, Balances, Event, es_balances

from rpgprog import events
from rpgprog.engine.book import Book
from rpgprog.ledger.refusals import Refused
from rpgprog.store import open_store
from rpgprog.store.fold import build
from rpgprog.store.store import StoredCampaign

FIVE = f"""\
ruleset: five
title: Five rules
skills: {{{", ".join(f"{skill}: {{}}" for skill in SKILLS)}}}
policies:
  awards: on
  novelty: {{key: family}}
  practice: {{cost: 20}}
  purchase: on
  relearning: on
  decay: on
  levels: on
"""
TABLE = f"""\
campaign: Five rules
ruleset: ./five.yaml
characters: {{{", ".join(f"{who}: {{}}" for who in CHARACTERS)}}}
journal: []
"""


def accepted(stream: Sequence[Event]) -> list[Event]:
    """The events that the rules let pass: a store of ours records no others."""
    ours, passed = Ours(), []
    for event in stream:
        try:
            ours.book.step(to_event(event))
        except Refused:
            continue
        passed.append(event)
    return passed


def batches(stream: Sequence[Any]) -> Iterator[list[Any]]:
    """So many at a time."""
    items = iter(stream)
    while batch := list(islice(items, BATCH)):
        yield batch


class OursStored:
    """A campaign in a store of ours."""

    def __init__(self, folder: Path) -> None:
        (folder / "five.yaml").write_text(FIVE, encoding="utf-8")
        (folder / "table.yaml").write_text(TABLE, encoding="utf-8")
        self.address = f"sqlite:{folder / 'ours.db'}"
        self.campaign = open_store(self.address).bring(folder / "table.yaml").campaign
        self.campaign.open()
        self.day = 0

    def record(self, batch: Sequence[Event]) -> None:
        """Record events, all at once."""
        self.campaign.append(*map(self._event, batch))

    def _event(self, event: Event) -> events.Event:
        if event[0] == "passed":
            self.day += event[1]
            return events.Passed(day=self.day)
        return to_event(event)

    def replay(self) -> Book:
        """The campaign from its first row, as somebody else would read it."""
        with open_store(self.address) as store:
            campaign: StoredCampaign = store.campaign()
            with store.reading() as connection:
                campaign.reading.people.load(connection)
                return build(campaign.reading, connection)[0].book

    def balances(self) -> Balances:
        """Its balances under the peers' names."""
        ours = Ours()
        ours.book = self.replay()
        return ours.balances()

    def close(self) -> None:
        """Let go of the file."""
        self.campaign.store.close()


class TheirsStored:
    """A campaign that the library records."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(folder / "theirs.db"),
        }
        self.tables = Tables(self.environment)
        self.table = Table()
        self.tables.save(self.table)

    def record(self, batch: Sequence[Event]) -> None:
        """Call the commands, and save what they made, all at once."""
        for kind, *details in batch:
            getattr(self.table, kind)(*map(_listed, details))
        self.tables.save(self.table)

    def replay(self) -> Any:
        """The campaign from its first row, as another process would read it."""
        tables = Tables(self.environment)
        table = tables.replay(self.table.id)
        tables.close()
        return table

    def balances(self) -> Balances:
        """Its balances."""
        return es_balances(self.replay())

    def close(self) -> None:
        """Let go of the file."""
        self.tables.close()


def seconds(act: Any, *args: Any) -> float:
    """How long it took, on the clock on the wall: what waits for the disk counts."""
    before = perf_counter()
    act(*args)
    return perf_counter() - before


__all__ = ["OursStored", "TheirsStored", "accepted", "batches", "seconds"]
