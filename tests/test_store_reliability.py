"""What a database promises to those who record: what is acknowledged is there, whole, once, in one order."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from databases import KINDS, fresh
from sqlalchemy import event
from writers import WRITERS, begin, refs, run, sound, used

from rpgprog.cli.app import run as rpgprog
from rpgprog.problems import Mistakes
from rpgprog.store import Store, StoredCampaign, open_store

pytestmark = pytest.mark.slow

ROAD = "The Long Road"


@pytest.fixture
def road(address: str) -> Iterator[StoredCampaign]:
    """A campaign with a few rows."""
    with open_store(address) as store:
        begin(store)
        yield store.campaign()


def is_sqlite(address: str) -> bool:
    return address.startswith("sqlite:")


# Killed.


@pytest.mark.parametrize("batch", [1, 5])
def test_what_was_acknowledged_survives_a_writer_that_is_killed(address: str, batch: int) -> None:
    """Nothing acknowledged is lost, nothing is half there, and one tries again under the same key."""
    times, longest = (150, 40) if is_sqlite(address) else (20, 200)
    told = run("killed", address, times, 20 + batch, batch, longest)
    assert told["killed"] == times
    assert told["acknowledged"] >= times // 2
    assert told["none"] <= times // 2


# Flushed. CI installs strace; elsewhere the test is skipped.


STRACED = """
import os, sys
sys.path[:0] = {path!r}
from writers import opened, used
with opened({address!r}) as stored:
    stored.append(used("warm"))
    for at in range(12):
        os.access("/single", 0)
        stored.append(used(f"{{at}}"))
    for at in range(4):
        os.access("/batch", 0)
        stored.append(*[used(f"{{at}}/{{n}}") for n in range(100)])
    os.access("/over", 0)
