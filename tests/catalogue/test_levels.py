"""Levels: L1 L2 L3 L5 L6 L7 L8 L10."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import dp, fact, facts, holds, option, paid, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

FORTY = """
    awards: on
    levels: {step: 40}
"""


@facts("L1")
def test_l1_forty_points_make_a_level(case: dict[str, Any]) -> None:
    """A total exactly on a multiple of forty levels up."""
    played = play(FORTY, "- awarded: {who: all, points: $total}", total=case["total_dp"])
    assert played.sheet("kessa").level == case["level"]
    assert dp(played.sheet("kessa").to_next_level) == case["to_next"]


@few
@given(total=st.integers(0, 5000), more=st.integers(0, 200))
def test_l1_to_the_next_level_it_is_one_point_to_a_whole_step(total: int, more: int) -> None:
    """The way that is left lies between 1 and the size, and more points never mean a lower level."""
    played = play(
        FORTY, "- awarded: {points: $total}\n- awarded: {points: $more, day: 1}", total=total, more=more
    )
    before, after = played.at(0).sheet("kessa"), played.sheet("kessa")
    assert before.level == 1 + total // 40
    assert dp(before.to_next_level) == 40 - total % 40
    assert after.level == 1 + (total + more) // 40


@facts("L2")
def test_l2_fifty_points_make_a_level(case: dict[str, Any]) -> None:
    """The same with a size of fifty."""
    rules = """
        awards: on
        levels: {step: $size}
    """
    journal = "- awarded: {who: all, points: $total}"
    played = play(rules, journal, size=option("L2", "level_size_dp"), total=case["total_dp"])
    assert played.sheet("kessa").level == case["level"]


@facts("L3")
def test_l3_points_are_spendable_at_once_and_a_level_comes_once(case: dict[str, Any]) -> None:
    """The award can be spent the moment it is given; the level comes at its threshold, once."""
    rules = """
        awards: on
        purchase: {cost: 3}
        levels: {step: 40}
    """
    journal = """
        - awarded: {who: all, points: $award}
        - bought: {who: kessa, skill: climb, day: 1}
        - awarded: {who: all, points: 1, day: 1}
    """
    roster = "kessa: {earned: $before, points: 0}"
    played = play(rules, journal, roster, before=case["before"], award=case["award"])
    assert dp(played.at(0).sheet("kessa").free) == case["spendable_now"]
    assert ranks(played, "climb") == [1]
    at_once = played.at(0)
    assert holds(at_once, "earned") == case["before"] + case["award"]
    assert at_once.sheet("kessa").level == 1 + case["levels_gained"]
    reached = [posting.balance for posting in at_once.why("kessa", "level").postings][1:]
    assert reached == case.get("benefits_applied_for", [])


@few
@given(
    before=st.integers(0, 45_000),
    parts=st.lists(st.integers(0, 60_000), min_size=1, max_size=5),
    excess=st.sampled_from(["at_most: 0", "at_most: 1, excess: forfeit", "at_most: 1, excess: bank"]),
    grain=st.sampled_from(["0.001", "1/2", "1"]),
)
def test_l3_splitting_an_award_changes_nothing(
    before: int, parts: list[int], excess: str, grain: str
) -> None:
    """After the last part all is as if it had been one award: also what was carried, forfeited or banked."""
    rules = f"""
        awards: on
        grain: {{size: {grain}}}
        levels: {{step: 40, {excess}, per: session}}
    """
    journal = """
        - session: The tower
          day: 1
          events: [$awards]
    """
    roster = f"kessa: {{earned: {before / 1000}, points: 0}}"
    awards = ", ".join(f"awarded: {{points: {part / 1000}}}" for part in parts)
    split = play(rules, journal, roster, awards=awards)
    whole = play(rules, journal, roster, awards=f"awarded: {{points: {sum(parts) / 1000}}}")
    assert split.book.sheet() == whole.book.sheet()


CHART = """
    awards: on
    levels: {chart: {list: $chart, then: $then}, thresholds: xp}
"""


@facts("L5")
def test_l5_the_running_total_is_read_off_a_chart(case: dict[str, Any]) -> None:
    """The level is the number of chart entries that the total reaches; the chart ends with its last entry."""
    chart = option("L5", "chart_total_xp")
    played = play(CHART, "- awarded: {points: $xp xp}", chart=chart, then="stop", xp=case["xp"])
    assert played.sheet("kessa").level == case["level"]


@pytest.mark.parametrize(("xp", "level"), [(1600, 5), (1999, 5), (2000, 6), (9999, 25)])
def test_l5_a_chart_may_go_on_in_steps_like_its_last(xp: int, level: int) -> None:
    """Beyond the chart's end each further 400 XP make a level, where the table wants it so."""
    played = play(
        CHART, "- awarded: {points: $xp xp}", chart=option("L5", "chart_total_xp"), then="repeat", xp=xp
    )
    assert played.sheet("kessa").level == level


