"""What the commands print for other programs, and names, counts and bands as people read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rpgprog.events import Awarded, Trained
from rpgprog.events.describe import describes, event_in_words

TABLE = """\
campaign: One
ruleset: dp-forty
characters:
  lukasz: {name: Lucas}
journal:
  - session: One
    day: 1
    events:
      - awarded: {who: lukasz, points: 1}
      - trained: {who: lukasz, skill: lore, hours: 1}
"""
MISTAKE = "      - used: {who: lukasz, skill: lor}\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A campaign whose character is called otherwise than the key in the file."""
    file = tmp_path / "table.yaml"
    file.write_text(TABLE)
    return file


def test_errors_are_data_in_check(ask: Any, table: Path) -> None:
    """A mistake has its place in numbers; the exit code is that of the text."""
    table.write_text(TABLE + MISTAKE)
    code, out, err = ask("check", table, "--format", "json")
    (answer,) = json.loads(out)
    (problem,) = answer["problems"]
    assert (code, err, answer["file"], answer["fine"]) == (1, "", str(table), False)
    assert problem["place"] == {"file": str(table), "line": 11, "column": 36, "pointer": ""}
    assert problem["message"] == 'skill: there is no skill "lor"; did you mean "lore"?'
    assert problem["level"] == "error"


def test_errors_are_data_in_check_of_several_files(ask: Any, table: Path) -> None:
    """Each file has an object, those without mistakes too, and one that is not there."""
    code, out, _ = ask("check", table, "dp-forty", table.with_name("none.yaml"), "--format", "json")
    answers = json.loads(out)
    assert (code, [answer["fine"] for answer in answers]) == (1, [True, True, False])
    assert answers[2]["problems"]


def test_errors_are_data_in_record(ask: Any, table: Path) -> None:
    """A refused entry is an object too, and nothing is recorded."""
    code, out, err = ask("record", table, "used: {who: lukasz, skill: lor}", "--format", "json")
    answer = json.loads(out)
    assert (code, err, answer["recorded"], answer["change"]) == (1, "", False, None)
    assert "did you mean" in answer["problems"][0]["message"]
    assert table.read_text() == TABLE


@pytest.mark.parametrize("options", [(), ("--preview",)])
def test_record_as_json_says_what_moved_and_whether_it_is_recorded(
    ask: Any, table: Path, options: tuple[str, ...]
) -> None:
    """A preview and a recording say the same, but for that."""
    code, out, _ = ask("record", table, "awarded: {who: lukasz, points: 2}", "--format", "json", *options)
    answer = json.loads(out)
    assert (code, answer["recorded"], answer["problems"]) == (0, not options, [])
    assert [entry["word"] for entry in answer["change"]["entries"]] == ["awarded"]
    assert (table.read_text() == TABLE) == bool(options)


def test_names_on_log_and_record_are_those_of_the_sheet(ask: Any, table: Path) -> None:
    """Tables show names; JSON keeps the ids."""
    log, record = (
        ask("log", table)[1],
        ask("record", table, "awarded: {who: lukasz, points: 1}", "--preview")[1],
    )
    assert "Lucas" in log and "lukasz" not in log
    assert "Lucas" in record and "lukasz" not in record
    assert {row["who"] for row in json.loads(ask("log", table, "--format", "json")[1])} == {"lukasz"}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Trained(who="kessa", skill="lore", hours=1000, day=3), "trained: kessa, lore, 1 hour, day 3"),
        (Trained(who="kessa", skill="lore", hours=1500, day=3), "trained: kessa, lore, 1.5 hours, day 3"),
        (Awarded(who=("kessa",), points=1000, day=3), "awarded: kessa, 1 point, day 3"),
        (Awarded(who=("kessa",), points=2000, day=3), "awarded: kessa, 2 points, day 3"),
    ],
)
def test_one_of_something_is_singular(event: Any, words: str) -> None:
    """1 hour, 2 hours."""
    assert event_in_words(event) == words


def test_a_revert_recorded_with_the_old_plural_still_holds(ask: Any, table: Path) -> None:
    """Earlier versions wrote "1 hours" into `was:`; another number of hours is still noticed."""
    revert = '      - reverted: {{event: 4, by: Ann, why: typo, was: "trained: lukasz, lore, {}, day 1"}}\n'
    for hours, code in (("1 hours", 0), ("1 hour", 0), ("2 hours", 1)):
        table.write_text(TABLE + revert.format(hours))
        assert ask("check", table)[0] == code, hours
    assert not describes(
        "trained: kessa, lore, 1 hours, day 3", Trained(who="kessa", skill="lore", hours=11000, day=3)
    )


@pytest.mark.parametrize(
    ("cost", "shown"),
    [
        ("{1-5: 2, 6-10: 3, 11+: 5}", "cost: {1-5: 2, 6-10: 3, 11+: 5}"),
        ("{1-3: 5, 4-10: 2, above: 1}", "cost: {1-3: 5, 4-10: 2, 11+: 1}"),
        ("[2, 2, 2, 2, 2, 2, 3]", "cost: {1-6: 2, 7+: 3}"),
        ("[1, 2, 3, 4, 5, 6]", "cost: 1, 2, 3, 4, 5, ..."),
        ("7", "cost: 7"),
    ],
)
def test_rulesets_show_every_band(ask: Any, tmp_path: Path, cost: str, shown: str) -> None:
    """All bands, as they may be written; other curves show their first numbers."""
    file = tmp_path / "bands.yaml"
    file.write_text(f"ruleset: bands\nskills: {{climbing: a}}\npolicies:\n  purchase: {{cost: {cost}}}\n")
    code, out, err = ask("rulesets", file)
    assert code == 0, err
    assert shown in [
        option for line in out.splitlines() for option in line.strip().split("     ")[-1].split("; ")
    ]