"""


def test_an_append_is_flushed_once_however_much_is_in_it(tmp_path: Path) -> None:
    """One flush of the write-ahead log for each append: none would lose it, more would cost twice."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace")
    traced, log = f"sqlite:{tmp_path / 'campaigns.db'}", tmp_path / "calls"
    with open_store(traced) as store:
        begin(store)
    code = STRACED.format(path=[str(WRITERS.parent)], address=traced)
    calls = ["-f", "-qq", "-y", "-e", "trace=fsync,fdatasync,sync_file_range,access,faccessat,faccessat2"]
    done = subprocess.run(
        [strace, *calls, "-o", str(log), sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr or "not permitted" in done.stderr:
        pytest.skip("strace may not look into processes here")
    assert done.returncode == 0, done.stderr
    parts = re.split(r'access\w*\([^"]*"/(single|batch|over)".*\n', log.read_text())
    flushed = [re.findall(r"(?:fsync|fdatasync)\(\d+<(.*?)>\)", part) for part in parts[2::2]]
    assert list(parts[1::2]) == ["single"] * 12 + ["batch"] * 4 + ["over"]
    assert flushed[:-1] == [[f"{tmp_path / 'campaigns.db-wal'}"]] * 16


# Many at once.


def test_eight_processes_record_into_one_campaign(address: str) -> None:
    """Single and in batches, under keys and tried twice, knowing the last row: all of it once, in one order."""
    told = run("together", address, 8, 12)
    assert told["acknowledged"] == 96
    assert told["conflicts"] > 0, "nobody met anybody"


# Backups.


def test_a_backup_while_another_process_records(road: StoredCampaign, address: str, tmp_path: Path) -> None:
    """It holds one moment: it verifies, and is the beginning of what comes to be. Restored it is the same."""
    command = [sys.executable, str(WRITERS), "steadily", address]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None and writer.stderr is not None
        assert writer.stderr.readline() == "begun\n"
        heads = [road.store.backup(str(tmp_path / f"{n}.db"))[ROAD] for n in range(5)]  # type: ignore[attr-defined]
        writer.communicate("enough\n")
        assert writer.returncode == 0
    assert heads[0].seq < heads[-1].seq <= road.head.seq, "it was not recording meanwhile"
    rows = refs(road)
    for n, head in enumerate(heads):
        assert road.verify(head) == []
        with open_store(f"sqlite:{tmp_path / f'{n}.db'}", create=False) as store:
            kept = store.campaign()
            assert kept.head == head
            assert refs(kept) == rows[: head.seq]
            sound(kept)
            _of_one_moment(store, head.seq)
        assert [*tmp_path.glob(f"{n}.db-*")] == []


def _of_one_moment(store: Store, seq: int) -> None:
    """What is beside the ledger speaks of its rows, and of all of them."""
    with store.reading() as connection:
        for table in ("keys", "entries"):
            last = connection.exec_driver_sql(f"SELECT max(last) FROM {table}").scalar_one()
            assert last in (None, seq), table
        sql = (
            "SELECT count(*) FROM events WHERE recorder <> '' AND recorder NOT IN (SELECT token FROM people)"
        )
        assert connection.exec_driver_sql(sql).scalar_one() == 0


@pytest.mark.parametrize(
    "table", ["campaigns", "rulesets", "entries", "events", "keys", "people", "snapshots"]
)
def test_what_comes_in_amid_a_backup_is_not_in_it(
    road: StoredCampaign, address: str, tmp_path: Path, table: str
) -> None:
    """Also where it comes in between two of the tables."""
    road.append(used("before"), by="Ann", key="one")
    head, met = road.head, []

    def meanwhile(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if re.search(rf"FROM {table}\b", statement) and not met:
            met.append(statement)
            with open_store(address, create=False) as other:
                other.campaign().append(used("amid"), by="Bea", key="two")

    event.listen(road.store.engine, "after_cursor_execute", meanwhile)
    heads = road.store.backup(str(tmp_path / "kept.db"))  # type: ignore[attr-defined]
    assert is_sqlite(address) or met
    assert heads[ROAD] == head
    with open_store(f"sqlite:{tmp_path / 'kept.db'}", create=False) as store:
        assert [ref for _, ref in refs(store.campaign())][-1] == "before"
        _of_one_moment(store, head.seq)


def test_a_backup_is_restored_into_either_database(
    road: StoredCampaign, address: str, tmp_path: Path
) -> None:
    """The same heads, sheets and keys; it goes on from there."""
    road.append(*[used(f"{n}") for n in range(250)], by="Ann", key="many")
    sheet = road.open().book.sheet()  # keeps a snapshot
    begin(road.store, "Another")  # type: ignore[arg-type]
    heads = road.store.backup(str(tmp_path / "kept.db"))  # type: ignore[attr-defined]
    assert sorted(heads) == ["Another", ROAD]
    for kind in KINDS:
        folder = tmp_path / kind
        folder.mkdir()
        with fresh(kind, folder) as where, open_store(where) as store:
            assert store.restore(str(tmp_path / "kept.db")) == heads
            restored = store.campaign(ROAD)
            assert restored.open().book.sheet() == sheet
            assert restored.verify(heads[ROAD]) == []
            assert restored.append(*[used(f"{n}") for n in range(250)], by="Ann", key="many").again
            assert restored.append(used("on"), by="Ann").first == heads[ROAD].seq + 1
            assert ",Ann," in restored.as_csv().splitlines()[-1]
            sound(restored)


def test_a_backup_is_restored_only_where_nothing_is_overwritten(
    road: StoredCampaign, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = str(tmp_path / "kept.db")
    assert rpgprog(["backup", address, kept]) == 0
    before, road_before = Path(kept).read_bytes(), road.head
    assert rpgprog(["backup", address, kept]) == 1
    assert f'there is a file "{kept}" already: a backup overwrites nothing' in capsys.readouterr().err
    assert Path(kept).read_bytes() == before
    assert rpgprog(["restore", kept, address]) == 1
    assert "holds campaigns already: restore into an empty database" in capsys.readouterr().err
    assert road.head == road_before


def test_a_backup_that_fails_leaves_no_file(
    road: StoredCampaign, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also one that failed half-way, and one of a file that is damaged."""
    kept = tmp_path / "kept.db"

    def fail(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "FROM events" in statement:
            raise psycopg.OperationalError("the server went away")

    event.listen(road.store.engine, "before_cursor_execute", fail)
    if not is_sqlite(address):
        with pytest.raises((Mistakes, psycopg.OperationalError)):
            road.store.backup(str(kept))  # type: ignore[attr-defined]
    assert rpgprog(["backup", address, str(tmp_path / "nowhere" / "kept.db")]) == 1
    assert "nowhere" in capsys.readouterr().err
    if is_sqlite(address):
        road.append(*[used(f"{n}") for n in range(500)])
        road.store.close()
        where = Path(address.removeprefix("sqlite:"))
        where.write_bytes(where.read_bytes()[:-20_000])
        assert rpgprog(["backup", address, str(kept)]) == 1
        assert "damaged" in capsys.readouterr().err
    assert [*tmp_path.glob("kept.db*")] == []


@pytest.mark.parametrize(
    "text", ['{"who":"kessa","skill":null}', '{"who":"kessa"}', '{"who":"kessa","skil":"climb"}', "{"]
)
def test_what_would_not_be_read_as_it_is_written_is_not_recorded(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever spoils a row on its way: it is read back before the commit, and nothing of the entry stays."""
    from rpgprog.store import write
    from rpgprog.store.rows import EVENT

    (tmp_path / "rules.yaml").write_text(
        "ruleset: r\nskills: {climb: athletics}\npolicies: {practice: {xp: 4, cost: 20}}\n"
    )
    (tmp_path / "road.yaml").write_text(
        "campaign: Road\nruleset: rules.yaml\ncharacters: {kessa: {}}\njournal:\n  - {session: One, day: 1}\n"
    )
    with open_store(f"sqlite:{tmp_path / 'road.db'}") as store:
        road = store.bring(tmp_path / "road.yaml").campaign
        head, row_of = road.head, write.row_of

        def spoiled(*args: Any) -> Any:
            row = row_of(*args)
            return (*row[:EVENT], text, *row[EVENT + 1 :])

        monkeypatch.setattr(write, "row_of", spoiled)
        with pytest.raises(Mistakes, match=r"does not return what was written|cannot be read"):
            road.append("used: {who: kessa, skill: climb}")
        monkeypatch.undo()
        assert road.head == head and road.verify() == []
        road.append("used: {who: kessa, skill: climb}")
        assert [skill.xp for skill in road.open().sheet("kessa").skills] == [4000]
