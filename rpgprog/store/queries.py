"""Query rows as entries of the ledger, in recorded order or in fold order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import define
from sqlalchemy import Connection

from ..journal.recorded import Recorded
from ..ruleset import Ruleset
from .people import People
from .rows import DAY, RULES, SEQ, Absent, Row, genesis, recorded_of
from .rulesets import Rulesets
from .sqlite import ask_sqlite
from .tables import COLUMNS, NOTED

BATCH = 5000
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM events WHERE campaign = ?"
_ENTRIES = f"SELECT {', '.join(COLUMNS[:RULES])} FROM events WHERE campaign = ?"  # what makes an entry
_NOTED = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in NOTED))  # verbatim as in the index


def ask(connection: Connection, sql: str, values: Sequence[object]) -> list[Row]:
    """Rows of a query with ``?`` for its values."""
    if connection.dialect.paramstyle == "qmark":
        rows: list[Row] = ask_sqlite(connection, sql, values).fetchall()
        return rows
    return list(connection.exec_driver_sql(sql.replace("?", "%s"), tuple(values)).cursor.fetchall())


def nobody(_: int) -> tuple[str, ...]:
    """Nobody: stands in for who is away where that does not matter."""
    return ()


@define(eq=False)
class Reading:
    """Queries on the rows of one campaign."""

    campaign: int
    uid: str
    file: str  # what it is called in messages
    people: People
    rulesets: Rulesets

    def entry(self, row: Row, connection: Connection, absent_on: Absent = nobody) -> Recorded:
        """Turn a row into an entry; ``absent_on`` says who was away unless the row does."""
        return recorded_of(row, self.file, self.people.name, partial(self.rules, connection), absent_on)

    def rules(self, connection: Connection, digest: str) -> Ruleset:
        """The rules with this digest."""
        return self.rulesets.load(connection, digest)

    def head(self, connection: Connection) -> tuple[int, bytes]:
        """The number and the hash of the last row."""
        sql = "SELECT seq, hash FROM events WHERE campaign = ? ORDER BY seq DESC LIMIT 1"
        rows = ask(connection, sql, (self.campaign,))
        return (rows[0][0], bytes(rows[0][1])) if rows else (0, genesis(self.uid))

    def rows(self, connection: Connection, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """The rows after a number, in recorded order."""
        return self._some(connection, _SELECT, after, upto)

    def noted(self, connection: Connection, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """The entries after a number that matter to a timeline, in recorded order."""
        for row in self._some(connection, f"{_ENTRIES} AND {_NOTED}", after, upto):
            yield self.entry(row, connection)

    def _some(self, connection: Connection, select: str, after: int, upto: int | None) -> Iterator[Row]:
        """Rows, fetched in batches."""
        limit, values = ("", ()) if upto is None else (" AND seq <= ?", (upto,))
        while True:
            sql = f"{select} AND seq > ?{limit} ORDER BY seq LIMIT {BATCH}"
            rows = ask(connection, sql, (self.campaign, after, *values))
            yield from rows
            if len(rows) < BATCH:
                return
            after = rows[-1][SEQ]

    def by_day(
        self, connection: Connection, absent_on: Absent, after: int = 0, day: int = -1
    ) -> Iterator[Recorded]:
        """The entries after a number, none before ``day``, in fold order.

        Each says who was away while time passed, as in ``entry``.
        """
        sql = f"{_ENTRIES} AND seq > ? AND (day, seq) > (?, ?) ORDER BY day, seq LIMIT {BATCH}"
        seq, file, name, rules = after, self.file, self.people.name, partial(self.rules, connection)
        while True:
            rows = ask(connection, sql, (self.campaign, after, day, seq))
            for row in rows:
                yield recorded_of(row, file, name, rules, absent_on)
            if len(rows) < BATCH:
                return
            day, seq = rows[-1][DAY], rows[-1][SEQ]

    def of_kinds(self, connection: Connection, kinds: Sequence[str], after: int = 0) -> list[Row]:
        """The rows with these kinds of event (from ``NOTED``) after a number, in recorded order."""
        marks = ", ".join("?" * len(kinds))
        sql = f"{_SELECT} AND {_NOTED} AND kind IN ({marks}) AND seq > ? ORDER BY seq"
        return ask(connection, sql, (self.campaign, *kinds, after))

    def correcting(self, connection: Connection, after: int = 0) -> list[Recorded]:
        """The entries that revert or allow others."""
        sql = f"{_SELECT} AND seq > ? AND corrects <> '' ORDER BY seq"
        return [self.entry(row, connection) for row in ask(connection, sql, (self.campaign, after))]

    def last_day(self, connection: Connection) -> int:
        """The last day with any row other than a join, which may lie ahead."""
        sql = "SELECT day FROM events WHERE campaign = ? AND kind <> 'Joined' ORDER BY day DESC LIMIT 1"
        rows = ask(connection, sql, (self.campaign,))
        return rows[0][0] if rows else 0

    def first_day(self, connection: Connection, after: int) -> int | None:
        """The first day of the rows after a number."""
        # with + no index by day is used, in which all rows before would be passed over
        sql = "SELECT min(+day) FROM events WHERE campaign = ? AND seq > ?"
        day: int | None = ask(connection, sql, (self.campaign, after))[0][0]
        return day

    def row(self, connection: Connection, number: int) -> Row | None:
        """The row with this number, or None."""
        rows = ask(connection, f"{_SELECT} AND seq = ?", (self.campaign, number))
        return rows[0] if rows else None
