"""Saving, setting aside, spending: S1 S2 S3 S7 S8."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from catalogue.worked import FACTS, dp, fact, facts, holds, option, paid, play, ranks, refusal

HOARD = """
    awards: on
    purchase: {cost: 2, talents: {far sight: 30}}
    earmark: on
    hoard-limit: {cap: $cap, mode: $mode}
"""
SESSION = """
    - session: The pass
      day: 1
      events: [$events]
"""


def saving(mode: str, *later: str, cap: Any = 5, unspent: int, earmarked: int = 0, **how: Any) -> Any:
    """A session in which somebody earns so much and sets so much aside, and what comes after it."""
    events = f"awarded: {{points: {unspent}}}"
    if earmarked:
        events += f", saved: {{who: kessa, for: far sight, points: {earmarked}, why: to see farther}}"
    journal = "\n".join([dedent(SESSION).strip(), *later])
    return play(HOARD, journal, cap=cap, mode=mode, events=events, **how)


@facts("S1")
def test_s1_five_points_may_be_kept_unless_set_aside(case: dict[str, Any]) -> None:
    """Unspent points less those set aside may be five; what is above is pointed out when the session ends."""
    cap = option("S1", "soft_cap_dp")
    played = saving("warn", cap=cap, unspent=case["unspent"], earmarked=case.get("earmarked", 0))
    assert dp(played.sheet("kessa").above_limit) == case.get("over", 0)
    assert holds(played, "points") == case["unspent"]
    assert case["ok"] == (case.get("over", 0) == 0)


@facts("S1")
def test_s1_points_above_the_limit_may_expire(case: dict[str, Any]) -> None:
    """With that mode it is gone when the session ends, and stands among what was forfeited."""
    played = saving("expire", unspent=case["unspent"], earmarked=case.get("earmarked", 0))
    assert holds(played, "forfeited") == case.get("over", 0)
    assert holds(played, "points") == case["unspent"] - case.get("over", 0)


@pytest.mark.parametrize(("unspent", "kept"), [(4, [4, 3]), (5, [5, 3]), (6, [6])])
def test_s1_new_savings_may_be_blocked(unspent: int, kept: list[int]) -> None:
    """Whoever ended a session above the limit gets nothing more above it; whoever did not is not blocked."""
    played = saving("block", "- awarded: {points: 3, day: 2}", unspent=unspent)
    assert paid(played) == kept
    assert holds(played, "forfeited") == unspent + 3 - sum(kept)


def test_s1_a_blocked_character_who_spends_has_room_again() -> None:
    """Nine at the end of a session; after six are spent three are left and the whole award is paid."""
    spent, earned = "- bought: {who: kessa, skill: climb, ranks: 3, day: 2}", "- awarded: {points: 3, day: 2}"
    played = saving("block", spent, earned, unspent=9)
    assert (holds(played, "points"), holds(played, "forfeited")) == (6, 0)
    just = saving("block", spent.replace("ranks: 3", "ranks: 1"), earned, unspent=9)
    assert (holds(just, "points"), holds(just, "forfeited")) == (7, 3)


def test_s1_it_is_judged_when_a_session_closes_not_before() -> None:
    """Six points during a session are nothing yet; spent before its end they never were above."""
    journal = """
        - session: The pass
          day: 1
          events:
            - awarded: {points: 6}
            - bought: {who: kessa, skill: climb}
    """
    played = play(HOARD, journal, cap=5, mode="expire")
    assert (holds(played, "points"), holds(played, "forfeited")) == (4, 0)


def test_s1_points_set_aside_are_for_their_target_only() -> None:
    """Of twenty with fourteen held six are free: a third rank at two is the last that can be bought."""
    later = "- bought: {who: kessa, skill: climb, ranks: 3}", "- bought: {who: kessa, skill: swim}"
    played = saving("warn", *later, unspent=20, earmarked=14, refused=True)
    assert ranks(played, "climb", "swim") == [3, 0]
    assert "earmark: the rest is held for something else: needed 2 dp, had 0 dp" in refusal(played)


def test_s2_held_points_are_spent_on_their_target_first() -> None:
    """Far sight costs thirty: fourteen that are held and sixteen that are free; nothing stays held."""
    played = saving("warn", "- bought: {who: kessa, talent: far sight}", unspent=31, earmarked=14)
    assert (
        holds(played, "talent", "far sight"),
        holds(played, "held", "far sight"),
        holds(played, "points"),
    ) == (1, 0, 1)


def test_s2_points_held_for_a_skill_go_rank_by_rank() -> None:
    """Of seven points held for climbing two ranks at two take four: three stay held, and one is free."""
    events = "awarded: {points: 8}, saved: {who: kessa, for: climb, points: 7, why: the cliff}"
    journal = "\n".join([dedent(SESSION).strip(), "- bought: {who: kessa, skill: climb, ranks: 2}"])
    played = play(HOARD, journal, cap=5, mode="warn", events=events)
    assert (ranks(played, "climb"), holds(played, "held", "climb")) == ([2], 3)
    assert dp(played.sheet("kessa").free) == 1


NOTICE = """
    - awarded: {points: 5, day: 1}
    - awarded: {points: 1, day: $first}
    - saved: {who: kessa, for: far sight, points: 6, why: to see farther, day: $declared}
