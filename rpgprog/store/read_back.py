"""Rows just written, read back before the commit: they must be the entries that were folded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import attrs
from sqlalchemy import Connection

from ..journal.recorded import Recorded
from ..problems import Mistakes, Problem
from .queries import Reading

_DERIVED = ("place", "adopts")  # the place is another one in a database; rules are compared by digest
_COMPARED = tuple(field.name for field in attrs.fields(Recorded) if field.name not in _DERIVED)
_DIFFERENT = "the database does not return what was written: nothing was recorded"


def check_read_back(reading: Reading, connection: Connection, recorded: Sequence[Recorded]) -> None:
    """Raise Mistakes if the rows just written do not read as the entries that were folded."""
    rows = reading.rows(connection, recorded[0].position, recorded[-1].position + 1)
    for entry in recorded:
        row = next(rows, None)
        back = row and reading.entry(row, connection, partial(_away, entry))
        if not back or not _same(entry, back):
            raise Mistakes([Problem(entry.place, f"{entry.word}: {_DIFFERENT}")])


def _away(entry: Recorded, _: int) -> tuple[str, ...]:
    """Who was away before an entry, where only the timeline says it."""
    return entry.event.absent


def _same(entry: Recorded, back: Recorded) -> bool:
    digests = [recorded.adopts and recorded.adopts.digest for recorded in (entry, back)]
    return digests[0] == digests[1] and all(getattr(entry, name) == getattr(back, name) for name in _COMPARED)
