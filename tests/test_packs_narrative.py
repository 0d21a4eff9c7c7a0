"""Four packs that count other things than monsters: speeds of one chart, marks and milestones, failures, vows.

What must hold of every pack (that it loads, folds, says its licence) is in ``test_packs``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_packs import RULESETS, earned, example, played, rows

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.ledger.accounts import FORFEITED, PARTY, UNDIVIDED, UNIT
from rpgprog.ruleset import load_ruleset

NARRATIVE = {
    "level-plus-seven": "MIT",
    "milestones-and-marks": "CC-BY-3.0",
    "sworn-quests": "CC-BY-4.0",
    "three-speeds": "MIT",
}
SPEEDS = {"slow": "three-speeds/slow.yaml", "middle": "three-speeds", "fast": "three-speeds/fast.yaml"}


def awards(xp: int) -> list[str]:
    """So many XP, a million at a time: no award may be larger."""
    return ["awarded: {points: 1000000}"] * (xp // 10**6) + [f"awarded: {{points: {xp % 10**6}}}"]


def skill(campaign: Campaign, who: str, name: str) -> Any:
    """A row of a sheet."""
    return next(row for row in campaign.sheet(who).skills if row.skill == name)


def problems(campaign: Campaign) -> list[str]:
    """What was refused, in words."""
    return [str(problem) for problem in campaign.problems]


# All four.


@pytest.mark.parametrize("pack", NARRATIVE)
def test_the_example_is_long_enough_to_be_one(pack: str) -> None:
    campaign = example(pack)
    assert problems(campaign) == []
    assert sum(recorded.word == "session" for recorded in campaign.journal.ledger) >= 8
    assert 2 <= len(campaign.journal.characters) <= 4


@pytest.mark.parametrize("pack", NARRATIVE)
def test_nothing_in_it_is_worth_a_warning(pack: str) -> None:
    """But for what the file itself accepts, with its reason."""
    for file in (RULESETS / pack).glob("*.yaml"):
        if file.name != "campaign.yaml":
            assert [str(warning) for warning in load_ruleset(file).warnings] == []


@pytest.mark.parametrize(("pack", "licence"), NARRATIVE.items())
def test_the_notice_names_the_licence_and_every_file(pack: str, licence: str) -> None:
    notice = (RULESETS / pack / "NOTICE").read_text(encoding="utf-8")
    assert load_ruleset(pack).licence == licence
    assert f"Licence: {licence}" in notice
    for file in (RULESETS / pack).glob("*.yaml"):
        assert file.name in notice


@pytest.mark.parametrize("pack", NARRATIVE)
def test_other_works_are_named_where_they_ask_for_it_only(pack: str) -> None:
    ruleset = load_ruleset(pack)
    for file in (RULESETS / pack).iterdir():
        text = file.read_text(encoding="utf-8")
        for line in (*ruleset.attribution, *ruleset.source):
            text = text.replace(line, "")
        for word in ("ironsworn", "fate core", "evil hat", "blades in", "harper", "dungeon", "pathfinder"):
            assert word not in text.lower(), f"{word} in {file.name}"


# One chart at three speeds.


@pytest.mark.parametrize(
    ("speed", "second", "third", "tenth", "last"),
    [
        ("slow", 1620, 3888, 79_627, 2_416_353),
        ("middle", 1080, 2592, 53_085, 1_610_902),
        ("fast", 720, 1728, 35_390, 1_073_935),
    ],
)
def test_totals_at_each_speed(speed: str, second: int, third: int, tenth: int, last: int) -> None:
    for level, total in ((2, second), (3, third), (10, tenth), (20, last)):
        for xp, reached in ((total - 1, level - 1), (total, level)):
            campaign = played(SPEEDS[speed], "osk: {}", *awards(xp))
            assert (campaign.sheet("osk").level, earned(campaign, "osk")) == (reached, xp)


@pytest.mark.parametrize("level", range(2, 21))
def test_slow_is_half_as_much_again_and_fast_two_thirds(level: int) -> None:
    """To the rounding of the sums."""
    slow, middle, fast = (
        earned(played(ruleset, f"osk: {{level: {level}}}", "awarded: {points: 0}"), "osk")
        for ruleset in SPEEDS.values()
    )
    assert abs(2 * slow - 3 * middle) <= 2
    assert abs(3 * fast - 2 * middle) <= 2


def test_twenty_is_the_last_level() -> None:
    sheet = played("three-speeds", "osk: {}", *awards(9_000_000)).sheet("osk")
    assert (sheet.level, sheet.to_next_level) == (20, None)


@pytest.mark.parametrize(("speed", "encounters"), [("slow", 18), ("middle", 12), ("fast", 8)])
def test_how_many_encounters_of_their_own_level_four_people_need(speed: str, encounters: int) -> None:
    people = ", ".join(f"{name}: {{}}" for name in "abcd")
    for times, level in ((encounters - 1, 1), (encounters, 2)):
        campaign = played(
            SPEEDS[speed], people, f"met: {{what: it, rating: 1, challenge: 1, times: {times}}}"
        )
        assert [sheet.level for sheet in campaign.sheets()] == [level] * 4


@pytest.mark.parametrize(
    ("level", "challenge", "xp"), [(10, 1, 360), (11, 1, 0), (11, 2, 360), (15, 6, 360), (15, 5, 0)]
)
def test_opponents_ten_levels_lower_teach_nothing(level: int, challenge: int, xp: int) -> None:
    met = f"met: {{what: rats, rating: 1, challenge: {challenge}}}"
    campaign = played("three-speeds", f"osk: {{level: {level}}}", met)
    assert campaign.sheet("osk").free == xp * UNIT


def test_the_odd_points_go_round() -> None:
    """100 among three are 34, 33, 33; after three times everybody has 100, and nothing is left over."""
    people = "a: {}, b: {}, c: {}"
    campaign = played("three-speeds", people, "awarded: {points: 100}")
    assert [earned(campaign, who) for who in "abc"] == [34, 33, 33]
    campaign = played("three-speeds", people, "awarded: {points: 100, times: 3}")
    assert [earned(campaign, who) for who in "abc"] == [100, 100, 100]
    assert campaign.book[PARTY, UNDIVIDED, ""].balance == 0


def test_who_misses_an_evening_gets_half_a_share() -> None:
    there, away = (
        [row.amount for row in rows("three-speeds", "points", who=who, day=41)] for who in ("osk", "liesel")
    )
    assert there == [2124 * UNIT, 2124 * UNIT, 2000 * UNIT]
    assert away == [1062 * UNIT, 1062 * UNIT, 1000 * UNIT]


@pytest.mark.parametrize(("behind", "times"), [(0, 2), (1, 2), (2, 3), (3, 4), (7, 4)])
def test_who_is_behind_catches_up(behind: int, times: int) -> None:
    """In halves of a share; one level is not behind."""
    people = f"osk: {{level: 8}}, juna: {{level: {8 - behind}}}"
    campaign = played("three-speeds", people, "awarded: {points: 200}")
    assert [campaign.sheet(who).free for who in ("osk", "juna")] == [100 * UNIT, 50 * times * UNIT]


def test_halves_are_kept_for_the_next_time() -> None:
    people = "osk: {level: 8}, juna: {level: 6}"
    once, twice = (
        played("three-speeds", people, f"awarded: {{points: 202, times: {times}}}").sheet("juna").free
        for times in (1, 2)
    )
    assert (once, twice) == (151 * UNIT, 303 * UNIT)


def test_the_granddaughter_does_catch_up() -> None:
    """Three levels behind when she came, and in the end one behind two of the three."""
    assert {sheet.who: sheet.level for sheet in example("three-speeds").sheets()} == {
        "osk": 12,
        "liesel": 11,
        "emmich": 11,
        "juna": 10,
    }
    factors = {row.reason.partition(" x ")[2][:3] for row in rows("three-speeds", "points", who="juna")}
    assert factors == {"2 (", "3/2", ""}


def test_the_rats_are_beneath_the_elders_the_second_time() -> None:
    first, second = (
        {row.who for row in rows("three-speeds", "points", day=day) if "rats" in row.reason}
        for day in (1, 118)
    )
    assert (first, second - {"osk", "liesel"}) == ({"osk", "liesel", "emmich"}, {"juna"})
    assert not any(
        row.amount for row in rows("three-speeds", "points", day=118, who="osk") if "for rats" in row.reason
    )


def test_a_table_may_change_its_speed(tmp_path: Path) -> None:
    """The same journal, and nobody loses a point of what was awarded."""
    text = (RULESETS / "three-speeds" / "campaign.yaml").read_text(encoding="utf-8")
    text = text.replace(", level: 10}", "}").replace(", level: 7}", "}")
    levels = {}
    for speed in SPEEDS:
        file = {"middle": "ruleset.yaml"}.get(speed, f"{speed}.yaml")
        path = RULESETS / "three-speeds" / file
        mine = text.replace("\nruleset: three-speeds\n", f"\nruleset: {path}\n")
        (tmp_path / f"{speed}.yaml").write_text(mine, encoding="utf-8")
        campaign = open_campaign(tmp_path / f"{speed}.yaml")
        assert problems(campaign) == []
        levels[speed] = campaign.sheet("osk").level
    assert levels["slow"] < levels["middle"] < levels["fast"]


# Milestones and marks.


@pytest.mark.parametrize(("at_two", "legal"), [(2, False), (3, True)])
def test_ranks_stand_in_a_column(at_two: int, legal: bool) -> None:
    """One at 3, two (or three) at 2, three at 1: the step from 2 to 3 takes three at 2."""
    actions = ["fencing", "creeping", "climbing", "rowing"][: 1 + at_two]
    ranks = dict.fromkeys(actions, 2) | {actions[0]: 3, "letters": 1, "scouting": 1, "bluffing": 1}
    nell = f"nell: {{points: 1, ranks: {{{', '.join(f'{name}: {rank}' for name, rank in ranks.items())}}}}}"
    campaign = played("milestones-and-marks", nell, "bought: {who: nell, skill: creeping}")
    standing = [row.rank for row in campaign.sheet("nell").skills]
    by_rank = {rank: standing.count(rank) for rank in (3, 2, 1)}
    assert by_rank == ({3: 2, 2: 2, 1: 3} if legal else {3: 1, 2: 2, 1: 3})
    assert (problems(campaign) == []) is legal
    assert legal or "fewer skills would stand at the rank below" in problems(campaign)[0]


def test_no_action_above_three() -> None:
    ranks = "fencing: 3, creeping: 3, climbing: 3, rowing: 2"
    nell = f"nell: {{points: 5, ranks: {{{ranks}}}}}"
    campaign = played("milestones-and-marks", nell, "bought: {who: nell, skill: fencing}")
    assert "more ranks than the level allows" in problems(campaign)[0]


def test_tracks_do_not_stand_in_the_column_and_are_not_for_sale() -> None:
    """However often a track was full, it holds up no action."""
    nell = "nell: {points: 5, ranks: {fencing: 1, limbs: 1, wits: 1}}"
    campaign = played(
        "milestones-and-marks",
        nell,
        "bought: {who: nell, skill: fencing}",
        "bought: {who: nell, skill: limbs}",
    )
    assert "fewer skills would stand at the rank below" in problems(campaign)[0]
    assert "limbs is not for sale here" in problems(campaign)[1]


@pytest.mark.parametrize(
    ("track", "marks", "full", "left"),
    [("limbs", 5, 0, 5), ("limbs", 6, 1, 0), ("calling", 7, 0, 7), ("calling", 8, 1, 0), ("nerve", 7, 1, 1)],
)
def test_six_marks_for_an_attribute_eight_for_the_calling(
    track: str, marks: int, full: int, left: int
) -> None:
    used = f"used: {{who: nell, skill: {track}, times: {marks}}}"
    row = skill(played("milestones-and-marks", "nell: {}", used), "nell", track)
    assert (row.rank, row.xp) == (full, left * UNIT)


def test_two_and_four_fill_a_track() -> None:
    """Two marks of an evening, four there were."""
    campaign = played(
        "milestones-and-marks",
        "nell: {}",
        "used: {who: nell, skill: wits, tag: desperate, times: 4}",
        "used: {who: nell, skill: wits, tag: question, times: 2}",
    )
    assert skill(campaign, "nell", "wits").rank == 1


def test_a_free_week_is_a_mark_and_two_with_rooms_to_train_in() -> None:
    """Earned day by day in the two weeks between."""
    days = range(9, 23)
    earned = [row for row in rows("milestones-and-marks", "xp") if row.day in days and row.amount > 0]
    marks = {who: sum(row.amount for row in earned if row.who == who) for who in ("nell", "sal", "quill")}
    assert marks == {"nell": UNIT, "sal": UNIT, "quill": 2 * UNIT}


def test_a_full_calling_is_a_point_automatically() -> None:
    campaign = played("milestones-and-marks", "nell: {}", "used: {who: nell, skill: calling, times: 16}")
    sheet = campaign.sheet("nell")
    assert (sheet.level, sheet.free, sheet.earned) == (3, 2 * UNIT, 0)
    given = rows("milestones-and-marks", "points", policy="level-benefits")
    assert {(row.who, row.amount) for row in given} == {(who, UNIT) for who in ("nell", "sal", "quill")}


def test_the_point_of_an_attribute_is_for_its_own_actions() -> None:
    full = "awarded: {points: 1, for: limbs, skills: {climbing: 1, creeping: 1, fencing: 1, rowing: 1}}"
    nell = "nell: {}"
    wrong = played("milestones-and-marks", nell, full, "bought: {who: nell, skill: letters}")
    gift = played("milestones-and-marks", nell, full, "bought: {who: nell, talent: never lost}")
    right = played("milestones-and-marks", nell, full, "bought: {who: nell, skill: rowing}")
    for campaign in (wrong, gift):
        assert "): refused by" in problems(campaign)[0]
        assert "needed 1 pt, had 0 pt" in problems(campaign)[0]
    assert problems(right) == []
    assert (right.sheet("nell").bound, right.sheet("nell").free) == ({}, 0)


def test_milestones_pay_everybody_and_minor_ones_nobody() -> None:
    paid = [row for row in rows("milestones-and-marks", "earned") if "milestone" in row.reason]
    by_day = {day: {row.who: row.amount // UNIT for row in paid if row.day == day} for day in (8, 39, 76)}
    assert len(paid) == 9
    assert [set(points.values()) for points in by_day.values()] == [{1}, {1}, {2}]
    exchanged = [row for row in rows("milestones-and-marks", "rank") if "minor" in row.reason]
    assert sum(row.amount for row in exchanged) == 0
    assert exchanged


def test_she_could_not_have_bought_it_before() -> None:
    """Creeping at 3 stands upon climbing at 2, in the example as anywhere."""
    creeping = [r for r in rows("milestones-and-marks", "rank", who="nell", of="creeping") if r.balance == 3]
    climbing = [r for r in rows("milestones-and-marks", "rank", who="nell", of="climbing") if r.balance == 2]
    assert climbing[0].day < creeping[0].day
    nell = "nell: {points: 1, ranks: {creeping: 2, climbing: 1, scouting: 1, bluffing: 1}}"
    at_first = played("milestones-and-marks", nell, "bought: {who: nell, skill: creeping}")
    assert "fewer skills would stand at the rank below" in problems(at_first)[0]


def test_all_columns_of_the_example_are_there_at_the_end() -> None:
    for sheet in example("milestones-and-marks").sheets():
        ranks = [row.rank for row in sheet.skills if row.skill not in ("wits", "limbs", "nerve", "calling")]
        for rank in (1, 2, 3):
            assert ranks.count(rank) >= ranks.count(rank + 1), sheet.who


# Level plus seven.


@pytest.mark.parametrize(
    ("level", "xp", "reached", "left"),
    [(1, 7, 1, 7), (1, 8, 2, 0), (5, 15, 6, 3), (5, 11, 5, 11), (9, 16, 10, 0)],
)
def test_a_level_takes_the_level_plus_seven(level: int, xp: int, reached: int, left: int) -> None:
    """And takes it away: what is left is on the way to the next."""
    campaign = played("level-plus-seven", f"pim: {{level: {level}}}", f"awarded: {{points: {xp}}}")
    sheet = campaign.sheet("pim")
    assert sheet.level == reached
    if reached < 10:
        assert sheet.to_next_level == (reached + 7 - left) * UNIT


def test_no_level_beyond_ten() -> None:
    campaign = played("level-plus-seven", "pim: {level: 10}", "awarded: {points: 500}")
    sheet = campaign.sheet("pim")
    assert (sheet.level, sheet.to_next_level) == (10, None)
    assert (sheet.free, campaign.book["pim", FORFEITED, ""].balance) == (500 * UNIT, 0)


@pytest.mark.parametrize(("outcome", "xp"), [("failure", 1), ("fumble", 1), ("success", 0), ("critical", 0)])
def test_one_learns_from_what_goes_wrong(outcome: str, xp: int) -> None:
    campaign = played("level-plus-seven", "pim: {}", f"used: {{who: pim, skill: slip, outcome: {outcome}}}")
    assert earned(campaign, "pim") == xp


def test_a_roll_without_an_outcome_is_not_a_failure() -> None:
    campaign = played("level-plus-seven", "pim: {}", "used: {who: pim, skill: slip}", "met: {what: hounds}")
    assert earned(campaign, "pim") == 0


def test_three_questions_an_evening_and_more_than_a_third_of_all_xp_are_failures() -> None:
    for who in ("pim", "ode", "rosalin"):
        paid = [row for row in rows("level-plus-seven", "points", who=who) if row.amount]
        failed = [row for row in paid if "for a f" in row.reason]
        yes = [row.day for row in paid if row not in failed]
        assert {yes.count(day) for day in yes} == {1, 2, 3}
        assert 1 < len(paid) / len(failed) < 3, who


def test_a_fourth_question_is_taken_back() -> None:
    """Nobody has a point of it in the end."""
    pim = example("level-plus-seven").sheet("pim")
    assert pim.earned == 34 * UNIT
    assert not any("twice" in row.reason for row in rows("level-plus-seven", "points"))


def test_they_rise_to_the_fourth_level_and_nothing_is_for_sale() -> None:
    sheets = example("level-plus-seven").sheets()
    assert [sheet.level for sheet in sheets] == [4, 4, 4, 4]
    assert all(sheet.spent == 0 for sheet in sheets)


# Sworn quests.

STRONG = {"troublesome": 1, "dangerous": 2, "formidable": 3, "extreme": 4, "epic": 5}
TICKS = {"troublesome": 12, "dangerous": 8, "formidable": 4, "extreme": 2, "epic": 1}
VOWS = {
    "troublesome": "errand",
    "dangerous": "promise",
    "formidable": "quest",
    "extreme": "great quest",
    "epic": "life's oath",
}


@pytest.mark.parametrize(("rank", "xp"), STRONG.items())
def test_xp_by_the_rank_of_the_vow(rank: str, xp: int) -> None:
    """One less when it only half came right."""
    for rating, worth in ((rank, xp), (f"{rank} weak", xp - 1)):
        campaign = played("sworn-quests", "asa: {}", f"met: {{what: a vow, rating: {rating}}}")
        assert problems(campaign) == []
        assert earned(campaign, "asa") == worth


@pytest.mark.parametrize(("rank", "ticks"), TICKS.items())
def test_a_step_is_a_number_of_ticks_and_a_box_is_four(rank: str, ticks: int) -> None:
    row = skill(
        played("sworn-quests", "asa: {}", f'used: {{who: asa, skill: "{VOWS[rank]}"}}'), "asa", VOWS[rank]
    )
    assert (row.rank, row.xp) == (ticks // 4, ticks % 4 * UNIT)


@pytest.mark.parametrize(("rank", "ticks"), TICKS.items())
def test_a_track_ends_at_ten_boxes(rank: str, ticks: int) -> None:
    steps = -(-40 // ticks)
    for times, full in ((steps - 1, False), (steps, True), (steps + 5, True)):
        used = f'used: {{who: asa, skill: "{VOWS[rank]}", times: {times}}}'
        boxes = skill(played("sworn-quests", "asa: {}", used), "asa", VOWS[rank]).rank
        assert boxes == min(10, ticks * times // 4)
        assert (boxes == 10) is full


def test_encounters_on_the_way_are_worth_nothing() -> None:
    campaign = played("sworn-quests", "asa: {}", "met: {what: wolves}", "met: {situation: a vow is sworn}")
    assert earned(campaign, "asa") == 0
    assert not any("wolves" in row.reason for row in rows("sworn-quests", "earned"))


def test_an_asset_is_three_and_an_upgrade_two() -> None:
    asa = "asa: {points: 7}"
    campaign = played("sworn-quests", asa, "bought: {who: asa, skill: goat, ranks: 3}")
    sheet = campaign.sheet("asa")
    assert (problems(campaign), sheet.spent, sheet.free) == ([], 7 * UNIT, 0)
    short = played("sworn-quests", "asa: {points: 2}", "bought: {who: asa, skill: goat}")
    assert "needed 3 xp, had 2 xp" in problems(short)[0]


def test_no_asset_has_more_than_three_abilities() -> None:
    campaign = played("sworn-quests", "asa: {points: 9, ranks: {goat: 3}}", "bought: {who: asa, skill: goat}")
    assert "more ranks than the level allows: needed 4, had 3" in problems(campaign)[0]


def test_no_vow_can_be_bought() -> None:
    campaign = played("sworn-quests", "asa: {points: 9}", "bought: {who: asa, skill: quest}")
    assert "quest is not for sale here" in problems(campaign)[0]


def test_vows_of_the_example_earn_what_their_ranks_say() -> None:
    earnings = [(row.day, row.amount // UNIT) for row in rows("sworn-quests", "earned", who="asa")]
    assert [xp for _, xp in earnings] == [1, 1, 3, 2, 2, 3]
    boxes = {row.skill: row.rank for row in example("sworn-quests").sheet("asa").skills}
    assert (boxes["the mill race"], boxes["salt"], boxes["brand's son"], boxes["sister"]) == (9, 8, 10, 8)


def test_she_plays_on_alone() -> None:
    """Solo: one evening with one of them, who runs it herself."""
    alone = [recorded for recorded in example("sworn-quests").journal.ledger if recorded.gm == "Jule"]
    assert {row.who for row in rows("sworn-quests", "rank", session="Alone in the snow")} == {"asa"}
    assert alone
