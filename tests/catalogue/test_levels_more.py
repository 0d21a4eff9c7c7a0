"""Levels by skills and by percent, what a level brings and takes, a cap that rises: L4 L9 X1 X2 X3."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from catalogue.worked import bonus, dp, exact, fact, facts, holds, option, paid, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.engine.book import Book
from rpgprog.engine.rules import Rules
from rpgprog.events import Joined, Left
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.rising_cap import RisingCap
from rpgprog.problems import Mistakes

few = settings(max_examples=30)
SKILLS = ("climb", "swim", "stealth", "sword", "axe", "cooking")


def level(played: Any, who: str = "kessa") -> int:
    """The level on the sheet."""
    found: int = played.sheet(who).level
    return found


def missing(played: Any, name: str, who: str = "kessa") -> int:
    """What a reading of the level says."""
    found: int = played.book.figure(name, played.book[who, "level", ""])
    return found


def knows(*numbers: int, **more: Any) -> str:
    """A character with these ranks in the first skills."""
    known = ", ".join(f"{skill}: {rank}" for skill, rank in zip(SKILLS, numbers, strict=False))
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return f"kessa: {{ranks: {{{known}}}{rest}}}"


# L4


@facts("L4")
def test_l4_enough_skills_at_a_rank_make_a_level(case: dict[str, Any]) -> None:
    """Three skills with at least the level's rank; one mastery alone does not do."""
    assert option("L4", "k") == 3
    for rules in ("gated-levels: on", "gated-levels: {skills: 3, offset: 0}"):
        assert level(play(rules, "[]", knows(*case["ranks"]))) == case["level"]


@pytest.mark.parametrize(
    ("numbers", "options", "want"),
    [
        ((5, 5, 5), "offset: 1", 4),
        ((5, 5, 5), "offset: -1", 6),
        ((1, 1, 1), "offset: 1", 1),
        ((2, 2, 2), "offset: 1", 1),
        ((3, 3, 3), "offset: 1", 2),
        ((5, 5, 2), "skills: 2", 5),
        ((5, 5, 2), "skills: 1", 5),
        ((9, 3, 2), "skills: 1", 9),
        ((5, 5, 5), "skills: 4", 1),
        ((1, 1), "offset: -4", 1),
        ((1, 1, 1), "offset: -4", 5),
        ((5, 5, 5), "start: 0", 5),
        ((5, 5), "start: 0", 0),
        ((5, 5), "start: 2", 2),
        ((4, 4, 9, 9, 9, 9), "only: [athletics, stealth]", 4),
        ((4, 4, 0, 9, 9, 9), "only: [athletics, stealth]", 1),
    ],
)
def test_l4_how_many_skills_and_which_rank(numbers: tuple[int, ...], options: str, want: int) -> None:
    """The rank may lie above or below the level, but what was never learned never counts."""
    assert level(play(f"gated-levels: {{{options}}}", "[]", knows(*numbers))) == want


def test_l4_the_level_comes_with_the_last_rank_it_requires() -> None:
    """Two skills at rank 2 and one at 1 are level 1; points alone make none, and the third skill's rank does."""
    rules = "awards: on\npurchase: {cost: 0}\ngated-levels: on"
    journal = """
        - awarded: {points: 500}
        - bought: {who: kessa, skill: stealth, day: 1}
    """
    played = play(rules, journal, knows(2, 2, 1))
    assert [level(played.at(day)) for day in (0, 1)] == [1, 2]
    (first, second) = played.why("kessa", "level").postings
    assert (first.reason, second.reason) == ("the first level", "3 skills at rank 2")


@pytest.mark.parametrize(
    ("numbers", "lacking", "rank"),
    [((5, 5, 4, 2), 1, 5), ((4, 4, 4), 3, 5), ((20, 1, 1, 1), 2, 2), ((1,), 3, 2)],
)
def test_l4_what_the_next_level_still_takes(numbers: tuple[int, ...], lacking: int, rank: int) -> None:
    """So many more skills, and the rank that they need."""
    played = play("gated-levels: on", "[]", knows(*numbers))
    assert missing(played, "skills missing") == lacking
    assert missing(played, "next rank needed") == rank
    beyond = play("gated-levels: {offset: 2}", "[]", knows(*numbers))
    assert missing(beyond, "next rank needed") == level(beyond) + 3


def test_l4_never_fewer_than_none_are_missing() -> None:
    """Levels that the game master took away stay away: the next one takes what a sixth would have."""
    journal = "- ruled: {who: kessa, level: -2, by: GM, why: a curse}"
    for rules in ("gated-levels: on", "gated-levels: {on_loss: drop}"):
        played = play(rules, journal, knows(5, 5, 5, 5))
        assert (level(played), missing(played, "skills missing")) == (3, 3)
        assert missing(played, "next rank needed") == 6
        again = "\n- ruled: {who: kessa, skill: axe, ranks: 1, by: GM, why: a gift}"
        assert level(play(rules, journal + again, knows(5, 5, 5, 5))) == 3
        risen = "".join(again.replace("axe", skill) for skill in ("climb", "swim", "stealth"))
        assert level(play(rules, journal + risen, knows(5, 5, 5, 5))) == 4


