"""The log with numbers and with what was taken back; a campaign at a day, after an event, now."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.questions import Unknown
from rpgprog.cli.app import run
from rpgprog.cli.tables import table

FILE = """\
campaign: Taken back
ruleset: dp-forty
characters:
  Kessa: {favoured: [athletics], ranks: {climbing: 3}}
  Bram: {}
journal:
  - session: The pass
    day: 12
    gm: Ann
    events:
      - met: {id: m1, what: goblin, who: [Kessa, Bram], challenge: 1}
      - awarded: {id: a1, who: Kessa, points: 5 dp, for: "A | in a name"}
      - awarded: {points: 9 dp, for: The snow}
      - bought: {id: b1, who: Kessa, skill: climbing, note: at last}
      - bought: {id: b2, who: Bram, skill: lore}
      - reverted: {event: a1, by: Ann, why: typed twice}
  - session: The ford
    after: 10 days
    gm: Bo
    events:
      - awarded: {who: Bram, points: 1 dp, for: Late, day: 12, late: forgotten}
      - reverted: {event: b1, by: Bo, why: not yet}
      - used: {id: u1, who: Bram, skill: lore}
      - reverted: {event: u1, by: Bo, why: no}
"""
# 1 Kessa joined, 2 Bram joined, 3 session, 4 met, 5 awarded (taken back), 6 awarded, 7 bought (taken back),
# 8 bought, 9 reverted, 10 session ended, 11 session, 12 awarded (late, day 12), 13 reverted, 14 used (taken
# back), 15 reverted, 16 session ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "taken.yaml"
    path.write_text(FILE)
    return path


@pytest.fixture
def played(file: Path) -> Campaign:
    return open_campaign(file)


@pytest.fixture
def ask(file: Path, capsys: Any) -> Any:
    def asked(command: str, *args: object) -> tuple[int, str, str]:
        code = run([command, str(file), *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def taken(rows: Any) -> list[int]:
    return [row.number for row in rows if row.kind == "reverted"]


def test_each_event_has_its_number_and_automatic_changes_have_none(played):
    rows = played.log()
    assert [row.number for row in rows if row.who == "Bram" and row.kind == "points"] == [4, 6, 8, 12]
    forgotten = open_campaign("tests/road.yaml").log(["Kessa"], kinds=["rank"], since=13)
    assert [(row.number, row.reason) for row in forgotten] == [(0, "unused for 180 days")]


def test_a_reverted_event_stands_once_where_it_happened(played):
    """Once, though it would have posted several times; by whom, on which day and why; no change."""
    rows = played.log()
    assert taken(rows) == [5, 7, 14]
    row = next(row for row in rows if row.number == 7)
    assert (row.who, row.day, row.session, row.gm) == ("Kessa", 12, "The pass", "Ann")
    assert (row.amount, row.balance, row.policy, row.note) == (0, 0, "", "at last")
    assert row.reason == "bought: Kessa, climbing, day 12"
    assert (row.reverted_by, row.reverted_on, row.reverted_why) == ("Bo", 22, "not yet")
    assert [row.number for row in rows if row.day == 12] == sorted(
        row.number for row in rows if row.day == 12
    )
    assert all(
        row.reverted_on is None and row.reverted_by == "" for row in rows if row.number not in (5, 7, 14)
    )


@pytest.mark.parametrize(
    ("who", "filters", "found"),
    [
        (["Kessa"], {}, [5, 7]),
        (["Bram"], {}, [14]),
        ([], {"until": 12}, [5, 7]),
        ([], {"until": 11}, []),
        ([], {"since": 13}, [14]),
        ([], {"since": 12, "until": 22}, [5, 7, 14]),
        ([], {"gm": "Ann"}, [5, 7]),
        ([], {"session": "The ford"}, [14]),
        ([], {"of": "climbing"}, [7]),
        (["Bram"], {"of": "climbing"}, []),
        ([], {"kinds": ["rank"]}, []),
        ([], {"kinds": ["reverted"]}, [5, 7, 14]),
        ([], {"kinds": ["reverted", "rank"], "of": "lore"}, [14]),
    ],
)
def test_filters_hold_for_what_was_taken_back_too(played, who, filters, found):
    assert taken(played.log(who, **filters)) == found


def test_only_what_was_taken_back(played):
    assert {row.kind for row in played.log(kinds=["reverted"])} == {"reverted"}


def test_a_revert_that_was_taken_back_says_what_it_had_taken_back(tmp_path):
    path = tmp_path / "again.yaml"
    again = "      - reverted: {id: r1, event: b2, by: Bo, why: wrong}\n      - reverted: {event: r1, by: Ann, why: right}\n"
    path.write_text(FILE + again)
    rows = open_campaign(path).log(kinds=["reverted"])
    assert [(row.number, row.reason) for row in rows if row.event == "reverted"] == [
        (16, "reverted: #8, day 22")
    ]
    assert 8 not in taken(rows)


def test_the_log_as_text(ask):
    """Struck through, the words only; no change, no rule; numbers only when asked for."""
    code, out, err = ask("log", "Kessa", "--numbers")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split()[:3] == ["No.", "Day", "Who"]
    line = next(line for line in out.splitlines() if line.startswith("  5"))
    assert (
        "~~awarded: Kessa, A | in a name, 5 points, day 12~~ taken back by Ann on day 12: typed twice" in line
    )
    assert " dp " not in line
    assert "No." not in ask("log")[1]
    assert (
        "| 5 | 12 | Kessa |  |  |  | ~~awarded: Kessa, A \\| in a name"
        in ask("log", "--numbers", "--format", "md")[1]
    )
    assert ask("log", "--only", "reverted", "--gm", "nobody")[1] == "No entries match.\n"


def test_the_log_for_programs_carries_numbers_and_what_was_taken_back(ask):
    told = {row["number"]: row for row in json.loads(ask("log", "--format", "json")[1])}
    cells = {int(row["number"]): row for row in csv.DictReader(io.StringIO(ask("log", "--format", "csv")[1]))}
    assert told.keys() == cells.keys()
    assert (told[7]["reverted_by"], told[7]["reverted_on"], told[7]["reverted_why"]) == ("Bo", 22, "not yet")
    assert (cells[7]["reverted_by"], cells[7]["reverted_on"], cells[7]["reverted_why"]) == (
        "Bo",
        "22",
        "not yet",
    )
    assert (told[8]["reverted_by"], told[8]["reverted_on"]) == ("", None)
    assert (cells[8]["reverted_by"], cells[8]["reverted_on"]) == ("", "")


def test_a_terminal_strikes_it_through(monkeypatch, capsys):
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    table(("Why",), [["~~gone~~ taken back"]])
    assert "\x1b[9mgone\x1b[0m taken back" in screen.getvalue()
    assert "~~" not in screen.getvalue()


# Moments.


def free(campaign: Campaign, who: str) -> int:
    return campaign.sheet(who).free // 1000


def test_after_an_event_only_what_was_recorded_until_then_is_there(played):
    """#5 counts until #9 takes it back; the late #12 is not there before it is recorded."""
    assert [free(played.after(number), "Kessa") for number in (4, 5, 6, 7, 8, 9)] == [2, 7, 16, 14, 14, 9]
    assert [free(played.after(number), "Bram") for number in (11, 12)] == [
        free(played, "Bram") - 1,
        free(played, "Bram"),
    ]
    assert free(played.after(13), "Kessa") == free(played, "Kessa") == free(played.after(16), "Kessa")
    assert len(played.after(1).journal.ledger) == 1