@pytest.mark.parametrize(
    ("count", "level", "total"),
    [
        ("earned", fact("L6")["level_earned"], 60),
        ("spent", fact("L6")["level_spent"], 38),
        ("earned and practised", fact("L6")["level_earned_plus_use"], 75),
    ],
)
def test_l6_what_counts_toward_the_level(count: str, level: int, total: int) -> None:
    """60 points earned, 38 spent and 150 XP from use (15 points): each way of counting has its own total."""
    rules = """
        awards: on
        purchase: {cost: 2}
        practice: {cost: 40}
        levels: {step: 40, count: $count}
    """
    journal = """
        - awarded: {points: $earned}
        - bought: {who: kessa, skill: climb, ranks: 19}
        - used: {who: kessa, skill: swim, xp: $use_xp}
    """
    played = play(rules, journal, count=count, earned=fact("L6")["earned"], use_xp=fact("L6")["use_xp"])
    assert holds(played, "spent") == fact("L6")["spent"]
    assert played.sheet("kessa").level == level
    assert dp(played.sheet("kessa").to_next_level) == 40 * level - total


@pytest.mark.parametrize("count", ["earned", "spent", "earned and practised"])
@pytest.mark.parametrize(("short", "level"), [(1, 1), (0, 2)])
def test_l6_each_total_is_judged_at_its_threshold(count: str, short: int, level: int) -> None:
    """A total of 39 is not yet a level, 40 is, whatever is counted; relearning is not counted as spending."""
    rules = """
        awards: on
        purchase: {cost: 1}
        practice: {cost: 40}
        levels: {step: 40, count: $count}
    """
    amounts = {
        "earned": (40 - short, 0, 0),
        "spent": (90, 40 - short, 0),
        "earned and practised": (30, 0, 100 - 10 * short),
    }
    points, bought, xp = amounts[count]
    journal = """
        - awarded: {points: $points}
        - bought: {who: kessa, skill: axe, ranks: 5}
        - bought: {who: kessa, skill: climb, ranks: 1, times: $bought}
        - used: {who: kessa, skill: swim, xp: $xp}
    """
    roster = "kessa: {peaks: {axe: 5}}"
    played = play(rules, journal, roster, count=count, points=points, bought=bought, xp=xp)
    assert played.sheet("kessa").level == level


def test_l6_the_remainder_is_never_shown_too_small() -> None:
    """With a thousandth of an XP practised forty points are missing still, and 39.999 would not do."""
    rules = """
        awards: on
        practice: {cost: 40}
        levels: {step: 40, count: earned and practised}
    """
    journal = """
        - used: {who: kessa, skill: climb, xp: 0.001}
        - awarded: {points: 39.999, day: 1}
        - awarded: {points: 0.001, day: 2}
    """
    played = play(rules, journal)
    assert dp(played.at(0).sheet("kessa").to_next_level) == 40
    assert [played.at(day).sheet("kessa").level for day in (1, 2)] == [1, 2]


@pytest.mark.parametrize("step", ["flat", "rising"])
@facts("L7")
def test_l7_thresholds_stay_flat_or_rise(case: dict[str, Any], step: str) -> None:
    """Each total is the cumulative sum, rounded half to even; one point less is the level before."""
    rules = """
        awards: on
        levels: {step: $step}
    """
    steps = {"flat": "40", "rising": "{start: 40, growth: 1.25}"}
    total, level = case[f"{step}_total"], case["level"]
    journal = "- awarded: {points: $short}\n- awarded: {points: 1, day: 1}"
    played = play(rules, journal, step=steps[step], short=max(total - 1, 0))
    assert played.at(0).sheet("kessa").level == max(level - 1, 1)
    assert played.sheet("kessa").level == level


@pytest.mark.parametrize("excess", ["forfeit", "bank"])
@pytest.mark.parametrize(("cap", "name"), [(0, "uncapped"), (1, "capped_one_level")])
def test_l8_one_award_may_pass_several_thresholds(cap: int, name: str, excess: str) -> None:
    """30 + 95 is level 4; held to one level it stops short of the second, and 46 are lost or banked."""
    rules = """
        awards: on
        levels: {step: 40, at_most: $cap, excess: $excess}
    """
    journal = "- awarded: {points: $award}"
    case = fact("L8")
    want = case[name]
    roster = "kessa: {earned: $before, points: $before}"
    played = play(rules, journal, roster, cap=cap, excess=excess, before=case["before"], award=case["award"])
    assert holds(played, "earned") == holds(played, "points") == want["total"]
    assert played.sheet("kessa").level == want["level"]
    lost = {"forfeit": "forfeited", "bank": "banked"}
    assert {kind: holds(played, kind) for kind in lost.values()} == {
        kind: want.get("lost", 0) if kind == lost[excess] else 0 for kind in lost.values()
    }


