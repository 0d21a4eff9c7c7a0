"""What a game master types, and what is printed."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from rpgprog.cli.app import COMMANDS, run

ROAD = Path(__file__).parent / "road.yaml"


def test_sheet_shows_level_points_and_skills(ask: Any) -> None:
    """Where am I, what comes next, what will be lost when."""
    code, out, err = ask("sheet", ROAD, "Kessa")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "The Long Road, day 192 (dp-forty)",
        "",
        "Kessa · scout",
        "Level 1, 34 dp to level 2",
        "6 dp earned, 2 spent, 4 free",
        "Skill     Rank  Bonus  Next rank              Peak  Last used             Next loss",
        "climbing     3    +15  1 dp, or the next use     4  day 12, 180 days ago  day 372, in 180 days",
    ]


def test_sheet_at_an_earlier_and_a_later_day(ask: Any) -> None:
    """Before the rank was lost, and after another one will be."""
    assert " 4    +20" in ask("sheet", ROAD, "Kessa", "--at", 191)[1]
    assert " 3    +15" in ask("sheet", ROAD, "Kessa", "--at", 371)[1]
    assert " 2    +10" in ask("sheet", ROAD, "Kessa", "--at", 372)[1]


def test_sheets_as_json_and_yaml_are_the_same(ask: Any) -> None:
    """For other programs."""
    sheets = json.loads(ask("sheet", ROAD, "--format", "json")[1])
    assert [(sheet["who"], sheet["earned"], sheet["skills"][0]["rank"]) for sheet in sheets] == [
        ("Kessa", 6000, 3),
        ("Bram", 6000, 1),
    ]
    assert yaml.safe_load(ask("sheet", ROAD, "--format", "yaml")[1]) == sheets


def test_sheet_as_markdown(ask: Any) -> None:
    """For a wiki."""
    assert "| climbing | 3 | +15 |" in ask("sheet", ROAD, "--format", "md")[1]


def test_why_adds_up_to_the_number(ask: Any) -> None:
    """Every posting with its event, policy and arithmetic."""
    code, out, _ = ask("why", ROAD, "Kessa", "points")
    assert code == 0
    assert out.splitlines()[0] == "points of Kessa is 4 dp:"
    row = "+1 dp 3 dp awards 2 for goblin x 1/2 (met once before) met (line 12)"
    assert row in " ".join(out.split())
    why = json.loads(ask("why", ROAD, "Kessa", "points", "--format", "json")[1])
    assert sum(posting["amount"] for posting in why["postings"]) == why["number"] == 4000


def test_why_of_a_reading_shows_its_terms(ask: Any) -> None:
    """A price is what its policies made of it."""
    out = ask("why", ROAD, "Kessa", "climbing", "price")[1]
    assert out.splitlines()[0] == "climbing price of Kessa is 1 dp:"
    assert "2 dp  purchase: the price" in out
    assert "1 dp  relearning: known before" in out


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (("sheet", ROAD, "Kesa"), 'there is no character "Kesa"; did you mean "Kessa"?'),
        (("why", ROAD, "Kessa", "climbin"), 'there is nothing called "climbin"; did you mean "climbing"?'),
        (
            ("why", ROAD, "Kessa", "xyzzy"),
            'there is nothing called "xyzzy"; ask for points, free, earned, spent, level, coins, a skill, '
            "or a skill and xp, peak, bonus or price",
        ),
        (("policies", "novely"), 'there is no policy "novely"; did you mean "novelty"?'),
        (("sheat", ROAD), 'there is no command "sheat"; did you mean "sheet"?'),
        (("sheet", ROAD, "--format", "pdf"), "'pdf' is not one of"),
        (("log", ROAD, "--only", "gold"), "'gold' is not one of"),
    ],
)
def test_wrong_usage_is_answered_with_the_nearest_word(ask: Any, question: Any, answer: str) -> None:
    """Exit code 2, nothing on the output."""
    code, out, err = ask(*question)
    assert (code, out) == (2, "")
    assert answer in err


@pytest.mark.parametrize("command", ["sheet", "why", "log", "record"])
def test_a_missing_file_is_a_problem_not_a_traceback(ask: Any, command: str) -> None:
    """Exit code 1."""
    more = {"why": ["Kessa", "points"], "record": ["used: {}"]}.get(command, [])
    assert ask(command, "nowhere.yaml", *more) == (1, "", 'there is no file "nowhere.yaml"\n')


def test_log_filters_by_kind_day_gm_and_skill(ask: Any) -> None:
    """All filters hold at once."""
    out = ask(
        "log",
        ROAD,
        "Kessa",
        "--only",
        "rank",
        "--from",
        1,
        "--to",
        12,
        "--gm",
        "GM one",
        "--skill",
        "climbing",
    )[1]
    assert out.splitlines()[1:] == [
        " 12  Kessa  rank climbing      +1      4  bought  purchase  GM one  The goblin pass"
    ]


def test_log_as_csv_and_json_hold_the_same_rows(ask: Any) -> None:
    """For a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(ask("log", ROAD, "--format", "csv")[1])))
    told = json.loads(ask("log", ROAD, "--format", "json")[1])
    for row, cells in zip(told, rows, strict=True):
        part = (
            1000 if row["kind"] in ("points", "earned") else 1
        )  # a spreadsheet wants points, not thousandths
        assert [float(cells[key]) for key in ("amount", "balance")] == [
            row["amount"] / part,
            row["balance"] / part,
        ]
        rest = row.keys() - {"amount", "balance"}
        said = {key: "" if row[key] is None else str(row[key]) for key in rest}
        assert said == {key: cells[key] for key in rest}
    assert {"Kessa", "Bram"} == {row["who"] for row in rows}