def test_a_day_holds_what_happened_on_it_whenever_it_was_recorded(played):
    """What was taken back later had not been taken back then; an event exactly on the day is there."""
    assert free(played.at(12), "Kessa") == 9
    assert free(played.at(11), "Kessa") == 0
    assert free(played.at(12), "Bram") == free(played, "Bram")


@pytest.mark.parametrize("number", [0, -1, 17, 10**9])
def test_a_number_that_no_event_has_is_refused(played, number):
    with pytest.raises(Unknown, match=f"there is no event #{number}: this campaign has #1 to #16"):
        played.after(number)


def test_a_campaign_of_nobody_has_no_events(tmp_path):
    path = tmp_path / "empty.yaml"
    path.write_text("campaign: E\nruleset: dp-forty\ncharacters: {}\n")
    with pytest.raises(Unknown, match="there is no event #1: this campaign has none"):
        open_campaign(path).after(1)


def test_sheet_and_why_at_an_event(ask):
    code, out, _ = ask("sheet", "Kessa", "--at", "#5")
    assert (code, out.splitlines()[0]) == (0, "Taken back, day 12, after #5 (dp-forty)")
    assert "7 free" in out
    assert ask("why", "Kessa", "points", "--at", "#5")[1].startswith("points of Kessa is 7 dp:")
    assert ask("sheet", "Kessa", "--at", "now")[1] == ask("sheet", "Kessa")[1]
    assert ask("sheet", "Kessa", "--at", "12")[1].splitlines()[0] == "Taken back, day 12 (dp-forty)"


@pytest.mark.parametrize("moment", ["yesterday", "-1", "1.5", "#", "#x", "17#", "", "99999999999", "１２"])
@pytest.mark.parametrize("command", ["sheet", "why"])
def test_a_wrong_moment_is_refused_with_what_is_allowed(ask, command, moment):
    code, out, err = ask(command, "Kessa", *(["points"] if command == "why" else []), f"--at={moment}")
    assert (code, out) == (2, "")
    assert (
        f'takes a day such as 120, an event such as "#17" (rpgprog log --numbers), or now, not "{moment}"'
        in err
    )


def test_a_day_beyond_all_days_and_an_event_that_is_not_there(ask):
    assert "no campaign goes past day 10,000,000" in ask("sheet", "--at", "10000001")[2]
    code, out, err = ask("sheet", "--at", "#17")
    assert (code, out) == (2, "")
    assert "there is no event #17: this campaign has #1 to #16" in err