@pytest.mark.parametrize(("on_loss", "levels"), [("keep", [3, 3, 3, 3]), ("drop", [3, 2, 1, 1])])
def test_l4_after_decay_the_level_is_kept_or_dropped(on_loss: str, levels: list[int]) -> None:
    """Each period costs a rank; the level stays the highest reached, or goes with them down to the first."""
    rules = f"decay: {{period: 30}}\ngated-levels: {{on_loss: {on_loss}}}"
    played = play(rules, "- passed: 90", knows(3, 3, 3))
    assert [level(played.at(day)) for day in (0, 30, 60, 90)] == levels
    assert ranks(played, "climb", "swim", "stealth") == [0, 0, 0]


def test_l4_a_level_that_went_comes_back_with_the_ranks() -> None:
    """Dropped to the first, regained by one rank."""
    rules = "purchase: {cost: 0}\ndecay: {period: 30, only: [climb]}\ngated-levels: {on_loss: drop}"
    played = play(rules, "- passed: 30\n- bought: {who: kessa, skill: climb, day: 31}", knows(2, 2, 2))
    assert [level(played.at(day)) for day in (0, 30, 31)] == [2, 1, 2]
    assert played.why("kessa", "level").postings[-2].reason == "fewer than 3 skills at rank 2"


def test_l4_forgotten_counts_no_more_than_never_learned() -> None:
    """Even where the rank that is needed lies far below the level."""
    rules = "decay: {period: 30}\ngated-levels: {offset: -4, on_loss: drop}"
    played = play(rules, "- passed: 30", knows(1, 1, 1, 0))
    assert [level(played.at(day)) for day in (0, 30)] == [5, 1]


def test_l4_everybody_has_skills_of_their_own() -> None:
    """Three people with one skill each are not one with three."""
    played = play("gated-levels: on", "[]", f"{knows(5, 5)}\nbram: {{ranks: {{climb: 5, axe: 4, sword: 4}}}}")
    assert (level(played), level(played, "bram")) == (1, 4)
    assert [missing(played, "skills missing", who) for who in ("kessa", "bram")] == [1, 2]


@pytest.mark.parametrize(("start", "want"), [(1, 2), (3, 3)])
def test_l4_several_levels_may_go_at_once_but_never_the_first(start: int, want: int) -> None:
    """From rank 7 to 2 in one curse."""
    journal = "- ruled: {who: kessa, skill: climb, ranks: -5, by: GM, why: a curse, day: 1}"
    played = play(f"gated-levels: {{on_loss: drop, start: {start}}}", journal, knows(7, 7, 7))
    assert [level(played.at(day)) for day in (0, 1)] == [7, want]


def test_l4_a_level_may_be_brought_along() -> None:
    """It stands, and the next one asks for the ranks it asks of everybody."""
    for numbers, want in (((5, 5, 5), 7), ((8, 8, 8), 8), ((8, 8, 7), 7)):
        assert level(play("gated-levels: on", "[]", knows(*numbers, level=7))) == want


RANKS = st.lists(st.integers(0, 8), min_size=6, max_size=6)


@few
@given(
    numbers=RANKS,
    raised=st.integers(0, 5),
    more=st.integers(1, 4),
    skills=st.integers(1, 4),
    offset=st.integers(-3, 3),
    on_loss=st.sampled_from(["keep", "drop"]),
)
def test_l4_raising_any_rank_never_lowers_the_level(
    numbers: list[int], raised: int, more: int, skills: int, offset: int, on_loss: str
) -> None:
    """And the level is the highest whose rank enough skills have."""
    rules = f"purchase: {{cost: 0}}\ngated-levels: {{skills: {skills}, offset: {offset}, on_loss: {on_loss}}}"
    journal = f"- bought: {{who: kessa, skill: {SKILLS[raised]}, ranks: {more}, day: 1}}"
    played = play(rules, journal, knows(*numbers))
    after = [n + more * (at == raised) for at, n in enumerate(numbers)]
    for day, having in ((0, numbers), (1, after)):
        able = sorted((n for n in having if n), reverse=True)
        want = able[skills - 1] - offset if len(able) >= skills else 1
        assert level(played.at(day)) == max(want, 1)
    assert level(played) >= level(played.at(0))


# L9


BRINGS = "level-benefits: {every: $every, bonus: $profession_bonus, cap: $cap}"


@facts("L9")
def test_l9_a_level_adds_to_the_bonus_up_to_a_cap(case: dict[str, Any]) -> None:
    """Five for each level, and never more than fifty."""
    roster = knows(1, level=case["level"])
    assert bonus(play(BRINGS, "[]", roster, **option("L9", "benefits")), "climb") == case["bonus"]
    assert bonus(play("level-benefits: on", "[]", roster), "climb") == case["bonus"]


@pytest.mark.parametrize(("at", "every", "want"), [(1, 2, 0), (2, 2, 5), (3, 2, 5), (4, 2, 10), (21, 2, 50)])
def test_l9_every_few_levels(at: int, every: int, want: int) -> None:
    """Every second level adds it."""
    assert bonus(play(f"level-benefits: {{every: {every}}}", "[]", knows(1, level=at)), "climb") == want


