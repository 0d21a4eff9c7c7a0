"""Use: U1 to U6."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import dp, exact, fact, facts, holds, option, play, ranks
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

SCOUT = "kessa: {favoured: [climb, stealth]}"
USE = """
    practice: {xp: 4, cost: 40, favoured: 20}
"""


def test_u1_use_earns_xp_for_that_very_skill() -> None:
    """The XP of a use go to the skill's own account, and to nobody else's."""
    journal = """
        - session: The pass
          day: 3
          events:
            - used: {who: kessa, skill: climb, outcome: success, stakes: true, scene: the cliff}
            - used: {who: kessa, skill: climb, xp: 3}
            - used: {who: bram, skill: swim, outcome: failure}
    """
    played = play(USE, journal, "kessa: {}\nbram: {}")
    assert {key: amount for key, amount in played.book.sheet().items() if key[1] == "xp"} == {
        ("kessa", "xp", "climb"): 7000,
        ("bram", "xp", "swim"): 4000,
    }
    assert dp(played.why("kessa", "climb xp").number) == 7


def test_u1_a_rule_for_one_category_leaves_other_skills_alone() -> None:
    """Where only athletics rise with use, a sword does not."""
    rules = """
        practice: {xp: 4, cost: 40, only: [athletics]}
    """
    played = play(rules, "- used: {who: kessa, skill: climb}\n- used: {who: kessa, skill: sword}")
    assert (holds(played, "xp", "climb"), holds(played, "xp", "sword")) == (4, 0)


@pytest.mark.parametrize(("whose", "skill"), [("favoured", "climb"), ("other", "swim")])
@facts("U2")
def test_u2_xp_turn_into_ranks_by_ten_a_point(case: dict[str, Any], whose: str, skill: str) -> None:
    """A rank costs 2 points (20 XP) where favoured and 4 (40 XP) elsewhere; what is left over is carried."""
    xp = {name: option("U2", "xp_per_dp") * option("U2", f"{name}_dp") for name in ("favoured", "other")}
    journal = "- used: {who: kessa, skill: $skill, xp: $xp}"
    rules = "practice: {cost: $other, favoured: $favoured}"
    played = play(rules, journal, SCOUT, skill=skill, xp=case["xp"], **xp)
    want = case.get(whose) or {"ranks": case["xp"] // xp[whose], "carry": case["xp"] % xp[whose]}
    assert ranks(played, skill) == [want["ranks"]]
    assert holds(played, "xp", skill) == want["carry"]
    assert holds(played, "practised") == case["xp"]


@pytest.mark.parametrize(("whose", "skill"), [("favoured", "climb"), ("other", "swim")])
def test_u3_so_many_uses_make_a_rank(whose: str, skill: str) -> None:
    """Twelve uses are two ranks and two uses, or one rank and two; one use short is a rank less."""
    rules = """
        practice: {xp: 1, cost: $other, favoured: $favoured}
    """
    journal = "- used: {who: kessa, skill: $skill, times: $uses}"
    case, uses = fact("U3"), option("U3", "uses_per_rank")
    played = play(rules, journal, SCOUT, skill=skill, uses=case["uses"], **uses)
    assert ranks(played, skill) == [case[f"{whose}_ranks"]]
    assert holds(played, "xp", skill) == case[f"{whose}_carry"]
    short = play(rules, journal, SCOUT, skill=skill, uses=uses[whose] - 1, **uses)
    assert ranks(short, skill) == [0]


@pytest.mark.parametrize(("less", "level"), [("0", 2), ("0.5", 2), ("0.501", 1)])
def test_u4_ranks_rise_by_themselves_and_count_for_the_level(less: str, level: int) -> None:
    """37 points and 35 XP from use are 40.5: level 2, still at 40, and no longer a thousandth below."""
    rules = """
        awards: on
        practice: {cost: 40, favoured: 20}
        levels: {step: $size, count: earned and practised}
    """
    journal = """
        - awarded: {points: $free}
        - used: {who: kessa, skill: climb, xp: $climb}
        - used: {who: kessa, skill: stealth, xp: $stealth}
    """
    case = fact("U4")
    free = float(exact(case["free_dp_earned"]) - exact(less))
    played = play(rules, journal, SCOUT, free=free, size=option("U4", "level_size_dp"), **case["use_xp"])
    assert ranks(played, "climb", "stealth") == [
        case["auto_ranks_favoured"][skill] for skill in ("climb", "stealth")
    ]
    total = exact(case["total_dp"]) - exact(less)
    assert holds(played, "earned") + holds(played, "practised") / 10 == total
    assert played.sheet("kessa").level == level
    assert dp(played.sheet("kessa").to_next_level) == 40 * level - total


REPEATED = """
    practice: {xp: 1, cost: 1000}
    repetition: {uses: $uses, mode: $mode}
