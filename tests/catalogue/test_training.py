"""Training: R1 R2 R3 R6."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import FACTS, exact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

STUDY = """
    training: {weeks: "$weeks_per_target_rank * rank", coins: 0}
"""


@facts("R1")
def test_r1_training_takes_longer_for_each_rank(case: dict[str, Any]) -> None:
    """So many weeks as the rank that is aimed at, for each rank on the way; an hour short is a rank short."""
    journal = """
        - trained: {who: kessa, skill: climb, hours: $most}
        - trained: {who: kessa, skill: climb, hours: 1, day: 1}
    """
    roster = "kessa: {ranks: {climb: $from}}"
    numbers = {"from": case["from"], "most": case["weeks"] * 40 - 1, **FACTS["R1"]["params"]}
    played = play(STUDY, journal, roster, **numbers)
    assert ranks(played.at(0), "climb") == [case["to"] - 1]
    assert ranks(played, "climb") == [case["to"]]
    assert holds(played, "trained", "climb") == 0
    weeks = play(
        STUDY, "- trained: {who: kessa, skill: climb, weeks: $weeks}", roster, weeks=case["weeks"], **numbers
    )
    assert ranks(weeks, "climb") == [case["to"]]


def test_r1_a_week_is_as_long_as_the_table_says() -> None:
    """With twenty hours in a week, a week is twenty hours and makes a rank of one week, not two."""
    rules = """
        training: {weeks: 1, hours_per_week: 20}
    """
    played = play(rules, "- trained: {who: kessa, skill: climb, weeks: 1}")
    assert (ranks(played, "climb"), holds(played, "trained", "climb")) == ([1], 0)


@few
@given(parts=st.lists(st.integers(0, 200), min_size=1, max_size=5))
def test_r1_training_in_pieces_is_training_at_once(parts: list[int]) -> None:
    """Six weeks are six weeks, however they are cut."""
    pieces = "\n".join(f"- trained: {{who: kessa, skill: climb, hours: {hours}}}" for hours in parts)
    whole = f"- trained: {{who: kessa, skill: climb, hours: {sum(parts)}}}"
    rules = "training: on"
    assert play(rules, pieces).book.sheet() == play(rules, whole).book.sheet()


MASTER = """
    training: {coins: $coins_per_trainer_rank_week, master_from: $from_rank, master_times: $master_multiplier}
"""
LESSON = """
    - trained: {who: kessa, skill: climb, weeks: $weeks, trainer: {name: Mirra, rank: $trainer}}
"""


def lesson(current: int, trainer: int, weeks: int, **how: Any) -> Any:
    """So many weeks with a trainer of that rank."""
    numbers = {**FACTS["R2"]["params"], "from_rank": option("R2", "master_from_current_rank")}
    roster = "kessa: {coins: 200000, ranks: {climb: $current}}"
    return play(MASTER, LESSON, roster, current=current, trainer=trainer, weeks=weeks, **numbers, **how)


@facts("R2", fee=...)
def test_r2_a_trainer_is_paid_by_rank_and_week_and_a_master_ten_times_that(case: dict[str, Any]) -> None:
    """25 coins for each of the trainer's ranks and week; whoever holds 20 ranks pays ten times as much."""
    played = lesson(case["current"], case["trainer"], case["weeks"])
    assert ranks(played, "climb") == [case["current"] + 1]
    assert 200_000 - holds(played, "coins") == case["fee"]


@facts("R2", refused=...)
def test_r2_a_trainer_must_be_better_than_the_student(case: dict[str, Any]) -> None:
    """Somebody of the same rank can teach nothing; one rank more is enough for one rank."""
    played = lesson(case["current"], case["trainer"], 21, refused=True)
    assert "training: Mirra must be better than the student: needed 21, had 20, short by 1" in refusal(played)
    assert (ranks(played, "climb"), holds(played, "coins")) == ([case["current"]], 200_000)
    assert ranks(lesson(case["current"], case["trainer"] + 1, 21), "climb") == [21]


def test_r2_nobody_learns_more_than_the_trainer_knows_and_pays_for_what_was_taught() -> None:
    """A trainer of rank 21 needs 21 weeks to make one; three more weeks teach and cost nothing."""
    played = lesson(20, 21, 24)
    assert (ranks(played, "climb"), holds(played, "trained", "climb"), holds(played, "hours")) == ([21], 0, 0)
    assert 200_000 - holds(played, "coins") == 25 * 21 * 21 * 10


def test_r2_the_price_changes_where_the_master_begins() -> None:
    """From 19 to 21 in one stay: twenty weeks at the plain price and twenty-one at ten times that."""
    played = lesson(19, 22, 41)
    assert ranks(played, "climb") == [21]
    assert 200_000 - holds(played, "coins") == 25 * 22 * 20 + 25 * 22 * 21 * 10


