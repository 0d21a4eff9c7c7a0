"""What is done to a database behind its back: refused by triggers, and found where they were taken away."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from writers import address_of, begin, entries, opened, sound, used

from rpgprog.cli.app import run as rpgprog
from rpgprog.events import Used
from rpgprog.problems import Problem
from rpgprog.store import Head, StoredCampaign, open_store
from rpgprog.store.rows import HASH, SEQ, chained, genesis
from rpgprog.store.tables import APPEND_ONLY, COLUMNS
from rpgprog.store.triggers import create_triggers, sqlite_triggers


@pytest.fixture
def road(address: str) -> Iterator[StoredCampaign]:
    """Some sessions, by several people, with a correction and other rules."""
    with open_store(address) as store:
        begin(store)
        stored = store.campaign()
        for at in range(4):
            stored.append(*entries(f"{at}", 3), by=f"GM {at % 2}", key=f"{at}")
        stored.append('reverted: {event: 7, by: Ann, why: "a slip"}', by="Ann")
        stored.append(
            'awarded: {who: Bram, points: 1 dp, for: "a tale", note: "late at night", id: tale}', by="Ann"
        )
        begin(store, "Another")
        yield store.campaign("The Long Road")


def number(connection: Connection, sql: str, *values: object) -> int:
    """How many rows a statement touched."""
    sql = sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, values).rowcount


# Triggers.


@pytest.mark.parametrize("table", ["events", "keys", "rulesets"])
def test_records_are_neither_changed_nor_deleted(road: StoredCampaign, table: str) -> None:
    column = {"events": "note", "keys": "asked", "rulesets": "texts"}[table]
    commands = [f"UPDATE {table} SET {column} = ''", f"DELETE FROM {table}"]
    if not road.store.address.startswith("sqlite:"):
        commands += [f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE", "TRUNCATE campaigns CASCADE"]
    for command in commands:
        for where in ("", " WHERE 1 = 1"):
            if "TRUNCATE" in command and where:
                continue
            with (
                road.store.engine.connect() as connection,
                pytest.raises(DBAPIError, match="what is recorded is never changed: record a correction"),
            ):
                connection.exec_driver_sql(command + where)
    assert road.verify() == []


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_nor_is_it_replaced(road: StoredCampaign) -> None:
    """INSERT OR REPLACE of SQLite deletes without asking the trigger of a DELETE."""
    columns = ", ".join(column if column != "note" else "'forged'" for column in COLUMNS)
    sql = f"INSERT OR REPLACE INTO events SELECT {columns} FROM events WHERE campaign = 1 AND seq = 6"
    with (
        road.store.engine.connect() as connection,
        pytest.raises(DBAPIError, match="what is recorded is never changed: record a correction"),
    ):
        connection.exec_driver_sql(sql)
    assert road.verify() == []


# Without them.


@contextmanager
def behind(road: StoredCampaign) -> Iterator[Connection]:
    """A connection for which there are no triggers."""
    with road.store.writing() as connection:
        for table in APPEND_ONLY:
            if connection.dialect.name == "sqlite":
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
            else:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield connection
        if connection.dialect.name == "sqlite":
            create_triggers(connection)
        for table in APPEND_ONLY if connection.dialect.name != "sqlite" else ():
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rows(road: StoredCampaign) -> list[Any]:
    with road.store.reading() as connection:
        return list(road.reading.rows(connection))


def put(connection: Connection, *new: Any) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    for row in new:
        number(connection, f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({marks})", *row)


def replaced(connection: Connection, all_rows: list[Any]) -> None:
    """Let these be the rows of the campaign."""
    number(connection, "DELETE FROM events WHERE campaign = 1")
    put(connection, *all_rows)


def named(road: StoredCampaign, head: Head | None = None) -> list[int | None]:
    """The rows that verify names, for one who opens the database anew."""
    found: list[Problem] = []
    with opened(address_of(road.store), road.name) as stored:
        found = stored.verify(head)
    assert all(problem.level == "error" for problem in found)
    return [problem.place and problem.place.line for problem in found]


def other(value: Any, chance: random.Random) -> Any:
    """Another value of the same type."""
    if isinstance(value, int):
        return value + chance.choice([1, -1, 1000])
    if isinstance(value, str):
        return value[:-1] if value and chance.random() < 0.5 else value + chance.choice(["x", " ", "}"])
    at = chance.randrange(len(value))
    return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]


@pytest.mark.parametrize("column", [column for column in COLUMNS if column not in ("campaign", "seq")])
def test_a_change_of_any_column_of_any_row_is_found(road: StoredCampaign, column: str) -> None:
    """And the row is named; a changed hash does not fit what comes after it either."""
    before, chance = rows(road), random.Random(column)
    for row in chance.sample(before, 6):
        with behind(road) as connection:
            changed = other(row[COLUMNS.index(column)], chance)
            sql = f"UPDATE events SET {column} = ? WHERE campaign = 1 AND seq = ?"
            assert number(connection, sql, changed, row[SEQ]) == 1
        next_too = column == "hash" and row[SEQ] < len(before)
        assert named(road) == [row[SEQ], row[SEQ] + 1][: 1 + next_too], (row, changed)
        with behind(road) as connection:
            number(connection, sql, row[COLUMNS.index(column)], row[SEQ])
    assert named(road) == []


def test_a_row_that_is_taken_out_or_put_in_is_found(road: StoredCampaign) -> None:
    """Also one before the first, and one moved to another campaign or another number."""
    before = rows(road)
    last = len(before)
    for row in before[:-1]:
        with behind(road) as connection:
            number(connection, "DELETE FROM events WHERE campaign = 1 AND seq = ?", row[SEQ])
        assert named(road) == [row[SEQ]]
        with behind(road) as connection:
            put(connection, row)
    with behind(road) as connection:
        number(connection, "DELETE FROM events WHERE campaign = 1 AND seq BETWEEN 4 AND 6")
    assert named(road) == [4]
    with behind(road) as connection:
        put(connection, *before[3:6])
    for seq in (last + 1, last + 7, 0, -5):
        with behind(road) as connection:
            put(connection, (1, seq, *before[8][SEQ + 1 :]))
        assert named(road) == [min(seq, last + 1)]
        with behind(road) as connection:
            number(connection, "DELETE FROM events WHERE campaign = 1 AND seq = ?", seq)
    with behind(road) as connection:
        number(connection, "UPDATE events SET campaign = 2 WHERE campaign = 1 AND seq = ?", last)
    with opened(address_of(road.store), "Another") as another:
        (problem,) = another.verify()
        assert problem.place is not None and problem.place.line == another_last(another) + 1


def another_last(another: StoredCampaign) -> int:
    """The last row that is its own."""
    with another.store.reading() as connection:
        return [row[SEQ] for row in another.reading.rows(connection)][-2]


def test_rows_that_are_swapped_or_shifted_are_found(road: StoredCampaign) -> None:
    """With their hashes or without."""
    before, chance = rows(road), random.Random(8)
    for _ in range(8):
        a, b = sorted(chance.sample(range(len(before)), 2))
        swapped = list(before)
        swapped[a], swapped[b] = (
            (1, x[SEQ], *y[SEQ + 1 :]) for x, y in ((before[a], before[b]), (before[b], before[a]))
        )
        with behind(road) as connection:
            replaced(connection, swapped)
        assert {a + 1, b + 1} <= {*named(road)} <= {a + 1, a + 2, b + 1, b + 2}
        kept = [(*x[:HASH], y[HASH]) for x, y in zip(swapped, before, strict=True)]
        with behind(road) as connection:
            replaced(connection, kept)
        assert named(road) == [a + 1, b + 1]
    with behind(road) as connection:  # one put in amid the others, which move up
        shifted = [*before[:9], *((1, row[SEQ] + 1, *row[SEQ + 1 :]) for row in before[8:])]
        replaced(connection, shifted)
    assert named(road)[0] == 10


def test_an_end_cut_off_is_found_with_a_head_kept_elsewhere(
    road: StoredCampaign, capsys: pytest.CaptureFixture[str]
) -> None:
    head, last = road.head, len(rows(road))
    road.append(used("later"))
    assert named(road, head) == []
    for cut in (1, 3):
        with behind(road) as connection:
            number(connection, "DELETE FROM events WHERE campaign = 1 AND seq > ?", last - cut)
        assert named(road) == []
        assert named(road, head) == [last - cut + 1]
    where = f"{address_of(road.store)}#{road.name}"
    assert rpgprog(["verify", where, "--head", str(head)]) == 1
    assert f"the end was cut off: #{last - 2} to #{last} are missing" in capsys.readouterr().err
    assert rpgprog(["verify", where]) == 0


def test_a_rewritten_past_is_noticed_with_a_head_kept_elsewhere(road: StoredCampaign) -> None:
    """With every hash as it should be; before, in and after the row that was changed."""
    before, heads = rows(road), []
    heads = [Head(row[SEQ], row[HASH].hex()) for row in before]
    changed = list(before)
    changed[8] = (*before[8][:4], before[8][4].replace("Kessa", "Bram"), *before[8][5:])
    assert changed[8] != before[8]
    with behind(road) as connection:
        replaced(connection, chained(changed, genesis(road.reading.uid)))
    assert named(road) == []
    for head in heads:
        assert named(road, head) == ([] if head.seq < 9 else [head.seq])


def test_rules_that_were_changed_or_taken_out_are_found(
    road: StoredCampaign, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their text is not in the chain, but their digest is."""
    with behind(road) as connection:
        number(connection, "UPDATE rulesets SET texts = replace(texts, 'encounter: 2}', 'encounter: 9}')")
    (problem,) = road.verify()
    assert "their text was changed" in str(problem) and problem.level == "error"
    assert named(road) == [None]
    where = f"{address_of(road.store)}#{road.name}"
    with behind(road) as connection:
        number(connection, "UPDATE rulesets SET texts = replace(texts, 'policies', 'polecats')")
    assert rpgprog(["verify", where]) == 1
    with behind(road) as connection:
        number(connection, "DELETE FROM rulesets")
    capsys.readouterr()
    assert rpgprog(["verify", where]) == 1
    assert "have been removed" in capsys.readouterr().err


