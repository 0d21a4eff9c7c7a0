"""A tour of the commands on a database: what they print of a file they print of it, too."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rpgprog.cli.app import run as rpgprog

FERRY = Path(__file__).parent.parent / "rulesets" / "dp-forty" / "campaign.yaml"


@pytest.fixture
def ferry(ask: Any, address: str) -> str:
    code, out, err = ask("import", FERRY, address, "--by", "Marit")
    assert (code, err) == (0, "")
    assert "#The Ferry at Sallow Ford: 633 rows recorded. Head 633:" in out
    return address


LOOKS: list[tuple[str, ...]] = [
    ("sheet", "FILE"),
    ("sheet", "FILE", "kessa", "--at", "100"),
    ("sheet", "FILE", "--at", "#40", "--format", "md"),
    ("why", "FILE", "kessa", "points", "--format", "json"),
    ("log", "FILE", "--numbers", "--format", "csv"),
    ("history", "FILE", "bram"),
    ("what-if", "FILE", "--set", "policies.decay.period=3 months"),
    ("what-if", "FILE", "--ruleset", "use-xp", "--format", "json"),
    ("diff", "FILE", "100", "#300"),
    ("gap", "FILE", "kessa", "climbing 15"),
    ("report", "FILE", "awards", "losses"),
    ("pace", "FILE"),
]


@pytest.mark.slow
@pytest.mark.parametrize("command", LOOKS, ids=lambda command: " ".join((command[0], *command[2:])))
def test_a_database_answers_every_question_a_file_does(ferry: str, ask: Any, command: Any) -> None:
    """And the answer is the same but for where a line stands: there it is the number of the row."""
    of_file, of_database = (
        ask(*(where if word == "FILE" else word for word in command)) for where in (str(FERRY), ferry)
    )
    assert of_database[0] == of_file[0] == 0
    if command[0] not in ("why", "log"):
        assert of_database[1:] == of_file[1:]
    else:
        assert len(of_database[1].splitlines()) == len(of_file[1].splitlines())


@pytest.mark.slow
def test_check_and_simulate_take_it_too(ferry: str, ask: Any) -> None:
    code, out, _ = ask("check", ferry)
    assert code == 0
    assert out.startswith(f"{ferry}: fine: 5 characters, 25 sessions, day 734, rules dp-forty")
    code, out, err = ask("simulate", "--from", ferry, "--campaigns", "20", "--seed", "3")
    assert code == 0, err
    assert "kessa" in out


def test_recording_by_whom_under_which_key_and_on_what_state(ferry: str, ask: Any) -> None:
    new = ("{session: The weir, day: 740, gm: Ann}", "met: {what: goblin}")
    code, out, _ = ask("record", ferry, *new, "--preview")
    assert (code, out.splitlines()[-1]) == (0, "Nothing recorded.")
    args = ("record", ferry, *new, "--by", "Ann", "--key", "k1", "--expected", "633")
    assert ask(*args)[0] == 0
    code, out, _ = ask(*args)  # tried again
    assert (code, out) == (0, "Nothing recorded: the same was recorded before under the key k1.\n")
    assert ask("log", ferry, "--session", "The weir", "--format", "csv")[1].count("goblin") == 4
    code, _, err = ask("record", ferry, "awarded: {points: 1}", "--expected", "633")
    assert code == 1
    assert "somebody else recorded meanwhile, nothing was written: since #633 there came #634" in err
    code, _, err = ask("record", ferry, "awarded: {points: 1}", "--key", "k1")
    assert (code, err) == (1, "the key k1 was used to record something else (#634)\n")
    assert ask("record", FERRY, "awarded: {points: 1}", "--key", "k1")[0] == 2


@pytest.mark.slow
def test_out_of_it_and_into_another(ferry: str, ask: Any, tmp_path: Path) -> None:
    """A campaign file, JSON lines, a table; a backup, and restored: always the same head."""
    head = ask("verify", ferry)[1].split("Head ")[1].strip()
    assert ask("export", ferry)[1] == FERRY.read_text(encoding="utf-8")
    code, out, _ = ask("export", ferry, "--format", "jsonl", "--out", tmp_path / "f.jsonl")
    assert (code, out.strip().split("Head ")[1]) == (0, head)
    code, out, _ = ask("import", tmp_path / "f.jsonl", f"sqlite:{tmp_path / 'other.db'}")
    assert (code, out.strip().split("head ")[1]) == (0, head)
    assert len(ask("export", ferry, "--format", "csv")[1].splitlines()) == 634
    code, out, _ = ask("backup", ferry, tmp_path / "backup.db")
    assert (code, out.splitlines()[0]) == (0, f"The Ferry at Sallow Ford: head {head}")
    code, out, _ = ask("restore", tmp_path / "backup.db", f"sqlite:{tmp_path / 'again.db'}")
    assert code == 0
    assert ask("verify", f"sqlite:{tmp_path / 'again.db'}", "--head", head)[0] == 0
    wrong = head[:-1] + ("0" if head[-1] != "0" else "1")
    code, _, err = ask("verify", ferry, "--head", wrong)
    assert code == 1
    assert "the past was rewritten" in err


@pytest.mark.slow
def test_snapshots_and_names(ferry: str, ask: Any) -> None:
    ask("sheet", ferry)
    assert ask("snapshots", ferry)[1].splitlines()[-1].split()[:2] == ["#633", "734"]
    assert ask("snapshots", ferry, "--forget")[1] == "1 snapshot deleted.\n"
    assert ask("snapshots", ferry)[1] == "No snapshots.\n"
    assert ask("erase", ferry, "Marit")[1].endswith("Nothing erased yet: add --yes to erase it.\n")
    assert "Marit" in ask("log", ferry)[1]
    assert ask("erase", ferry, "Marit", "--yes")[1].endswith('"Marit" has been erased.\n')
    assert ask("erase", ferry, "Marit", "--yes")[0] == 1
    assert "Marit" not in ask("log", ferry)[1]
    assert ask("verify", ferry)[0] == 0


@pytest.mark.slow
def test_an_edited_past_is_shown(ferry: str, ask: Any, tmp_path: Path) -> None:
    edited = tmp_path / "campaign.yaml"
    text = FERRY.read_text(encoding="utf-8")
    edited.write_text(text.replace("drowned hound", "drowned wolf"), encoding="utf-8")
    code, out, _ = ask("import", edited, ferry)
    assert code == 1
    assert out.splitlines()[0].startswith("- #")
    assert out.splitlines()[-1] == (
        "The file's past was edited. Nothing recorded: add --yes to accept the edits."
    )
    code, out, _ = ask("import", edited, ferry, "--yes", "--by", "Marit")
    assert code == 0
    assert "reverted" in out
    assert "drowned wolf" in ask("log", ferry)[1]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("export", "campaign.yaml"), "export is for a database: sqlite:PATH or postgresql://"),
        (("verify", "campaign.yaml"), "verify is for a database"),
        (("snapshots", "campaign.yaml"), "snapshots is for a database"),
        (("erase", "campaign.yaml", "Ann"), "erase is for a database"),
        (("sheet", "sqlite:none.db"), 'there is no database "none.db": begin one with rpgprog import'),
        (("backup", "sqlite:none.db", "b.db"), 'there is no database "none.db"'),
        (("import", "none.yaml", "sqlite:new.db"), 'there is no file "none.yaml"'),
        (("import", "none.jsonl", "sqlite:new.db"), '"none.jsonl" cannot be read'),
        (("verify", "sqlite:x.db", "--head", "12"), "there is no database"),
    ],
)
def test_wrong_use(
    ask: Any, args: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = ask(*args)
    assert code in (1, 2)
    assert told in err


def test_a_false_head(ferry: str, ask: Any) -> None:
    for head in ("12", "12:zz", "x:00", "12:00"):
        code, _, err = ask("verify", ferry, "--head", head)
        assert code == 2
        assert "--head is a number, a colon and 64 digits" in err


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv"])
def test_an_export_onto_a_full_disk_leaves_nothing_half(
    ferry: str, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither beside the file nor in it; what was there before stays."""
    out = tmp_path / "out"
    for before in (None, "kept"):
        if before is not None:
            out.write_text(before)
        there = {*tmp_path.iterdir()}
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", _full)
            assert rpgprog(["export", ferry, "--format", form, "--out", str(out)]) == 1
        assert "cannot be written: No space left on device" in capsys.readouterr().err
        assert {*tmp_path.iterdir()} == there
    assert out.read_text() == "kept"


def _full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_device_is_written_into_and_not_replaced(
    ferry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    link = tmp_path / "link"
    link.symlink_to("/dev/full")
    assert rpgprog(["export", ferry, "--out", str(link)]) == 1
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    reader = subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE, text=True)
    assert rpgprog(["export", ferry, "--out", str(tmp_path / "pipe")]) == 0
    assert "campaign:" in reader.communicate()[0]
    assert stat.S_ISFIFO(os.stat(tmp_path / "pipe").st_mode)
