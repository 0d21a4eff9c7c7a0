"""What a party gets together: shares, remainders, the absent, those behind, and points by outcome."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue.worked import dp, holds, paid, play
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.ledger.apportion import FINE, floors, fractions, largest

few = settings(max_examples=30)
THREE = "kessa: {}\nbram: {}\npip: {}"
NAMES = ("kessa", "bram", "pip")


def points(played: Any, *who: str) -> list[Fraction]:
    """The points of each."""
    return [holds(played, "points", who=name) for name in who or NAMES]


def undivided(played: Any) -> Fraction:
    """What stands with the party."""
    return holds(played, "undivided", who="party")


# What is left


@pytest.mark.parametrize(
    ("remainder", "each", "left"),
    [("leave", [3, 3, 3], 4), ("carry", [4, 4, 4], 1), ("largest", [4, 5, 4], 0)],
)
def test_o2_the_remainder_of_a_shared_award(remainder: str, each: list[int], left: int) -> None:
    """11 and 2 among three: left with the party, shared with the next award, or one each by what is missing."""
    rules = f"awards: {{division: split, remainder: {remainder}}}"
    played = play(rules, "- awarded: {points: 11}\n- awarded: {points: 2}", THREE)
    assert (points(played), undivided(played)) == (each, left)


def test_what_was_carried_is_shared_with_the_next_award_and_no_other() -> None:
    """One point left three times makes one each, at the third award; for less than a point each nothing moves."""
    played = play(
        "awards: {division: split, remainder: carry}",
        "\n".join(f"- awarded: {{points: 1, day: {day}}}" for day in range(4)),
        THREE,
    )
    assert [(points(played.at(day)), undivided(played.at(day))) for day in range(4)] == [
        ([0, 0, 0], 1),
        ([0, 0, 0], 2),
        ([1, 1, 1], 0),
        ([1, 1, 1], 1),
    ]


def test_what_a_grain_left_with_the_party_is_carried_as_well() -> None:
    """Half a point of each of two is a point that the next award shares out."""
    rules = """
        awards: {division: split, remainder: carry, encounter: 4}
        grain: {size: 2, leftover: party}
    """
    journal = "- awarded: {points: 6}\n- awarded: {points: 2, day: 1}"
    played = play(rules, journal, "kessa: {}\nbram: {}")
    assert (points(played.at(0), "kessa", "bram"), undivided(played.at(0))) == ([2, 2], 2)
    assert (points(played, "kessa", "bram"), undivided(played)) == ([4, 4], 0)


def test_an_award_in_percent_shares_nothing_out() -> None:
    """What stands with the party waits for an award in points."""
    rules = "awards: {division: split, remainder: carry}\npercent-levels: {points: 40}"
    journal = "- awarded: {points: 2}\n- awarded: {percent: 10, who: kessa}"
    played = play(rules, journal, THREE)
    assert (points(played), undivided(played)) == ([4, 0, 0], 2)


LARGEST = "awards: {division: split, remainder: largest}"


def test_a_point_that_is_left_goes_in_turn() -> None:
    """One point at a time among three: in order of their names, and round again."""
    journal = "\n".join(f"- awarded: {{points: 1, day: {day}}}" for day in range(6))
    played = play(LARGEST, journal, THREE)
    in_turn = [points(played.at(day), "bram", "kessa", "pip") for day in range(6)]
    assert in_turn == [[1, 0, 0], [1, 1, 0], [1, 1, 1], [2, 1, 1], [2, 2, 1], [2, 2, 2]]
    assert undivided(played) == 0
    assert not [key for key in played.book.sheet() if "owed" in key[1]], "in the end nobody is owed anything"


def test_the_largest_part_of_a_point_comes_first() -> None:
    """5 among shares of 1, 1 and 1/2 are 2, 2 and 1; 4 are 1.6, 1.6 and 0.8: the small one is cut most."""
    roster = "ann: {}\nbob: {}\ncid: {share: 1/2}"
    for award, each in ((5, [2, 2, 1]), (4, [2, 1, 1]), (3, [1, 1, 1]), (2, [1, 1, 0]), (1, [1, 0, 0])):
        played = play(LARGEST, f"- awarded: {{points: {award}}}", roster)
        assert points(played, "ann", "bob", "cid") == each, award


def test_earlier_cuts_come_before_later_ones() -> None:
    """Cid missed 2/5 of a point; then ann and cid share one, and it is cid's."""
    roster = "ann: {}\nbob: {}\ncid: {}"
    journal = "- awarded: {points: 2}\n- awarded: {points: 1, who: [ann, cid], day: 1}"
    played = play(LARGEST, journal, roster)
    assert points(played.at(0), "ann", "bob", "cid") == [1, 1, 0]
    assert points(played, "ann", "bob", "cid") == [1, 1, 1]


