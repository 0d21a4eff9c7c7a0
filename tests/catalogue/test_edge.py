"""The edge: D1, D5, D6, D8, D17."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from catalogue.worked import bonus, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.engine.book import Book
from rpgprog.engine.lanes import Lanes
from rpgprog.engine.rules import Rules
from rpgprog.events import Joined, Passed, Trained, Used
from rpgprog.ledger.accounts import RANK, UNIT
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.edge import Edge
from rpgprog.policies.rank_bonus import RankBonus
from rpgprog.problems import Mistakes

few = settings(max_examples=30)

RULES = """
    rank-bonus: on
    edge: {after: 90, penalty: 5}
"""
CLIMBER = "kessa: {ranks: {climb: 10}}"
FULL = 50  # the bonus of ten ranks


def test_d1_nothing_fades_unless_a_table_wants_it() -> None:
    """Ten years without a use: without a rule of that kind every rank and bonus is still there."""
    played = play("rank-bonus: on", "- passed: 10 years", CLIMBER)
    assert (ranks(played, "climb"), bonus(played, "climb")) == ([10], FULL)
    assert ranks(play("decay: on", "- passed: 10 years", CLIMBER), "climb") == [0]


def test_d1_a_skill_fades_by_one_rule_only() -> None:
    """Decay and global decay of one skill are refused; each for its own skills they are not."""
    with pytest.raises(Mistakes, match='"decay" and "global-decay" both take ranks of') as caught:
        play("decay: on\nglobal-decay: on", "- passed: 1", CLIMBER)
    assert "switch one off, or say only:" in str(caught.value)
    apart = "decay: {only: [climb], period: 90}\nglobal-decay: {only: [swim], every: 90}"
    played = play(apart, "- passed: 90", "kessa: {ranks: {climb: 10, swim: 4, sword: 2}}")
    assert ranks(played, "climb", "swim", "sword") == [9, 3, 2]


@facts("D5")
def test_d5_the_edge_is_lost_after_ninety_days(case: dict[str, Any]) -> None:
    """On day 90 not yet, on day 91 once, and on day 900 no more than that. No rank goes with it."""
    assert (option("D5", "penalty"), option("D5", "after_days"), option("D5", "compare")) == (-5, 90, ">")
    played = play(RULES, "- passed: $days", CLIMBER, days=case["days"])
    assert bonus(played, "climb") == FULL + case["penalty"]
    assert ranks(played, "climb") == [10]


@pytest.mark.parametrize(
    "practice", ["used: {who: kessa, skill: climb}", "trained: {who: kessa, skill: climb, hours: 1}"]
)
def test_d5_any_use_or_training_keeps_it(practice: str) -> None:
    """Practised on day 90 it is sharp until day 180; of another skill it is no practice."""
    journal = "- passed: 90\n- $practice\n- passed: $days"
    for days, left in ((90, FULL), (91, FULL - 5)):
        assert bonus(play(RULES, journal, CLIMBER, practice=practice, days=days), "climb") == left
    other = practice.replace("climb", "swim")
    assert bonus(play(RULES, journal, CLIMBER, practice=other, days=1), "climb") == FULL - 5


def test_d5_training_of_no_hours_is_none() -> None:
    """What was entered for its XP alone keeps nothing sharp."""
    journal = "- passed: 90\n- trained: {who: kessa, skill: climb, hours: 0}\n- passed: 1"
    assert bonus(play(RULES, journal, CLIMBER), "climb") == FULL - 5


@pytest.mark.parametrize(("last_used", "days", "left"), [(0, 0, 45), (11, 1, 50), (10, 1, 45), (10, 0, 50)])
def test_d5_a_newcomers_last_use_counts(last_used: int, days: int, left: int) -> None:
    """Who joins on day 100 brings the days along since the last use."""
    roster = "kessa: {joined: 100, ranks: {climb: 10}, last_used: {climb: $last}}"
    journal = "- passed: 100\n- passed: $days"
    played = play(RULES, journal, roster.replace("$last", str(last_used)), days=days)
    assert bonus(played, "climb") == left


@pytest.mark.parametrize(
    "tried", ["- used: {who: kessa, skill: swim}", "- trained: {who: kessa, skill: swim, hours: 8}", ""]
)
@pytest.mark.parametrize(
    "away", ["- passed: 50", "- downtime: 50\n          absent: [kessa]\n          events: []"]
)
def test_d5_whoever_tried_and_then_learned_is_no_worse_off_than_whoever_never_tried(
    tried: str, away: str
) -> None:
    """Tried on day 50, learned by gift on day 100: the edge is there from day 100 on."""
    journal = f"""
        {away}
        {tried}
        - passed: 50
        - ruled: {{who: kessa, skill: swim, ranks: 2, by: GM, why: a gift}}
        - passed: $days
    """
    for days, left in ((90, 10), (91, 5)):
        assert bonus(play(RULES, journal, days=days), "swim") == left


def test_d5_without_a_use_it_counts_from_joining_or_learning() -> None:
    """Kessa joins on day 100 and buys swimming on day 150: sharp until day 190, and until day 240."""
    roster = "kessa: {joined: 100, points: 20, ranks: {climb: 10}}"
    rules = RULES + "    purchase: {cost: 2}\n"
    journal = """
        - passed: 150
        - bought: {who: kessa, skill: swim, ranks: 2}
        - passed: $days
    """
    for days, left in ((40, (FULL, 10)), (41, (45, 10)), (90, (45, 10)), (91, (45, 5))):
        played = play(rules, journal, roster, days=days)
        assert (bonus(played, "climb"), bonus(played, "swim")) == left


def test_d5_it_does_not_count_while_the_player_was_away() -> None:
    """200 days of absence are no disuse."""
    journal = """
        - downtime: 80
          events: []
        - downtime: 200
          absent: [kessa]
          events: []
        - passed: $days
    """
    for days, left in ((10, FULL), (11, FULL - 5)):
        assert bonus(play(RULES, journal, CLIMBER, days=days), "climb") == left


def test_d5_an_untrained_character_has_no_edge_to_lose() -> None:
    """An unskilled use is worth -25 before and after; what is forgotten is worth 0."""
    trained = "- trained: {who: kessa, skill: swim, hours: 5}\n"
    journal = "- used: {who: kessa, skill: swim}\n" + trained + "- passed: 1 year"
    rules = RULES + "    decay: {period: 30}\n"
    played = play(rules, journal, CLIMBER)
    assert (bonus(played, "swim"), bonus(played, "climb")) == (-25, 0)
    assert not [key for key in played.book.sheet() if key[1].startswith("edge") and key[2] == "swim"]


def test_d5_a_bonus_smaller_than_the_penalty_becomes_nothing() -> None:
    """One rank is worth 5, and 5 are lost; with a penalty of 7 it is no less than 0."""
    for penalty, left in ((4, 1), (5, 0), (7, 0)):
        rules = f"rank-bonus: on\nedge: {{penalty: {penalty}}}"
        assert bonus(play(rules, "- passed: 91", "kessa: {ranks: {climb: 1}}"), "climb") == left


def test_d5_only_the_skills_it_is_for() -> None:
    """And `why` tells the term."""
    rules = "rank-bonus: on\nedge: {only: [athletics]}"
    played = play(rules, "- passed: 91", "kessa: {ranks: {climb: 10, sword: 10}}")
    assert (bonus(played, "climb"), bonus(played, "sword")) == (45, FULL)
    assert played.why("kessa", "climb bonus").terms[-1] == ("edge", "the edge is lost", 45)
    played = play(rules, "- used: {who: kessa, skill: sword}\n- passed: 1", "kessa: {ranks: {sword: 10}}")
    assert not [key for key in played.book.sheet() if key[1].startswith("edge")]


def test_d5_nothing_is_entered_for_it_and_nothing_posted() -> None:
    """A year goes by without a posting."""
    played = play(RULES, "- passed: 1 year", CLIMBER)
    assert {account.kind for account, *_ in played.folded[-1].receipts} <= {"day"}


PERIODS = """
    rank-bonus: on
    edge: {every: $every, penalty: 5}
