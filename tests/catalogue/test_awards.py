"""Awards, challenge, first contact, novelty: A1 A2 A6 A8, N1 to N5, N7."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue.worked import FACTS, bonus, dp, exact, fact, facts, holds, option, paid, play, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)


@pytest.mark.parametrize("written", ["$goal", "$goal dp", "$xp xp"])
def test_a1_a_goal_is_paid_in_free_points_that_count_as_xp_for_the_level(written: str) -> None:
    """Three points for a goal are three points to spend, and 30 XP on the running total."""
    rules = """
        awards: on
        purchase: {cost: 3}
        levels: {chart: [0, $xp], thresholds: xp}
    """
    journal = f"""
        - awarded: {{points: {written}, for: Reached the pass}}
        - bought: {{who: kessa, skill: climb, day: 1}}
    """
    goal, xp = fact("A1")["goal_award_dp"], fact("A1")["xp_added_to_running_total"]
    played = play(rules, journal, goal=goal, xp=xp)
    assert dp(played.at(0).sheet("kessa").free) == fact("A1")["free_dp"]
    assert (holds(played, "points"), holds(played, "rank", "climb")) == (0, 1)
    assert played.sheet("kessa").level == 2
    one_xp_more = play(rules, journal, goal=goal, xp=xp + 1) if "goal" in written else played
    assert one_xp_more.sheet("kessa").level == (1 if "goal" in written else 2)


def test_a1_an_award_may_be_shared_and_the_remainder_stays_with_the_party() -> None:
    """Eleven points among two and a retainer of half a share: whole points for each, and one undivided."""
    roster = "kessa: {}\nbram: {}\npip: {share: 1/2}"
    played = play("awards: {division: split}", "- awarded: {points: 11}", roster)
    assert [holds(played, "points", who=who) for who in ("kessa", "bram", "pip")] == [4, 4, 2]
    assert holds(played, "undivided", who="party") == 1


def test_a1_an_encounter_is_worth_the_stated_points_or_its_rating_or_the_default() -> None:
    """Said to be worth nothing it is worth nothing; a rating that the table does not have is refused."""
    rules = """
        awards: {encounter: 2, rated: {1/4: 5, 1: 20}}
    """
    journal = """
        - met: {what: goblin}
        - met: {what: goblin, rating: 1/4}
        - met: {what: ogre, rating: 1}
        - met: {what: ogre, rating: 1, points: 3}
        - met: {what: ogre, rating: 1, points: 0}
        - met: {what: ghost, rating: 7}
    """
    played = play(rules, journal, refused=True)
    assert paid(played) == [2, 5, 20, 3]
    assert 'awards: the rating "7" is worth nothing here' in refusal(played)


@facts("A2")
def test_a2_points_are_paid_whole_and_the_rest_is_carried(case: dict[str, Any]) -> None:
    """1.4 pays 1 and keeps 0.4; with 0.8 in hand it pays 2 and keeps 0.2."""
    rules = """
        awards: on
        grain: {size: $grain}
    """
    journal = """
        - awarded: {points: $carry_in}
        - awarded: {points: $raw}
    """
    played = play(rules, journal, **case)
    assert sum(paid(played)) == holds(played, "points") == case["paid"]
    assert holds(played, "grain.carried") == exact(case["carry_out"])


@few
@given(
    raw=st.lists(st.integers(0, 5000), max_size=6),
    size=st.sampled_from(["1", "1/2", "0.3", "2"]),
    leftover=st.sampled_from(["carry", "party", "lose"]),
)
def test_a2_nothing_is_lost_in_the_carry(raw: list[int], size: str, leftover: str) -> None:
    """What is paid and what is carried or left with the party is what was awarded, paid in whole grains."""
    rules = """
        awards: on
        grain: {size: $size, leftover: $leftover}
    """
    journal = "\n".join(f"- awarded: {{points: {amount / 1000}}}" for amount in raw) or "[]"
    played = play(rules, journal, size=size, leftover=leftover)
    grain, total = Fraction(size), Fraction(sum(raw), 1000)
    alone = [Fraction(amount, 1000) // grain * grain for amount in raw]
    rest = {
        "carry": holds(played, "grain.carried"),
        "party": holds(played, "undivided", who="party"),
        "lose": 0,
    }
    whole = {"carry": total // grain * grain, "party": sum(alone), "lose": sum(alone)}
    assert sum(paid(played)) == holds(played, "points") == whole[leftover]
    assert rest[leftover] == (0 if leftover == "lose" else total - whole[leftover])
    assert all(payment % grain == 0 for payment in paid(played))


FACED = """
    awards: {encounter: $base}
    challenge: on
    levels: on