"""


@facts("S2")
def test_s2_notice_is_due_when_saving_starts(case: dict[str, Any]) -> None:
    """On the first day above the limit it may still be declared, twenty days later it comes too late."""
    first, declared = case["first_saved_over_cap_day"], case["declared_day"]
    played = play(HOARD, NOTICE, cap=5, mode="warn", first=first, declared=declared, refused=not case["ok"])
    assert holds(played, "held", "far sight") == (6 if case["ok"] else 0)
    if not case["ok"]:
        assert "earmark: notice comes too late: the limit was passed before" in refusal(played)


@pytest.mark.parametrize(("declared", "ok"), [(9, True), (10, True), (11, False)])
def test_s2_the_day_after_is_too_late(declared: int, ok: bool) -> None:
    """Before the limit is passed, and on the day it is passed, but not on the next."""
    journal = """
        - awarded: {points: 5, day: 1}
        - saved: {who: kessa, for: far sight, points: 1, why: to see farther, day: $before}
        - awarded: {points: 2, day: 10}
        - saved: {who: kessa, for: swim, points: 1, why: the lake, day: $after}
    """
    played = play(
        HOARD, journal, cap=5, mode="warn", before=min(declared, 10), after=max(declared, 10), refused=not ok
    )
    assert holds(played, "held", "swim") == ok


def test_s2_more_points_do_not_make_it_timely_again() -> None:
    """The first day above the limit counts, not the last on which something was earned."""
    journal = """
        - awarded: {points: 6, day: 10}
        - awarded: {points: 2, day: 20}
        - saved: {who: kessa, for: far sight, points: 3, why: to see farther, day: 20}
    """
    played = play(HOARD, journal, cap=5, mode="warn", refused=True)
    assert "notice comes too late: the limit was passed before: needed day 10, had day 20" in refusal(played)


def test_s2_whoever_gave_notice_may_add_to_it_and_whoever_spends_starts_afresh() -> None:
    """More of the same needs no new notice; once below the limit again a new notice is in time."""
    journal = """
        - awarded: {points: 5, day: 1}
        - saved: {who: kessa, for: far sight, points: 1, why: to see farther}
        - awarded: {points: 3, day: 10}
        - saved: {who: kessa, for: far sight, points: 1, day: 20}
        - bought: {who: kessa, skill: climb, day: 21}
        - saved: {who: kessa, for: swim, points: 1, why: the lake, day: 22}
    """
    played = play(HOARD, journal, cap=5, mode="warn")
    assert (holds(played, "held", "far sight"), holds(played, "held", "swim")) == (2, 1)


def test_s2_a_notice_says_why() -> None:
    """The reason is required the first time; what was held stands in the log with it."""
    assert "reason" in option("S2", "required")
    events = "awarded: {points: 3}, saved: {who: kessa, for: far sight, points: 1}"
    played = play(HOARD, SESSION, cap=5, mode="warn", events=events, refused=True)
    assert "earmark: a notice says why" in refusal(played)
    told = saving("warn", unspent=3, earmarked=2)
    assert [row.reason for row in told.log(kinds=["held"])] == ["to see farther"]


@pytest.mark.parametrize(("points", "ok"), [(3, True), (4, False)])
def test_s2_no_more_is_held_than_is_free(points: int, ok: bool) -> None:
    """Of five points two are held already: three are left to set aside."""
    events = "awarded: {points: 5}, saved: {who: kessa, for: swim, points: 2, why: the lake}"
    events += f", saved: {{who: kessa, for: climb, points: {points}, why: the cliff}}"
    played = play(HOARD, SESSION, cap=5, mode="warn", events=events, refused=not ok)
    assert holds(played, "held", "climb") == (points if ok else 0)


def test_s2_points_that_are_released_are_free_again() -> None:
    """Released, they count for the limit and can be spent on anything."""
    later = "- released: {who: kessa, for: far sight}", "- bought: {who: kessa, skill: swim}"
    played = saving("warn", *later, unspent=6, earmarked=6)
    assert (holds(played, "held", "far sight"), ranks(played, "swim")) == (0, [1])


DEAREST = """
    awards: on
    purchase: {talents: $talents}
    hoard-limit: {cap: dearest}