"""


@pytest.mark.parametrize("mode", ["threshold", "block"])
@facts("U5")
def test_u5_only_repeated_use_teaches(case: dict[str, Any], mode: str) -> None:
    """From the third use in a session on each earns, or every third does."""
    journal = """
        - session: The pass
          day: 1
          events:
            - used: {who: kessa, skill: climb, times: $times}
            - used: {who: kessa, skill: swim, times: 2}
    """
    played = play(REPEATED, journal, uses=option("U5", "min_uses"), mode=mode, times=case["uses"])
    assert holds(played, "xp", "climb") == case[f"{mode}_credits"]
    assert holds(played, "xp", "swim") == 0, "each skill counts for itself"


@pytest.mark.parametrize("mode", ["threshold", "block"])
def test_u5_each_session_starts_a_new_count(mode: str) -> None:
    """Two uses in one session and two in the next are never three; Bram's uses are not Kessa's."""
    journal = """
        - session: The pass
          day: 1
          events:
            - used: {who: [kessa, bram], skill: climb, times: 2}
        - session: The tower
          day: 2
          events:
            - used: {who: [kessa, bram], skill: climb, times: 2}
    """
    played = play(REPEATED, journal, "kessa: {}\nbram: {}", uses=3, mode=mode)
    assert holds(played, "xp", "climb") == holds(played, "xp", "climb", "bram") == 0


@facts("U6", next_rank=...)
def test_u6_each_rank_takes_more_xp(case: dict[str, Any]) -> None:
    """The first rank takes 20 XP, each further one two more; one short is not enough."""
    rules = """
        practice: {cost: "$base_xp + $per_rank * (rank - 1)"}
    """
    roster = "kessa: {ranks: {climb: $held}}"
    numbers = {
        "base_xp": option("U6", "base_xp"),
        "per_rank": option("U6", "per_rank"),
        "held": case["next_rank"] - 1,
    }
    journal = (
        "- used: {who: kessa, skill: climb, xp: $short}\n- used: {who: kessa, skill: climb, xp: 1, day: 1}"
    )
    played = play(rules, journal, roster, short=case["xp"] - 1, **numbers)
    assert dp(played.at(0).sheet("kessa").skills[0].xp_needed) == case["xp"]
    assert ranks(played.at(0), "climb") == [case["next_rank"] - 1]
    assert ranks(played, "climb") == [case["next_rank"]]


@pytest.mark.parametrize("cost", ['"20 + 2 * (rank - 1)"', "{start: 20, add: 2}"])
def test_u6_a_hundred_xp_are_four_ranks(cost: str) -> None:
    """20 + 22 + 24 + 26 are 92, and 8 are carried."""
    case = fact("U6", ranks=4)
    played = play(
        "practice: {cost: $cost}",
        "- used: {who: kessa, skill: climb, xp: $xp}",
        cost=cost,
        xp=case["ranks_from_zero_with_xp"],
    )
    assert ranks(played, "climb") == [case["ranks"]]
    assert holds(played, "xp", "climb") == case["carry"]


@few
@given(parts=st.lists(st.integers(0, 90_000), min_size=1, max_size=6))
def test_u6_many_uses_are_worth_as_much_as_one_great_one(parts: list[int]) -> None:
    """Ranks and what is carried do not depend on the pieces in which the XP came."""
    rules = "practice: {cost: {start: 20, add: 2}}"
    uses = "\n".join(f"- used: {{who: kessa, skill: climb, xp: {part / 1000}}}" for part in parts)
    whole = f"- used: {{who: kessa, skill: climb, xp: {sum(parts) / 1000}}}"
    assert play(rules, uses).book.sheet() == play(rules, whole).book.sheet()
