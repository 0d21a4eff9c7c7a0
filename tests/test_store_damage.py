"""What goes wrong with a database: told in words, nothing lost, and the same campaign goes on afterwards."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from databases import POSTGRES
from sqlalchemy import Connection, event
from writers import address_of, begin, refs, sound, used

from rpgprog.cli.app import run as rpgprog
from rpgprog.problems import Mistakes
from rpgprog.store import StoredCampaign, connect, open_store
from rpgprog.store.tables import VERSION

LONG = f'awarded: {{who: Kessa, points: 1 dp, for: "{"a long tale " * 2000}"}}'
DAMAGED = "the file is damaged: restore the last backup"
LOST = "the connection to the server was lost: look whether it was recorded before you try again"


@pytest.fixture
def road(address: str) -> Iterator[StoredCampaign]:
    """A campaign with a few rows, one of them by somebody."""
    with open_store(address) as store:
        begin(store)
        stored = store.campaign()
        stored.append(used("before"), by="Ann", key="before")
        yield stored


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the SQLite database of a test is."""
    return tmp_path / "campaigns.db"


sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
postgres = pytest.mark.parametrize("address", ["postgres"], indirect=True)


@contextmanager
def nothing_recorded(road: StoredCampaign) -> Iterator[None]:
    """All is as before when this is over, and the same object goes on."""
    before, sheet = refs(road), road.open().book.sheet()
    yield
    assert refs(road) == before
    assert road.open().book.sheet() == sheet
    assert road.append(used("after"), by="Zoe", key=f"after {len(before)}").first == len(before) + 1
    assert ",Zoe," in road.as_csv().splitlines()[-1]
    with open_store(address_of(road.store), create=False) as store:
        sound(store.campaign())
        assert [ref for _, ref in refs(store.campaign())] == [*(ref for _, ref in before), "after"]
    sound(road)


def refused(capsys: pytest.CaptureFixture[str], told: str, *commands: list[str]) -> None:
    """Each of these commands fails with these words, and with one line."""
    for command in commands:
        capsys.readouterr()
        assert rpgprog(command) == 1
        said = capsys.readouterr().err
        assert told in said and len(said.splitlines()) == 1, said


def fails(told: str, work: Callable[[], object]) -> None:
    with pytest.raises(Mistakes) as mistakes:
        work()
    assert told in str(mistakes.value)


# A full disk.


@sqlite
def test_a_full_disk(road: StoredCampaign) -> None:
    """A batch that does not fit is not there at all."""
    full = []

    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 3 if full else 1_000_000}")

    event.listen(road.store.engine, "connect", limit)
    for events in (
        [LONG],
        [used("one"), LONG, used("two")],
        [LONG, "adopted: {ruleset: d6-pips, by: Ann, why: new}"],
    ):
        with nothing_recorded(road):
            full.append(True)
            road.store.close()
            fails(
                "the disk is full: nothing was recorded", lambda e=events: road.append(*e, by="Ann", key="k")
            )
            full.clear()
            road.store.close()


@sqlite
@pytest.mark.parametrize("failed", [used("one"), "adopted: {ruleset: d6-pips, by: Ann, why: new}"])
def test_what_was_new_when_it_failed_is_new_again(road: StoredCampaign, failed: str) -> None:
    """A name or rules that came with what was not recorded are written when they come again."""
    with road.store.writing() as connection:
        sql = "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'the quill broke'); END"
        connection.exec_driver_sql(sql)
    fails("the quill broke", lambda: road.append(failed, by="Zoe"))
    with road.store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")
    road.append(failed, by="Zoe")
    assert ",Zoe," in road.as_csv().splitlines()[-1]
    with open_store(road.store.address, create=False) as store:
        sound(store.campaign())
        assert store.campaign().open().ruleset.name == road.open().ruleset.name


@sqlite
def test_a_file_that_cannot_grow(
    road: StoredCampaign, address: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The system refuses to write at all: wherever in the log that happens."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, 100, 5_000, 20_000):
        with nothing_recorded(road):
            size = os.path.getsize(f"{file}-wal")
            try:
                resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, hard))
                fails("the disk failed: nothing was recorded", lambda: road.append(LONG, LONG, by="Ann"))
                refused(capsys, "nothing was recorded", ["record", address, LONG, LONG])
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# A file that may only be read.


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """As somebody who may only read what is in a folder: root may do everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    else:
        folder.chmod(0o555)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def _warm(address: str) -> None:
    """Import what the commands need: nobody may perhaps not read Python's own files."""
    assert rpgprog(["record", address, used("one"), "--preview"]) == 0
    assert rpgprog(["restore", "no.db", address]) == rpgprog(["import", "no.yaml", address]) == 1