@pytest.mark.slow
def test_check_is_silent_about_good_files_and_tells_all_about_bad_ones(ask: Any, tmp_path: Path) -> None:
    """Exit code 1, every problem at its place, and the good file is still fine."""
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        ROAD.read_text().replace("skill: lore", "skill: lor").replace("points: 3 dp", "points: lots")
    )
    code, out, err = ask("check", ROAD, "dp-forty", bad)
    assert code == 1
    assert f"{ROAD}: fine: 2 characters, 1 session" in out
    assert "dp-forty: fine: ruleset dp-forty" in out
    assert f"{bad}: 2 problems" in out
    assert err.splitlines() == [
        f'{bad}:14:37: points: takes an amount such as 3 or 1.5 dp, not "lots"',
        f'{bad}:18:37: skill: there is no skill "lor"; did you mean "lore"?',
    ]


def test_a_campaign_with_a_bad_event_still_shows_the_rest(ask: Any, tmp_path: Path) -> None:
    """The sheet on the output, the problem beside it, exit code 1."""
    bad = tmp_path / "bad.yaml"
    bad.write_text(ROAD.read_text().replace("ranks: 1}", "ranks: 99}"))
    code, out, err = ask("sheet", bad, "Kessa")
    assert code == 1
    assert "6 dp earned, 0 spent, 6 free" in out
    assert (
        err
        == f"{bad}:15:9: bought (Kessa): refused by purchase: climbing costs more than they have: needed 2 dp, had 0 dp, short by 2 dp (after 3 of 99)\n"
    )


def test_events_and_rulesets_show_what_may_be_written_and_what_holds(ask: Any) -> None:
    """Every word of an entry, every option of a rule, as it would stand in a file."""
    assert "late:" in ask("events", "used")[1]
    assert "(success, failure, critical, fumble)" in ask("events", "used")[1]
    assert 'there is no event "ussed"; did you mean "used"?' in ask("events", "ussed")[2]
    shown = ask("rulesets", "dp-forty")[1]
    assert "cost: 4; favoured: 2; talents: second wind 20" in shown
    assert "factor: 1, 1/2, 1/4, 1/8, 1/16, ..." in shown
    manual = ask("policies", "levels")[1]
    assert (
        "- `step`: Points from one level to the next.\n  Takes a curve of points by level, at least 1."
        in manual
    )
    assert "If left out: `40`." in manual


def test_a_profession_without_a_table_is_reported(ask: Any, tmp_path: Path) -> None:
    """Where the rules have a table for each profession, and nothing for others."""
    file = tmp_path / "dungeon.yaml"
    file.write_text("campaign: D\nruleset: basic-fantasy\ncharacters:\n  A: {profession: figther}\n  B: {}\n")
    code, _, err = ask("check", file)
    assert code == 1
    assert 'profession: there is no profession "figther"; did you mean "fighter"?' in err
    assert 'B needs "profession": one of ' in err


def test_the_price_of_a_talent(ask: Any) -> None:
    """Is its own, not a rank's."""
    assert ask("why", ROAD, "Kessa", "far sight price")[1].startswith("far sight price of Kessa is 30 dp:")


def test_a_filter_that_finds_nothing_says_so(ask: Any) -> None:
    """And a skill that is not there is wrong usage."""
    assert ask("log", ROAD, "--gm", "nobody")[1] == "No entries match.\n"
    assert 'did you mean "climbing"?' in ask("log", ROAD, "--skill", "climbng")[2]