"""


@facts("S3")
def test_s3_the_limit_is_the_dearest_option(case: dict[str, Any]) -> None:
    """With a dearest talent of 30 one may keep 30, and 31 are one too many."""
    prices = FACTS["S3"]["params"]["option_prices"]
    talents = "{" + ", ".join(f"talent {price}: {price}" for price in prices) + "}"
    played = play(DEAREST, SESSION, talents=talents, events=f"awarded: {{points: {case['unspent']}}}")
    assert max(prices) == case["cap"]
    assert dp(played.sheet("kessa").above_limit) == case["unspent"] - case["cap"]
    assert case["ok"] == (played.sheet("kessa").above_limit == 0)


@pytest.mark.parametrize(("skill", "name"), [("climb", "favoured"), ("swim", "other")])
def test_s7_favoured_skills_cost_less(skill: str, name: str) -> None:
    """Forty points are twenty ranks of a favoured skill or ten of another, and not one more."""
    rules = """
        awards: on
        purchase: {cost: $other, favoured: $favoured}
    """
    journal = """
        - awarded: {points: $dp}
        - bought: {who: kessa, skill: $skill, ranks: $ranks}
        - bought: {who: kessa, skill: $skill}
    """
    case = fact("S7")
    numbers = {**FACTS["S7"]["params"], "dp": case["dp"], "skill": skill, "ranks": case[f"{name}_ranks"]}
    played = play(rules, journal, "kessa: {favoured: [climb]}", refused=True, **numbers)
    assert ranks(played, skill) == [case[f"{name}_ranks"]]
    assert holds(played, "points") == 0
    assert f"costs more than they have: needed {FACTS['S7']['params'][name]} dp, had 0 dp" in refusal(played)


def test_s7_a_price_may_rise_with_the_rank() -> None:
    """Ten ranks at two, ten at three and one at five are 55; each payment is remembered by its rank."""
    rules = """
        awards: on
        purchase: {cost: {1-10: 2, 11-20: 3, 21+: 5}}
    """
    journal = "- awarded: {points: 55}\n- bought: {who: kessa, skill: climb, ranks: 21}"
    played = play(rules, journal)
    assert (holds(played, "points"), holds(played, "spent")) == (0, 55)
    assert [holds(played, "paid", f"climb {n}") for n in (1, 10, 11, 20, 21)] == [2, 2, 3, 3, 5]


def test_s7_a_purchase_not_fully_covered_is_refused_whole() -> None:
    """Five ranks at two with nine points: none is bought."""
    journal = "- awarded: {points: 9}\n- bought: {who: kessa, skill: climb, ranks: 5}"
    played = play("awards: on\npurchase: {cost: 2}", journal, refused=True)
    assert (ranks(played, "climb"), holds(played, "points")) == ([0], 9)
    assert "purchase: climb costs more than they have: needed 2 dp, had 1 dp, short by 1 dp" in refusal(
        played
    )


def test_s7_a_talent_is_bought_once() -> None:
    """Thirty points are one talent; a second of the same is refused."""
    later = "- bought: {who: kessa, talent: far sight}", "- bought: {who: kessa, talent: far sight}"
    played = saving("warn", *later, unspent=90, refused=True)
    assert (holds(played, "points"), holds(played, "spent")) == (60, 30)
    assert "far sight is already theirs" in refusal(played)


def test_s8_everything_on_one_skill_is_allowed() -> None:
    """Forty points all on the sword are allowed; how lopsided that is, no sheet tells yet."""
    case = fact("S8")
    assert case["ok"]
    journal = "- awarded: {points: 40}\n- bought: {who: kessa, skill: sword, ranks: 20}"
    played = play("awards: on\npurchase: {cost: 2}\nlevels: on\nrank-bonus: on", journal)
    spent = {key[2].rpartition(" ")[0]: 0 for key in played.book.sheet() if key[1] == "paid"}
    assert list(spent) == list(case["spend"])
    assert holds(played, "spent") == case["spend"]["sword"]
