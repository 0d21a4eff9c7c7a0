"""Losing and regaining: D2 D3 D4 D7 D9 to D16."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from catalogue.worked import bonus, dp, fact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

FADE = """
    awards: on
    levels: {step: 40}
    global-decay: {every: $every, unit: $unit}
"""
SKILLED = "kessa: {ranks: {sword: 20, climb: 5, cooking: 1}}"


def test_d2_every_year_everything_fades_by_a_rank() -> None:
    """After three years 20, 5 and 1 are 17, 2 and 0."""
    case = fact("D2", days=1095)
    roster = f"kessa: {{ranks: {{{', '.join(f'{skill}: {rank}' for skill, rank in case['ranks'].items())}}}}}"
    played = play(FADE, "- passed: $days", roster, every="1 year", unit="day", days=case["days"])
    assert ranks(played, *case["after"]) == list(case["after"].values())


@facts("D2", lost=..., days=...)
def test_d2_a_day_less_than_a_year_takes_nothing(case: dict[str, Any]) -> None:
    """364 days take nothing, 365 a rank."""
    every = option("D2", "interval")["every"]
    played = play(FADE, "- passed: $days", SKILLED, every=every, unit="day", days=case["days"])
    assert ranks(played, "sword", "climb") == [20 - case["lost"], 5 - case["lost"]]


def test_d2_it_may_go_by_levels() -> None:
    """Two levels gained are two ranks of everything lost; a point short of the second it is one."""
    case = fact("D2", unit="level")
    numbers = {"every": case["every"], "unit": "level", "points": 40 * case["levels_gained"]}
    journal = "- awarded: {points: 1}\n- awarded: {points: $points, day: 1}"
    assert ranks(play(FADE, journal, SKILLED, **numbers), "sword") == [20 - case["lost"]]
    short = play(FADE, journal, SKILLED, **{**numbers, "points": numbers["points"] - 2})
    assert ranks(short, "sword") == [20 - case["lost"] + 1]


@pytest.mark.parametrize(
    ("xp", "lost"), [(fact("D2", unit="total_xp")["xp_gained"], 3), (399, 0), (400, 1), (1199, 2), (1200, 3)]
)
def test_d2_or_by_xp_earned(xp: int, lost: int) -> None:
    """Every 400 XP (forty points) take a rank: 1,230 take three. What one began with does not count."""
    case = fact("D2", unit="total_xp")
    roster = SKILLED.replace("kessa: {", "kessa: {earned: 39, ")
    played = play(
        FADE, "- awarded: {points: $xp xp}", roster, every=case["every"] // 10, unit="points", xp=xp
    )
    assert ranks(played, "sword") == [20 - lost]


def test_d2_or_by_sessions_attended() -> None:
    """Every second session one attends takes a rank; those one missed do not count."""
    journal = "\n".join(
        f"- session: {n}\n  day: {n}\n  present: [{who}]\n  events: []"
        for n, who in enumerate(["kessa", "bram", "kessa", "kessa"])
    )
    played = play(FADE, journal, f"{SKILLED}\nbram: {{ranks: {{sword: 3}}}}", every=2, unit="session")
    assert ranks(played, "sword") + ranks(played, "sword", who="bram") == [19, 3]


def test_d2_it_counts_from_joining_and_not_while_absent() -> None:
    """Kessa joins on day 100, and is away for the last 90 days: her year is not over when Bram's is."""
    roster = "kessa: {joined: 100, ranks: {sword: 20}}\nbram: {ranks: {sword: 20}}"
    journal = """
        - passed: 365
        - downtime: 99
          events: []
        - downtime: 90
          absent: [kessa]
          events: []
        - downtime: $more
          events: []
    """
    for more, left in ((0, 20), (1, 19)):
        played = play(FADE, journal, roster, every=365, unit="day", more=more)
        assert ranks(played, "sword") + ranks(played, "sword", who="bram") == [left, 19]


