"""Slips that everybody makes while typing: the message says what to write instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEAD = """\
campaign: The road
ruleset: dp-forty
characters: {Kessa: {profession: scout}, Bram: {profession: scout}}
journal:
  - session: One
    day: 5
    events:
"""


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("awarded: {points: 1,5}", 'awarded has no "5": a comma ends a value, write points: 1.5'),
        ("awarded: {points: 2.000,5, for: tea}", "write points: 2000.5"),
        ("met {what: goblin}", 'a ":" is missing after met: write met: {...}'),
        (
            "used: {who: Kessa, skill:climbing}",
            'used has no "skill:climbing": write "skill: climbing", with a space after the ":"',
        ),
        (
            "used: {who: Kessa, Bram, skill: climbing}",
            'used has no "Bram": several go in brackets, who: [Kessa, Bram]',
        ),
        (
            "awarded: {points: 1, for: 'the goblins' pass'}",
            "an apostrophe ends this text in single quotes: put the text in double quotes",
        ),
        ("awarded: {for: up, and down, points: 1}", "a comma ends a value, put its text in quotes"),
        (
            "used: {who: Kessa, skill: climbing, day: 2026-05-21}",
            "days are counted from the start of the game; a real date goes in date: of the session",
        ),
        (
            "bought: {who: Kessa, skill: far sight}",
            'skill: "far sight" is a talent: buy it with talent: far sight',
        ),
        (
            "bought: {who: Kessa, talent: climbing}",
            'talent: "climbing" is a skill: write skill: climbing',
        ),
    ],
)
def test_one_slip_is_one_message_that_helps(entry: str, message: str, tmp_path: Path, ask: Any) -> None:
    path = tmp_path / "road.yaml"
    path.write_text(f"{HEAD}      - {entry}\n")
    code, _, err = ask("check", path)
    assert (code, len(err.splitlines())) == (1, 1)
    assert message in err


def test_a_refusal_after_a_mistake_says_that_it_may_follow_from_it(tmp_path: Path, ask: Any) -> None:
    path = tmp_path / "road.yaml"
    bought = "      - bought: {who: Kessa, skill: climbing}\n"
    path.write_text(f"{HEAD}      - awarded: {{who: Kesa, points: 4}}\n{bought}")
    assert "short by 4 dp (perhaps because of the mistake on line 8)" in ask("check", path)[2]
    path.write_text(HEAD + bought)
    assert "perhaps" not in ask("check", path)[2]


def test_a_misspelt_file_and_a_capital_campaign(
    tmp_path: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lantern.yaml").write_text(HEAD)
    assert ask("sheet", "lantren.yaml")[2] == (
        'there is no file "lantren.yaml"; did you mean "lantern.yaml"?\n'
    )
    Path("road.yaml").write_text("Campaign: The road\nruleset: dp-forty\ncharacters: {}\n")
    assert 'a campaign has no "Campaign"; did you mean "campaign"?' in ask("check", "road.yaml")[2]