"""


@facts("A6")
def test_a6_a_challenge_counts_by_its_distance_to_the_level(case: dict[str, Any]) -> None:
    """What is beneath one's level teaches little, what is above it much."""
    roster, journal = "kessa: {level: $level}", "- met: {what: troll, challenge: $challenge}"
    played = play(
        FACED,
        journal,
        roster,
        base=case["base_dp"],
        level=case["character_level"],
        challenge=case["challenge_level"],
    )
    assert sum(paid(played)) == exact(case["dp"])


TABLE = [
    *((int(n), factor) for n, factor in option("A6", "per_level_difference").items()),
    (-5, 0),
    (-6, 0),
    (5, 4),
    (9, 4),
]


@pytest.mark.parametrize(("difference", "factor"), TABLE)
def test_a6_the_whole_table_and_what_lies_beyond(difference: int, factor: float) -> None:
    """Below the table it teaches nothing, above it four times as much, and without a challenge as it is."""
    roster, journal = (
        "kessa: {level: 7}",
        "- met: {what: troll, challenge: $challenge}\n- met: {what: riddle, day: 1}",
    )
    played = play(FACED, journal, roster, base=2, challenge=7 + difference)
    assert sum(paid(played.at(0))) == 2 * exact(factor)
    assert paid(played)[-1] == 2


CONTACT = """
    awards: {encounter: $base}
    first-contact: {least: $least, typical: $typical}
    novelty: {factor: "1 / 4 ** (n - 1)"}
    challenge: on
    levels: on
"""
LEAST = {"least": option("A8", "unknown_min_dp"), "typical": option("A8", "unknown_typical_dp")}


@facts("A8")
def test_a8_the_unknown_is_worth_two_points_at_first_contact(case: dict[str, Any]) -> None:
    """Met for the first time and with unknown powers a base of one becomes two; otherwise it stays."""
    unknown = str(case["unknown_powers"]).lower()
    journal = """
        - met: {what: eye of the deep, unknown: $unknown, times: $seen}
        - met: {what: eye of the deep, unknown: $unknown}
    """
    played = play(CONTACT, journal, base=case["base"], unknown=unknown, seen=case["seen_before"], **LEAST)
    assert paid(played) == [case["dp"]]


@pytest.mark.parametrize("named", ["what: eye", "family: eyes", "situation: the eye opens", "tag: dread"])
def test_a8_a_second_contact_is_never_a_first_one(named: str) -> None:
    """The second time the base is what it is, and neither minimum holds."""
    journal = f"- met: {{{named}, unknown: true}}\n- met: {{{named}, unknown: true}}"
    rules = CONTACT.replace('novelty: {factor: "1 / 4 ** (n - 1)"}', "")
    assert paid(play(rules, journal, base="0.5", **LEAST)) == [2, Fraction(1, 2)]


def test_a8_first_contact_is_never_worth_less_than_a_point() -> None:
    """Four levels beneath one a first contact would be worth half a point, and is worth one."""
    journal = "- met: {what: eye, unknown: true, challenge: 1}\n- met: {what: ear, challenge: 1}"
    assert paid(play(CONTACT, journal, "kessa: {level: 5}", base=1, **LEAST)) == [1, Fraction(1, 4)]


def test_a8_a_base_above_the_typical_stays() -> None:
    """Three points are not made two, and the other one's first contact is theirs alone."""
    journal = """
        - met: {what: eye, unknown: true, who: kessa, points: 3}
        - met: {what: eye, unknown: true, who: [kessa, bram], points: 1}
    """
    played = play(CONTACT, journal, "kessa: {}\nbram: {}", base=1, **LEAST)
    assert (paid(played), paid(played, "bram")) == ([3, Fraction(1, 4)], [2])


MET = """
    awards: {encounter: $base}
    novelty: {factor: $factor}
"""
AGAIN = """
    - met: {what: goblin, times: $prior}
    - met: {what: goblin, day: 1}
"""


def nth(factor: str, prior: int, base: Any = 2, rules: str = MET, **numbers: Any) -> Fraction:
    """What the next goblin is worth, after so many."""
    played = play(rules, AGAIN, base=base, factor=factor, prior=prior, **numbers)
    return holds(played, "points") - holds(played.at(0), "points")