@pytest.mark.parametrize(("rank", "reached"), [(18, 20), (19, 20), (20, 20)])
def test_r2_from_rank_twenty_on_it_takes_a_master(rank: int, reached: int) -> None:
    """Alone one gets to rank 20 and pays nothing; who is there already is refused."""
    journal = "- trained: {who: kessa, skill: climb, weeks: 99}"
    played = play("training: on", journal, "kessa: {ranks: {climb: $rank}}", rank=rank, refused=rank == 20)
    assert (ranks(played, "climb"), holds(played, "coins")) == ([reached], 0)
    if rank == 20:
        assert "training: from here on it takes a master" in refusal(played)


@pytest.mark.parametrize(
    ("coins", "cover", "ok"), [(475, "true", True), (474, "true", False), (474, "false", True)]
)
def test_r2_the_fee_must_be_covered_where_the_table_says_so(coins: int, cover: str, ok: bool) -> None:
    """A week with a trainer of rank 19 costs 475; a coin less is a refusal, or a debt."""
    journal = "- trained: {who: kessa, skill: climb, weeks: 1, trainer: {name: Mirra, rank: 19}}"
    played = play(
        "training: {cover: $cover}",
        journal,
        "kessa: {coins: $coins}",
        coins=coins,
        cover=cover,
        refused=not ok,
    )
    assert holds(played, "coins") == (coins - 475 if ok else coins)
    assert ranks(played, "climb") == [int(ok)]


def test_r3_training_is_slower_than_adventure() -> None:
    """A rank of 20 XP takes a session in play and five weeks of training; four are not enough."""
    rules = """
        practice: {xp: $adventure_xp_per_session, cost: 20}
        training: {model: xp, xp_per_week: $training_xp_per_week}
    """
    journal = """
        - used: {who: kessa, skill: climb}
        - trained: {who: kessa, skill: swim, weeks: $short}
        - trained: {who: kessa, skill: swim, weeks: 1, day: 1}
    """
    (case,), params = FACTS["R3"]["cases"], FACTS["R3"]["params"]
    assert (case["rank_cost_xp"], case["adventure_weeks"]) == (20, params["session_equals_weeks"])
    played = play(rules, journal, short=case["training_weeks"] - 1, **params)
    assert ranks(played.at(0), "climb", "swim") == [1, 0]
    assert holds(played.at(0), "xp", "swim") == 16
    assert ranks(played, "climb", "swim") == [1, 1]


RUST = """
    decay: {period: 180}
"""


@facts("R6")
def test_r6_training_maintains_ranks(case: dict[str, Any]) -> None:
    """An hour after 170 idle days starts the clock again: 20 days later nothing is lost."""
    journal = """
        - passed: $before
        - trained: {who: kessa, skill: climb, hours: $hours}
        - passed: $after
    """
    numbers = {"before": case["days_since_use"], "hours": case["train_hours"], "after": case["then_days"]}
    played = play(RUST, journal, "kessa: {ranks: {climb: 10}}", **numbers)
    assert 10 - ranks(played, "climb")[0] == case["decay_ranks_180"]


@pytest.mark.parametrize(("hours", "lost"), [("0.999", 1), ("1", 0), ("2", 0)])
def test_r6_less_than_an_hour_does_not_count(hours: str, lost: int) -> None:
    """An hour is enough, a thousandth less is not."""
    assert option("R6", "min_hours") == 1
    journal = """
        - passed: 170
        - trained: {who: kessa, skill: climb, hours: $hours}
        - passed: 20
    """
    played = play(RUST, journal, "kessa: {ranks: {climb: 10}}", hours=hours)
    assert ranks(played, "climb") == [10 - lost]


@pytest.mark.parametrize(("refreshes", "lost"), [("any", 0), ("use", 1)])
@pytest.mark.parametrize(
    "event", ["trained: {who: kessa, skill: climb, hours: 9}", "bought: {who: kessa, skill: climb}"]
)
def test_r6_training_and_buying_count_as_use_unless_only_use_does(
    event: str, refreshes: str, lost: int
) -> None:
    """Where only use starts the clock again, neither training nor buying keeps a skill."""
    rules = "decay: {period: 180, refreshes: $refreshes}\npurchase: {cost: 0}"
    played = play(
        rules,
        "- passed: 170\n- $event\n- passed: 20",
        "kessa: {ranks: {climb: 10}}",
        event=event,
        refreshes=refreshes,
    )
    assert ranks(played, "climb") == [10 + event.startswith("bought") - lost]
    assert exact(played.sheet("kessa").day) == 190


def test_xp_said_for_training_are_spread_with_its_hours() -> None:
    """Nine XP over a down-time of three weeks are nine XP, whatever the pieces."""
    played = play(
        "training: {model: xp, coins: 0}\npractice: {cost: 100}",
        """
        - downtime: 3 weeks
          events:
            - trained: {who: kessa, skill: climb, weeks: 2, xp: 10}
        """,
    )
    assert holds(played, "xp", "climb") == 10
    assert [posting.amount for posting in played.why("kessa", "climb xp").postings] == [3333, 3333, 3334]