"""


@facts("D6")
def test_d6_five_for_every_ninety_days_and_never_below_nothing(case: dict[str, Any]) -> None:
    """400 days are four periods: 50 is 30, and 10 is 0."""
    assert option("D6", "cap_to_bonus_zero") and option("D6", "penalty") == -5
    numbers = {"every": option("D6", "period_days"), "days": case["days"]}
    roster = f"kessa: {{ranks: {{climb: {case['rank']}}}}}"
    assert bonus(play(PERIODS, "- passed: 0", roster, **numbers), "climb") == case["bonus"]
    assert bonus(play(PERIODS, "- passed: $days", roster, **numbers), "climb") == case["net"]
    assert case["bonus"] + case["penalty"] == case["net"]


@pytest.mark.parametrize(("days", "lost"), [(89, 0), (90, 5), (179, 5), (180, 10), (360, 20)])
def test_d6_whole_periods_count(days: int, lost: int) -> None:
    """From day 90 on, not from day 91 on."""
    assert bonus(play(PERIODS, "- passed: $days", CLIMBER, every=90, days=days), "climb") == FULL - lost


MARGIN = """
    rank-bonus: on
    edge: {part: $part, after: $days}
"""


@facts("D8")
def test_d8_only_the_margin_goes(case: dict[str, Any]) -> None:
    """5 % of 70 is 3.5: 66 are left. Of 20 it is 1."""
    assert option("D8", "round") == "down"
    rank = {70: 20, 20: 4}[case["bonus"]]
    numbers = {"part": option("D8", "fraction_lost"), "days": option("D8", "after_days")}
    roster = f"kessa: {{ranks: {{climb: {rank}}}}}"
    assert bonus(play(MARGIN, "- passed: 90", roster, **numbers), "climb") == case["bonus"]
    assert bonus(play(MARGIN, "- passed: 91", roster, **numbers), "climb") == case["net"]


def test_d8_the_part_is_lost_again_each_period() -> None:
    """5 % for each ninety days, and in the end nothing is left; less than nothing it never is."""
    rules = "rank-bonus: on\nedge: {part: 5%, every: 90}"
    for days, left in ((90, 47), (180, 45), (1799, 2), (1800, 0), (4000, 0)):
        assert bonus(play(rules, "- passed: $days", CLIMBER, days=days), "climb") == left


REGAIN = """
    rank-bonus: on
    edge: {regain_uses: $uses_needed, regain_hours: $hours_needed}
