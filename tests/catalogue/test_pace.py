"""What an encounter is worth, planned and as it is played: A3 A4 A5."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue.worked import exact, fact, facts, option, play
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign
from rpgprog.views.columns import decimal
from rpgprog.views.pace import Pace, in_words, paces
from rpgprog.views.schedule import Plan, bought_with, encounters_for, schedule


@facts("A3", encounters=...)
def test_a3_a_level_divided_by_its_encounters(case: dict[str, Any]) -> None:
    """Each is worth an equal part, and in whole points they still make the level exactly."""
    points, encounters = option("A3", "level_dp"), case["encounters"]
    assert Plan(encounters).efforts(Fraction(points), 1)[0].each == exact(case["dp_each_exact"])
    assert list(schedule(points, encounters)) == case["schedule"]
    assert sum(case["schedule"]) == points


def test_a3_the_other_way_round() -> None:
    """Points and a half each: 34 encounters make a level of 50, the last one more than enough."""
    case = fact("A3", encounters_per_level=...)
    each = exact(case["inverse"]["dp_per_encounter"])
    assert encounters_for(Fraction(option("A3", "level_dp")), each) == case["encounters_per_level"]
    assert encounters_for(Fraction(51), each) == 34
    assert encounters_for(Fraction("51.001"), each) == 35


POINTS, ENCOUNTERS = st.integers(0, 10_000), st.integers(1, 500)


@given(points=POINTS, encounters=ENCOUNTERS)
def test_a3_a_schedule_makes_the_level_exactly_and_is_even(points: int, encounters: int) -> None:
    """Its entries differ by a point at most, and no stretch of it is ahead of its share."""
    paid = schedule(points, encounters)
    assert len(paid) == encounters
    assert sum(paid) == points
    assert max(paid) - min(paid) <= 1
    for n in range(encounters + 1):
        assert 0 <= Fraction(points * n, encounters) - sum(paid[:n]) < 1


@given(points=st.integers(1, 10_000), encounters=ENCOUNTERS, more=st.fractions(0, 5))
def test_a3_the_inverse_takes_back_what_was_divided(points: int, encounters: int, more: Fraction) -> None:
    """What n encounters are worth takes n encounters; what is worth more takes no more of them."""
    each = Fraction(points, encounters)
    assert encounters_for(Fraction(points), each) == encounters
    taken = encounters_for(Fraction(points), each + more)
    assert taken * (each + more) >= points > (taken - 1) * (each + more)


def test_a4_what_a_level_buys() -> None:
    """Twenty ranks at two points and a talent at ten are the fifty of a level."""
    ranks, cost, talent = (option("A4", name) for name in ("ranks", "rank_cost", "talent_cost"))
    assert bought_with(ranks, Fraction(cost), Fraction(talent)) == fact("A4", dp=50)["dp"]
    assert bought_with(ranks, Fraction(cost), Fraction(0)) == 40


@facts("A5")
def test_a5_higher_levels_take_more_encounters(case: dict[str, Any]) -> None:
    """A part more for each level, rounded up; each encounter is worth so much less."""
    plan = Plan(option("A5", "encounters_at_level_1"), exact(option("A5", "growth")))
    effort = plan.efforts(Fraction(option("A5", "level_dp")), case["level"])[-1]
    assert (effort.level, effort.encounters) == (case["level"], case["encounters"])
    assert decimal(effort.each, 4) == str(case["dp_each"])


def test_a5_a_whole_number_of_encounters_is_not_rounded_up() -> None:
    """20 x 1.15 is 23 exactly, which floating numbers make 22.999... or 23.000..."""
    assert [Plan(20, Fraction("1.15")).at(level) for level in (1, 2, 3)] == [20, 23, 27]
    assert [Plan(100, Fraction("1.1")).at(level) for level in (2, 3, 4)] == [110, 121, 134]


RULES = """
    awards: {encounter: 5}
    levels: {step: $step}
"""


def rates(played: Campaign, plan: Plan | None = None) -> list[Pace]:
    return paces(played.folded, played.book, played.journal.characters, plan)


def row(played: Campaign, who: str = "kessa", plan: Plan | None = None) -> Pace:
    return next(pace for pace in rates(played, plan) if pace.who == who)


SESSIONS = """
    - session: One
      day: 1
      events:
        - met: {what: goblin, times: 7}
        - awarded: {points: 5}
    - session: Two
      day: 2
      events:
        - met: {what: wolf}
        - met: {what: bear, times: 2}