@facts("N1a")
def test_n1a_geometric(case: dict[str, Any]) -> None:
    """Each further goblin is worth half of the one before; all together never reach four points."""
    factor = "1 / 2 ** (n - 1)"
    base, prior = option("N1a", "base_dp"), case["prior"]
    assert nth(factor, prior, base) == exact(case["dp_exact"])
    met_all = play(
        MET,
        "- met: {what: goblin, times: $prior}\n- met: {what: goblin}",
        base=base,
        factor=factor,
        prior=prior,
    )
    assert holds(met_all, "points") == exact(case["cumulative"]) < 4


@facts("N1b")
def test_n1b_harmonic(case: dict[str, Any]) -> None:
    """The fourth goblin is worth a quarter, the 100th a hundredth, the 500th a 500th of the first."""
    assert nth("1 / n", case["prior"], option("N1b", "base_dp")) == exact(case["dp_exact"])


@facts("N1c")
def test_n1c_steps(case: dict[str, Any]) -> None:
    """The first counts five times, the second twice, the third to tenth once, the eleventh on half."""
    steps = "{1: $first, 2: $second, 3-10: $third_to_k, 11+: $routine}"
    rules = MET.replace("$factor", steps)
    assert option("N1c", "routine_after") == 10
    assert nth("", case["prior"], 1, rules, **FACTS["N1c"]["params"]) == exact(case["mult"])


BANDED = """
    awards: {encounter: $base}
    novelty: {factor: [1, 3/4, 1/2, 1/4], band: wits, beyond_most: $most}
"""


def banded(prior: int, base: Any = 2, most: str = "2 xp", wits: int = 12) -> Fraction:
    """What the next one is worth to somebody with these wits."""
    played = play(BANDED, AGAIN, f"kessa: {{stats: {{wits: {wits}}}}}", base=base, most=most, prior=prior)
    return holds(played, "points") - holds(played.at(0), "points")


@facts("N1d", mult=...)
def test_n1d_bands_as_wide_as_an_attribute(case: dict[str, Any]) -> None:
    """With wits of 12 the first dozen counts in full, each further one a quarter less; the 49th is 2 XP."""
    assert option("N1d", "attribute") == 12
    want = Fraction(2, 10) if isinstance(case["mult"], str) else 2 * exact(case["mult"])
    assert banded(case["nth"] - 1) == want


def test_n1d_beyond_the_last_band_an_award_is_two_xp_at_most_and_never_more_than_it_was() -> None:
    """Two XP are 0.2 points, also when the ruleset does not say so; a quarter of less stays what it is."""
    rules = BANDED.replace(", beyond_most: $most", "")
    played = play(rules, AGAIN, "kessa: {stats: {wits: 2}}", base=2, prior=8)
    assert holds(played, "points") - holds(played.at(0), "points") == Fraction(2, 10)
    assert [banded(prior, "0.4", wits=2) for prior in (7, 8)] == [Fraction(1, 10)] * 2
    assert banded(8, 2, "1 xp", wits=2) == Fraction(1, 10)


def test_n1d_within_the_bands_nothing_is_cut() -> None:
    """A factor above ten, from whatever rule, stands."""
    rules = """
        awards: {encounter: 1}
        novelty: {factor: [3, 2, 1], band: wits, bands: 3}
        challenge: {factor: {0: 1, 1+: 5}}
        levels: on
    """
    played = play(rules, "- met: {what: dragon, challenge: 2}", "kessa: {stats: {wits: 1}}")
    assert paid(played) == [15]


SHAPES = ["1 / 2 ** (n - 1)", "1 / n", "{1: 5, 2: 2, 3-10: 1, 11+: 1/2}"]
CREATURES = st.sampled_from(["goblin", "orc", "troll"])


@few
@given(met=st.lists(CREATURES, min_size=1, max_size=14), factor=st.sampled_from(SHAPES), data=st.data())
def test_n1_diminishing_falls_whatever_else_comes_in_between(met: list[str], factor: str, data: Any) -> None:
    """The same is never worth more than the time before, and other things met in between change nothing."""
    rules = f"""
        awards: {{encounter: 2}}
        novelty: {{factor: {factor if factor.startswith("{") else f'"{factor}"'}}}
    """
    shuffled = data.draw(st.permutations(met))
    worth = [worth_of_each(rules, order) for order in (met, shuffled)]
    assert worth[0] == worth[1]
    for amounts in worth[0].values():
        assert amounts == sorted(amounts, reverse=True)


