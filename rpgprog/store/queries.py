"""Rows as entries of the ledger: in the order recorded, or in the order of the fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import define
from sqlalchemy import Connection

from ..journal.recorded import Recorded
from ..ruleset import Ruleset
from .connect import ask_sqlite
from .people import People
from .rows import DAY, RULES, SEQ, Absent, Row, genesis, recorded_of
from .rulesets import Rulesets
from .tables import COLUMNS, NOTED

BATCH = 5000
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events WHERE campaign = ?"
_ENTRIES = f"SELECT {', '.join(COLUMNS[:RULES])} FROM events WHERE campaign = ?"  # what makes an entry
_NOTED = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in NOTED))  # as in the index, word by word


def ask(connection: Connection, sql: str, values: Sequence[object]) -> list[Row]:
    """The rows that a question with ? in it finds."""
    if connection.dialect.paramstyle == "qmark":
        rows: list[Row] = ask_sqlite(connection, sql, values).fetchall()
        return rows
    return list(connection.exec_driver_sql(sql.replace("?", "%s"), tuple(values)).cursor.fetchall())


def nobody(_: int) -> tuple[str, ...]:
    """Return those who are away, where it does not matter."""
    return ()


@define(eq=False)
class Reading:
    """The rows of one campaign."""

    campaign: int
    uid: str
    file: str  # what it is called in messages
    people: People
    rulesets: Rulesets

    def entry(self, row: Row, connection: Connection, absent_on: Absent = nobody) -> Recorded:
        """A row as an entry of the ledger, with those who were away, where it does not say so itself."""
        return recorded_of(row, self.file, self.people.name, partial(self.rules, connection), absent_on)

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
        return self._some(connection, _SELECT, after, upto)

    def noted(self, connection: Connection, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """The entries after that number that a timeline takes in, in the order recorded."""
        for row in self._some(connection, f"{_ENTRIES} AND {_NOTED}", after, upto):
            yield self.entry(row, connection)

    def _some(self, connection: Connection, select: str, after: int, upto: int | None) -> Iterator[Row]:
        """Rows, never more than a batch of them at a time."""
        more, values = ("", ()) if upto is None else (" AND seq <= ?", (upto,))
        while True:
            sql = f"{select} AND seq > ?{more} ORDER BY seq LIMIT {BATCH}"
            found = ask(connection, sql, (self.campaign, after, *values))
            yield from found
            if len(found) < BATCH:
                return
            after = found[-1][SEQ]

    def by_day(
        self, connection: Connection, absent_on: Absent, after: int = 0, day: int = -1
    ) -> Iterator[Recorded]:
        """The entries after that number, none of them before that day, in the order of the fold.

        Each has those who were away while time passed, as ``entry`` gives it.
        """
        sql = f"{_ENTRIES} AND seq > ? AND (day, seq) > (?, ?) ORDER BY day, seq LIMIT {BATCH}"
        seq, file, name, rules = after, self.file, self.people.name, partial(self.rules, connection)
        while True:
            found = ask(connection, sql, (self.campaign, after, day, seq))
            for row in found:
                yield recorded_of(row, file, name, rules, absent_on)
            if len(found) < BATCH:
                return
            day, seq = found[-1][DAY], found[-1][SEQ]

    def of_kinds(self, connection: Connection, kinds: Sequence[str], after: int = 0) -> list[Row]:
        """The rows with such events (of those in ``NOTED``) after that number, in the order recorded."""
        marks = ", ".join("?" * len(kinds))
        sql = f"{_SELECT} AND {_NOTED} AND kind IN ({marks}) AND seq > ? ORDER BY seq"
        return ask(connection, sql, (self.campaign, *kinds, after))

    def correcting(self, connection: Connection, after: int = 0) -> list[Recorded]:
        """The entries that take others back or let them pass."""
        sql = f"{_SELECT} AND seq > ? AND corrects <> '' ORDER BY seq"
        return [self.entry(row, connection) for row in ask(connection, sql, (self.campaign, after))]

    def last_day(self, connection: Connection) -> int:
        """The last day of which anything is recorded, other than that somebody is to join."""
        sql = "SELECT day FROM events WHERE campaign = ? AND kind <> 'Joined' ORDER BY day DESC LIMIT 1"
        found = ask(connection, sql, (self.campaign,))
        return found[0][0] if found else 0

    def first_day(self, connection: Connection, after: int) -> int | None:
        """The first day of the rows after that number."""
        # with + no index by day is used, in which all rows before would be passed over
        sql = "SELECT min(+day) FROM events WHERE campaign = ? AND seq > ?"
        found: int | None = ask(connection, sql, (self.campaign, after))[0][0]
        return found

    def one(self, connection: Connection, number: int) -> Row | None:
        """The row with that number."""
        found = ask(connection, f"{_SELECT} AND seq = ?", (self.campaign, number))
        return found[0] if found else None
