"""The schema of files of builds accepts what the reader accepts, and underlines what it can see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from test_schema import _texts, plain

from rpgprog.cli.app import run
from rpgprog.ruleset import PACKS
from rpgprog.simulate.builds.json_schema import builds_schema

WRONG = Path(__file__).parent / "wrong_builds"
SCHEMA = builds_schema()
SEEN = (  # what needs no ruleset to be seen
    *("a-campaign", "a-list", "a-ruleset", "a-table-as-a-list", "builds", "more-at-the-table", "no-builds"),
    *("no-table", "often", "saving-sharing-relearning", "skills-of-its-own", "table", "when-and-until"),
    *("wishes", "words"),
)
GOOD = (WRONG / "nothing-wrong.yaml").read_text(encoding="utf-8")


def holds(text: str) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(_texts(yaml.safe_load(text))))


def test_it_is_a_schema(capsys: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert run(["schema", "builds"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


@pytest.mark.parametrize(
    "file", [WRONG / "nothing-wrong.yaml", *sorted(PACKS.glob("*/builds.yaml"))], ids=str
)
def test_right_files_hold(file: Path) -> None:
    jsonschema.validate(_texts(plain(file)), SCHEMA)


@pytest.mark.parametrize("name", SEEN)
def test_wrong_files_do_not_hold(name: str) -> None:
    assert not holds((WRONG / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["never-bought", "no-time-passes", "ages"])
def test_what_only_the_rules_can_say_holds(name: str) -> None:
    assert holds((WRONG / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("goblinoid: 2", "goblinoid: -2"),
        ("goblinoid: 2", "goblinoid: 101"),
        ("goblinoid: 2", "goblinoid: twice"),
        ("often: 1 in 20 sessions", "offen: 1 in 20 sessions"),
        ("challenge: 9", "challenge: nine"),
        ("{often: 1, points: 3}", "1"),
        ("absent: 1 in 8 sessions", "absent: 1.1"),
        ("absent: 1 in 8 sessions", "absent: exactly 1"),
        ("lore: 10 hours per month", "lore: 10 hours"),
        ("planned: course", "planned: coarse"),
        ("sessions: 60", "sessions: 0"),
        ("sessions: 60", "sesions: 60"),
        ("share: {stealth: 2", "share: {stealth: 0"),
        ("until: session 20", "untill: session 20"),
        ("buy: stealth 8, when", "buy: stealth 8, save: far sight, when"),
        ("save: {for: ", "save: {four: "),
        ("success: 0.6}", "success: 6}"),
        ("start: {climbing: 2}", "start: {climbing: -1}"),
        ("goals: [level 5", "goals: [5"),
        ("every: [2 weeks, 3 months]", "every: []"),
        ("  sessions: 60", "  session: 60"),
    ],
)
def test_slips_are_underlined(right: str, wrong: str) -> None:
    assert GOOD.count(right) >= 1
    assert holds(GOOD)
    assert not holds(GOOD.replace(right, wrong, 1))


@pytest.mark.parametrize(
    "often",
    ["0", "100", ".5", "1/3", "2d6+3", "d6", "1 - 4", "3 a session", "3 per 2 weeks", "'2'", "0 in 1"],
)
def test_every_form_holds(often: Any) -> None:
    assert holds(GOOD.replace("goblinoid: 2", f"goblinoid: {often}"))