def test_who_is_not_there_waits_for_what_they_are_owed() -> None:
    """Cid is owed most and away: the point goes to one of those present."""
    journal = """
        - awarded: {points: 2}
        - session: The tower
          day: 1
          present: [ann, bob]
          events: [awarded: {points: 1}]
        - awarded: {points: 3, day: 2}
    """
    played = play(LARGEST, journal, "ann: {}\nbob: {}\ncid: {}")
    assert [points(played.at(day), "ann", "bob", "cid") for day in range(3)] == [
        [1, 1, 0],
        [2, 1, 0],
        [3, 2, 1],
    ]


def test_less_than_a_point_waits() -> None:
    """Two and a half among two are one each; half a point more makes three halves, of which one is paid."""
    played = play(LARGEST, "- awarded: {points: 2.5}\n- awarded: {points: 1, day: 1}", "ann: {}\nbob: {}")
    assert (points(played.at(0), "ann", "bob"), undivided(played.at(0))) == ([1, 1], Fraction(1, 2))
    assert (points(played, "ann", "bob"), undivided(played)) == ([2, 1], Fraction(1, 2))


def test_parts_of_a_point_add_up_whatever_the_shares() -> None:
    """Shares of 0.3, 0.7 and 0.9: what is owed to one is what another had too early."""
    roster = "ann: {share: 0.3}\nbob: {share: 0.7}\ncid: {share: 0.9}"
    played = play(LARGEST, "- awarded: {points: 1, times: 7}", roster)
    owed = [n for key, n in played.book.sheet().items() if key[1] == "awards.owed"]
    assert len(owed) == 3 and sum(owed) == 0
    assert sum(points(played, "ann", "bob", "cid")) == 7


SPLITS = st.lists(st.integers(0, 40), min_size=1, max_size=25)