@few
@given(
    pieces=st.lists(st.integers(0, 800), min_size=2, max_size=5),
    loss=st.integers(1, 3),
    floor=st.integers(0, 6),
)
def test_d2_two_years_are_twice_a_year(pieces: list[int], loss: int, floor: int) -> None:
    """Time in pieces fades what time at once does, and nothing falls below the floor."""
    rules = f"global-decay: {{every: 1 year, loss: {loss}, floor: {floor}}}"
    parts = play(rules, "\n".join(f"- passed: {days}" for days in pieces), SKILLED)
    whole = play(rules, f"- passed: {sum(pieces)}", SKILLED)
    assert parts.book.sheet() == whole.book.sheet()
    years = sum(pieces) // 365
    assert ranks(whole, "sword", "climb", "cooking") == [
        max(n - years * loss, min(n, floor)) for n in (20, 5, 1)
    ]


def test_d3_what_a_master_loses_in_years_is_cheap_to_restore() -> None:
    """17 of a peak of 20 after three years: three points restore it; two are not enough."""
    rules = """
        awards: on
        purchase: {cost: 2}
        relearning: {cost: 1}
        global-decay: {every: 1 year}
    """
    journal = """
        - passed: 3 years
        - awarded: {points: $points}
        - bought: {who: kessa, skill: sword, ranks: 3}
    """
    played = play(rules, journal, SKILLED, points=3)
    assert (ranks(played, "sword"), holds(played, "points"), holds(played, "relearned")) == ([20], 0, 3)
    assert holds(played, "spent") == 0
    assert ranks(play(rules, journal, SKILLED, points=2, refused=True), "sword") == [17]


RUST = """
    decay: {period: $period}
"""
CLIMBER = "kessa: {ranks: {climb: 10}}"


@pytest.mark.parametrize(("period", "after"), [("6 months", "after_180"), ("90", "after_90")])
@facts("D4")
def test_d4_a_rank_for_every_whole_period_without_use(case: dict[str, Any], period: str, after: str) -> None:
    """179 idle days take nothing, 180 a rank, and 3,650 no more than there is."""
    days = {"6 months": option("D4", "period_days"), "90": option("D4", "alt_period_days")}
    assert days == {"6 months": 180, "90": 90}
    played = play(
        RUST,
        "- passed: $days",
        f"kessa: {{ranks: {{climb: {case['rank']}}}}}",
        period=period,
        days=case["days"],
    )
    assert ranks(played, "climb") == [case[after]]


