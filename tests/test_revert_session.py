"""A session or down-time is reverted whole, in a file and in a database, after showing what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rpgprog import open_campaign, record

RULES = """\
ruleset: road
points: dp
skills: {climb: athletics}
policies:
  awards: {encounter: 2}
  training: {weeks: 1, hours_per_week: 10, coins: 0}
"""
ROAD = """\
campaign: The road
ruleset: rules.yaml
characters:
  kessa: {}
journal:
  - session: One
    day: 5
    events:
      - met: {what: goblin}
  - session: Two
    day: 12
    id: s2
    events:
      - met: {what: troll}
      - awarded: {points: 3, for: the map}
      - joined: {who: zed}
  - downtime: 20 days
    id: winter
    events:
      - trained: {who: kessa, skill: climb, hours: 20}
"""
LAST = """\
  - session: Three
    day: 40
    id: s3
    events:
      - awarded: {points: 7}
"""


@pytest.fixture(params=["file", "database"])
def place(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    Path("rules.yaml").write_text(RULES)

    def made(text: str) -> str:
        Path("road.yaml").write_text(text)
        if request.param == "file":
            return "road.yaml"
        assert ask("import", "road.yaml", "sqlite:road.db")[0] == 0
        return "sqlite:road.db"

    return made


WHO = ("--by", "GM", "--why", "a dream")


@pytest.mark.parametrize("event", ["s2", "5"])
def test_a_session_is_reverted_with_what_happened_in_it(event: str, place: Any, ask: Any) -> None:
    address = place(ROAD + LAST)
    shown = ask("revert", address, event, *WHO, "--others", "revert")[1]
    assert "Undoes #5 session: Two, day 12, with everything in it:" in shown
    assert all(words in shown for words in ("met: kessa, troll", "the map, 3 points", "joined: zed"))
    assert open_campaign(address).sheet("kessa").earned == 14_000  # only shown
    assert ask("revert", address, event, *WHO, "--others", "revert", "--yes")[0] == 0
    after = open_campaign(address)
    assert (after.sheet("kessa").earned, after.problems) == (9000, ())
    assert after.book["zed", "member", ""].balance == 0


def test_a_down_time_is_reverted_with_the_training_in_it(place: Any, ask: Any) -> None:
    address = place(ROAD + LAST)
    assert open_campaign(address).sheet("kessa").skills[0].rank == 2
    assert "trained: kessa, climb" in ask("revert", address, "winter", *WHO, "--yes")[1]
    assert open_campaign(address).sheet("kessa").skills == ()


def test_a_session_that_is_open_is_over_when_it_is_reverted(place: Any, ask: Any) -> None:
    """What follows is in no session; a revert of the revert brings it all back."""
    address = place(ROAD + LAST)
    record(address, "reverted: {event: s3, by: GM, why: a dream, id: undo}", "awarded: {points: 1}")
    after = open_campaign(address)
    assert (after.sheet("kessa").earned, after.problems) == (8000, ())
    assert after.book["kessa", "attended", ""].balance == 2
    record(address, "reverted: {event: undo, by: GM, why: it was so}")
    assert open_campaign(address).sheet("kessa").earned == 15_000


def test_without_it_the_sheet_is_that_of_a_file_without_the_session(place: Any, ask: Any) -> None:
    address = place(ROAD + LAST)
    assert ask("revert", address, "s3", *WHO, "--yes")[0] == 0
    reverted = open_campaign(address).book.sheet()
    Path("plain.yaml").write_text(ROAD)
    plain = open_campaign("plain.yaml").book.sheet()
    day = {key for key in plain.keys() | reverted.keys() if plain.get(key) != reverted.get(key)}
    assert {kind for _, kind, _ in day} <= {"reverted", "day"}


def test_one_entry_of_a_session_is_still_reverted_alone(place: Any, ask: Any) -> None:
    address = place(ROAD + LAST)
    shown = ask("revert", address, "6", *WHO, "--yes")[1]
    assert shown.splitlines()[0] == "Undoes #6 met: kessa, troll, day 12."
    assert open_campaign(address).sheet("kessa").earned == 12_000