"""


def test_a3_pace_as_it_is_played() -> None:
    """Ten encounters and a goal in two sessions are 55 points: one level, 25 points from the next."""
    kessa = row(play(RULES, SESSIONS, step=40))
    assert (kessa.level, kessa.level_points, kessa.sessions, kessa.encounters) == (2, 40, 2, 10)
    assert (kessa.points, kessa.each, kessa.encounters_a_level) == (55, Fraction("5.5"), 7)
    assert (kessa.to_next, kessa.encounters_to_next, kessa.sessions_to_next) == (25, 5, 1)
    assert (kessa.planned, kessa.drift, kessa.encounters_planned) == (None, None, None)


@pytest.mark.parametrize(
    ("step", "missing", "encounters", "sessions"),
    [("60.5", "5.5", 1, 1), ("60.6", "5.6", 2, 1), ("82.5", "27.5", 5, 1), ("82.6", "27.6", 6, 2)],
)
def test_a3_a_forecast_is_rounded_up(step: str, missing: str, encounters: int, sessions: int) -> None:
    """5.5 points an encounter and 27.5 a session: a tenth of a point more takes one more of them."""
    rules = RULES.replace("step: $step", f"chart: [0, {step}]")
    kessa = row(play(rules, SESSIONS))
    assert (kessa.to_next, kessa.encounters_to_next, kessa.sessions_to_next) == (
        Fraction(missing),
        encounters,
        sessions,
    )


@pytest.mark.parametrize(
    ("encounters", "drift", "share", "words"),
    [
        (10, "1.5", "3/8", "1.5 dp more than planned (+37.5 %): levels come sooner"),
        (8, "0.5", "1/10", "0.5 dp more than planned (+10 %): levels come sooner"),
        (5, "-2.5", "-5/16", "2.5 dp less than planned (-31.2 %): levels come later"),
    ],
)
def test_a3_the_drift_from_what_was_planned(encounters: int, drift: str, share: str, words: str) -> None:
    """Forty points in ten encounters are four each; played were five and a half."""
    played = play(RULES, SESSIONS, step=40)
    kessa = row(played, plan=Plan(encounters))
    assert (kessa.planned, kessa.encounters_planned) == (Fraction(40, encounters), encounters)
    assert (kessa.drift, kessa.drift_share) == (Fraction(drift), Fraction(share))
    assert words in in_words(rates(played, Plan(encounters)), "dp")


def test_a3_exactly_as_planned() -> None:
    """Forty points in eight encounters of five."""
    played = play(RULES, "- met: {what: goblin, times: 3}", step=40)
    assert row(played, plan=Plan(8)).drift == 0
    assert in_words(rates(played, Plan(8)), "dp") == "Encounters are worth what was planned, 5 dp each."


def test_a3_refused_and_reverted_encounters_do_not_count() -> None:
    """What was taken back was never met."""
    journal = """
        - met: {what: goblin, times: 2}
        - met: {what: wolf, times: 3, id: mistaken}
        - reverted: {event: mistaken, by: GM, why: nobody was there}
    """
    kessa = row(play(RULES, journal, step=40))
    assert (kessa.encounters, kessa.points) == (2, 10)
    rated = "awards: {rated: {easy: 5}}"
    journal = "- met: {what: goblin, rating: easy}\n- met: {what: wolf, rating: dreadful}"
    assert row(play(rated, journal, refused=True)).encounters == 1


def test_a3_each_by_what_they_met_themselves() -> None:
    """Bram missed the wolves; of the party's encounters each is one for each who was there."""
    journal = (
        "- met: {what: goblin, times: 4}\n- met: {what: wolf, times: 4, who: kessa}\n- awarded: {points: 6}"
    )
    played = play(RULES, journal, "kessa: {}\nbram: {}", step=40)
    kessa, bram, party = rates(played, Plan(10))
    assert (kessa.encounters, kessa.each) == (8, Fraction(46, 8))
    assert (bram.encounters, bram.each) == (4, Fraction(26, 4))
    assert (party.name, party.encounters, party.points) == ("the party", 8, 36)
    assert (party.each, party.planned, party.drift) == (6, 4, 2)
    assert (party.level, party.to_next, party.encounters_to_next) == (None, None, None)


def test_a3_opening_balances_are_not_pace() -> None:
    """Bram begins at level 3 with 85 points, and is paced by what he earns from then on."""
    roster = "kessa: {}\nbram: {level: 3, earned: 85}"
    played = play(RULES, "- met: {what: goblin, times: 8}", roster, step=40)
    bram = row(played, "bram")
    assert (bram.level, bram.points, bram.each, bram.encounters_a_level) == (4, 40, 5, 8)
    assert bram.to_next == 35


def test_a3_the_party_is_everyone_who_plays() -> None:
    """Who has left is not forecast."""
    journal = "- met: {what: goblin, times: 2}\n- left: {who: bram}"
    played = play(RULES, journal, "kessa: {}\nbram: {name: Bram Ottery}", step=40)
    assert [pace.name for pace in rates(played)] == ["kessa", "the party"]
    nobody = play(RULES, "- left: {who: kessa}", step=40)
    assert rates(nobody) == []
    assert in_words([], "dp") == "Nobody is in the party any more."