@few
@given(awards=SPLITS, people=st.integers(1, 6), part=st.sampled_from([1, 500, 700, 1000]))
def test_equals_stay_within_a_point_of_their_share(awards: list[int], people: int, part: int) -> None:
    """All is paid out, each share is whole, and nobody is ever a point ahead or behind."""
    roster = "\n".join(f"c{n}: {{share: {part / 1000}}}" for n in range(people))
    journal = "\n".join(f"- awarded: {{points: {n}, day: {day}}}" for day, n in enumerate(awards))
    played = play(LARGEST, journal, roster)
    for day in (len(awards) // 2, len(awards) - 1):
        got = points(played.at(day), *(f"c{n}" for n in range(people)))
        total = sum(awards[: day + 1])
        assert sum(got) == total
        assert all(n.denominator == 1 and abs(n - Fraction(total, people)) < 1 for n in got)


@few
@given(
    awards=st.lists(
        st.tuples(st.integers(0, 5000), st.sets(st.sampled_from("abcd"), min_size=1)), min_size=1, max_size=12
    ),
    shares=st.lists(st.integers(1, 1000), min_size=4, max_size=4),
    remainder=st.sampled_from(["leave", "carry", "largest"]),
    absent=st.sampled_from(["0", "1/2", "1"]),
)
def test_o2_nothing_is_lost_when_an_award_is_shared(
    awards: Any, shares: list[int], remainder: str, absent: str
) -> None:
    """Whoever is there, whatever the shares: what was paid and what stands with the party is what was awarded."""
    roster = "\n".join(f"{who}: {{share: {n / 1000}}}" for who, n in zip("abcd", shares, strict=True))
    journal = "\n".join(
        f"- session: {day}\n  day: {day}\n  present: [{', '.join(sorted(who))}]\n"
        f"  events: [awarded: {{points: {worth / 1000}}}]"
        for day, (worth, who) in enumerate(awards)
    )
    rules = f"awards: {{division: split, remainder: {remainder}, absent: {absent}}}"
    played = play(rules, journal, roster)
    got = points(played, *"abcd")
    assert sum(got) + undivided(played) == Fraction(sum(worth for worth, _ in awards), 1000)
    assert all(n.denominator == 1 for n in got)
    if remainder == "largest":
        assert undivided(played) < 1
    exact = dict.fromkeys("abcd", Fraction(0))
    for worth, who in awards if remainder == "largest" and all(w % 1000 == 0 for w, _ in awards) else ():
        part = {n: s * (1 if n in who else Fraction(absent)) for n, s in zip("abcd", shares, strict=True)}
        for n in "abcd":
            exact[n] += Fraction(worth, 1000) * part[n] / sum(part.values())
    if any(exact.values()) and absent != "1/2":  # half a part is rounded to a thousandth
        assert all(abs(n - exact[who]) < 2 for who, n in zip("abcd", got, strict=True))


# Who was not there


ONE_AWAY = """
    - session: The tower
      day: 1
      present: [kessa, bram]
      events:
        - $event
"""


@pytest.mark.parametrize(
    ("absent", "part"),
    [("0", 0), ("1/4", Fraction(1, 2)), ("1/2", 1), ("1", 2), ("0.333", Fraction(333, 500))],
)
@pytest.mark.parametrize("event", ["met: {what: goblin}", "awarded: {points: 2}"])
def test_o2_absent_characters_get_a_part(absent: str, part: Fraction, event: str) -> None:
    """None, a quarter, half, or all of it."""
    played = play(f"awards: {{absent: {absent}}}", ONE_AWAY, THREE, event=event)
    assert points(played) == [2, 2, part]
    assert holds(played, "earned", who="pip") == part
    if part:
        (posting,) = played.why("pip", "points").postings
        assert posting.reason.endswith(("goblin, without being there", "an award, without being there"))


def test_who_was_not_there_has_met_nothing() -> None:
    """Pip's first goblin is still to come, and Kessa's second is worth half."""
    rules = 'awards: {absent: 1/2}\nnovelty: {factor: "1 / n"}'
    journal = ONE_AWAY + "    - met: {what: goblin, who: [kessa, pip], day: 2}\n"
    played = play(rules, journal, THREE, event="met: {what: goblin}")
    assert [paid(played, who) for who in NAMES] == [[2, 1], [2], [1, 2]]
    assert [holds(played, "met", "creature goblin", who) for who in NAMES] == [2, 1, 1]


@pytest.mark.parametrize("who", ["[kessa, bram]", "kessa", "party", "[all, pip]"])
def test_only_an_award_to_all_has_a_part_for_the_absent(who: str) -> None:
    """Who is named gets it in full, once, whether they were there or not; who is not named gets nothing."""
    played = play("awards: {absent: 1/2}", ONE_AWAY, THREE, event=f"awarded: {{points: 2, who: {who}}}")
    named = {"[kessa, bram]": [2, 2, 0], "kessa": [2, 0, 0], "party": [2, 2, 2], "[all, pip]": [2, 2, 2]}
    assert points(played) == named[who]


@pytest.mark.parametrize(("absent", "each"), [("0", [5, 5, 0]), ("1/2", [4, 4, 2]), ("1", [3, 3, 3])])
def test_when_it_is_split_the_part_counts_as_a_share(absent: str, each: list[int]) -> None:
    """Ten among two and a half are four, four and two; the whole is never more than the award."""
    played = play(
        f"awards: {{division: split, absent: {absent}}}", ONE_AWAY, THREE, event="awarded: {points: 10}"
    )
    assert (points(played), undivided(played)) == (each, 10 - sum(each))


def test_the_absent_retainer_has_half_of_half_a_share() -> None:
    """Nine among two shares and a quarter: four, four and one."""
    roster = "kessa: {}\nbram: {}\npip: {share: 1/2}"
    rules = "awards: {division: split, absent: 1/2}"
    assert points(play(rules, ONE_AWAY, roster, event="awarded: {points: 9}")) == [4, 4, 1]


@pytest.mark.parametrize(
    ("parts", "number"), [([1] * 17, 1), ([1] * 17, 5), ([300, 700, 900], 7), ([3, 3, 1], 2)]
)
def test_cuts_add_up_exactly(parts: list[int], number: int) -> None:
    """Also where a point cannot be cut evenly; of equals the first comes first."""
    sure, missing = floors(number, parts), fractions(number, parts)
    left = number - sum(sure)
    assert sum(missing) == left * FINE
    chosen = largest(missing, left)
    assert sum(chosen) == left
    assert all(chosen[0] or not got for got, part in zip(chosen, parts, strict=True) if part == parts[0])


def test_parts_of_nothing_are_nothing() -> None:
    """Where all parts are 0 nobody is sure of anything, and nothing fails."""
    assert floors(3, [0, 0]) == [0, 0]
    assert fractions(3, [0, 0]) == [0, 0]
    assert (floors(3, []), fractions(3, []), largest([], 3)) == ([], [], [])


# Who is behind


BEHIND = """
    awards: {encounter: 80, catch_up: $factor}
    levels: {step: 1000}
"""
FOUR = "kessa: {level: 4}\nbram: {level: 3}\npip: {level: 1}\nodo: {level: 9}"


@pytest.mark.parametrize(
    ("factor", "each"),
    [
        ("2", [80, 160, 160]),
        ("3/2", [80, 120, 120]),
        ("{1: 2, 2+: 3}", [80, 160, 240]),
        ("[1, 1, 4]", [80, 80, 320]),
    ],
)
@pytest.mark.parametrize("event", ["met: {what: ogre}", "awarded: {points: 80}"])
def test_o3_a_character_behind_the_party_gets_more(factor: str, each: list[int], event: str) -> None:
    """Twice as much, or by how many levels; who has left is not of the party any more."""
    played = play(BEHIND, f"- left: {{who: odo}}\n- {event}", FOUR, factor=factor)
    assert [sum(paid(played, who)) for who in NAMES] == each


def test_o3_until_they_have_caught_up() -> None:
    """Level 1 with 900 of 1,000 points: 160 make the level, and from then on it is 80."""
    journal = "\n".join(f"- met: {{what: ogre, day: {day}}}" for day in range(3))
    roster = "kessa: {level: 2}\npip: {earned: 840, points: 0}"
    played = play(BEHIND, journal, roster, factor=2)
    assert [paid(played, who) for who in ("kessa", "pip")] == [[80, 80, 80], [160, 80, 80]]
    (first, second, _) = played.why("pip", "points").postings
    assert first.reason.endswith("x 2 (1 behind the party's highest level)")
    assert "behind" not in second.reason


def test_catching_up_is_for_awards_of_this_rule() -> None:
    """What another rule pays stays as it is: the part of a level, and what use teaches."""
    rules = """
        awards: {catch_up: 2}
        practice: {xp: 4, cost: 90}
        percent-levels: {points: 40}
    """
    journal = "- awarded: {percent: 10}\n- awarded: {points: 1}\n- used: {who: pip, skill: climb}"
    played = play(rules, journal, "kessa: {level: 2}\npip: {}")
    assert paid(played, "pip") == [4, 2]
    assert holds(played, "xp", "climb", "pip") == 4


# By outcome


def test_o4_a_failed_roll_earns_a_point() -> None:
    """Each outcome has its own figure, in points; one without a figure earns nothing."""
    rules = "awards: {outcomes: {failure: 1, fumble: 2.5, critical: 5 xp}}"
    outcomes = ("failure", "success", "fumble", "critical", "failure")
    uses = "\n".join(f"- used: {{who: kessa, skill: climb, outcome: {word}}}" for word in outcomes)
    played = play(rules, f"{uses}\n- used: {{who: kessa, skill: climb}}", THREE)
    assert paid(played) == [1, Fraction(5, 2), Fraction(1, 2), 1]
    assert points(played) == [5, 0, 0]
    assert dp(played.why("kessa", "points").number) == 5
    assert played.why("kessa", "points").postings[-1].reason == "1 for a failure in climb"


def test_no_points_by_outcome_unless_the_table_says_so() -> None:
    """A use earns what it earns."""
    assert paid(play("awards: on", "- used: {who: kessa, skill: climb, outcome: failure}")) == []


def test_an_outcome_may_be_worth_nothing() -> None:
    """Said or not; and what is worth nothing is not raised to the least that something unusual is worth."""
    unusual = "- used: {who: kessa, skill: climb, outcome: success, what: ice, unusual: it sang}"
    rules = "awards: {outcomes: {failure: 1}}\nnovelty: {of: uses, unusual: floor, floor: 3}"
    assert paid(play(rules, unusual)) == []
    assert paid(play(rules, unusual.replace("success", "failure"))) == [3]
    assert (
        paid(play("awards: {outcomes: {failure: 0}}", "- used: {who: kessa, skill: climb, outcome: failure}"))
        == []
    )


def test_points_by_outcome_and_xp_of_the_skill() -> None:
    """A use may earn both, each once."""
    rules = "awards: {outcomes: {success: 1}}\npractice: {xp: 4, cost: 40}"
    played = play(rules, "- used: {who: kessa, skill: climb, outcome: success, times: 3}")
    assert (holds(played, "points"), holds(played, "xp", "climb")) == (3, 12)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{failed: 1}", "outcomes: takes success, failure, critical or fumble, not"),
        ("{failure: -1}", "outcomes, failure: must be at least 0, not"),
        ("{failure: some}", "outcomes, failure: takes an amount such as 3"),
        ("[failure]", "outcomes: takes a map"),
    ],
)
def test_an_unknown_outcome_is_reported(written: str, told: str) -> None:
    """As any mistake in a file, at its place."""
    from rpgprog.problems import Mistakes

    with pytest.raises(Mistakes) as mistakes:
        play(f"awards: {{outcomes: {written}}}", "[]")
    assert told in str(mistakes.value)