def test_l9_it_is_for_learned_skills_and_adds_to_the_ranks() -> None:
    """Ten for two ranks and fifteen for three levels; a forgotten skill has it, one never learned has not."""
    rules = "rank-bonus: {unskilled: -25}\nlevel-benefits: {bonus: 5}"
    played = play(rules, "[]", "kessa: {level: 3, ranks: {climb: 2}, peaks: {swim: 4}}")
    assert [bonus(played, skill) for skill in ("climb", "swim", "axe")] == [25, 15, -25]
    terms = played.why("kessa", "climb bonus").terms
    assert terms == (("rank-bonus", "the ranks: 2", 10), ("level-benefits", "the level", 25))


def test_l9_it_may_be_for_favoured_or_for_some_skills_only() -> None:
    """Favoured skills that one knows, or the skills of a category."""
    roster = "kessa: {level: 3, ranks: {climb: 1, sword: 1}, favoured: [sword, axe]}"
    favoured = play("level-benefits: {favoured_only: true}", "[]", roster)
    assert [bonus(favoured, skill) for skill in ("climb", "sword", "axe")] == [0, 15, 0]
    some = play("level-benefits: {only: [athletics]}", "[]", roster)
    assert [bonus(some, skill) for skill in ("climb", "sword")] == [15, 0]


GIVES = """
    awards: on
    levels: {step: 40, on_loss: drop}
    level-benefits: {points: 2, coins: 10, talents: {first wind: 1, second wind: 2, third eye: 4}}
"""


def gifts(played: Any, who: str = "kessa") -> tuple[Fraction, Fraction, tuple[str, ...]]:
    """Points beyond those earned, coins and talents."""
    given = holds(played, "points", who=who) - holds(played, "earned", who=who)
    return given, holds(played, "coins", who=who), played.sheet(who).talents


def test_l9_each_level_brings_points_coins_and_talents() -> None:
    """The first level brings its talents only; two levels at once bring what both bring, each in its turn."""
    journal = """
        - awarded: {points: 39}
        - awarded: {points: 1, day: 1}
        - awarded: {points: 80, day: 2}
    """
    played = play(GIVES, journal)
    assert [gifts(played.at(day)) for day in (0, 1, 2)] == [
        (0, 0, ("first wind",)),
        (2, 10, ("first wind", "second wind")),
        (6, 30, ("first wind", "second wind", "third eye")),
    ]
    reasons = [posting.reason for posting in played.why("kessa", "coins").postings]
    assert reasons == ["level 2", "level 3", "level 4"]


def test_l9_the_first_level_brings_the_talents_of_those_before_it() -> None:
    """Where the table begins at level 3, and still no points or coins."""
    played = play(GIVES.replace("step: 40", "step: 40, start: 3"), "[]")
    assert gifts(played) == (0, 0, ("first wind", "second wind"))


def test_l9_points_that_a_level_brings_make_no_level() -> None:
    """Forty points for a level of forty: one level, not all of them."""
    rules = "awards: on\nlevels: {step: 40}\nlevel-benefits: {points: 40}"
    played = play(rules, "- awarded: {points: 40}")
    assert (level(played), holds(played, "points"), holds(played, "earned")) == (2, 80, 40)


def test_l9_a_level_lost_and_regained_brings_nothing_again() -> None:
    """Down from level 3 to 1 and up to level 4: what levels 2, 3 and 4 bring, once."""
    journal = """
        - awarded: {points: 80}
        - ruled: {who: kessa, points: -80, by: GM, why: a curse, day: 1}
        - awarded: {points: 40, day: 2}
        - awarded: {points: 80, day: 3}
    """
    played = play(GIVES, journal)
    assert [level(played.at(day)) for day in range(4)] == [3, 1, 2, 4]
    assert [gifts(played.at(day))[:2] for day in range(4)] == [(4, 20), (4, 20), (4, 20), (6, 30)]
    assert played.sheet("kessa").talents == ("first wind", "second wind", "third eye")


def test_l9_a_level_brought_in_includes_what_it_gave() -> None:
    """Joining at level 3 gives nothing; the fourth level gives what is its own, and a talent is had once."""
    journal = "- awarded: {points: 40, day: 1}"
    played = play(GIVES, journal, "kessa: {level: 3}\nbram: {level: 3, talents: [third eye]}")
    assert gifts(played.at(0)) == (-80, 0, ())
    assert gifts(played) == (-78, 10, ("third eye",))
    assert gifts(played, "bram") == (-78, 10, ("third eye",))
    assert holds(played, "talent", "third eye", "bram") == 1


def test_l9_points_brought_in_without_a_level_reach_the_levels_here() -> None:
    """Eighty points earned elsewhere are two levels, with what these bring."""
    assert gifts(play(GIVES, "[]", "kessa: {points: 80}")) == (4, 20, ("first wind", "second wind"))


def test_l9_revoked_by_undo() -> None:
    """An award taken back takes what its level brought, and what comes after brings it anew."""
    journal = """
        - awarded: {points: 40, id: mistaken}
        - awarded: {points: 39, day: 1}
        - reverted: {event: mistaken, by: GM, why: it was Bram, day: 2}
        - awarded: {points: 1, day: 3}
    """
    without = journal.replace("- awarded: {points: 40, id: mistaken}\n", "")
    without = without.replace("- reverted: {event: mistaken, by: GM, why: it was Bram, day: 2}\n", "")
    played = play(GIVES, journal)
    assert gifts(played) == (2, 10, ("first wind", "second wind"))
    assert gifts(play(GIVES, journal.replace("points: 1,", "points: 0,"))) == (0, 0, ("first wind",))
    assert played.book.sheet() == play(GIVES, without).book.sheet()


