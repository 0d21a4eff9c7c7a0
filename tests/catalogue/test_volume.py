"""Mastery by volume of practice: N9."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import facts, holds, option, play, ranks, refusal

from rpgprog.curve import END

S = (
    f"{{midpoint: {option('N9', 'logistic_midpoint_uses')}, scale: {option('N9', 'scale_uses')}, "
    f"ceiling: {option('N9', 'ceiling_ranks')}}}"
)
RULES = "volume: {ranks: $ranks, mode: $mode}\npurchase: {cost: 2}\npractice: {xp: $xp, cost: 10}"
SIMPLE = '"uses / 10"'
HAMMERS = "- used: {who: kessa, skill: sword, times: $uses}\n"


def hammered(uses: int, mode: str = "raise", more: str = "", curve: str = S, xp: int = 0, **how: Any) -> Any:
    """So many uses, and what follows."""
    return play(RULES, HAMMERS + more, uses=uses, ranks=curve, mode=mode, xp=xp, **how)


@pytest.mark.slow
@facts("N9")
def test_n9_one_nail_teaches_nothing_ten_thousand_make_a_master(case: dict[str, Any]) -> None:
    """1 and 50 uses are no rank, 200 are 4, 400 are 9, and ten thousand 10."""
    assert ranks(play("volume: on", HAMMERS, uses=case["uses"]), "sword") == [case["rank"]]


def test_n9_the_curve_may_be_said() -> None:
    """It is the one that holds when nothing is said: the fourth rank comes with the 181st use."""
    for uses, rank in ((180, 3), (181, 4), (200, 4), (334, 8), (335, 9)):
        said, unsaid = hammered(uses), play("volume: on", HAMMERS, uses=uses)
        assert ranks(said, "sword") == ranks(unsaid, "sword") == [rank]


@pytest.mark.parametrize(("uses", "rank"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (105, 10)])
def test_n9_parts_of_a_rank_do_not_count(uses: int, rank: int) -> None:
    """A rank for every ten uses: by any curve."""
    assert ranks(hammered(uses, curve=SIMPLE), "sword") == [rank]


def test_n9_each_skill_separately() -> None:
    """Uses of other skills are other practice, and it may be for some skills only."""
    more = "- used: {who: kessa, skill: axe, times: 10}\n- used: {who: kessa, skill: swim, times: 10}\n"
    assert ranks(hammered(19, curve=SIMPLE, more=more), "sword", "axe", "swim") == [1, 1, 1]
    rules = 'volume: {ranks: "uses / 10", only: [arms]}'
    played = play(rules, HAMMERS + more, "kessa: {ranks: {climb: 3}}", uses=19)
    assert ranks(played, "sword", "axe", "swim", "climb") == [1, 1, 0, 3]
    assert [of for _, kind, of in played.book.sheet() if kind == "volume.uses"] == ["axe", "sword"]


@pytest.mark.parametrize(("uses", "rank"), [(9, 5), (10, 6), (20, 7)])
def test_n9_ranks_brought_in_count_as_practised(uses: int, rank: int) -> None:
    """Five ranks are fifty uses: the sixth takes ten more."""
    roster = "kessa: {ranks: {sword: 5}}"
    played = play(RULES, HAMMERS, roster, uses=uses, ranks=SIMPLE, mode="raise", xp=0)
    assert ranks(played, "sword") == [rank]
    assert holds(played, "volume.uses", "sword") == 50 + uses


def test_n9_a_master_beyond_the_curve_stays_one() -> None:
    """Twelve ranks of ten: practice adds nothing and takes nothing."""
    played = play("volume: on", HAMMERS, "kessa: {ranks: {sword: 12}}", uses=5)
    assert ranks(played, "sword") == [12]
    assert holds(played, "volume.uses", "sword") == END + 5


@pytest.mark.parametrize(("uses", "rank"), [(0, 3), (9, 3), (10, 4), (20, 5)])
def test_n9_forgotten_ranks_are_practised_again(uses: int, rank: int) -> None:
    """Two of five ranks decay: the count falls back to thirty uses, and each rank takes its ten again."""
    rules = 'volume: {ranks: "uses / 10"}\ndecay: {period: 100}'
    journal = "- used: {who: kessa, skill: sword, times: 55}\n- passed: 200\n" + HAMMERS
    assert ranks(play(rules, journal, uses=uses), "sword") == [rank]


def test_n9_a_skill_forgotten_altogether_starts_over() -> None:
    """Ten uses again for the first rank."""
    rules = 'volume: {ranks: "uses / 10"}\ndecay: {period: 100}'
    journal = "- used: {who: kessa, skill: sword, times: 15}\n- passed: 100\n" + HAMMERS
    for uses, rank in ((9, 0), (10, 1)):
        assert ranks(play(rules, journal, uses=uses), "sword") == [rank]


def test_n9_a_lost_rank_that_was_bought_costs_no_practice() -> None:
    """Thirty-five uses are three ranks, a fourth is bought and taken away: five uses to the next one."""
    journal = (
        HAMMERS
        + "- bought: {who: kessa, skill: sword}\n- ruled: {who: kessa, skill: sword, ranks: -1, by: GM, why: amnesia}\n"
    )
    more = "- used: {who: kessa, skill: sword, times: 5}\n"
    numbers = {"uses": 35, "ranks": SIMPLE, "mode": "raise", "xp": 0}
    assert ranks(play(RULES, journal, "kessa: {points: 2}", **numbers), "sword") == [3]
    assert ranks(play(RULES, journal + more, "kessa: {points: 2}", **numbers), "sword") == [4]


def test_n9_without_the_gate_nothing_is_held_back() -> None:
    """XP turn into ranks and points buy them, with hardly a use."""
    played = play(
        RULES, HAMMERS + BUYS, "kessa: {points: 100}", uses=3, n=2, ranks=SIMPLE, mode="raise", xp=10
    )
    assert ranks(played, "sword") == [5]


def test_n9_a_curve_that_leaps_gives_back_what_it_must() -> None:
    """Three ranks at once on the second use: who lost one of them has used it once too few."""
    rules = "volume: {ranks: [0, 3, 3, 5]}\ndecay: {period: 100}"
    journal = "- used: {who: kessa, skill: sword, times: 2}\n- passed: 100\n"
    played = play(rules, journal)
    assert (ranks(played, "sword"), holds(played, "volume.uses", "sword")) == ([2], 1)
    again = play(rules, journal + "- used: {who: kessa, skill: sword}\n")
    assert ranks(again, "sword") == [3]


def test_n9_what_was_bought_is_not_taken_away() -> None:
    """Three ranks bought without a use: thirty uses later the fourth comes after ten more."""
    journal = "- bought: {who: kessa, skill: sword, ranks: 3}\n" + HAMMERS
    for uses, rank in ((39, 3), (40, 4)):
        played = play(RULES, journal, "kessa: {points: 6}", uses=uses, ranks=SIMPLE, mode="raise", xp=0)
        assert ranks(played, "sword") == [rank]


BUYS = "- bought: {who: kessa, skill: sword, ranks: $n}\n"


def test_n9_as_a_gate_it_limits_what_points_buy() -> None:
    """Twenty-nine uses allow two ranks, thirty three."""
    rich = "kessa: {points: 100}"
    for uses, n, allowed in ((29, 2, True), (29, 3, False), (30, 3, True), (30, 4, False)):
        numbers = {"uses": uses, "n": n, "ranks": SIMPLE, "mode": "gate", "xp": 0}
        played = play(RULES, HAMMERS + BUYS, rich, refused=not allowed, **numbers)
        assert ranks(played, "sword") == [n if allowed else 0]
        if not allowed:
            why = f"more ranks than practice allows: needed {n}, had {n - 1}, short by 1"
            assert why in refusal(played)


@pytest.mark.parametrize(("uses", "rank"), [(9, 0), (10, 1), (19, 1), (20, 2)])
def test_n9_as_a_gate_xp_wait(uses: int, rank: int) -> None:
    """Every use brings XP for a rank; ranks come with every tenth, and no XP is lost."""
    played = hammered(uses, "gate", curve=SIMPLE, xp=10)
    assert ranks(played, "sword") == [rank]
    assert holds(played, "xp", "sword") == 10 * (uses - rank)


def test_n9_as_a_gate_it_gives_nothing() -> None:
    """A thousand uses without XP are no rank."""
    assert ranks(hammered(1000, "gate", curve=SIMPLE), "sword") == [0]


def test_n9_earlier_ranks_are_not_held_back() -> None:
    """Decay took two of five: they may be bought again; the sixth takes practice."""
    rules = 'volume: {ranks: "uses / 10", mode: gate}\npurchase: {cost: 2}\ndecay: {period: 100}'
    roster = "kessa: {points: 100, ranks: {sword: 3}, peaks: {sword: 5}}"
    assert ranks(play(rules, BUYS, roster, n=2), "sword") == [5]
    assert "more ranks than practice allows" in refusal(play(rules, BUYS, roster, refused=True, n=3))


def test_n9_gate_and_other_skills() -> None:
    """What the rule is not for is bought and learned as always."""
    rules = "volume: {mode: gate, only: [athletics]}\npurchase: {cost: 2}\npractice: {xp: 10, cost: 10}"
    played = play(rules, HAMMERS + BUYS, "kessa: {points: 100}", uses=3, n=4)
    assert ranks(played, "sword") == [7]


def test_n9_each_kind_of_ranks_has_its_own_rule() -> None:
    """A talent is no skill, and passes the gate."""
    rules = "volume: {mode: gate}\npurchase: {cost: 2, talents: {sight: 5}}"
    played = play(rules, "- bought: {who: kessa, talent: sight}", "kessa: {points: 5}")
    assert holds(played, "talent", "sight") == 1