def test_l8_what_was_banked_is_paid_at_the_next_session_within_the_same_limit() -> None:
    """46 banked at level 2 with 79 points: 40 of them lead to 119, and 6 wait for the session after."""
    rules = """
        awards: on
        levels: {step: 40, at_most: 1, excess: bank}
    """
    journal = """
        - awarded: {points: 95}
        - session: The next
          day: 7
          events: []
        - session: The one after
          day: 14
          events: []
    """
    played = play(rules, journal, "kessa: {earned: 30, points: 30}")
    totals = [(holds(played.at(day), "earned"), holds(played.at(day), "banked")) for day in (0, 7, 14)]
    assert totals == [(79, 46), (119, 6), (125, 0)]
    assert [played.at(day).sheet("kessa").level for day in (0, 7, 14)] == [2, 3, 4]


@pytest.mark.parametrize(("per", "level", "lost"), [("award", 3, 6 + 40), ("session", 2, 6 + 80)])
def test_l8_the_cap_counts_for_an_award_or_for_a_session(per: str, level: int, lost: int) -> None:
    """Two awards may each bring a level, or all of a session bring one between them."""
    rules = """
        awards: on
        levels: {step: 40, at_most: 1, per: $per}
    """
    journal = """
        - session: The tower
          day: 1
          events:
            - awarded: {points: 55}
            - awarded: {points: 80}
    """
    played = play(rules, journal, "kessa: {earned: 30, points: 30}", per=per)
    assert played.sheet("kessa").level == level
    assert holds(played, "forfeited") == lost
    assert holds(played, "earned") + lost == 30 + 55 + 80


def test_l8_the_next_session_may_bring_the_next_level() -> None:
    """One level a session: at the end of the second the character is at level 3, a point short of level 4."""
    rules = """
        awards: on
        levels: {step: 40, at_most: 1, per: session}
    """
    journal = """
        - session: The tower
          day: 1
          events:
            - awarded: {points: 45}
        - session: The hall
          day: 2
          events:
            - awarded: {points: 30}
            - awarded: {points: 50}
    """
    played = play(rules, journal)
    assert [played.at(day).sheet("kessa").level for day in (1, 2)] == [2, 3]
    assert (holds(played, "earned"), holds(played, "forfeited")) == (119, 6)


CAPS = {
    "none": "",
    "level_plus_3": 'rank-cap: {cap: "level + 3"}',
    "2_per_level": 'rank-cap: {cap: "2 * level"}',
}
CAPPED = [(cap, fact("L10")[f"max_ranks_{cap}"]) for cap in option("L10", "cap")]
BUYING = """
    awards: on
    purchase: {cost: $cost}
    levels: {step: 1000}
    $cap
"""


@pytest.mark.parametrize(("cap", "most"), CAPPED)
def test_l10_ranks_are_not_capped_unless_the_table_says_so(cap: str, most: int) -> None:
    """At level 1 forty points at 2 a rank buy twenty ranks, or what the cap allows."""
    case = fact("L10")
    journal = """
        - awarded: {points: $dp}
        - bought: {who: kessa, skill: climb, ranks: $most}
    """
    played = play(BUYING, journal, cap=CAPS[cap], cost=case["cost"], dp=case["dp"], most=most)
    assert played.sheet("kessa").level == case["level"]
    assert ranks(played, "climb") == [most]


@pytest.mark.parametrize(("cap", "most"), CAPPED)
def test_l10_one_rank_more_is_refused(cap: str, most: int) -> None:
    """Without a cap it is the points that end; with one the refusal says how many ranks were short."""
    case = fact("L10")
    journal = """
        - awarded: {points: $dp}
        - bought: {who: kessa, skill: climb, ranks: $most}
        - bought: {who: kessa, skill: climb}
    """
    played = play(BUYING, journal, refused=True, cap=CAPS[cap], cost=case["cost"], dp=case["dp"], most=most)
    assert ranks(played, "climb") == [most]
    why = (
        "purchase: climb costs more"
        if cap == "none"
        else f"rank-cap: more ranks than the level allows: needed {most + 1}, had {most}, short by 1"
    )
    assert why in refusal(played)


def test_l10_a_cap_rises_with_the_level_and_limits_purchases_only() -> None:
    """At level 2 "level + 3" allows a fifth rank; a rank that comes from use may go beyond."""
    rules = """
        awards: on
        purchase: {cost: 2}
        practice: {cost: 40}
        levels: {step: 40}
        rank-cap: {cap: "level + 3"}
    """
    journal = """
        - awarded: {points: 40}
        - bought: {who: kessa, skill: climb, ranks: 5}
        - used: {who: kessa, skill: climb, xp: 40}
    """
    played = play(rules, journal)
    assert played.sheet("kessa").level == 2
    assert ranks(played, "climb") == [6]
    assert paid(played) == [40]


def test_l10_a_cap_may_be_for_some_skills_only() -> None:
    """Where only magic is capped at two a level, climbing is not."""
    rules = """
        purchase: {cost: 0}
        levels: on
        rank-cap: {cap: "2 * level", only: [magic]}
    """
    journal = """
        - bought: {who: kessa, skill: climb, ranks: 9}
        - bought: {who: kessa, skill: healing, ranks: $ranks}
    """
    assert ranks(play(rules, journal, ranks=2), "climb", "healing") == [9, 2]
    assert ranks(play(rules, journal, ranks=3, refused=True), "climb", "healing") == [9, 0]