@few
@given(st.lists(st.integers(-90, 130), min_size=1, max_size=6))
def test_l9_granted_exactly_once_for_each_level(changes: list[int]) -> None:
    """However the level rises and falls, what was given is what the highest level ever brought."""
    journal = "\n".join(
        f"- awarded: {{points: {n}}}"
        if n >= 0
        else f"- ruled: {{who: kessa, points: {n}, by: GM, why: a curse}}"
        for n in changes
    )
    played = play(GIVES, journal)
    highest = max(posting.balance for posting in played.why("kessa", "level").postings)
    assert gifts(played)[:2] == (2 * (highest - 1), 10 * (highest - 1))
    assert played.sheet("kessa").talents == tuple(
        talent for talent, at in (("first wind", 1), ("second wind", 2), ("third eye", 4)) if highest >= at
    )


# X1


def test_x1_a_tenth_of_a_level_pays_a_tenth_of_its_points() -> None:
    """Ten percent of 63 points: six whole points now, and a tenth of the way."""
    case = fact("X1", level_dp_total=63)
    journal = "- awarded: {percent: $award_pct, for: the tower}"
    played = play("percent-levels: {points: $level_dp_total}", journal, **case)
    assert option("X1", "round") == "floor"
    assert paid(played) == [case["dp"]]
    assert holds(played, "points") == holds(played, "earned") == case["dp"]
    assert holds(played, "progress") * 100 == case["progress_pct"]
    assert missing(played, "level progress") == 100
    assert level(played) == 1


def test_x1_a_hundred_percent_are_a_level() -> None:
    """10 + 35 + 55 level up, and nothing is left; a percent less does not."""
    case = fact("X1", level_up=True)
    journal = "\n".join(
        f"- awarded: {{percent: {n}, day: {day}}}" for day, n in enumerate(case["awards_pct"])
    )
    played = play("percent-levels: on", journal)
    assert [level(played.at(day)) for day in range(3)] == [1, 1, 2]
    assert holds(played, "progress") == 0
    short = play("percent-levels: on", journal.replace("55", "54"))
    assert (level(short), holds(short, "progress")) == (1, Fraction(99, 100))


def test_x1_surplus_counts_toward_the_next() -> None:
    """230 % at once are two levels and 30 %; the points are those of the level one was at."""
    played = play('percent-levels: {points: "40 + 10 * level"}', "- awarded: {percent: 230, times: 2}")
    assert (level(played), holds(played, "progress")) == (5, Fraction(3, 5))
    assert paid(played) == [115, Fraction(23, 10) * 70]


def test_x1_other_rules_scale_the_points_and_not_the_progress() -> None:
    """Held to the cap, the points stop; the way goes on."""
    rules = "percent-levels: {points: 40}\nrising-cap: {cap: 10}"
    played = play(rules, "- awarded: {percent: 50}")
    assert (holds(played, "points"), holds(played, "forfeited"), holds(played, "progress")) == (
        10,
        10,
        Fraction(1, 2),
    )


def test_x1_awards_in_points_bring_nobody_further() -> None:
    """They pay, once; and an award in percent is paid once as well."""
    rules = "awards: {encounter: 3}\npercent-levels: {points: 40}"
    played = play(rules, "- awarded: {points: 100}\n- met: {what: ogre}\n- awarded: {percent: 5}")
    assert paid(played) == [100, 3, 2]
    assert (level(played), holds(played, "progress")) == (1, Fraction(1, 20))


@pytest.mark.parametrize(
    ("brought", "start", "want"), [("", "", 1), ("", "start: 0", 0), ("level: 4", "", 4)]
)
def test_x1_characters_begin_at_the_first_level_or_the_one_they_bring(
    brought: str, start: str, want: int
) -> None:
    """Also at 0, whose way takes points like any other."""
    rules = f'percent-levels: {{points: "50 + 10 * level", {start}}}'
    played = play(rules, "- awarded: {percent: 10}", f"kessa: {{{brought}}}")
    assert (level(played), paid(played)) == (want, [5 + want])


def test_x1_where_no_rule_takes_percent_the_award_is_refused() -> None:
    """Nothing is dropped in silence, and what an overruling lets pass pays nothing."""
    journal = "- awarded: {percent: 10}"
    assert "no rule here takes percent (percent-levels)" in refusal(play("awards: on", journal, refused=True))
    assert "takes percent" in refusal(play("levels: on", journal, refused=True))


# X2


FADES = """
    awards: on
    levels: {step: 40, on_loss: drop}
    purchase: {cost: 0}
    level-atrophy: {percent: $pct}
"""