"""
DULL = "- passed: 91\n- used: {who: kessa, skill: climb, times: $uses}\n- trained: {who: kessa, skill: climb, hours: $hours}"
WEEK = 40


def regained(uses: int, hours: Any, after: str = "", hours_needed: int = WEEK) -> int:
    """What is missing of the bonus after so much practice with the edge lost."""
    numbers = {"uses_needed": option("D17", "regain")["uses"], "hours_needed": hours_needed}
    played = play(REGAIN, DULL + after, CLIMBER, uses=uses, hours=hours, **numbers)
    return bonus(played, "climb") - FULL


@facts("D17")
def test_d17_three_uses_or_a_week_of_practice_bring_it_back(case: dict[str, Any]) -> None:
    """Two uses and six days together do not; three uses do, or seven days at forty hours a week."""
    assert option("D17", "regain")["or_days"] == 7
    hours = case["days_trained"] * WEEK * 1000 // 7 / 1000
    assert regained(case["uses_since"], hours) == case["penalty_now"]


@pytest.mark.parametrize(("uses", "hours", "missing"), [(0, 39.999, -5), (0, 40, 0), (2, 0, -5), (3, 0, 0)])
def test_d17_to_the_hour(uses: int, hours: Any, missing: int) -> None:
    """Practice adds up until it is enough."""
    assert regained(uses, hours) == missing


def test_d17_practice_adds_up_over_time_and_starts_over_next_time() -> None:
    """Uses on different days count together; those of an earlier loss do not count for the next."""
    spread = "\n- passed: 30\n- used: {who: kessa, skill: climb}\n- passed: $more"
    for more, missing in (("90", 0), ("91", -5)):
        assert regained(2, 0, spread.replace("$more", more)) == missing
    again = "\n- passed: 91\n- used: {who: kessa, skill: climb, times: 2}"
    assert regained(3, 0, again) == -5
    assert regained(2, 40, again) == -5
    hours = "\n- passed: 91\n- trained: {who: kessa, skill: climb, hours: 39}"
    assert regained(3, 30, hours) == -5
    assert regained(0, 40, hours) == -5


def test_d17_until_then_the_periods_go_on() -> None:
    """A use that is not enough does not stop the loss; one that is starts it afresh."""
    journal = "- passed: 90\n- used: {who: kessa, skill: climb, times: $uses}\n- passed: 90"
    for uses, left in ((2, 40), (3, 45)):
        assert bonus(play(PERIODS, journal, CLIMBER, every=90, uses=uses), "climb") == left


RISKY = """
    rank-bonus: on
    edge: {regain_uses: 2, for_good: $percent}
