"""Export campaigns as JSON lines with every row and its hash, and read them back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ..problems import Mistakes, Place, Problem
from .campaign import Stored
from .database import Database
from .erased_names import ErasedNames
from .failures import refused
from .lookup import begin
from .queries import ask
from .rows import HASH, Row, chained
from .tables import COLUMNS, campaigns, characters, entries, imports, keys, people, rulesets
from .write import insert_rows

FORMAT = "rpgprog ledger 1"
BESIDE = (characters, people, entries, keys, imports)  # what stands beside the rows


def as_lines(stored: Stored) -> Iterator[str]:
    """Yield JSON lines: first what stands beside the ledger, then every row with its hash."""
    number = stored.reading.campaign
    with stored.store.reading() as connection:
        about = dict(connection.execute(select(campaigns).where(campaigns.c.id == number)).mappings().one())
        del about["id"]
        beside = {
            table.name: [
                _without_campaign(row) for row in connection.execute(_rows_of(table, number)).mappings()
            ]
            for table in BESIDE
        }
        used = set(ask(connection, "SELECT DISTINCT rules FROM events WHERE campaign = ?", (number,)))
        rules = select(rulesets).where(rulesets.c.digest.in_([digest for (digest,) in used]))
        beside["rulesets"] = [dict(row) for row in connection.execute(rules).mappings()]
        yield json.dumps({"format": FORMAT, **about, **beside}, ensure_ascii=False)
        for row in stored.reading.rows(connection):
            named = dict(zip(COLUMNS[1:HASH], row[1:HASH], strict=True))
            filled = {key: value for key, value in named.items() if value != ""}
            yield json.dumps({**filled, "hash": bytes(row[HASH]).hex()}, ensure_ascii=False)


def _rows_of(table: Any, campaign: int) -> Any:
    return select(table).where(table.c.campaign == campaign)


def _without_campaign(row: Any) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "campaign"}


def from_lines(store: Database, lines: Iterable[str], name: str = "") -> Stored:
    """Import a campaign from JSON lines, hashes included. Raises Mistakes when a line was changed."""
    lines = iter(lines)
    try:
        head = json.loads(next(lines))
    except (ValueError, StopIteration):
        raise refused("this is no ledger in JSON lines") from None
    if head.get("format") != FORMAT:
        raise refused(f"this is no ledger in JSON lines of a format known here ({FORMAT})")
    with store.writing() as connection:
        document = ErasedNames.read(connection).text(head["document"])
        stored = begin(store, connection, name or head["name"], head["about"], document, head["uid"])
        number = stored.reading.campaign
        campaign_row = update(campaigns).where(campaigns.c.id == number)
        connection.execute(campaign_row.values(documented=head["documented"]))
        _insert_beside(connection, number, head)
        _insert_rows(stored, connection, lines)
    return stored


def _insert_beside(connection: Connection, number: int, head: dict[str, Any]) -> None:
    names = ErasedNames.read(connection)
    for table in BESIDE:
        rows = [{"campaign": number, **row} for row in names.rows(table.name, head.get(table.name, ()))]
        if rows:
            connection.execute(insert(table), rows)
    known = set(connection.execute(select(rulesets.c.digest)).scalars())
    rows = [row for row in head["rulesets"] if row["digest"] not in known]
    if rows:
        connection.execute(insert(rulesets), rows)


def _insert_rows(stored: Stored, connection: Connection, lines: Iterator[str]) -> None:
    _, before = stored.reading.head(connection)
    batch: list[Row] = []
    for at, line in enumerate(lines):
        row, digest = _row(stored, line, at)
        (row,) = chained([row], before)
        before = row[HASH]
        if digest and before.hex() != digest:
            raise Mistakes([Problem(Place("line", at + 2, 1), f"#{at + 1} is not what was recorded")])
        batch.append(row)
        if len(batch) == BATCH:
            insert_rows(connection, batch)
            batch.clear()
    if batch:
        insert_rows(connection, batch)


BATCH = 5000
_FILLED = dict.fromkeys(COLUMNS[1:HASH], "")


def _row(stored: Stored, line: str, at: int) -> tuple[Row, str]:
    try:
        columns = {**_FILLED, **json.loads(line)}
        digest = columns.pop("hash", "")
        if columns["seq"] != at + 1 or len(columns) != len(_FILLED):
            raise ValueError(line)
    except (ValueError, TypeError):
        raise Mistakes([Problem(Place("line", at + 2, 1), f"this is not row #{at + 1}")]) from None
    values = [columns[column] for column in COLUMNS[1:HASH]]
    return (stored.reading.campaign, *values, b""), digest
