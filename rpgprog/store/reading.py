"""Rows as entries of the ledger: in the order recorded, or in the order of the fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define
from sqlalchemy import Connection

from ..journal.ledger import Recorded
from ..ruleset import Ruleset
from .connect import ask_sqlite
from .people import People
from .rows import DAY, HASH, SEQ, Row, genesis, recorded_of
from .saved import Rulesets
from .tables import COLUMNS

BATCH = 5000
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events WHERE campaign = ?"


def ask(connection: Connection, sql: str, values: Sequence[object]) -> list[Row]:
    """The rows that a question with ? in it finds."""
    if connection.dialect.paramstyle == "qmark":
        rows: list[Row] = ask_sqlite(connection, sql, values).fetchall()
        return rows
    return list(connection.exec_driver_sql(sql.replace("?", "%s"), tuple(values)).cursor.fetchall())


@define(eq=False)
class Reading:
    """The rows of one campaign."""

    campaign: int
    uid: str
    file: str  # what it is called in messages
    people: People
    rulesets: Rulesets

    def entry(self, row: Row, connection: Connection) -> Recorded:
        """A row as an entry of the ledger."""
        return recorded_of(row, self.file, self.people.name, lambda digest: self.rules(connection, digest))

    def rules(self, connection: Connection, digest: str) -> Ruleset:
        """The rules with that digest."""
        return self.rulesets.load(connection, digest)

    def head(self, connection: Connection) -> tuple[int, bytes]:
        """The number and the hash of the last row."""
        sql = "SELECT seq, hash FROM events WHERE campaign = ? ORDER BY seq DESC LIMIT 1"
        found = ask(connection, sql, (self.campaign,))
        return (found[0][0], bytes(found[0][1])) if found else (0, genesis(self.uid))

    def rows(self, connection: Connection, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """The rows after that number, in the order recorded."""
        more, values = ("", ()) if upto is None else (" AND seq <= ?", (upto,))
        while True:
            sql = f"{_SELECT} AND seq > ?{more} ORDER BY seq LIMIT {BATCH}"
            found = ask(connection, sql, (self.campaign, after, *values))
            yield from found
            if len(found) < BATCH:
                return
            after = found[-1][SEQ]

    def by_day(self, connection: Connection, after: int = 0) -> Iterator[Row]:
        """The rows after that number, in the order of the fold."""
        sql = f"{_SELECT} AND seq > ? AND (day, seq) > (?, ?) ORDER BY day, seq LIMIT {BATCH}"
        day, seq = -1, 0
        while True:
            found = ask(connection, sql, (self.campaign, after, day, seq))
            yield from found
            if len(found) < BATCH:
                return
            day, seq = found[-1][DAY], found[-1][SEQ]

    def of_kinds(self, connection: Connection, kinds: Sequence[str], after: int = 0) -> list[Row]:
        """The rows with such events after that number, in the order recorded."""
        marks = ", ".join("?" * len(kinds))
        sql = f"{_SELECT} AND kind IN ({marks}) AND seq > ? ORDER BY seq"
        return ask(connection, sql, (self.campaign, *kinds, after))

    def correcting(self, connection: Connection, after: int = 0) -> list[Recorded]:
        """The entries that take others back or let them pass."""
        sql = f"{_SELECT} AND seq > ? AND corrects <> '' ORDER BY seq"
        return [self.entry(row, connection) for row in ask(connection, sql, (self.campaign, after))]

    def last_day(self, connection: Connection) -> int:
        """The last day of which anything is recorded."""
        found = ask(connection, "SELECT max(day) FROM events WHERE campaign = ?", (self.campaign,))
        return found[0][0] or 0

    def first_day(self, connection: Connection, after: int) -> int | None:
        """The first day of the rows after that number."""
        sql = "SELECT min(day) FROM events WHERE campaign = ? AND seq > ?"
        found: int | None = ask(connection, sql, (self.campaign, after))[0][0]
        return found

    def one(self, connection: Connection, number: int) -> Row | None:
        """The row with that number."""
        found = ask(connection, f"{_SELECT} AND seq = ?", (self.campaign, number))
        return found[0] if found else None


__all__ = ["HASH", "Reading", "ask"]