"""
ROLLED = "- passed: 91\n- used: {who: kessa, skill: climb}\n- used: {who: kessa, skill: climb, roll: $roll}\n"


@pytest.mark.parametrize(
    ("percent", "roll", "left"), [(25, 25, 45), (25, 26, 50), (100, 100, 45), (0, 1, 50)]
)
def test_d17_if_it_can_be(percent: int, roll: int, left: int) -> None:
    """With a chance of a quarter a roll of 25 is one too low: 5 stay lost, and `why` says so."""
    assert option("D17", "permanent_loss_chance") == 0
    played = play(RISKY, ROLLED, CLIMBER, percent=percent, roll=roll)
    assert bonus(played, "climb") == left
    last = played.why("kessa", "climb bonus").terms[-1]
    assert last == (("edge", "lost for good", 45) if left == 45 else ("rank-bonus", "the ranks: 10", 50))


def test_d17_permanent_losses_add_up() -> None:
    """Twice unlucky are 10, with a third loss 15 until that is regained by training, for which no dice fall."""
    played = play(RISKY, ROLLED * 2, CLIMBER, percent=25, roll=1)
    assert (bonus(played, "climb"), holds(played, "edge.lost for good", "climb")) == (40, 2)
    third = ROLLED * 2 + "- passed: 91\n"
    assert bonus(play(RISKY, third, CLIMBER, percent=25, roll=1), "climb") == 35
    trained = third + "- trained: {who: kessa, skill: climb, hours: 40}"
    assert bonus(play(RISKY, trained, CLIMBER, percent=25, roll=1), "climb") == 40


def test_d17_all_periods_may_be_lost_for_good() -> None:
    """Four periods are four penalties."""
    rules = "rank-bonus: on\nedge: {every: 90, regain_uses: 1, for_good: 50}"
    journal = "- passed: 400\n- used: {who: kessa, skill: climb, roll: 50}"
    assert bonus(play(rules, journal, CLIMBER), "climb") == FULL - 20


def test_d17_the_use_that_decides_needs_a_roll() -> None:
    """The first use does not, the second does; with the edge there is nothing to roll for."""
    unrolled = "- passed: 91\n- used: {who: kessa, skill: climb, times: $uses}"
    assert bonus(play(RISKY, unrolled, CLIMBER, percent=1, uses=1), "climb") == 45
    played = play(RISKY, unrolled, CLIMBER, percent=1, uses=2, refused=True)
    assert "it needs roll:, from 1 to 100" in refusal(played)
    assert bonus(play(RISKY, unrolled, CLIMBER, percent=0, uses=2), "climb") == FULL
    assert bonus(play(RISKY, unrolled.replace("91", "90"), CLIMBER, percent=1, uses=3), "climb") == FULL


@few
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=8), st.integers(0, 2))
def test_d17_the_edge_is_lost_or_there_whatever_is_entered(gaps: list[tuple[int, bool]], mode: int) -> None:
    """The bonus stays between nothing and full, and lanes read the same as one campaign."""
    edge = Edge(name="edge", after=20, every=(0, 15, 15)[mode], part=(0, 0, 100)[mode], regain_uses=2)
    rules = Rules([Bookkeeping(name="bookkeeping"), RankBonus(name="rank-bonus"), edge])
    book, lanes = Book(rules), Lanes(rules, 2)
    for event in (Joined(who="ann", ranks={"climb": 10}), *(e for gap in gaps for e in practised(*gap))):
        book.step(event)
        lanes.step(event)
        sharp = book.figure("bonus", book["ann", RANK, "climb"])
        assert 0 <= sharp <= FULL
        dull = lanes.figure("bonus", lanes["ann", RANK, "climb"])
        assert list(np.broadcast_to(dull, 2)) == [sharp] * 2


def practised(days: int, used: bool) -> list[Any]:
    """Days without anything, and a use or some training."""
    practice = Used(who="ann", skill="climb") if used else Trained(who="ann", skill="climb", hours=15 * UNIT)
    return [Passed(days=days), practice]