def worth_of_each(rules: str, met: list[str]) -> dict[str, list[Fraction]]:
    """What each encounter with each creature was worth, in order."""
    played = play(rules, "\n".join(f"- met: {{what: {what}}}" for what in met))
    found: dict[str, list[Fraction]] = {}
    for what, amount in zip(met, paid(played), strict=True):
        found.setdefault(what, []).append(amount)
    return found


KEYED = """
    awards: {encounter: 8}
    novelty: {factor: "1 / 2 ** (n - 1)", key: $key, scope: $scope}
"""


def test_n2_the_same_creature() -> None:
    """After goblin, goblin, pit trap, goblin the next goblin is the fourth, the next pit trap the second."""
    case = fact("N2", key="creature")
    log = "\n".join(f"- met: {{what: {what}}}" for what in case["log"])
    journal = log + "\n- met: {what: goblin, day: 1}\n- met: {what: pit trap, day: 1}"
    played = play(KEYED, journal, key="creature", scope="character")
    before = played.at(0)
    assert holds(before, "met", "creature goblin") == case["prior_for_goblin"]
    assert holds(before, "met", "creature pit trap") == case["prior_for_pit"]
    assert paid(played)[-2:] == [
        Fraction(8, 2 ** case["prior_for_goblin"]),
        Fraction(8, 2 ** case["prior_for_pit"]),
    ]


def test_n2_the_same_family() -> None:
    """After a goblin and a hobgoblin the next of the family is the third; a creature may be its own."""
    case = fact("N2", key="creature_family")
    log = "\n".join(f"- met: {{what: {what}, family: goblinoid}}" for what in case["log"])
    journal = log + "\n- met: {what: bugbear, family: goblinoid}\n- met: {what: wisp}"
    played = play(KEYED, journal, key="family", scope="character")
    assert paid(played)[-2:] == [Fraction(8, 2 ** case["prior_for_goblinoid"]), 8]


@pytest.mark.parametrize("key", ["situation", "tag"])
def test_n2_the_same_situation_or_tag(key: str) -> None:
    """What it was does not matter then, only the situation or the tag; without one it counts in full."""
    journal = f"""
        - met: {{what: goblin, {key}: ambush}}
        - met: {{what: orc, {key}: ambush}}
        - met: {{what: orc}}
        - met: {{what: orc}}
    """
    assert paid(play(KEYED, journal, key=key, scope="character")) == [8, 4, 8, 8]


@pytest.mark.parametrize(("scope", "worth"), [("character", [8, 8]), ("party", [2, 2])])
def test_n2_ones_own_memory_or_the_partys(scope: str, worth: list[int]) -> None:
    """Bram met none of Kessa's goblins; where the party's memory counts they are his as well."""
    journal = """
        - met: {what: goblin, who: kessa, times: 2}
        - met: {what: goblin, who: [bram, mira]}
    """
    played = play(KEYED, journal, "kessa: {}\nbram: {}\nmira: {}", key="creature", scope=scope)
    assert [*paid(played, "bram"), *paid(played, "mira")] == worth
    assert holds(played, "met", "creature goblin", who="party") == 3


@pytest.mark.parametrize("family", ["", ", family: goblinoid"])
def test_n2_each_of_a_party_meets_the_same_goblin_once(family: str) -> None:
    """A party of two that meets three goblins met three of them, not six."""
    journal = f"- met: {{what: goblin{family}, who: all, times: 3}}"
    played = play(KEYED, journal, "kessa: {}\nbram: {}", key="creature", scope="party")
    assert paid(played) == paid(played, "bram") == [8, 4, 2]


WORTHLESS = """
    awards: {encounter: 2}
    novelty: {factor: "1 / n", worthless_at: $worthless}
"""


@facts("N3")
def test_n3_worthless_from_fifty_on(case: dict[str, Any]) -> None:
    """With 49 met before the next still pays; with 50 or more it pays nothing."""
    played = play(WORTHLESS, AGAIN, worthless=option("N3", "worthless_at"), prior=case["prior"])
    last = holds(played, "points") - holds(played.at(0), "points")
    assert last == (0 if case["zero"] else exact(f"2/{case['prior'] + 1}"))