@facts("X2")
def test_x2_a_skill_without_a_new_rank_loses_a_part_at_the_next_level(case: dict[str, Any]) -> None:
    """So many percent of its ranks, rounded down; so few that it is less than one lose nothing."""
    assert case["pct"] in option("X2", "pct")
    played = play(
        FADES, "- awarded: {points: 39}\n- awarded: {points: 1, day: 1}", knows(case["ranks"]), **case
    )
    assert ranks(played.at(0), "climb") == [case["ranks"]]
    assert ranks(played, "climb") == [case["ranks"] - case["lost"]]
    assert holds(played, "peak", "climb") == case["ranks"]


def test_x2_a_new_rank_since_the_last_level_keeps_it() -> None:
    """Climbing got a rank before each level, swimming before the second only; the count begins anew."""
    journal = """
        - bought: {who: kessa, skill: climb}
        - awarded: {points: 40}
        - bought: {who: kessa, skill: climb, day: 1}
        - bought: {who: kessa, skill: swim, day: 1}
        - awarded: {points: 40, day: 1}
        - awarded: {points: 40, day: 2}
    """
    played = play(FADES, journal, knows(20, 20, 20), pct=10)
    skills = ("climb", "swim", "stealth")
    assert [ranks(played.at(day), *skills) for day in (0, 1, 2)] == [[21, 18, 18], [22, 19, 17], [20, 18, 16]]
    assert played.why("kessa", "stealth").postings[-1].reason == "10 % for no new rank since the last level"


def test_x2_the_rank_that_makes_the_level_is_a_new_one() -> None:
    """Where spending makes levels, the skill that was bought is not idle."""
    rules = "purchase: {cost: 40}\nlevels: {step: 40, count: spent}\nlevel-atrophy: {percent: 10}"
    played = play(rules, "- bought: {who: kessa, skill: climb}", knows(20, 20, points=40))
    assert (level(played), ranks(played, "climb", "swim")) == (2, [21, 18])


@pytest.mark.parametrize("lost_first", [True, False])
def test_x2_a_regained_rank_is_a_new_one(lost_first: bool) -> None:
    """Whether ranks were lost before or after it: swimming got one, and climbing did not."""
    lost = [f"ruled: {{who: kessa, skill: {skill}, ranks: -2, by: GM, why: a curse}}" for skill in SKILLS[:2]]
    bought = ["bought: {who: kessa, skill: swim}"]
    steps = [*lost, *bought] if lost_first else [*bought, *lost]
    journal = "\n".join(f"- {step}" for step in [*steps, "awarded: {points: 40}"])
    assert ranks(play(FADES, journal, knows(20, 20), pct=50), "climb", "swim") == [9, 19]


def test_x2_what_another_rule_takes_with_the_level_is_not_a_new_rank_later() -> None:
    """Every level costs all a rank; the one bought back after it is new, and the skill is not idle."""
    rules = FADES + "    global-decay: {every: 1, unit: level}\n"
    journal = """
        - awarded: {points: 40}
        - bought: {who: kessa, skill: climb, day: 1}
        - awarded: {points: 40, day: 1}
    """
    played = play(rules, journal, knows(21, 21), pct=10)
    assert ranks(played.at(0), "climb", "swim") == [18, 18]
    assert ranks(played, "climb", "swim") == [18, 16]


def test_x2_joining_takes_nothing_and_brings_no_new_ranks() -> None:
    """Points brought along make levels at once, and the ranks stay; the next level finds them idle."""
    for brought in ("points: 100", "level: 5", "points: 0"):
        roster = f"kessa: {{ranks: {{climb: 20}}, {brought}}}"
        played = play(FADES, "- awarded: {points: 40, day: 1}", roster, pct=5)
        assert [ranks(played.at(day), "climb") for day in (0, 1)] == [[20], [19]]


def test_x2_the_first_level_up_counts_for_characters_who_begin_at_level_0() -> None:
    """From 0 to 1 is a rise like any other."""
    rules = "awards: on\nlevels: {step: 40, start: 0}\nlevel-atrophy: {percent: 5}"
    played = play(rules, "- awarded: {points: 40, day: 1}", knows(20))
    assert [(level(played.at(day)), *ranks(played.at(day), "climb")) for day in (0, 1)] == [(0, 20), (1, 19)]


def test_x2_several_levels_at_once_are_one_rise_and_regaining_one_is_not() -> None:
    """120 points take a twentieth once; lost and regained levels take nothing until the next new one."""
    journal = """
        - awarded: {points: 120}
        - ruled: {who: kessa, points: -80, by: GM, why: a curse, day: 1}
        - awarded: {points: 80, day: 2}
        - awarded: {points: 40, day: 3}
    """
    played = play(FADES, journal, knows(40), pct=5)
    assert [level(played.at(day)) for day in range(4)] == [4, 2, 4, 5]
    assert [ranks(played.at(day), "climb")[0] for day in range(4)] == [38, 38, 38, 37]


def test_x2_leaving_and_returning_is_not_a_rise() -> None:
    """What was idle stays idle, and what grew has grown."""
    journal = """
        - bought: {who: kessa, skill: swim}
        - left: {who: kessa}
        - returned: {who: kessa}
        - awarded: {points: 40, day: 1}
    """
    assert ranks(play(FADES, journal, knows(20, 20), pct=10), "climb", "swim") == [18, 21]