# Beside the rows.


BESIDE = {
    "UPDATE campaigns SET about = replace(about, 'null', '5')": "its title, seed, first day",
    "UPDATE campaigns SET about = replace(about, 'Long', 'Short')": "its title, seed, first day",
    "UPDATE characters SET about = replace(about, 'scout', 'mage')": "the character Kessa was changed",
    "DELETE FROM characters WHERE who = 'Bram'": "the character Bram was taken out",
    "UPDATE characters SET who = 'Brom' WHERE who = 'Bram'": "the character Brom was put in",
    "DELETE FROM keys WHERE key = '2'": "the key of #",
    "UPDATE keys SET key = 'x' WHERE key = '2'": "the key of #",
    "UPDATE keys SET first = first - 1 WHERE key = '2'": "the key of #",
    "UPDATE keys SET asked = '' WHERE key = '2'": "the key of #",
    "INSERT INTO keys SELECT campaign, 'new', 4, 5, asked FROM keys WHERE key = '2'": "the key of #5 was put in",
    "UPDATE rulesets SET revisions = replace(revisions, '1', '7')": "their text was changed",
    "UPDATE rulesets SET texts = replace(texts, 'encounter: 2}', 'encounter: 9}'), "
    "revisions = replace(revisions, '1', '7')": "their text was changed",
    'UPDATE rulesets SET packages = \'{"x": "y 1"}\'': "their text was changed",
    "UPDATE campaigns SET document = replace(document, 'climbing: 3', 'climbing: 9')": "the kept text of its file",
    "UPDATE campaigns SET document = ''": "the kept text of its file",
    "UPDATE campaigns SET documented = documented - 1": "the kept text of its file",
}


