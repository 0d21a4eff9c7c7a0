"""Milestones, awards to each or shared out, coins, one use of several skills, and notes that are for nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from databases import KINDS, fresh
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.file import FileCampaign
from rpgprog.cli.app import run
from rpgprog.events import Awarded, Used
from rpgprog.problems import Mistakes
from rpgprog.store import open_store
from rpgprog.store.store import find_campaign
from rpgprog.testing import play

RULES = """\
ruleset: milestones
skills: {climb: athletics, lore: learning}
policies:
  levels: {step: 10, highest: 5}
  awards: {encounter: 2}
  practice: {xp: 4, cost: 20}
"""
TABLE = """\
campaign: The tower
ruleset: rules.yaml
characters:
  kessa: {points: 23}
  bram: {share: 2}
  odo: {}
journal:
  - session: One
    day: 3
    events:
"""


def table(folder: Path, entries: str, rules: str = RULES) -> Campaign:
    (folder / "rules.yaml").write_text(rules)
    lines = "".join(f"      - {line}\n" for line in entries.splitlines())
    path = folder / "tower.yaml"
    path.write_text(TABLE + (lines or "      []\n"))
    return open_campaign(path)


def points(campaign: Campaign) -> list[float]:
    return [campaign.sheet(who).earned / 1000 for who in ("kessa", "bram", "odo")]


def coins(campaign: Campaign) -> list[float]:
    return [campaign.sheet(who).coins / 1000 for who in ("kessa", "bram", "odo")]


# Milestones.


def test_a_level_in_a_word_pays_everyone_what_they_lack(tmp_path: Path) -> None:
    """Level 4 begins at 30; Kessa has 23 already."""
    campaign = table(tmp_path, "awarded: {points: 3.5, who: odo}\nawarded: {level: 4, for: the tower fell}")
    assert campaign.problems == ()
    assert points(campaign) == [30, 30, 30]
    assert [campaign.sheet(who).level for who in ("kessa", "bram", "odo")] == [4, 4, 4]
    last = campaign.why("odo", "points").postings[-1]
    assert (last.amount, last.reason) == (26500, "the tower fell: level 4 begins at 30, had 3.5")


@pytest.mark.parametrize(("level", "kessa"), [(1, 23), (3, 23), (4, 30), (5, 40)])
def test_whoever_has_reached_the_level_is_paid_nothing(level: int, kessa: float, tmp_path: Path) -> None:
    assert points(table(tmp_path, f"awarded: {{level: {level}}}"))[0] == kessa


def test_a_level_beyond_the_last_is_refused_whole(tmp_path: Path) -> None:
    campaign = table(tmp_path, "awarded: {level: 6}")
    assert [problem.message for problem in campaign.problems] == [
        "awarded: refused by levels: there is no level 6 here"
    ]
    assert points(campaign) == [23, 0, 0]


@pytest.mark.parametrize("rules", ["  awards: on\n", "  levels: {step: 10, count: spent}\n"])
def test_a_level_where_points_earned_make_none_is_refused(rules: str, tmp_path: Path) -> None:
    head = RULES.partition("  levels")[0]
    (problem,) = table(tmp_path, "awarded: {level: 2}", head + rules).problems
    assert "no rule here brings levels by points that are earned (levels)" in problem.message


def test_no_factor_and_no_limit_touches_a_milestone(tmp_path: Path) -> None:
    """Catching up would double it, a level an award would cut it."""
    rules = RULES.replace("highest: 5", "highest: 5, at_most: 1").replace(
        "encounter: 2", "encounter: 2, catch_up: 2"
    )
    campaign = table(tmp_path, "awarded: {level: 5}", rules)
    assert points(campaign) == [40, 40, 40]


def test_the_level_counts_practice_where_levels_do(tmp_path: Path) -> None:
    """7 XP of practice are there; 13 are missing to level 3: that is 1.3 points."""
    rules = RULES.replace(
        "step: 10, highest: 5", "chart: [0, 10, 20], thresholds: xp, count: earned and practised"
    )
    campaign = table(tmp_path, "used: {who: odo, skill: climb, xp: 7}\nawarded: {level: 3, who: odo}", rules)
    assert (points(campaign)[2], campaign.sheet("odo").level) == (1.3, 3)


@given(st.integers(0, 60_000), st.integers(1, 5))
def test_after_a_milestone_nobody_is_below_it_and_nobody_is_a_level_above(had: int, level: int) -> None:
    journal = f"""
        characters: {{kessa: {{points: {had / 1000}}}}}
        journal:
          - {{session: One, day: 1, events: [{{awarded: {{level: {level}}}}}]}}
    """
    sheet = play("levels: {step: 10, highest: 5}", journal).sheet("kessa")
    assert sheet.earned == max(had, (level - 1) * 10_000)
    assert sheet.level == max(level, min(had // 10_000 + 1, 5))


# Each or shared.


@pytest.mark.parametrize(
    ("own", "usual", "expected"),
    [
        ("split", "each", [24, 3, 1]),  # 1.5, 3 and 1.5 of 6, in whole points
        ("each", "split", [23 + 6, 6, 6]),
        ("split", "split", [24, 3, 1]),
        ("each", "each", [23 + 6, 6, 6]),
    ],
)
@pytest.mark.parametrize(
    "entry", ["awarded: {points: 6, division: OWN}", "met: {what: a rat, points: 6, division: OWN}"]
)
def test_each_or_shared_goes_by_the_entry(
    own: str, usual: str, expected: list[float], entry: str, tmp_path: Path
) -> None:
    rules = RULES.replace("encounter: 2", f"division: {usual}")
    campaign = table(tmp_path, entry.replace("OWN", own), rules)
    assert campaign.problems == ()
    assert points(campaign) == expected


# Coins.


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("coins: 10", [10, 10, 10]),
        ("coins: 10, division: each", [10, 10, 10]),
        ("coins: 10, division: split", [3, 5, 2]),  # 2.5, 5, 2.5: the first of equals gets the coin
        ("coins: 9, division: split", [2, 5, 2]),  # 2.25, 4.5, 2.25
        ("coins: 1, division: split", [0, 1, 0]),
        ("coins: 0.5, division: split", [0, 0.5, 0]),
        ("coins: 8.25, division: split", [2, 4.25, 2]),
        ("coins: 0, division: split", [0, 0, 0]),
        ("coins: 3, points: 2", [3, 3, 3]),
    ],
)
def test_coins_go_to_each_or_are_shared_out_in_whole_coins(
    entry: str, expected: list[float], tmp_path: Path
) -> None:
    campaign = table(tmp_path, f"awarded: {{{entry}}}")
    assert campaign.problems == ()
    shared = coins(campaign)
    assert sum(shared) == sum(expected)
    assert sorted(shared) == sorted(expected)


def test_coins_alone_pay_no_points_and_raise_no_doubt(tmp_path: Path) -> None:
    campaign = table(tmp_path, "awarded: {coins: 10}", RULES.replace("  awards: {encounter: 2}\n", ""))
    assert campaign.problems == () and campaign.doubts == ()
    assert points(campaign) == [23, 0, 0]
    assert [posting.reason for posting in campaign.why("odo", "coins").postings] == ["an award"]


# What an award may say.


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("awarded: {for: nothing}", 'awarded needs "points", "percent", "level" or "coins"'),
        ("awarded: {points: 2, level: 3}", "awarded: takes points: or level:, not both"),
        ("awarded: {points: 2, percent: 3}", "awarded: takes points: or percent:, not both"),
        ("awarded: {percent: 2, level: 3}", "awarded: takes percent: or level:, not both"),
        (
            "awarded: {level: 2, division: split}",
            "awarded: division: is for points and coins; each reaches the level by themselves",
        ),
        ("awarded: {level: 0}", 'level: must be at least 1, not "0"'),
        ("awarded: {coins: -1}", 'coins: must be at least 0, not "-1"'),
        (
            "awarded: {coins: 1, division: splt}",
            'division: takes each or split, not "splt"; did you mean "split"?',
        ),
        ("used: {who: all, skill: []}", "skill: no skill is named"),
    ],
)
def test_an_award_that_says_too_much_or_too_little(entry: str, message: str, tmp_path: Path) -> None:
    (problem,) = table(tmp_path, entry).problems
    assert problem.message == message


# Several skills.


def test_one_use_of_several_skills_is_one_of_each(tmp_path: Path) -> None:
    campaign = table(tmp_path, "used: {who: [bram, odo], skill: [climb, lore, climb], times: 2}")
    apart = table(
        tmp_path,
        "used: {who: [bram, odo], skill: climb, times: 2}\nused: {who: [bram, odo], skill: lore, times: 2}",
    )
    for who in ("bram", "odo"):
        skills = [(skill.skill, skill.xp) for skill in campaign.sheet(who).skills]
        assert skills == [(skill.skill, skill.xp) for skill in apart.sheet(who).skills]
        assert [xp for _, xp in skills] == [8000, 8000]


def test_of_several_skills_each_mistake_is_named(tmp_path: Path) -> None:
    campaign = table(tmp_path, "used: {who: odo, skill: [clim, lore, loer]}")
    assert [problem.message for problem in campaign.problems] == [
        'skill: there is no skill "clim"; did you mean "climb"?',
        'skill: there is no skill "loer"; did you mean "lore"?',
    ]


# Objects, a file and a database.


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_and_objects_answer_like_the_file(kind: str, tmp_path: Path) -> None:
    entries = [
        "awarded: {level: 3, for: the bridge}",
        "awarded: {coins: 7, division: split, points: 1}",
        "met: {what: a rat, points: 4, division: split}",
        "used: {who: [bram, odo], skill: [climb, lore]}",
    ]
    table(tmp_path, "\n".join(entries))
    file = open_campaign(tmp_path / "tower.yaml")
    with fresh(kind, tmp_path) as address:
        with open_store(address) as store:
            store.bring(tmp_path / "tower.yaml", yes=True)
        stored = find_campaign(address).open()
        sheets = [[campaign.sheet(who) for who in ("kessa", "bram", "odo")] for campaign in (stored, file)]
    assert sheets[0] == sheets[1]
    assert file.problems == ()


def objects() -> list[Any]:
    return [
        Awarded(who=("all",), level=3, why="the bridge"),
        Awarded(who=("all",), coins="7", division="split", points="1"),
        Used(who="odo", skill="climb"),
    ]


def test_objects_are_read_like_entries(tmp_path: Path) -> None:
    table(tmp_path, "awarded: {points: 0}")
    home = FileCampaign(tmp_path / "tower.yaml")
    for event in objects():
        home.record(event)
    recorded = home.open()
    text = table(
        tmp_path,
        "awarded: {level: 3, for: the bridge}\nawarded: {coins: 7, division: split, points: 1}\n"
        "used: {who: odo, skill: climb}",
    )
    assert points(recorded) == points(text) and coins(recorded) == coins(text)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Awarded(who=("all",), points="2", level=3), "takes points: or level:, not both"),
        (Awarded(who=("all",), coins=7), "may be whole or thousandths"),
        (Awarded(who=("all",), level="3"), "level: takes a whole number"),
        (Awarded(who=("all",), level=True), "level: takes a whole number"),
        (Awarded(who=("all",), level=-1), "level: must be at least 1"),
        (Awarded(who=("all",), points="2", division="half"), "division: "),
    ],
)
def test_objects_that_say_what_no_entry_may_say(event: Awarded, message: str, tmp_path: Path) -> None:
    table(tmp_path, "awarded: {points: 0}")
    with pytest.raises(Mistakes, match=message):
        FileCampaign(tmp_path / "tower.yaml").record(event)


# Notes.

NOTED = "awarded: {points: 2, note: the spy is Bram, for: the supper}"


@pytest.mark.parametrize(
    "command", [["why", "kessa", "points"], ["log"], ["history", "kessa"], ["sheet", "kessa"]]
)
@pytest.mark.parametrize("form", ["", "json", "md", "csv", "table"])
def test_a_note_is_for_the_game_master_alone(
    command: list[str], form: str, tmp_path: Path, capsys: Any
) -> None:
    table(tmp_path, NOTED)
    name, *rest = command
    how = ["--format", form] if form else []
    asked = [name, str(tmp_path / "tower.yaml"), *rest, *how]
    status = run(asked)
    assert "spy" not in capsys.readouterr().out
    if status == 2 or name == "sheet":  # no such format, or no such option
        return
    assert run([*asked, "--notes"]) == 0
    assert "the spy is Bram" in capsys.readouterr().out