@pytest.mark.parametrize(("floor", "left"), [(0, 5), (4, 5), (5, 5), (8, 8), (12, 10)])
def test_x2_never_below_a_floor(floor: int, left: int) -> None:
    """Half of ten, but not below the floor; a skill that is below it already loses nothing."""
    rules = FADES.replace("percent: $pct", f"percent: 50, floor: {floor}")
    assert ranks(play(rules, "- awarded: {points: 40}", knows(10)), "climb") == [left]


def test_x2_what_decay_never_takes_stays() -> None:
    """A skill that decay leaves three quarters of its peak keeps them here too."""
    rules = FADES + "    decay: {period: 900, floor_of_peak: 3/4}\n"
    assert ranks(play(rules, "- awarded: {points: 40}", knows(12), pct=50), "climb") == [9]


def test_x2_for_some_skills_only_and_for_the_character_who_rose() -> None:
    """Swimming is not governed, and Bram got no level."""
    rules = FADES.replace("percent: $pct", "percent: 50, only: [climb]")
    roster = f"{knows(10, 10)}\nbram: {{ranks: {{climb: 10}}}}"
    played = play(rules, "- awarded: {points: 40, who: kessa}", roster)
    assert ranks(played, "climb", "swim") + ranks(played, "climb", who="bram") == [5, 10, 10]


def test_x2_another_ones_level_takes_and_forgets_nothing() -> None:
    """Kessa's new rank counts at her own next level, whoever rose meanwhile."""
    journal = """
        - bought: {who: kessa, skill: climb}
        - awarded: {points: 40, who: bram}
        - awarded: {points: 40, who: kessa, day: 1}
    """
    roster = f"{knows(20, 20)}\nbram: {{ranks: {{climb: 20}}}}"
    played = play(FADES, journal, roster, pct=10)
    assert ranks(played.at(0), "climb", "swim") + ranks(played, "climb", who="bram") == [21, 20, 18]
    assert ranks(played, "climb", "swim") == [21, 18]


def test_x2_all_of_it_may_go() -> None:
    """A hundred percent leave nothing; what is learned anew after that is new."""
    journal = """
        - awarded: {points: 40}
        - bought: {who: kessa, skill: climb, day: 1}
        - awarded: {points: 40, day: 2}
        - awarded: {points: 40, day: 3}
    """
    played = play(FADES, journal, knows(10), pct=100)
    assert [ranks(played.at(day), "climb")[0] for day in range(4)] == [0, 1, 1, 0]


# X3


CAPPED = """
    awards: on
    rising-cap: {cap: "$base + $per_game_cap * n", attendance: $per_game_xp}
"""
NUMBERS = {key: option("X3", key) for key in ("base", "per_game_cap", "per_game_xp")}


def games(number: int, events: str = "[]", last: str | None = None) -> str:
    """So many sessions, a day each."""
    return "\n".join(
        f"- session: {n}\n  day: {n}\n  events: {last if last and n == number else events}"
        for n in range(1, number + 1)
    )


@facts("X3", cap=...)
def test_x3_the_cap_rises_with_each_game(case: dict[str, Any]) -> None:
    """After so many games no more than that may have been earned, whatever is awarded."""
    last = "[awarded: {points: 1000}]"
    for rules in (CAPPED, "awards: on\nrising-cap: on"):
        played = play(rules, games(case["games"], last=last), **NUMBERS)
        assert holds(played, "earned") == holds(played, "points") == case["cap"]
        attended = NUMBERS["per_game_xp"] * case["games"]
        assert holds(played, "forfeited") == 1000 + attended - case["cap"]


def test_x3_attending_earns_six_and_raises_the_cap_first() -> None:
    """Who joined with 14 points and attended five games has earned 44, five short of the cap."""
    case = fact("X3", games=5)
    played = play(CAPPED, games(5), "kessa: {points: $base}", **NUMBERS)
    assert holds(played, "earned") == case["earned_by_attendance"]
    assert holds(played, "forfeited") == 0
    room = played.book.figure("room", played.book["kessa", "points", ""])
    assert dp(room) == case["cap"] - case["earned_by_attendance"]
    tight = play("rising-cap: {cap: [6, 12, 17]}", games(3))
    assert (paid(tight), holds(tight, "forfeited")) == ([6, 6, 5], 1)


def test_x3_only_those_present_are_paid_and_get_a_higher_cap() -> None:
    """Bram missed the second game: 6 points and a cap of 21 for him, 12 and 28 for Kessa."""
    journal = """
        - session: One
          day: 1
          events: []
        - session: Two
          day: 2
          present: [kessa]
          events: [awarded: {who: party, points: 20}]
    """
    played = play(CAPPED, journal, "kessa: {}\nbram: {}", **NUMBERS)
    assert [paid(played, who) for who in ("kessa", "bram")] == [[6, 6, 16], [6, 15]]
    assert [holds(played, "forfeited", who=who) for who in ("kessa", "bram")] == [4, 5]


def test_x3_a_character_behind_can_catch_up_to_the_cap_and_no_further() -> None:
    """Before the first game the cap is 14: exactly that is paid in full, a thousandth more is not."""
    for rules in (CAPPED, "awards: on\nrising-cap: on"):
        played = play(rules, "- awarded: {points: 14}\n- awarded: {points: 0.001}", **NUMBERS)
        assert (holds(played, "earned"), holds(played, "forfeited")) == (14, Fraction(1, 1000))
    assert "beyond the cap of 14 after 0 sessions" in played.why("kessa", "forfeited").postings[0].reason


