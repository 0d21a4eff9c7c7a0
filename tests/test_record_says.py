"""What `record` says is what happens: every number that moves, and whether anything was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

RULES = """\
ruleset: road
points: dp
skills: {climb: athletics}
policies:
  awards: {encounter: 2}
  practice: {xp: 4, cost: 20}
"""
ROAD = """\
campaign: The road
ruleset: rules.yaml
characters:
  kessa: {ranks: {climb: 3}, coins: 5}
journal:
  - session: One
    day: 12
    events:
      - used: {who: kessa, skill: climb, id: climbed}
      - ruled: {who: kessa, coins: 3, why: found, by: GM, id: purse}
      - met: {what: goblin, id: goblin}
"""


@pytest.fixture(params=["file", "database"])
def address(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Any) -> str:
    monkeypatch.chdir(tmp_path)
    Path("rules.yaml").write_text(RULES)
    Path("road.yaml").write_text(ROAD)
    if request.param == "file":
        return "road.yaml"
    assert ask("import", "road.yaml", "sqlite:road.db")[0] == 0
    return "sqlite:road.db"


@pytest.mark.parametrize(
    ("event", "result"),
    [
        ("climbed", "xp climb of kessa is 0 XP, not 4 XP"),
        ("purse", "coins of kessa is 5, not 8"),
        ("goblin", "points of kessa is 0 dp, not 2 dp"),
    ],
)
def test_a_preview_of_a_revert_shows_every_number_that_moves(
    event: str, result: str, address: str, ask: Any
) -> None:
    revert = f"reverted: {{event: {event}, by: GM, why: a dream}}"
    previewed = ask("record", address, "--preview", revert)[1]
    recorded = ask("record", address, revert)[1]
    assert result in previewed and "No numbers change" not in previewed
    assert previewed.replace("Nothing recorded.", f"Recorded in {address}.") == recorded


def test_what_a_revert_takes_is_shown_beside_what_the_same_batch_gives(address: str, ask: Any) -> None:
    batch = ("used: {who: kessa, skill: climb}", "reverted: {event: climbed, by: GM, why: a dream}")
    shown = ask("record", address, "--preview", *batch, "used: {who: kessa, skill: climb}")[1]
    assert "xp climb of kessa is 8 XP, not 4 XP" in shown


def test_a_repeated_key_says_that_nothing_was_recorded(address: str, ask: Any) -> None:
    entry = "awarded: {points: 1}"
    if not address.startswith("sqlite"):
        return
    assert "Recorded in" in ask("record", address, entry, "--key", "click")[1]
    again = ask("record", address, entry, "--key", "click")[1]
    assert again == "Nothing recorded: the same was recorded before under the key click.\n"
    assert "3 dp" in ask("sheet", address)[1]  # 2 for the goblin, 1 awarded once
