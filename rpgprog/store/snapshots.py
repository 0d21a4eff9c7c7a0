"""Snapshots: balances after a row, so that opening need not fold from day one. Only a cache."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import cattrs
from attrs import frozen
from sqlalchemy import Connection, delete

from ..journal.timeline import Timeline
from ..ledger.accounts import Key
from ..ruleset import Ruleset
from .people import People
from .queries import Reading, ask
from .rows import EVENT, RULES, SEQ
from .rulesets import lineage
from .state import State
from .tables import snapshots
from .upsert import insert_new

Row = dict[str, Any]


@frozen(eq=False)
class Snapshot:
    """Balances after a row, under the rules that held there."""

    seq: int
    day: int
    rules: str  # as they were recorded
    sheet: dict[Key, int]
    refused: dict[int, str]
    timeline: Timeline


def rules_used(reading: Reading, connection: Connection, upto: int) -> list[Ruleset]:
    """All rules used by the rows up to a number."""
    first = reading.row(connection, 1)
    adopted = [row for row in reading.of_kinds(connection, ("Adopted",)) if row[SEQ] <= upto]
    digests = [first[RULES]] if first else []
    digests += [json.loads(row[EVENT])["rules"] for row in adopted]
    return [reading.rules(connection, digest) for digest in digests]


def snapshot_of(reading: Reading, connection: Connection, state: State) -> Row:
    """Make the row of a snapshot after the state's last row."""
    content = {
        "sheet": [[*key, balance] for key, balance in state.book.sheet().items()],
        "refused": list(state.refused.items()),
        "timeline": _written(state.timeline, reading.people),
        "recorded under": reading.rulesets.recorded_as(state.ruleset),
    }
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 1)
    return {
        "campaign": reading.campaign,
        "seq": state.seq,
        "rules": state.ruleset.digest,
        "day": state.book.today.balance,
        "lineage": lineage(rules_used(reading, connection, state.seq)),
        "state": packed,
        "sum": hashlib.sha256(packed).digest(),
    }


def _written(timeline: Timeline, people: People) -> Any:
    """A timeline without the name of who runs the open session: a token stands there, as in the rows."""
    written = cattrs.unstructure(timeline)
    if written["open"] is not None:
        written["open"]["gm"] = people.token(written["open"]["gm"])
    return written


def keep(connection: Connection, rows: Iterable[Row]) -> None:
    """Store snapshots that do not exist yet."""
    for row in rows:
        insert_new(connection, snapshots, row)


def newest(reading: Reading, connection: Connection, upto: int | None, day: int | None) -> Snapshot | None:
    """The newest snapshot not beyond a row and day, made under rules that still mean the same."""
    where = "campaign = ?"
    values: list[object] = [reading.campaign]
    for column, most in (("seq", upto), ("day", day)):
        if most is not None:
            where += f" AND {column} <= ?"
            values.append(most)
    return _newest_where(reading, connection, where, values, means_the_same=True)


def usable(reading: Reading, connection: Connection) -> Iterator[Snapshot]:
    """All snapshots that an opening may begin at, newest first."""
    sql = "SELECT seq, day, lineage FROM snapshots WHERE campaign = ? ORDER BY seq DESC"
    for seq, day, made_under in ask(connection, sql, (reading.campaign,)):
        if made_under == lineage(rules_used(reading, connection, seq)):
            content = _content(reading, connection, seq, made_under)
            if content is not None:
                yield _snapshot(seq, day, content, reading.people)


def kept_before(reading: Reading, connection: Connection) -> Snapshot | None:
    """The newest snapshot made under rules that now give different results."""
    return _newest_where(reading, connection, "campaign = ?", [reading.campaign], means_the_same=False)


def _newest_where(
    reading: Reading, connection: Connection, where: str, values: list[object], means_the_same: bool
) -> Snapshot | None:
    sql = f"SELECT seq, day, lineage FROM snapshots WHERE {where} ORDER BY seq DESC"
    for seq, at, made_under in ask(connection, sql, values):
        if (made_under == lineage(rules_used(reading, connection, seq))) is means_the_same:
            content = _content(reading, connection, seq, made_under)
            if content is not None:
                return _snapshot(seq, at, content, reading.people)
    return None


def _content(reading: Reading, connection: Connection, seq: int, made_under: str) -> dict[str, Any] | None:
    sql = "SELECT state, sum FROM snapshots WHERE campaign = ? AND seq = ? AND lineage = ?"
    for packed, checksum in ask(connection, sql, (reading.campaign, seq, made_under)):
        return _unpacked(bytes(packed), bytes(checksum))
    return None  # forgotten by somebody else meanwhile


def _unpacked(packed: bytes, checksum: bytes) -> dict[str, Any] | None:
    """Unpack a snapshot; None if damaged: it is only a cache."""
    if hashlib.sha256(packed).digest() != checksum:
        return None
    try:
        content: dict[str, Any] = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError):
        return None
    return content if "timeline" in content else None  # without one it is of an earlier version


def _snapshot(seq: int, day: int, content: dict[str, Any], people: People) -> Snapshot:
    sheet = {(who, kind, of): balance for who, kind, of, balance in content["sheet"]}
    refused = {int(number): why for number, why in content["refused"]}
    timeline = cattrs.structure(content["timeline"], Timeline)
    if timeline.open is not None:
        timeline.open.gm = people.name(timeline.open.gm)
    return Snapshot(seq, day, content["recorded under"], sheet, refused, timeline)


def forget(reading: Reading, connection: Connection) -> int:
    """Delete all snapshots; return their number."""
    rows = delete(snapshots).where(snapshots.c.campaign == reading.campaign)
    return connection.execute(rows).rowcount
