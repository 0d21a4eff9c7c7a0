"""No ticking off of check-lists: C10."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue import worked
from catalogue.worked import facts, holds, option, play
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

RULES = """
    practice: {xp: $xp, cost: 1000000}
    check-list: {free: $free, factor: $factor}
"""
NUMBERS = {
    "xp": 1000,
    "free": option("C10", "free_distinct_skills"),
    "factor": f'"{option("C10", "decay")} ** n"',
}
TRADES = [f"trade{n:02}" for n in range(1, 21)]


@pytest.fixture(autouse=True)
def _many_skills(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that knows twenty trades."""
    more = "".join(f"  {name}: trade\n" for name in TRADES)
    monkeypatch.setattr(worked, "RULESET", worked.RULESET.replace("policies:", more + "policies:"))


def credits(journal: str, **numbers: Any) -> Fraction:
    """What was earned in all, in full uses."""
    played = play(RULES, journal, **{**NUMBERS, **numbers})
    return holds(played, "practised") / 1000


def used(*skills: str, more: str = "") -> str:
    """One use of each, in a row."""
    return "".join(f"- used: {{who: kessa, skill: {skill}{more}}}\n" for skill in skills)


@facts("C10", distinct_skills_ticked=...)
def test_c10_the_fifth_skill_of_a_session_earns_half(case: dict[str, Any]) -> None:
    """Four are four, ten are 4.9844, twenty are 5.0: together never more than five."""
    earned = credits(used(*TRADES[: case["distinct_skills_ticked"]]))
    assert round(earned, 4) == Fraction(str(case["credit"]))
    assert earned <= 5


@pytest.mark.parametrize("xp", [1, "0.3", 7, 1000, 4321])
def test_c10_the_sums_of_a_session_are_rounded_not_each_skill(xp: Any) -> None:
    """Twelve skills at 1,000 XP are 4,996.094, the sum to the nearest thousandth, as the table has it."""
    for skills in range(5, 17):
        earned = credits(used(*TRADES[:skills]), xp=xp) * 1_000_000
        exact = Fraction(xp) * 1000 * (5 - Fraction(1, 2 ** (skills - 4)))
        assert earned == round(exact)


def test_c10_a_reason_says_what_makes_the_parts_add_up() -> None:
    played = play(RULES, used(*TRADES[:11]), **NUMBERS)
    last = played.why("kessa", f"{TRADES[10]} xp").postings[-1]
    assert last.amount == 7813
    assert last.reason == (
        "1000 for a use x 1/128 (the 11th skill of the session), rounded to 7.812 + 0.001 (so that the parts add up)"
    )


@facts("C10", rolls_same_skill_one_scene=...)
def test_c10_once_in_a_scene(case: dict[str, Any]) -> None:
    """Six rolls of one skill in a scene earn once; in two scenes twice, and in both at the same place."""
    assert option("C10", "once_per_scene")
    six = case["rolls_same_skill_one_scene"]
    bridge = f"- used: {{who: kessa, skill: climb, scene: bridge, times: {six}}}\n"
    assert credits(bridge) == case["credits"]
    assert credits(bridge + bridge.replace("bridge", "tower")) == 2 * case["credits"]
    assert credits(bridge.replace("scene: bridge, ", "") * 2) == case["credits"]
    assert credits(bridge + used("climb")) == 2 * case["credits"]  # no scene is named: one of its own


@facts("C10", no_stakes=True)
def test_c10_nothing_at_stake_earns_nothing(case: dict[str, Any]) -> None:
    """And takes no place among the session's skills, nor the scene's one credit."""
    assert option("C10", "requires_stakes")
    idle = used(*TRADES[4:10], more=", stakes: false")
    assert credits(idle) == case["credits"]
    assert credits(idle + used(*TRADES[:4])) == 4
    assert credits(idle + used(TRADES[4])) == 1