@pytest.mark.parametrize("forgery", BESIDE)
def test_what_stands_beside_the_rows_is_sealed(road: StoredCampaign, forgery: str) -> None:
    """Characters, keys, seed, rules with their revisions, the kept text: whatever an answer is made of."""
    head = road.head
    assert road.verify(head) == []
    with behind(road) as connection:
        assert number(connection, forgery.replace(" WHERE key", " WHERE campaign = 1 AND key")) > 0
    with opened(address_of(road.store), road.name) as stored:
        problems = stored.verify(head)
    assert any(BESIDE[forgery] in str(problem) for problem in problems), problems


def test_what_was_sealed_goes_on_being_so(road: StoredCampaign) -> None:
    """Someone who joins, and new rules."""
    road.append(
        "joined: {who: Mara, brings: {ranks: {climbing: 1}}}",
        "adopted: {ruleset: d6-pips, by: A, why: b}",
        key="m",
    )
    for _ in range(2):
        assert road.verify() == []
        road.append("awarded: {points: 1}", key="n")
    with behind(road) as connection:
        number(
            connection,
            "UPDATE characters SET about = replace(about, 'climbing', 'stealth') WHERE who = 'Mara'",
        )
    assert "the character Mara was changed" in str(road.verify())


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_trigger_that_is_missing_changed_or_added_is_told(
    road: StoredCampaign, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = f"{address_of(road.store)}#{road.name}"
    if road.store.engine.dialect.name == "sqlite":
        drop = [f"DROP TRIGGER {table}_no_DELETE"]
        back = [sqlite_triggers()[f"{table}_no_DELETE"]]
        weak = [*drop, back[0].replace("SELECT RAISE", "SELECT 1 WHERE 0 AND RAISE")]
        add = [f"CREATE TRIGGER mine AFTER INSERT ON {table} BEGIN SELECT 1; END"]
        gone = ["DROP TRIGGER mine"]
    else:
        name = f"{table}_append_only"
        drop = [f"DROP TRIGGER {name} ON {table}"]
        back = []
        weak = [f"ALTER TABLE {table} DISABLE TRIGGER {name}"]
        add = [f"CREATE TRIGGER mine AFTER INSERT ON {table} EXECUTE FUNCTION rpgprog_append_only()"]
        gone = [f"DROP TRIGGER mine ON {table}"]
    for commands, words in (
        (drop, "was removed"),
        (weak, "was changed or switched off"),
        (add, '"mine" was added'),
    ):
        with road.store.writing() as connection:
            for command in commands:
                connection.exec_driver_sql(command)
        assert rpgprog(["verify", where]) == 1
        assert words in capsys.readouterr().err
        with road.store.writing() as connection:
            for command in gone if commands is add else []:
                connection.exec_driver_sql(command)
            if commands is weak:
                removed = (
                    f"ALTER TABLE {table} ENABLE TRIGGER USER"
                    if not back
                    else f"DROP TRIGGER {table}_no_DELETE"
                )
                connection.exec_driver_sql(removed)
            create_triggers(connection)
        assert road.verify() == []


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_recorded_is_replaced(road: StoredCampaign, table: str) -> None:
    """INSERT OR REPLACE asks no trigger of a DELETE: another one refuses it."""
    with (
        road.store.engine.connect() as connection,
        pytest.raises(DBAPIError, match="what is recorded is never changed: record a correction"),
    ):
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_what_nothing_can_be_said_of_is_listed(
    road: StoredCampaign, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rpgprog(["verify", f"{address_of(road.store)}#{road.name}"]) == 0
    assert (
        "Not covered: names of people, so that they can be erased, and which of them have been"
        in capsys.readouterr().out
    )


# Snapshots are only a cache.


def grown(road: StoredCampaign) -> Any:
    """A past of some snapshots and a few rows after the last; the sheet."""
    for at in range(2):
        road.append(*[Used(who="Kessa", skill="climbing", what=f"tower {at}")] * 260)
        road.open()
    road.append(used("on"))
    assert len(road.snapshots()) == 2
    return road.open().book.sheet()


WRONG: dict[str, Callable[[bytes, bytes, str], tuple[bytes, bytes, str]]] = {
    "a byte": lambda state, sum, rules: (state[:40] + bytes([state[40] ^ 1]) + state[41:], sum, rules),
    "the sum": lambda state, sum, rules: (state, bytes(32), rules),
    "cut": lambda state, sum, rules: (state[:-30], sha256(state[:-30]).digest(), rules),
    "no JSON": lambda state, sum, rules: ((z := zlib.compress(b"{")), sha256(z).digest(), rules),
    "balances": lambda state, sum, rules: (_forged(state)[0], sum, rules),
    "other rules": lambda state, sum, rules: (*_forged(state), "0" * 64),
}


def _forged(state: bytes) -> tuple[bytes, bytes]:
    """Balances that are ten times as high, with the right sum."""
    forged = zlib.compress(zlib.decompress(state).replace(b"0]", b"00]"))
    return forged, sha256(forged).digest()


@pytest.mark.parametrize("which", [slice(None), slice(-1, None)], ids=["all", "the last"])
@pytest.mark.parametrize("wrong", [*WRONG, "deleted"])
def test_a_snapshot_that_is_lost_or_wrong_changes_no_sheet(
    road: StoredCampaign, address: str, wrong: str, which: slice
) -> None:
    sheet = grown(road)
    with road.store.writing() as connection:
        rows = connection.exec_driver_sql("SELECT seq, state, sum, lineage FROM snapshots ORDER BY seq").all()
        for seq, *row in rows[which]:
            if wrong == "deleted":
                number(connection, "DELETE FROM snapshots WHERE seq = ?", seq)
            else:
                values = WRONG[wrong](bytes(row[0]), bytes(row[1]), row[2])
                number(
                    connection,
                    "UPDATE snapshots SET state = ?, sum = ?, lineage = ? WHERE seq = ?",
                    *values,
                    seq,
                )
    with opened(address, road.name) as stored:
        assert stored.verify() == []
        assert stored.open().book.sheet() == sheet
        stored.append('reverted: {event: 8, by: Ann, why: "a slip"}')
        sound(stored)


@pytest.mark.parametrize("order", ["DESC", "ASC"])
def test_a_snapshot_that_was_forged_is_found(road: StoredCampaign, address: str, order: str) -> None:
    """With the right sum and of the right rules, the last or an older one: only a replay can tell."""
    sheet = grown(road)
    with road.store.writing() as connection:
        row = connection.exec_driver_sql(f"SELECT seq, state FROM snapshots ORDER BY seq {order}").first()
        assert row is not None
        sql = "UPDATE snapshots SET state = ?, sum = ? WHERE seq = ?"
        number(connection, sql, *_forged(bytes(row[1])), row[0])
    with open_store(address, create=False) as store:
        (problem,) = store.campaign(road.name).verify()
        assert "its snapshot is not what its rows come to: rpgprog snapshots --forget" in str(problem)
        store.campaign(road.name).forget_snapshots()
        assert store.campaign(road.name).open().book.sheet() == sheet


def test_a_snapshot_behind_which_a_later_row_reaches_is_not_told(road: StoredCampaign) -> None:
    """It was taken with what the later row says of earlier ones, and is never used again."""
    grown(road)
    seq, *_ = road.snapshots()[-1]
    road.append(f"reverted: {{event: {seq - 3}, by: Ann, why: a slip}}")
    with road.store.writing() as connection:
        row = connection.exec_driver_sql("SELECT seq, state FROM snapshots ORDER BY seq DESC").first()
        assert row is not None and row[0] == seq
        sql = "UPDATE snapshots SET state = ?, sum = ? WHERE seq = ?"
        number(connection, sql, *_forged(bytes(row[1])), row[0])
    assert road.verify() == []
    sound(road)