def test_a_file_that_may_only_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and a new database or a backup beside it is not begun."""
    with TemporaryDirectory() as name:  # pytest's own folders let nobody in
        folder, file = Path(name), Path(name, "campaigns.db")
        folder.chmod(0o755)
        address, new = f"sqlite:{file}", f"sqlite:{folder / 'new.db'}"
        with open_store(address) as store:
            begin(store)
            road = store.campaign()
            _warm(address)
            with nothing_recorded(road):
                road.store.close()
                file.chmod(0o444)
                with as_nobody(folder):
                    fails("may only be read", lambda: road.append(used("one"), by="Ann"))
                    refused(capsys, "may only be read", ["record", address, used("one")])
                    refused(capsys, "may only be read", ["restore", str(file), address])
                    refused(capsys, "cannot be opened", ["import", "tests/road.yaml", new])
                assert [path.name for path in folder.glob("*.db")] == [file.name]
                file.chmod(0o644)


@sqlite
def test_a_connection_that_may_only_read(road: StoredCampaign) -> None:
    only = [True]
    event.listen(
        road.store.engine, "connect", lambda c, _: c.execute(f"PRAGMA query_only = {int(any(only))}")
    )
    with nothing_recorded(road):
        road.store.close()
        fails("may only be read", lambda: road.append(used("one"), by="Ann", key="k"))
        only.clear()
        road.store.close()


# A damaged file.


def test_a_file_that_is_not_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tale.db").write_text("Once upon a time there was a goblin. " * 100)
    where = f"sqlite:{tmp_path / 'tale.db'}"
    commands = [
        ["sheet", where],
        ["record", where, used("one")],
        ["verify", where],
        ["backup", where, "no.db"],
    ]
    refused(capsys, "this is not a database", *commands, ["restore", str(tmp_path / "tale.db"), f"{where}2"])
    assert not Path("no.db").exists()


@pytest.fixture(scope="module")
def sizeable(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Any, int]:
    """A database that is one file, with snapshots: its bytes, the sheets, the last row."""
    file = tmp_path_factory.mktemp("sizeable") / "campaigns.db"
    with open_store(f"sqlite:{file}") as store:
        begin(store)
        stored = store.campaign()
        for at in range(60):
            stored.append(*[used(f"{at}/{n}") for n in range(5)], by=f"GM {at % 4}", key=f"{at}")
            stored.open()
        sheet, head = stored.open().book.sheet(), stored.head
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.read_bytes(), sheet, head.seq


@pytest.mark.parametrize("part", range(4))
def test_a_damaged_file_is_reported_or_does_no_harm(
    sizeable: tuple[bytes, Any, int], tmp_path: Path, part: int
) -> None:
    """Bytes changed or cut off anywhere: never a traceback, never a wrong sheet that is not told of."""
    whole, sheet, last = sizeable
    chance, seen = random.Random(part), []
    for turn in range(20):
        file = tmp_path / f"{turn}.db"
        at, length = chance.randrange(len(whole)), chance.choice([1, 8, 64, 4096])
        bad = whole[:at] + chance.randbytes(length) + whole[at + length :]
        file.write_bytes(whole[:at] if turn % 5 == 0 else bad[: len(whole)])
        seen.append(_look(f"sqlite:{file}", sheet, last))
    assert len({*seen}) > 1 and "told" in seen


def _look(address: str, sheet: Any, last: int) -> str:
    try:
        with open_store(address, create=False) as store:
            stored = store.campaign()
            found = stored.verify()
            assert found or refs(stored)[-1][0] == last
            assert found or stored.open().book.sheet() == sheet
            if not found:
                assert len(stored.open().journal.ledger) == last + 1  # and the end of what is open
                stored.append(used("one"))
            return "found" if found else "harmless"
    except Mistakes as mistakes:
        told = str(mistakes)
    assert DAMAGED in told or "this is not a database" in told, told
    return "told"


@sqlite
def test_an_index_that_says_another_thing_than_its_table(road: StoredCampaign) -> None:
    """The fold reads by an index: verify looks at it as well."""
    with road.store.writing() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        sql = (
            "UPDATE sqlite_master SET sql = replace(sql, 'day, seq', 'seq, day') WHERE name = 'events_by_day'"
        )
        connection.exec_driver_sql(sql)
    road.store.close()
    assert any(DAMAGED.partition(":")[0] in str(problem) for problem in road.verify())


# Versions, locks, lost connections.


def test_a_database_of_a_newer_version(
    road: StoredCampaign, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not touched."""
    with road.store.writing() as connection:
        connection.exec_driver_sql("UPDATE rpgprog_schema SET version_num = '0099'")
    before = refs(road)
    told = f"was written by a newer rpgprog (tables 0099, known here {VERSION}): update rpgprog"
    fails(told, lambda: open_store(address))
    refused(
        capsys,
        told,
        ["sheet", address],
        ["record", address, used("one")],
        ["import", "tests/road.yaml", address],
    )
    assert refs(road) == before