def test_c10_a_skill_keeps_its_place_in_other_scenes() -> None:
    """The fifth earns half again in the next scene, the first all; the sixth is still the sixth."""
    five = used(*TRADES[:5], more=", scene: bridge")
    again = used(TRADES[4], TRADES[0], more=", scene: tower")
    assert credits(five + again) == Fraction("4.5") + Fraction("1.5")
    assert credits(five + again + used(TRADES[5])) == Fraction("6.25")


def test_c10_each_session_and_each_character_counts_afresh() -> None:
    """A new session begins anew with skills, places and scenes; Bram has places of his own."""
    five = used(*TRADES[:5], more=", scene: bridge")
    sessions = "".join(f"- session: {n}\n  day: {n}\n  events:\n" + worked.indent(five, "  ") for n in (1, 2))
    assert credits(sessions) == 9
    next_one = used(TRADES[4]).replace("- used", "    - used")
    assert credits(five + "- session: 1\n  day: 1\n  events:\n" + next_one) == Fraction("5.5")
    both = play(RULES, five + five.replace("kessa", "bram"), "kessa: {}\nbram: {}", **NUMBERS)
    assert [holds(both, "practised", who=who) for who in ("kessa", "bram")] == [4500, 4500]


@pytest.mark.parametrize(
    ("free", "factor", "expected"),
    [(0, 1, 3), (2, 0, 2), (3, 0, 3), (0, "[1, 1/4]", "1.5"), (1, "1/3", "5/3")],
)
def test_c10_tables_differ(free: int, factor: Any, expected: Any) -> None:
    """Three skills, with so many free and that factor for the rest."""
    earned = credits(used(*TRADES[:3]), free=free, factor=factor)
    assert round(earned, 4) == round(Fraction(expected), 4)


def test_c10_only_the_skills_it_is_for() -> None:
    """Others earn every time, and take no place."""
    rules = "practice: {xp: 1000, cost: 1000000}\ncheck-list: {only: [trade], free: 1, factor: 0}"
    played = play(rules, used("climb", "climb", "swim", *TRADES[:3]))
    assert holds(played, "practised") == 4000


def test_c10_beside_other_factors() -> None:
    """The first use of everything, once more by novelty: both rules fit together."""
    rules = "practice: {xp: 8, cost: 1000000}\ncheck-list: on\nnovelty: {of: uses}"
    goblins = used(*TRADES[:5], more=", what: goblins, scene: bridge")
    played = play(rules, goblins + goblins.replace("bridge", "tower"))
    assert holds(played, "practised") == 36 + 18


def test_c10_the_reason_names_the_place() -> None:
    """What was taken off, and why."""
    played = play(RULES, used(*TRADES[:5], TRADES[4]), **NUMBERS)
    reasons = [posting.reason for posting in played.why("kessa", f"{TRADES[4]} xp").postings]
    assert reasons == [
        "1000 for a use x 1/2 (the 5th skill of the session)",
        "1000 for a use x 0 (once in a scene) x 1/2 (the 5th skill of the session)",
    ]


@few
@given(st.lists(st.tuples(st.sampled_from(TRADES), st.sampled_from("ab")), max_size=40))
def test_c10_no_scene_earns_more_than_five(uses: list[tuple[str, str]]) -> None:
    """However one ticks off: what is earned is at most five uses a scene, and at least the first of each place."""
    journal = "".join(used(skill, more=f", scene: {scene}") for skill, scene in uses)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worked, "RULESET", worked.RULESET)
        earned = credits(journal + "- passed: 0\n")
    distinct = list(dict.fromkeys(skill for skill, _ in uses))
    worth = {skill: 1 if nth < 4 else Fraction(1, 2) ** (nth - 3) for nth, skill in enumerate(distinct)}
    expected = sum(worth[skill] for skill, _ in dict.fromkeys(uses))
    assert abs(earned - expected) < Fraction(1, 100)
    assert earned <= 5 * len({scene for _, scene in uses})