def test_new_begins_a_campaign_that_folds_and_never_overwrites(ask: Any, tmp_path: Path) -> None:
    """A newcomer's first file."""
    file = tmp_path / "mine.yaml"
    assert ask("new", file, "--title", "Ash: a tale", "--character", "Ada", "--character", "O'Neil")[0] == 0
    assert ask("sheet", file)[0] == 0
    text = file.read_text()
    code, _, err = ask("new", file)
    assert (code, file.read_text()) == (1, text)
    assert "already exists" in err
    assert ask("new", tmp_path / "b.yaml", "--ruleset", "dp-fourty")[2] == (
        'there is no ruleset "dp-fourty"; did you mean "dp-forty"?\n'
    )


def test_every_command_is_listed_and_explains_itself(ask: Any) -> None:
    """--help of each command has a sentence of its own."""
    listed = ask("--help")[1]
    for command in COMMANDS:
        assert command in listed
        assert len(ask(command, "--help")[1].splitlines()) > 4


@pytest.mark.slow
def test_python_dash_m_works_too() -> None:
    """And --version imports neither click nor package metadata."""
    code = "import sys; sys.argv = ['rpgprog', '--version']; from rpgprog.__main__ import main; main(); " \
        "assert not {'click', 'attrs', 'yaml', 'importlib.metadata'} & set(sys.modules), sys.modules"  # fmt: skip
    assert subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.startswith("rpgprog ")
    shown = subprocess.run(
        [sys.executable, "-m", "rpgprog", "sheet", ROAD], check=True, capture_output=True, text=True
    )
    assert "Kessa · scout" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_record_previews_then_writes(ask: Any, tmp_path: Path) -> None:
    """--preview writes nothing; without it the event stands at the end of the last session."""
    file = tmp_path / "road.yaml"
    shutil.copy(ROAD, file)
    event = "used: {who: Kessa, skill: climbing}"
    code, out, _ = ask("record", file, event, "--preview")
    assert code == 0
    assert out.splitlines()[-1] == "Nothing recorded."
    assert file.read_text() == ROAD.read_text()
    code, shown, _ = ask("record", file, event)
    assert code == 0
    assert shown.splitlines()[:-1] == out.splitlines()[:-1]
    assert file.read_text() == ROAD.read_text() + f"      - {event}\n"


def test_record_refuses_with_the_rule_and_what_was_short(ask: Any, tmp_path: Path) -> None:
    """Exit code 1 and the file as it was."""
    file = tmp_path / "road.yaml"
    shutil.copy(ROAD, file)
    code, out, err = ask("record", file, "bought: {who: Bram, skill: sword, ranks: 2}")
    assert (code, out) == (1, "")
    assert (
        err
        == f"{file}:19:9: bought (Bram): refused by purchase: sword costs more than they have: needed 4 dp, had 2 dp, short by 2 dp (after 1 of 2)\n"
    )
    assert file.read_text() == ROAD.read_text()


@pytest.mark.parametrize(
    ("hours", "way"), [(53, "1 dp, or 13 of 14 h"), (54, "1 dp, or the next hour of training")]
)
def test_hours_at_hand_wait_for_the_next_hour(ask: Any, tmp_path: Path, hours: int, way: str) -> None:
    """40 hours made a rank, which is forgotten; a third of them, rounded up, makes it again."""
    file = tmp_path / "study.yaml"
    study = f"  - trained: {{who: Ada, skill: sword, hours: {hours}}}\n  - downtime: 180 days\n"
    file.write_text(f"campaign: Study\nruleset: dp-forty\ncharacters: {{Ada: {{}}}}\njournal:\n{study}")
    assert f"sword     0     +0  {way} " in ask("sheet", file)[1]
    told = json.loads(ask("why", file, "Ada", "sword", "--format", "json")[1])["postings"]
    assert [(row["amount"], row["reason"]) for row in told] == [
        (1, "40 hours of training"),
        (-1, "unused for 180 days"),
    ]


def test_new_takes_a_ruleset_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is meant from where one stands is found from where the file stands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "ours.yaml").write_text("ruleset: ours\nextends: dp-forty\n")
    assert run(["new", "tables/one.yaml", "--ruleset", "tables/ours.yaml"]) == 0
    assert run(["check", "tables/one.yaml"]) == 0


@pytest.mark.parametrize("option", ["--mechanisms", "--meter", "--codes"])
def test_a_list_of_all_policies_takes_no_name(ask: Any, option: str) -> None:
    code, _, err = ask("policies", "decay", option)
    assert code == 2 and "leave the name out" in err