UNUSUAL = """
    awards: {encounter: $base}
    novelty: {factor: "1 / n", worthless_at: $worthless, unusual: $mode, floor: $floor}
"""
ODD = """
    - met: {what: goblin, times: $prior}
    - met: {what: goblin, day: 1$unusual}
"""
REASON = ", unusual: it recites poetry"


def odd_one(
    mode: str, unusual: str = REASON, worthless: int = 50, prior: int = 499, floor: Any = 1
) -> Fraction:
    """What the 500th goblin is worth, when it is not the same old thing."""
    numbers = {"mode": mode, "unusual": unusual, "worthless": worthless, "floor": floor}
    played = play(UNUSUAL, ODD, prior=prior, base=fact("N4")["base"], **numbers)
    assert holds(played, "met", "creature goblin") == prior + 1, "it counts as a repetition all the same"
    return holds(played, "points") - holds(played.at(0), "points")


@pytest.mark.parametrize("mode", ["full", "floor", "step back"])
def test_n4_the_usual_500th_is_worth_nothing_in_any_mode(mode: str) -> None:
    """Without a reason the 500th goblin teaches nothing."""
    assert odd_one(mode, unusual="") == fact("N4")["normal"]


def test_n4_something_unusual_is_worth_the_full_award() -> None:
    """The 500th goblin, when it recites poetry, is worth 2."""
    assert odd_one("full") == fact("N4")["full"]


def test_n4_or_at_least_a_point() -> None:
    """Or it is worth 1, and more when it still is worth more."""
    floor = option("N4", "unusual")["floor_dp"]
    assert odd_one("floor", floor=floor) == fact("N4")["floor"]
    assert odd_one("floor", floor="1/4", prior=3) == Fraction(1, 2)


def test_n4_or_as_if_half_as_many_had_been_met() -> None:
    """499 met count as 249: the 500th is worth what the 250th was, and nothing if that was nothing."""
    assert fact("N4")["step_back_prior"] == 249
    assert odd_one("step back", worthless=10_000) == exact("2/250")
    assert odd_one("step back", worthless=250) == exact("2/250")
    assert odd_one("step back", worthless=249) == 0


def test_n4_a_floor_does_not_lower_a_higher_minimum() -> None:
    """A first contact that is never worth less than two stays so, though the floor for the unusual is one."""
    rules = """
        awards: {encounter: 1}
        first-contact: {least: 2, typical: 1}
        novelty: {factor: 1/2, unusual: floor, floor: 1}
    """
    assert paid(play(rules, "- met: {what: eye, unknown: true, unusual: it sings}")) == [2]


def test_n4_it_takes_a_reason() -> None:
    """An unusual encounter without a word about it is a mistake in the file."""
    played = play(
        UNUSUAL, "- met: {what: goblin, unusual: }", refused=True, base=2, worthless=50, mode="full", floor=1
    )
    assert "unusual: takes a text, not nothing" in refusal(played)


@facts("N5")
def test_n5_no_creature_is_exempt(case: dict[str, Any]) -> None:
    """The fourth dragon of base 8 is worth 1."""
    rules = """
        awards: {encounter: $base}
        novelty: {factor: {start: 1, growth: $ratio}}
    """
    journal = "- met: {what: $creature, times: $prior}\n- met: {what: $creature, day: 1}"
    played = play(rules, journal, **case)
    assert paid(played)[-1] == case["dp"]


RANKS = "rank-bonus: {per_rank: {1-10: 5, 11-20: 2, 21+: 1}, unskilled: -25}"


@facts("N7", ranks=...)
def test_n7_each_rank_adds_less_than_the_ones_before(case: dict[str, Any]) -> None:
    """Five a rank up to ten, two up to twenty, one beyond; never learned is -25."""
    assert option("N7", "bands") == [[10, 5], [10, 2], ["rest", 1]]
    for rules in (RANKS, "rank-bonus: on"):
        played = play(rules, "[]", "kessa: {ranks: {climb: $ranks}}", ranks=case["ranks"])
        assert bonus(played, "climb") == case["bonus"]


@facts("N7", delta=...)
def test_n7_the_first_ranks_bring_more_than_the_last(case: dict[str, Any]) -> None:
    """From 1 to 3 it is ten, from 18 to 20 four."""
    two = [play(RANKS, "[]", "kessa: {ranks: {climb: $n}}", n=case[end]) for end in ("from", "to")]
    assert bonus(two[1], "climb") - bonus(two[0], "climb") == case["delta"]