@pytest.mark.parametrize(
    ("more", "got"), [('novelty: {factor: "1 / n"}', [8, 4, 2]), ("grain: {size: 5}", [5, 9])]
)
def test_x3_an_award_is_cut_after_all_other_rules(more: str, got: list[int]) -> None:
    """Scaled or in whole grains first; and of the last one what is left of 14 points."""
    played = play(CAPPED + f"    {more}\n", "- met: {what: goblin, points: 8, times: 3}", **NUMBERS)
    assert paid(played) == got


def test_x3_spending_makes_no_room() -> None:
    """What counts is all that was ever earned."""
    journal = """
        - awarded: {points: 10}
        - bought: {who: kessa, skill: climb, ranks: 8}
        - awarded: {points: 10}
    """
    played = play(CAPPED + "    purchase: {cost: 1}\n", journal, **NUMBERS)
    assert (holds(played, "earned"), holds(played, "points")) == (14, 6)


def test_x3_points_already_above_the_cap_stay() -> None:
    """Fifty points brought along are not cut; nothing more comes until the cap is above them."""
    played = play(CAPPED, games(6, events="[awarded: {points: 1}]"), "kessa: {points: 50}", **NUMBERS)
    assert [holds(played.at(day), "earned") for day in (0, 5, 6)] == [50, 50, 56]
    assert holds(played.at(5), "forfeited") == 5 * 7


def test_x3_skill_xp_are_not_points() -> None:
    """The cap leaves what use teaches alone."""
    played = play("practice: {cost: 40}\nrising-cap: {cap: 0}", "- used: {who: kessa, skill: climb, xp: 30}")
    assert holds(played, "xp", "climb") == 30


def test_x3_no_points_for_attending_where_the_table_says_so() -> None:
    """The cap alone."""
    played = play("awards: on\nrising-cap: {attendance: 0}", games(1, last="[awarded: {points: 30}]"))
    assert paid(played) == [21]


@pytest.mark.parametrize("word", ["left", "died"])
@facts("X3", xp_at_death=...)
def test_x3_the_next_character_gets_a_part_of_all_that_was_earned(case: dict[str, Any], word: str) -> None:
    """All of 40, four fifths of 130, half of 400; what was spent counts as well."""
    rules = "purchase: {cost: 1}\nrising-cap: on"
    journal = f"- bought: {{who: kessa, skill: climb, ranks: 5}}\n- {word}: {{who: kessa}}"
    played = play(rules, journal, "kessa: {points: $xp_at_death}", **case)
    assert holds(played, "legacy") == case["xp_at_death"] * exact(case["refund_pct"]) / 100


@pytest.mark.parametrize(
    ("earned", "percent"),
    [
        *((earned, 100) for earned in ("0", "49", "49.999")),
        *((earned, 90) for earned in ("50", "99.999")),
        *((earned, 80) for earned in ("100", "149.999")),
        *((earned, 70) for earned in ("150", "199.999")),
        *((earned, 60) for earned in ("200", "249.999")),
        *((earned, 50) for earned in ("250", "9999", "20000")),
    ],
)
def test_x3_the_part_falls_by_a_tenth_every_fifty_points(earned: str, percent: int) -> None:
    """To the nearest thousandth."""
    assert option("X3", "death_refund") == "100% under 50; -10% per further 50; 50% from 250"
    played = play("rising-cap: on", "- died: {who: kessa}", f"kessa: {{points: {earned}}}")
    assert holds(played, "legacy") == round(Fraction(earned) * percent * 10) / Fraction(1000)


def test_x3_a_legacy_is_left_once() -> None:
    """Coming back takes it back; leaving again leaves what is earned by then, and a debt leaves nothing."""
    journal = """
        - left: {who: kessa}
        - returned: {who: kessa, day: 1}
        - awarded: {points: 20, day: 2}
        - died: {who: kessa, day: 2}
        - returned: {who: kessa, day: 3}
        - ruled: {who: kessa, points: -90, by: GM, why: a debt, day: 3}
        - died: {who: kessa, day: 3}
    """
    played = play("awards: on\nrising-cap: {cap: 100}", journal, "kessa: {points: 40}")
    assert [holds(played.at(day), "legacy") for day in range(4)] == [40, 0, 54, 0]


@pytest.mark.parametrize(("earned", "legacy"), [(-90, 0), (10, 5)])
def test_x3_a_debt_is_not_left_to_anybody(earned: int, legacy: int) -> None:
    """Half of what was earned, and nothing where that is less than nothing."""
    journal = f"- ruled: {{who: kessa, points: {earned}, by: GM, why: a debt}}\n- died: {{who: kessa}}"
    assert holds(play("rising-cap: {refund: 1/2}", journal), "legacy") == legacy


def test_x3_whoever_is_said_to_leave_twice_leaves_it_once() -> None:
    """An application's ledger may say so."""
    book = Book(Rules([Bookkeeping(name="bookkeeping"), RisingCap(name="rising-cap")]))
    for event in (Joined(who="ann", earned=40_000), Left(who="ann"), Left(who="ann")):
        book.step(event)
    assert book["ann", "legacy", ""].balance == 40_000