def test_a3_rising_levels_are_compared_level_by_level() -> None:
    """Levels of 40 and then 60 points, ten encounters each: 80 points should have taken 16 and two thirds."""
    rules = "awards: {encounter: 5}\nlevels: {step: [40, 60]}"
    kessa = row(play(rules, "- met: {what: goblin, times: 16}"), plan=Plan(10))
    assert (kessa.level, kessa.level_points, kessa.to_next) == (2, 60, 20)
    assert kessa.planned == 80 / (10 + Fraction(40, 60) * 10)
    assert kessa.drift == 5 - Fraction(24, 5)


def test_a5_a_plan_may_grow_with_the_levels() -> None:
    """Eight encounters, then twelve: half way through level 2 it should have been fourteen."""
    kessa = row(play(RULES, "- met: {what: goblin, times: 12}", step=40), plan=Plan(8, Fraction("1.5")))
    assert (kessa.level, kessa.encounters_planned, kessa.planned) == (2, 12, Fraction(60, 14))


@pytest.mark.parametrize(
    ("levels", "roster", "takes", "to_next"),
    [
        ("{chart: [0, 30, 90]}", "kessa: {}", 60, 40),
        ("{chart: [0, 300, 900], thresholds: xp}", "kessa: {}", 60, 40),
        (
            "{by_profession: {fighter: [0, 20, 70]}, chart: [0, 30, 90]}",
            "kessa: {profession: fighter}",
            50,
            20,
        ),
        ("{by_profession: {fighter: [0, 20, 70]}, chart: [0, 30, 90]}", "kessa: {profession: witch}", 60, 40),
        ("{step: 30, start: 0}", "kessa: {}", 30, 10),
        ("{chart: [0, 30, 50]}", "kessa: {}", None, None),
        ("{step: 10, highest: 3}", "kessa: {}", None, None),
    ],
)
def test_a3_what_a_level_takes_is_what_the_rules_say(
    levels: str, roster: str, takes: int | None, to_next: int | None
) -> None:
    """Steps, charts, charts in XP and by profession; after the last level there is no next."""
    played = play(f"awards: {{encounter: 5}}\nlevels: {levels}", "- met: {what: goblin, times: 10}", roster)
    kessa = row(played)
    assert (kessa.level_points, kessa.to_next, kessa.points) == (takes, to_next, 50)
    assert played.sheet("kessa").to_next_level == (None if to_next is None else to_next * 1000)
    if takes is None:
        assert in_words(rates(played), "dp") == "Everybody has reached the last level."


def test_a3_practice_counts_where_it_counts_toward_the_level() -> None:
    """Five points for a goblin and two by practice are seven toward the level."""
    rules = (
        "awards: {encounter: 5}\npractice: {xp: 4, cost: 40}\nlevels: {step: 40, count: earned and practised}"
    )
    kessa = row(play(rules, "- met: {what: goblin}\n- used: {who: kessa, skill: climb, times: 5}"))
    assert (kessa.points, kessa.each, kessa.to_next) == (7, 7, 33)


def test_a3_without_encounters_or_levels_it_says_so() -> None:
    """Helpful words instead of a row of nothing."""
    quiet = rates(play(RULES, "- awarded: {points: 5}", step=40))
    assert in_words(quiet, "dp") == "No encounters yet: each met: in the journal is one."
    assert (quiet[0].each, quiet[0].encounters_to_next) == (None, None)
    flat = rates(play("awards: on", "- met: {what: goblin}"), Plan(10))
    assert in_words(flat, "dp") == "Under these rules points do not lead to levels: nothing to forecast."
    assert (flat[0].level, flat[0].each, flat[0].planned) == (None, 2, None)
    poor = rates(play("awards: {encounter: 0}\nlevels: on", "- met: {what: goblin}"))
    assert in_words(poor, "dp") == "Nothing has been earned yet: at this pace no level ever comes."


def test_a3_a_plan_before_anything_was_earned() -> None:
    """Planned is what this level's encounters are to be worth."""
    kessa = row(play("awards: {encounter: 0}\nlevels: {step: 40}", "- met: {what: goblin}"), plan=Plan(10))
    assert (kessa.planned, kessa.drift, kessa.drift_share) == (4, -4, -1)


def test_a3_the_forecast_in_words_names_who_is_next() -> None:
    """The one with the fewest encounters to go."""
    journal = "- session: One\n  day: 1\n  events:\n    - met: {what: goblin, times: 3}\n    - awarded: {who: bram, points: 15}"
    played = play(RULES, journal, "kessa: {}\nbram: {name: Bram Ottery}", step=40)
    said = in_words(rates(played), "dp")
    assert said == "At this pace the next level is Bram Ottery's, 1 encounter or 1 session away."


def test_numbers_for_people() -> None:
    """Rounded exactly, halves to even."""
    assert [decimal(Fraction(n, 1000)) for n in (125, 135, -125, 999)] == ["0.12", "0.14", "-0.12", "1"]
    assert [decimal(5, fixed=True), decimal(5, signed=True), decimal(-5, signed=True)] == ["5.00", "+5", "-5"]
    assert decimal(Fraction(-1, 1000), signed=True) == "0"
    assert decimal(10, 0) == "10"