@facts("D4")
def test_d4_the_sheet_says_when_the_next_rank_goes(case: dict[str, Any]) -> None:
    """The day of the next loss is the end of the running period; without a rank there is none."""
    played = play(RUST, "- passed: $days", CLIMBER, period=180, days=case["days"])
    (row,) = played.sheet("kessa").skills
    assert row.loses_on == (180 * (case["days"] // 180 + 1) if case["after_180"] else None)


@few
@given(
    idle=st.lists(st.integers(0, 400), min_size=1, max_size=5),
    period=st.integers(1, 200),
    rank=st.integers(0, 9),
    floor=st.integers(0, 4),
)
def test_d4_a_use_starts_the_clock_again_and_gives_nothing_back(
    idle: list[int], period: int, rank: int, floor: int
) -> None:
    """Each stretch without use counts for itself; no rank rises by it or falls below the floor."""
    rules = f"decay: {{period: {period}, floor: {floor}}}"
    stretches = "\n".join(f"- passed: {days}\n- used: {{who: kessa, skill: climb}}" for days in idle)
    played = play(rules, stretches, f"kessa: {{ranks: {{climb: {rank}}}}}")
    left = rank
    for days in idle:
        left = max(left - days // period, min(left, floor))
    assert ranks(played, "climb") == [left]


def test_d4_at_the_floor_no_more_is_owed() -> None:
    """Ten years at the floor, and then a rank is learned: it takes a whole period to lose it."""
    rules = "decay: {period: 180}\npurchase: {cost: 0}"
    journal = "- passed: 3700\n- bought: {who: kessa, skill: climb, ranks: 2}\n- passed: $days"
    for days, left in ((179, 2), (180, 1), (359, 1), (360, 0)):
        assert ranks(play(rules, journal, CLIMBER, days=days), "climb") == [left]


def test_d4_periods_at_the_floor_are_not_owed_when_only_use_counts() -> None:
    """Where buying does not start the clock, the running period goes on, and those before are over."""
    rules = "decay: {period: 180, refreshes: use}\npurchase: {cost: 0}"
    journal = "- passed: 3700\n- bought: {who: kessa, skill: climb, ranks: 2}\n- passed: $days"
    due = 180 - 3700 % 180
    for days, left in ((due - 1, 2), (due, 1)):
        assert ranks(play(rules, journal, CLIMBER, days=days), "climb") == [left]


def test_d4_each_skill_has_its_clock_and_the_narrowest_rule_governs() -> None:
    """Languages last, axes do not; using one skill is not using another."""
    rules = """
        decay: {period: 6 months}
        tongues: {kind: decay, period: 5 years, only: [languages]}
    """
    journal = "- passed: 100\n- used: {who: kessa, skill: climb}\n- passed: 80"
    played = play(rules, journal, "kessa: {ranks: {climb: 3, axe: 3, languages: 3}}")
    assert ranks(played, "climb", "axe", "languages") == [3, 2, 3]


REVERSE = """
    rank-bonus: {per_rank: {1-10: 5, 11-20: 2, 21+: 1}, unskilled: -25, after_decay: $how}
"""


def bonuses(peak: int, *currents: int, how: str = "reverse") -> list[int]:
    """The bonus of each of so many ranks that are left of a peak."""
    roster = "\n".join(f"hero {n}: {{ranks: {{climb: {n}}}, peaks: {{climb: {peak}}}}}" for n in currents)
    played = play(REVERSE, "[]", roster, how=how)
    return [bonus(played, "climb", f"hero {n}") for n in currents]


@facts("D7", current=...)
def test_d7_a_loss_takes_the_first_ranks_bonus_with_it(case: dict[str, Any]) -> None:
    """The bonus of c ranks of a peak P is that of P less that of P - c; forward it is that of c."""
    assert bonuses(case["peak"], case["current"]) == [case["bonus"]]
    if "forward_bonus" in case:
        assert bonuses(case["peak"], case["current"], how="forward") == [case["forward_bonus"]]


@facts("D7", delta=...)
def test_d7_the_last_ranks_learned_are_the_dear_ones_to_lose(case: dict[str, Any]) -> None:
    """From 20 to 18 it is ten, from 3 to 1 four."""
    high, low = bonuses(option("D7", "peak"), case["from"], case["to"])
    assert low - high == case["delta"]


@pytest.mark.slow
@few
@given(peak=st.integers(1, 32))
def test_d7_reverse_lies_between_nothing_and_forward(peak: int) -> None:
    """It never exceeds the forward bonus, meets it at 0 and at the peak, and falls by less each time."""
    counts = range(peak + 1)
    reverse, forward = bonuses(peak, *counts), bonuses(peak, *counts, how="forward")
    assert all(0 <= low <= high for low, high in zip(reverse, forward, strict=True))
    assert (reverse[0], reverse[-1]) == (0, forward[-1])
    steps = [high - low for low, high in pairwise(reverse)]
    assert sum(steps) == forward[-1]
    assert steps == sorted(steps), "each further loss takes less"


YEARS = """
    training: {weeks: 1, coins: 0}
    decay: {period: 90}
"""


def years(rank: int, count: int) -> list[tuple[int, int]]:
    """The ranks at the end of the week and before the next, each year, for who begins with so many."""
    case = option("D9", "idle_days")
    week = "- downtime: 1 week\n  events:\n    - trained: {who: kessa, skill: climb, weeks: 1}\n"
    year = f"{week}- passed: {case}\n"
    played = play(YEARS, year * count, f"kessa: {{ranks: {{climb: {rank}}}}}")
    of_year = [(played.at(365 * n + 7), played.at(365 * (n + 1))) for n in range(count)]
    return [(ranks(week, "climb")[0], ranks(before, "climb")[0]) for week, before in of_year]


def test_d9_a_week_a_year_does_not_keep_a_skill() -> None:
    """A rank in the week, three lost in the year: in the end it is 1 after the week and 0 before the next."""
    case = fact("D9")
    (week, before), *_ = after = years(10, 6)
    assert week - 10 == case["gained"]
    assert week - before == case["lost_over_51_weeks"]
    assert after[-1] == (case["steady_state_end_of_week"], case["steady_state_before_next"])
    assert years(0, 2) == [after[-1]] * 2


def test_d10_forgotten_is_not_never_learned() -> None:
    """One rank, lost after half a year, leaves a bonus of 0; what was never learned has -25."""
    known, never = fact("D10", ever_known=True), fact("D10", ever_known=False)
    rules = "rank-bonus: {unskilled: -25}\ndecay: {period: 180}"
    played = play(rules, "- passed: 180", "kessa: {ranks: {climb: 1}}")
    assert ranks(played, "climb", "swim") == [known["rank"], never["rank"]]
    assert (bonus(played, "climb"), bonus(played, "swim")) == (known["bonus"], never["bonus"])
    assert bonus(played, "climb") - bonus(played, "swim") == fact("D10", gap=...)["gap"]
    assert [row.skill for row in played.sheet("kessa").skills] == ["climb"]


FLOORS = {
    "fixed_floor": f"floor: {option('D11', 'fixed')}",
    "fraction_floor": f"floor_of_peak: {option('D11', 'fraction')}",
}


@pytest.mark.parametrize("floor", ["", *FLOORS])
@facts("D11")
def test_d11_a_minimum_that_is_not_zero(case: dict[str, Any], floor: str) -> None:
    """What never goes is nothing, one rank, or a quarter of the peak, rounded up."""
    rules = "decay: {period: 30, $floor}"
    played = play(
        rules,
        "- passed: 2000",
        "kessa: {ranks: {climb: $peak}}",
        peak=case["peak"],
        floor=FLOORS.get(floor, ""),
    )
    assert ranks(played, "climb") == [case.get(floor, 0 if not floor else 1)]


def test_d11_the_floor_follows_the_peak_and_not_the_present_rank() -> None:
    """Four left of a peak of 17 fall no further than five would: they stay four, and none is given back."""
    rules = "decay: {period: 30, floor_of_peak: 1/4}"
    played = play(
        rules, "- passed: 2000", "kessa: {ranks: {climb: 4, swim: 6}, peaks: {climb: 17, swim: 17}}"
    )
    assert ranks(played, "climb", "swim") == [4, 5]


BACK = """
    awards: on
    purchase: {cost: $normal_dp}
    relearning: {cost: $relearn_dp}
"""
BUY = """
    - awarded: {points: 100}
    - bought: {who: kessa, skill: climb, ranks: $count}
"""
COSTS = {name: option("D12", name) for name in ("normal_dp", "relearn_dp")}


@facts("D12")
def test_d12_up_to_the_peak_a_rank_costs_a_point(case: dict[str, Any]) -> None:
    """Cheap up to the peak and at the normal price beyond; regaining leaves the peak where it is."""
    roster = "kessa: {ranks: {climb: $current}, peaks: {climb: $peak}}"
    numbers = {"current": case["current"], "peak": case["peak"], "count": case["target"] - case["current"]}
    played = play(BACK, BUY, roster, **numbers, **COSTS)
    assert ranks(played, "climb") == [case["target"]]
    assert 100 - holds(played, "points") == case["dp"]
    assert holds(played, "relearned") == case["cheap_ranks"] * COSTS["relearn_dp"]
    assert holds(played, "spent") == case["new_ranks"] * COSTS["normal_dp"]
    assert holds(played, "peak", "climb") == case.get("peak_after", max(case["peak"], case["target"]))


@pytest.mark.slow
@few
@given(
    current=st.integers(0, 12),
    lost=st.integers(0, 6),
    steps=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    relearn=st.sampled_from(["1", "1/2", "4"]),
)
def test_d12_the_cost_adds_up_over_a_path_and_is_never_above_normal(
    current: int, lost: int, steps: list[int], relearn: str
) -> None:
    """Bought in steps or at once it costs the same, and never more than learning it anew."""
    rules = f"awards: on\npurchase: {{cost: {{1-5: 2, 6-10: 3, 11+: 5}}}}\nrelearning: {{cost: {relearn}}}"
    roster = f"kessa: {{ranks: {{climb: {current}}}, peaks: {{climb: {current + lost}}}}}"
    bought = "\n".join(f"- bought: {{who: kessa, skill: climb, ranks: {count}}}" for count in steps)
    path = play(rules, f"- awarded: {{points: 200}}\n{bought}", roster)
    whole = play(
        rules,
        f"- awarded: {{points: 200}}\n- bought: {{who: kessa, skill: climb, ranks: {sum(steps)}}}",
        roster,
    )
    anew = play(rules.partition("\nrelearning")[0], f"- awarded: {{points: 200}}\n{bought}", roster)
    assert path.book.sheet() == whole.book.sheet()
    assert holds(path, "points") >= holds(anew, "points")
    assert holds(path, "peak", "climb") == max(current + lost, current + sum(steps))


def test_d11_each_skill_has_the_floor_of_the_rule_that_governs_it() -> None:
    """Two ranks of a language are never lost, and all of climbing is."""
    rules = """
        decay: {period: 30}
        tongues: {kind: decay, period: 30, floor: 2, only: [languages]}
    """
    played = play(rules, "- passed: 2000", "kessa: {ranks: {climb: 5, languages: 5}}")
    assert ranks(played, "climb", "languages") == [0, 2]


def test_d12_the_sheet_shows_the_price_of_the_next_rank() -> None:
    """Below the peak it is a point, at the peak two, and why says what made it so."""
    for rank, price in ((9, 1), (10, 2)):
        played = play(BACK, "[]", f"kessa: {{ranks: {{climb: {rank}}}, peaks: {{climb: 10}}}}", **COSTS)
        assert dp(played.sheet("kessa").skills[0].price) == price
    terms = (
        play(BACK, "[]", "kessa: {ranks: {climb: 9}, peaks: {climb: 10}}", **COSTS)
        .why("kessa", "climb price")
        .terms
    )
    assert terms == (("purchase", "the price of rank 10", 2000), ("relearning", "known before", 1000))


FASTER = """
    practice: {cost: $xp}
    training: {weeks: rank, coins: 0}
    relearning: {cost: 1, faster: $speed_factor}
"""
SPEED = {"speed_factor": option("D13", "speed_factor"), "xp": fact("D13", normal_xp=20)["normal_xp"]}


def test_d13_what_was_known_comes_back_three_times_as_fast_in_training() -> None:
    """The ninth rank, lost before, takes three weeks instead of nine; an hour less does not do."""
    case = fact("D13", normal_weeks=9)
    journal = """
        - trained: {who: kessa, skill: climb, hours: $short}
        - trained: {who: kessa, skill: climb, hours: 1, day: 1}
    """
    for peak, weeks in ((9, case["relearn_weeks"]), (8, case["normal_weeks"])):
        roster = f"kessa: {{ranks: {{climb: 8}}, peaks: {{climb: {peak}}}}}"
        played = play(FASTER, journal, roster, short=weeks * 40 - 1, **SPEED)
        assert (ranks(played.at(0), "climb"), ranks(played, "climb")) == ([8], [9])


def test_d13_and_in_use() -> None:
    """A rank of 20 XP takes 7 (a third, rounded up) below the peak, and 20 at it."""
    case = fact("D13", normal_xp=20)
    journal = (
        "- used: {who: kessa, skill: climb, xp: $short}\n- used: {who: kessa, skill: climb, xp: 1, day: 1}"
    )
    for peak, xp in ((9, case["relearn_xp_ceil"]), (8, case["normal_xp"])):
        roster = f"kessa: {{ranks: {{climb: 8}}, peaks: {{climb: {peak}}}}}"
        played = play(FASTER, journal, roster, short=xp - 1, **SPEED)
        assert dp(played.at(0).sheet("kessa").skills[0].xp_needed) == xp
        assert (ranks(played.at(0), "climb"), ranks(played, "climb")) == ([8], [9])
        assert holds(played, "xp", "climb") == 0


def test_d14_the_peak_is_kept_apart() -> None:
    """Bought to 10, three lost, one regained, bought to 12, one lost: the peak is 10 and then 12."""
    rules = "awards: on\npurchase: {cost: 2}\nrelearning: {cost: 1}\ndecay: {period: 30}"
    journal = """
        - awarded: {points: 100}
        - bought: {who: kessa, skill: climb, ranks: 10}
        - passed: 90
        - bought: {who: kessa, skill: climb, ranks: 1, day: 91}
        - bought: {who: kessa, skill: climb, ranks: 4, day: 92}
        - passed: 30
    """
    case = fact("D14")
    assert case["events"] == ["buy 10", "decay 3", "relearn 1", "buy to 12", "decay 1"]
    played = play(rules, journal)
    then = [played.at(day) for day in (0, 90, 91, 92, 122)]
    assert [ranks(at, "climb")[0] for at in then] == case["current"]
    assert [holds(at, "peak", "climb") for at in then] == case["peak"]


STEP = st.sampled_from(
    [
        "bought: {who: kessa, skill: climb}",
        "used: {who: kessa, skill: climb, xp: 25}",
        "trained: {who: kessa, skill: climb, hours: 90}",
        "ruled: {who: kessa, skill: climb, ranks: -2, why: a curse, by: GM}",
        "passed: 70",
        "passed: 200",
    ]
)


@few
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_d14_the_peak_never_falls(steps: list[str]) -> None:
    """Whatever is learned, lost, regained or taken away: the peak is the highest rank there ever was."""
    rules = """
        practice: {cost: 40}
        purchase: {cost: 0}
        relearning: {cost: 0, faster: 2}
        training: on
        decay: {period: 60}
    """
    steps = [
        step for n, step in enumerate(steps) if "curse" not in step or n < 1
    ]  # once, while there are ranks
    played = play(
        rules, "\n".join(f"- {step}" for step in steps), "kessa: {ranks: {climb: 4}, peaks: {climb: 5}}"
    )
    highest = 5
    for posting in played.why("kessa", "climb").postings:
        highest = max(highest, posting.balance)
    assert holds(played, "peak", "climb") == highest
    assert all(posting.amount > 0 for posting in played.why("kessa", "climb peak").postings)


def test_d14_a_revert_takes_the_peak_back() -> None:
    """Ten ranks that never were leave no peak behind."""
    journal = """
        - bought: {who: kessa, skill: climb, ranks: 10, id: mistaken}
        - bought: {who: kessa, skill: climb, ranks: 2}
        - reverted: {event: mistaken, by: GM, why: it was Bram}
    """
    played = play("purchase: {cost: 0}", journal)
    assert (ranks(played, "climb"), holds(played, "peak", "climb")) == ([2], 2)


AWAY = """
    - downtime: $days
      absent: [$absent]
      events: []
    - downtime: $more
      events: []
"""


@pytest.mark.parametrize(
    ("absent", "option_absent", "lost"), [("kessa", "frozen", 0), ("", "frozen", 1), ("kessa", "ages", 1)]
)
def test_d15_absence_is_not_disuse(absent: str, option_absent: str, lost: int) -> None:
    """200 days while the player was away are no disuse, unless the table lets the absent age."""
    case = fact("D15", frozen=True)
    rules = f"decay: {{period: 180, absent: {option_absent}}}"
    played = play(rules, AWAY, CLIMBER, days=case["game_days"], absent=absent, more=0)
    assert ranks(played, "climb") == [10 - lost]
    if not lost:
        assert case["disuse_days"] == 0
    for more, left in ((179, 10), (180, 9)):
        later = play("decay: {period: 180}", AWAY, CLIMBER, days=case["game_days"], absent="kessa", more=more)
        assert ranks(later, "climb") == [left], "what counts is the time one was there"


def test_d15_missing_a_session_means_missing_the_days_before_it() -> None:
    """Between the sessions Bram is there and Kessa is not: his climbing rusts, hers stands still."""
    journal = """
        - session: The pass
          day: 0
          events: []
        - session: The tower
          day: 179
          present: [bram]
          events: []
        - session: The hall
          day: 180
          events: []
    """
    played = play("decay: {period: 180}", journal, f"{CLIMBER}\nbram: {{ranks: {{climb: 10}}}}")
    assert ranks(played, "climb") + ranks(played, "climb", who="bram") == [10, 9]


@pytest.mark.parametrize(("period", "lost"), [(2, 1), (3, 1), (4, 0)])
def test_d15_a_clock_of_sessions_counts_those_attended(period: int, lost: int) -> None:
    """Four missed and three attended without using it are three units of disuse, whatever the days."""
    case = fact("D15", clock="sessions_attended")
    who = ["bram"] * case["missed"] + ["kessa"] * case["attended_without_use"]
    journal = "\n".join(
        f"- session: {n}\n  day: {300 * n}\n  present: [{name}]\n  events: []" for n, name in enumerate(who)
    )
    rules = "decay: {period: $period, clock: sessions attended}"
    played = play(rules, journal, f"{CLIMBER}\nbram: {{}}", period=period)
    assert case["disuse_units"] == 3
    assert ranks(played, "climb") == [10 - lost]


def test_d15_a_use_in_a_session_starts_that_clock_again() -> None:
    """Used in the second of five sessions, the third after it takes the rank."""
    use = "used: {who: kessa, skill: climb}"
    journal = "\n".join(
        f"- session: {n}\n  day: {n}\n  events: [{use if n == 2 else ''}]" for n in range(1, 6)
    )
    played = play("decay: {period: 3, clock: sessions attended}", journal, CLIMBER)
    assert [ranks(played.at(day), "climb")[0] for day in range(1, 6)] == [10, 10, 10, 10, 9]


@pytest.mark.parametrize(("date", "lost"), [("2026-06-29", 0), ("2026-06-30", 1), ("2026-12-27", 2)])
def test_d15_a_clock_of_real_time_counts_the_days_between_sessions(date: str, lost: int) -> None:
    """180 real days between two sessions on the same game day take a rank, 179 do not."""
    journal = """
        - session: The pass
          day: 1
          date: 2026-01-01
          events:
            - used: {who: kessa, skill: climb}
        - session: The tower
          day: 1
          date: $date
          events: []
    """
    played = play("decay: {period: 180, clock: real time}", journal, CLIMBER, date=date)
    assert ranks(played, "climb") == [10 - lost]


def test_d15_real_time_begins_with_the_first_dated_session() -> None:
    """What one brought along and never used rusts from the first date on, not from the year 1."""
    journal = """
        - session: The pass
          day: 1
          date: 2026-01-01
          events: []
        - session: The tower
          day: 2
          date: 2026-06-29
          events: []
        - session: The hall
          day: 3
          date: 2026-06-30
          events: []
    """
    played = play("decay: {period: 180, clock: real time}", journal, CLIMBER)
    assert [ranks(played.at(day), "climb")[0] for day in (0, 1, 2, 3)] == [10, 10, 10, 9]


@pytest.mark.parametrize("rules", ["global-decay: {every: 90}", "decay: {period: 90}"])
def test_d16_nothing_has_to_be_entered(rules: str) -> None:
    """Decay follows from the ledger and the day: with no entry but time, both rules take their ranks."""
    assert fact("D16", policy="global_decay")["manual_entries"] == 0
    assert fact("D16", policy="since_last_use with VTT roll feed")["manual_entries"] == 0
    played = play(rules, "- passed: 90", SKILLED)
    assert ranks(played, "sword", "climb", "cooking") == [19, 4, 0]
    assert {step.recorded.word for step in played.folded} == {"joined", "passed"}
    ahead = play(rules, "[]", SKILLED)
    assert ranks(ahead.at(90), "sword", "climb", "cooking") == [19, 4, 0], (
        "a sheet may be read at a later day"
    )
    assert ranks(ahead, "sword") == [20], "and reading it changes nothing"


def test_d16_by_hand_it_is_one_entry_per_skill_used() -> None:
    """Without a feed of rolls a table enters one line for each skill, whoever used it and how often."""
    used = ["climb", "swim", "sword"]
    assert fact("D16", manual_entries=12)["policy"] == "since_last_use by hand, 12 skills used"
    lines = "\n".join(f"- used: {{who: [kessa, bram], skill: {skill}, times: 4}}" for skill in used)
    roster = "kessa: {ranks: {climb: 1, swim: 1, sword: 1, axe: 1}}\nbram: {ranks: {climb: 1}}"
    played = play("decay: {period: 90}", f"- passed: 89\n{lines}\n- passed: 1", roster)
    assert len(lines.splitlines()) == len(used)
    assert [row.last_used for row in played.sheet("kessa").skills] == [89, 89, 89, None]
    assert ranks(played, "climb", "swim", "sword", "axe") == [1, 1, 1, 0]
    assert ranks(played, "climb", who="bram") == [1]


@pytest.mark.parametrize(
    "rules", ["global-decay: {every: 40}", "decay: {period: 40}", "decay: {period: 40, floor_of_peak: 1/2}"]
)
def test_d16_thirty_days_and_then_sixty_are_ninety(rules: str) -> None:
    """Time in pieces gives the same sheet, and the same losses on the same days."""
    parts, whole = play(rules, "- passed: 30\n- passed: 60", SKILLED), play(rules, "- passed: 90", SKILLED)
    assert parts.book.sheet() == whole.book.sheet()
    told = [
        [(row.day, row.of, row.amount, row.reason) for row in played.log(kinds=["rank"])]
        for played in (parts, whole)
    ]
    assert told[0] == told[1]
    assert {row[0] for row in told[0] if row[2] < 0} == {40, 80}


def test_d16_a_refused_purchase_is_not_a_use() -> None:
    """What was refused did not happen: the clock runs on."""
    journal = "- passed: 89\n- bought: {who: kessa, skill: climb}\n- passed: 1"
    played = play("decay: {period: 90}\npurchase: {cost: 2}", journal, CLIMBER, refused=True)
    assert "purchase: climb costs more than they have" in refusal(played)
    assert ranks(played, "climb") == [9]


@pytest.mark.parametrize("tried", ["- used: {who: kessa, skill: swim}", ""])
@pytest.mark.parametrize("options", ["period: 100", "period: 100, refreshes: use"])
def test_d4_whoever_tried_and_then_learned_is_no_worse_off_than_whoever_never_tried(
    tried: str, options: str
) -> None:
    """Tried on day 0, learned by gift on day 90: the first rank goes on day 190, the second on day 290."""
    journal = f"""
        {tried}
        - passed: 90
        - ruled: {{who: kessa, skill: swim, ranks: 2, by: GM, why: a gift}}
        - passed: $days
    """
    for days, left in ((99, 2), (100, 1), (199, 1), (200, 0)):
        assert ranks(play(f"decay: {{{options}}}", journal, days=days), "swim") == [left]
