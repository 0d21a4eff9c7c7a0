"""What is printed harms nothing: terminals, spreadsheets, handouts, narrow windows, other encodings, short pipes."""

from __future__ import annotations

import csv
import io
import os
import pty
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rpgprog.store import open_store
from rpgprog.views.columns import csv_cell

ESCAPES = "\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\u202e"
CAMPAIGN = """\
campaign: "The \\e[31mpass"
ruleset: dp-forty
characters:
  Łukasz: {name: "Łukasz <b>the bold</b>", player: "=cmd|' /C calc'!A0", ranks: {climbing: 2, swimming: 3}}
journal:
  - session: "<script>alert(1)</script>"
    day: 3
    events:
      - awarded: {points: 2, for: '=HYPERLINK("http://x")'}
      - used: {who: Łukasz, skill: climbing, what: "\\e]0;title\\a \\x9b2J \\u202egnp", note: "+1"}
"""
COMMANDS = [
    ("sheet", "{}"),
    ("why", "{}", "Łukasz", "points"),
    ("log", "{}"),
    ("history", "{}", "Łukasz"),
    ("gap", "{}", "Łukasz", "climbing 3"),
    ("report", "{}"),
    ("check", "{}"),
]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    (tmp_path / "c.yaml").write_text(CAMPAIGN, encoding="utf-8")
    return tmp_path / "c.yaml"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_nothing_from_a_file_steers_a_terminal(ask: Any, campaign: Path, command: tuple[str, ...]) -> None:
    """It is shown written out."""
    _, out, err = ask(*(word.format(campaign) for word in command))
    assert not any(escape in out + err for escape in ESCAPES)
    assert re.fullmatch(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*", out + err)


def test_a_mistake_steers_no_terminal(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text('campaign: a\nruleset: "\\e[31mred"\ncharacters: {a: {}}\njournal: []\n')
    code, _, err = ask("check", tmp_path / "c.yaml")
    assert code == 1 and "\x1b" not in err and "\\x1b[31mred" in err


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[0] not in ("check",)], ids=lambda c: c[0])
def test_a_handout_in_markdown_carries_no_html(ask: Any, campaign: Path, command: tuple[str, ...]) -> None:
    code, out, _ = ask(*(word.format(campaign) for word in command), "--format", "md")
    assert code == 0 and not re.search(r"<[A-Za-z/!?]", out)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-3", "-3"),
        ("+2.5", "+2.5"),
        ("-1/2", "-1/2"),
        ("-3+4", "'-3+4"),
        ("a=1", "a=1"),
        ("", ""),
        (-3, -3),
        (None, None),
    ],
)
def test_a_cell_is_no_formula(cell: Any, safe: Any) -> None:
    """Numbers stay numbers."""
    assert csv_cell(cell) == safe


def test_no_table_for_a_spreadsheet_holds_a_formula(ask: Any, campaign: Path, tmp_path: Path) -> None:
    """From a file or a database."""
    tables = [
        ask("log", campaign, "--format", "csv")[1],
        ask("report", campaign, "awards", "--format", "csv")[1],
    ]
    with open_store(f"sqlite:{tmp_path / 'c.db'}") as store:
        tables.append(store.bring(campaign).campaign.as_csv())
    assert "HYPERLINK" in tables[0] and "HYPERLINK" in tables[2]
    for table in tables:
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![0-9.,/]*$)", cell)]


def rpgprog(*args: str, **how: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "rpgprog", *args], capture_output=True, check=False, **how)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_encoding_without_a_letter_writes_it_out(campaign: Path, encoding: str) -> None:
    """To the end, instead of half a file."""
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    ran = rpgprog("sheet", str(campaign), env=env)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\\u0141ukasz" in ran.stdout and b"swimming" in ran.stdout


@pytest.mark.slow
def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    """`| head -1` ends quietly, and with 0."""
    pack = str(Path(__file__).parent.parent / "rulesets" / "dp-forty" / "campaign.yaml")
    command = f'"{sys.executable}" -m rpgprog log "{pack}" | head -n 1; echo "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (ran.stdout.splitlines()[-1], ran.stderr) == ("0", "")


def on_a_terminal(width: int, *args: str) -> str:
    """What a command shows on a terminal that wide."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    env = {**os.environ, "TERM": "xterm"}
    env.pop("COLUMNS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "rpgprog", *args], stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    assert process.wait() == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", b"".join(pieces).decode())


@pytest.mark.slow
@pytest.mark.parametrize(("width", "fits"), [(30, False), (40, False), (66, True), (80, True)])
def test_a_narrow_terminal_shows_fewer_columns(campaign: Path, width: int, fits: bool) -> None:
    """Numbers and words stay whole, and the columns left out are named."""
    shown = on_a_terminal(width, "sheet", str(campaign))
    assert "climbing" in shown and "swimming" in shown and "+15" in shown
    assert ("too narrow for" in shown) is not fits


@pytest.mark.slow
def test_a_wide_terminal_shows_them_all(campaign: Path) -> None:
    shown = on_a_terminal(140, "sheet", str(campaign))
    assert "too narrow" not in shown and "Next loss" in shown