@pytest.mark.slow
def test_somebody_who_does_not_finish(
    road: StoredCampaign, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A writer waits so long and says so; whoever reads does not wait."""
    monkeypatch.setattr(connect, "WAIT", 1)
    with nothing_recorded(road), open_store(address, create=False) as store:
        stored = store.campaign()
        stored.open()
        with road.store.writing() as connection:
            _lock(road, connection)
            told = "somebody else is writing, and did not finish within 1 seconds: try again"
            fails(told, lambda: stored.append(used("one"), by="Ann"))
            refused(capsys, told, ["record", address, used("one")])
            assert stored.verify() == []
            assert rpgprog(["sheet", address]) == 0
        with road.store.writing():
            pass


def _lock(road: StoredCampaign, connection: Connection) -> None:
    from rpgprog.store.end import lock

    lock(road, connection)


MOMENTS = [
    "",
    "SELECT seq, hash FROM events",
    "FOR UPDATE",
    "INSERT INTO people",
    "INSERT INTO events",
    "INSERT INTO keys",
]


@postgres
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_lost_connection(road: StoredCampaign, moment: str) -> None:
    """Between two appends it is not noticed; in the midst of one nothing is recorded."""
    lost: list[str] = []

    def lose(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if moment and moment in statement and not lost:
            lost.append(statement)
            _terminate(road)

    with nothing_recorded(road):
        event.listen(road.store.engine, "before_cursor_execute", lose)
        if moment:
            who = "Eve" if moment == "INSERT INTO people" else "Ann"
            fails(LOST, lambda: road.append(used("one"), LONG, by=who, key="k"))
            assert lost
        else:
            _terminate(road)


@postgres
def test_a_connection_lost_while_it_commits(road: StoredCampaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows then whether it was recorded: under a key one asks again."""
    before = refs(road)

    def commit(there: psycopg.Connection) -> None:
        there.commit()
        _terminate(road)
        there.execute("SELECT 1")  # as if the answer had not come through

    with monkeypatch.context() as patched:
        patched.setattr(road.store.engine.dialect, "do_commit", commit)
        fails(LOST, lambda: road.append(used("one"), by="Ann", key="k"))
    assert road.append(used("one"), by="Ann", key="k").again
    assert len(refs(road)) == len(before) + 1
    sound(road)


@postgres
def test_a_lost_connection_is_explained(
    road: StoredCampaign, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rpgprog.store import write as adding

    with nothing_recorded(road):
        with monkeypatch.context() as patched:
            patched.setattr(adding, "insert_rows", lambda connection, rows: _lose_and_go_on(road, connection))
            refused(capsys, LOST, ["record", address, used("one")])
        refused(capsys, "there is no such database or user", ["sheet", f"{address}_no"])


def _lose_and_go_on(road: StoredCampaign, connection: Connection) -> None:
    _terminate(road)
    connection.exec_driver_sql("SELECT 1")


def _terminate(road: StoredCampaign) -> None:
    name = road.store.address.rpartition("/")[2]
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        assert admin.execute(sql, (name,)).fetchall()


# A damaged log.

CRASH = """
import os, sys
from rpgprog.store import open_store
store = open_store(sys.argv[1])
road = store.campaign()
for n in range(6):
    road.append(f"awarded: {{points: {n + 1}}}", by="Ann")
os._exit(1)
"""


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A database whose last writer did not close it: its log holds what was recorded last."""
    file = tmp_path / "campaigns.db"
    with open_store(f"sqlite:{file}") as store:
        begin(store)
    subprocess.run([sys.executable, "-c", CRASH, f"sqlite:{file}"], check=False)
    assert (tmp_path / "campaigns.db-wal").stat().st_size > 10_000
    return file


@pytest.mark.parametrize("where", ["the last page", "a page amid it", "a frame's head", "the head"])
def test_a_damaged_log_is_told(crashed: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    """SQLite leaves out what follows the damage, and says nothing; the rows before are whole."""
    wal = crashed.with_name("campaigns.db-wal")
    content = bytearray(wal.read_bytes())
    frames, size = (len(content) - 32) // (4096 + 24), 4096 + 24
    at = {
        "the last page": len(content) - 200,
        "a page amid it": 32 + frames // 2 * size + 500,
        "a frame's head": 32 + frames // 2 * size + 17,
        "the head": 20,
    }[where]
    content[at] ^= 1
    wal.write_bytes(content)
    before = wal.read_bytes()
    for command in (["verify"], ["sheet"]):
        assert rpgprog([*command, f"sqlite:{crashed}"]) == (command == ["verify"])
        assert 'campaigns.db-wal" is damaged: what was recorded last may be lost' in capsys.readouterr().err
        wal.write_bytes(before)
        crashed.with_name("campaigns.db-shm").unlink(missing_ok=True)


def test_a_log_that_was_left_is_taken_up(crashed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rpgprog(["verify", f"sqlite:{crashed}"]) == 0
    assert "damaged" not in capsys.readouterr().err
    with open_store(f"sqlite:{crashed}", create=False) as store:
        assert store.campaign().append("awarded: {points: 1}").changes
        assert store.damage == ""
        with open_store(f"sqlite:{crashed}", create=False) as other:
            assert other.damage == ""