# Levels that end


ENDS = """
    awards: on
    levels: {step: "level + 7", highest: 10, $more}
"""


def test_thresholds_may_end_with_a_highest_level() -> None:
    """Steps of 8, 9, ... 16 make levels 2 to 10; after that points are earned, and no level comes."""
    total = sum(range(8, 17))
    for short, want in ((1, 9), (0, 10), (-5000, 10)):
        played = play(ENDS, f"- awarded: {{points: {total - short}}}", more="")
        assert (level(played), holds(played, "points")) == (want, total - short)
        assert (played.sheet("kessa").to_next_level is None) == (want == 10)
    assert level(play(ENDS.replace("highest: 10, ", ""), "- awarded: {points: 5000}", more="")) > 10


@pytest.mark.parametrize(
    "more", ["thresholds: xp", "count: earned and practised", "at_most: 1", "on_loss: drop"]
)
def test_the_highest_level_is_the_last_in_every_way_of_counting(more: str) -> None:
    """The sheet says that there is no next one, and a cap per award takes nothing any more."""
    journal = "- awarded: {points: 500, times: 12}\n- awarded: {points: 7, day: 1}"
    played = play(ENDS, journal, more=more)
    assert (level(played), played.sheet("kessa").to_next_level) == (10, None)
    assert holds(played, "earned") - holds(played.at(0), "earned") == 7


def test_a_chart_that_ends_has_no_next_level_in_xp_either() -> None:
    """Whatever the thresholds are in."""
    for thresholds in ("xp", "points"):
        rules = f"awards: on\nlevels: {{chart: [0, 10, 20], thresholds: {thresholds}}}"
        played = play(rules, "- awarded: {points: 20}")
        assert (level(played), played.sheet("kessa").to_next_level) == (3, None)


@pytest.mark.parametrize("rules", ["levels: {chart: [0, 10, 20]}", "levels: {step: 10, highest: 3}"])
def test_nobody_joins_beyond_the_last_level(rules: str) -> None:
    """The last one may be brought along, and one that the rules do not have is refused."""
    assert dp(play(rules, "[]", "kessa: {level: 3}").sheet("kessa").earned) == 20
    assert "levels: there is no such level here" in refusal(
        play(rules, "[]", "kessa: {level: 4}", refused=True)
    )


# Granted and earned.

AWARD = "- awarded: {points: %s}\n"
RULING = "- ruled: {who: kessa, level: %s, by: Ann, why: a ruling}\n"


@pytest.mark.parametrize("on_loss", ["keep", "drop"])
@pytest.mark.parametrize(
    ("journal", "level", "missing"),
    [
        (AWARD % 45 + RULING % 1 + AWARD % 1, 3, 34),
        (AWARD % 45 + RULING % 1 + AWARD % 35, 4, 40),
        (AWARD % 45 + RULING % -1 + AWARD % 1, 1, 34),
        (AWARD % 45 + RULING % -1 + AWARD % 35, 2, 40),
        (RULING % 2 + RULING % -2 + AWARD % 40, 2, 40),
    ],
)
def test_l1_a_ruling_and_points_do_not_undo_each_other(
    on_loss: str, journal: str, level: int, missing: int
) -> None:
    """What a game master gave or took stays, and points make the levels that they always made."""
    sheet = play(f"awards: on\nlevels: {{step: 40, on_loss: {on_loss}}}", journal).sheet("kessa")
    assert (sheet.level, sheet.to_next_level) == (level, missing * 1000)


# Steps that go by the level.


@pytest.mark.parametrize(
    ("step", "start", "totals"),
    [
        ('"100 * level"', 5, [500, 1100, 1800]),
        ('"100 * level"', 1, [100, 300, 600]),
        ('"100 + 10 * level"', 0, [100, 210, 330]),
        ("{0-5: 10, 6+: 20}", 5, [10, 30, 50]),
        ("[10, 20]", 5, [10, 30, 50]),
        ("{start: 10, growth: 2}", 5, [10, 30, 70]),
    ],
)
def test_l1_a_formula_and_bands_go_by_the_level_whatever_the_first(
    step: str, start: int, totals: list[int]
) -> None:
    """A list and growth count the steps: their first number is that of the first step."""
    rules = f"awards: on\nlevels: {{step: {step}, start: {start}}}"
    for steps, total in enumerate(totals, 1):
        played = play(rules, AWARD % (total - 1) + "- awarded: {points: 1, day: 1}")
        assert [played.at(day).sheet("kessa").level - start for day in (0, 1)] == [steps - 1, steps]


@pytest.mark.parametrize("step", ['"100 * level"', "{1+: 10}", '"max(1, 100 / level)"'])
def test_l1_the_first_level_needs_a_step_too(step: str) -> None:
    """Where nothing, or no number, leads away from level 0, the file is refused."""
    with pytest.raises(Mistakes) as refused:
        play(f"awards: on\nlevels: {{step: {step}, start: 0}}", "[]")
    (problem,) = refused.value.problems
    assert "step: " in problem.message and "(start: 0)" in problem.message
