"""Agreements, points that are bound to skills, instalments: S4 S5 S6."""

from __future__ import annotations

from typing import Any

import pytest
from catalogue.worked import dp, exact, fact, facts, holds, option, play, ranks, refusal
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=30)

HOARD = """
    awards: on
    purchase: {cost: 1, talents: {far sight: 30}}
    earmark: on
    hoard-limit: {cap: 5, mode: $mode}
"""
AGREED = "- agreed: {who: kessa, to: hoarding, by: Ute, why: she saves for a ship}"
ENDED = """
- session: The pass
  after: 0
  events: []
"""


def hoard(mode: str, *journal: str, **how: Any) -> Any:
    """A table with a hoard limit, and what happens there."""
    return play(HOARD, "\n".join(journal), mode=mode, **how)


@facts("S4")
def test_s4_no_limit_where_the_game_master_agrees(case: dict[str, Any]) -> None:
    """Of 44 unspent points 39 are above the limit, or none if that is agreed."""
    agreed = AGREED if case["gm_ack"] else ""
    played = hoard("warn", agreed, f"- awarded: {{points: {case['unspent']}}}", ENDED)
    assert (dp(played.sheet("kessa").above_limit) == 0) is case["ok"]
    assert holds(played, "points") == case["unspent"]
    expired = hoard("expire", agreed, f"- awarded: {{points: {case['unspent']}}}", ENDED)
    assert holds(expired, "forfeited") == (0 if case["ok"] else 39)


def test_s4_an_agreement_may_come_later_and_unblocks_at_once() -> None:
    """Blocked at the end of a session; what is earned after the agreement is paid."""
    earned, more = "- awarded: {points: 9}", "- awarded: {points: 3}"
    assert holds(hoard("block", earned, ENDED, more), "points") == 9
    assert holds(hoard("block", earned, ENDED, AGREED, more), "points") == 12


def test_s1_a_blocked_character_still_learns() -> None:
    """Points are blocked, XP are not."""
    rules = HOARD + "    practice: {xp: 4, cost: 40}\n"
    journal = "- awarded: {points: 9}" + ENDED + "- used: {who: kessa, skill: climb}\n- awarded: {points: 1}"
    played = play(rules, journal, mode="block")
    assert (holds(played, "xp", "climb"), holds(played, "forfeited")) == (4, 1)


@pytest.mark.parametrize(("mode", "above", "left"), [("warn", 7, 12), ("expire", 0, 5)])
def test_s4_withdrawn_the_limit_holds_again(mode: str, above: int, left: int) -> None:
    """The sheet says so at once; the points are judged at the next end of a session."""
    withdrawn = "- withdrawn: {who: kessa, to: hoarding, by: Ute, why: no ship in sight}"
    before = hoard(mode, AGREED, "- awarded: {points: 12}", ENDED, withdrawn)
    assert (dp(before.sheet("kessa").above_limit), holds(before, "points")) == (7, 12)
    after = hoard(mode, AGREED, "- awarded: {points: 12}", ENDED, withdrawn, ENDED.replace("pass", "lake"))
    assert (dp(after.sheet("kessa").above_limit), holds(after, "points")) == (above, left)
    assert holds(before, "agreed", "hoarding") == 0


@pytest.mark.parametrize(("withdrawn", "declared", "ok"), [(20, 20, True), (20, 21, False)])
def test_s4_notice_is_due_when_the_agreement_ends(withdrawn: int, declared: int, ok: bool) -> None:
    """While it held nobody was above the limit: the first day is that on which it ended."""
    journal = """
        - agreed: {who: kessa, to: hoarding, by: Ute, why: she saves for a ship}
        - awarded: {points: 12, day: 1}
        - withdrawn: {who: kessa, to: hoarding, by: Ute, why: no ship in sight, day: $withdrawn}
        - saved: {who: kessa, for: far sight, points: 9, why: to see farther, day: $declared}
    """
    played = play(HOARD, journal, mode="warn", withdrawn=withdrawn, declared=declared, refused=not ok)
    assert holds(played, "held", "far sight") == (9 if ok else 0)


def test_s4_each_has_an_agreement_of_their_own() -> None:
    """What is agreed with Kessa is not agreed with Bram."""
    played = hoard("warn", AGREED, "- awarded: {points: 6}", ENDED, characters="kessa: {}\nbram: {}")
    assert [dp(played.sheet(who).above_limit) for who in ("kessa", "bram")] == [0, 1]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("agreed: {who: kessa, to: far sight, by: Ute, why: x}", "no rule here asks for an agreement to far"),
        (
            "agreed: {who: kessa, to: dancing, by: Ute, why: x}",
            "no rule here asks for an agreement to dancing",
        ),
        ("withdrawn: {who: kessa, to: hoarding, by: Ute, why: x}", "nothing is agreed about hoarding"),
    ],
)
def test_s4_an_agreement_that_nobody_asked_for_is_refused(entry: str, why: str) -> None:
    """A talent is not hoarding, and what was never agreed to cannot be withdrawn."""
    assert why in refusal(hoard("warn", f"- {entry}", refused=True))


BOUND = """
    awards: on
    purchase: {cost: $cost, talents: {far sight: 3}}
    earmark: on
    hoard-limit: {cap: 5, mode: $mode}
    bound-points: {part: 1/2, round: $round, scope: $scope}
"""
EARNED = "- met: {what: the cliff, points: $points, skills: {stealth: 3, climb: 1}}"


def bound(*later: str, points: Any, scope: str = "set", round: str = "up", cost: int = 1, **how: Any) -> Any:
    """An encounter that was met by stealth, and a little climbing; and what comes after it."""
    numbers: dict[str, Any] = {"points": points, "scope": scope, "round": round, "cost": cost}
    return play(BOUND, "\n".join([EARNED, *later]), **{"mode": "warn", **numbers, **how})


@facts("S5", restricted=...)
def test_s5_a_part_goes_to_the_skills_that_earned_it(case: dict[str, Any]) -> None:
    """Half of the points, rounded up, are for any of the skills; the others are free."""
    assert (option("S5", "fraction"), option("S5", "round")) == (0.5, "up")
    played = bound(points=case["award"])
    assert holds(played, "bound", "climb, stealth") == case["restricted"]
    assert holds(played, "points") == case["award"]
    assert dp(played.sheet("kessa").free) == case["free"]
    swum = bound("- bought: {who: kessa, skill: swim, ranks: 10}", points=case["award"], refused=True)
    assert f"after {case['free']} of 10" in refusal(swum) or not case["free"]
    climbed = bound(f"- bought: {{who: kessa, skill: climb, ranks: {case['award']}}}", points=case["award"])
    assert (holds(climbed, "points"), holds(climbed, "bound", "climb, stealth")) == (0, 0)


def test_s5_in_proportion_each_skill_gets_its_share() -> None:
    """Of two points that are bound one and a half are for stealth and half a point for climbing."""
    case = fact("S5", proportional=...)
    played = bound(points=case["award"], scope="proportional")
    for skill, amount in {"stealth": 1.5, "climb": 0.5}.items():
        assert case["proportional"][skill] == {1.5: "3/2", 0.5: "1/2"}[amount]
        assert holds(played, "bound", skill) == amount


def test_s5_bound_points_buy_nothing_else() -> None:
    """Three points on swimming, of four with two bound, are one too many."""
    case = fact("S5", spend_on_swim=...)
    swim = "- bought: {who: kessa, skill: swim}"
    played = bound(swim, points=case["of_award"], cost=case["spend_on_swim"], refused=True)
    short = case["refused_over_free"]
    assert f"the rest is bound to what earned it: needed 3 dp, had 2 dp, short by {short} dp" in refusal(
        played
    )
    assert ranks(bound(swim, points=case["of_award"], cost=2), "swim") == [1]
    assert "bound-points: " in refusal(bound(swim, points=4, cost=4, refused=True))
    assert "purchase: swim costs more than they have" in refusal(bound(swim, points=4, cost=5, refused=True))


@pytest.mark.parametrize(
    ("points", "round", "left"), [(5, "up", 3), (5, "down", 2), (0.5, "up", 0.5), (1, "down", 0)]
)
def test_s5_rounding_takes_whole_points_and_never_more_than_there_are(
    points: Any, round: str, left: Any
) -> None:
    """Two and a half are three or two; half a point is bound whole."""
    assert holds(bound(points=points, round=round), "bound", "climb, stealth") == left


def test_s5_a_goal_may_name_skills_too_and_what_names_none_is_free() -> None:
    """Awards are bound like encounters."""
    later = "- awarded: {points: 4, skills: [swim]}", "- awarded: {points: 4}"
    played = bound(*later, points=4)
    assert played.sheet("kessa").bound == {"swim": 2000, "climb, stealth": 2000}
    assert holds(played, "points") == 12


def test_s5_bound_points_are_taken_first_those_for_the_fewest_skills_before_others() -> None:
    """Two are for climbing or stealth, one is for stealth: the first rank of stealth takes that one."""
    more = "- awarded: {points: 2, skills: [stealth]}"
    steps = [(1, (2, 0)), (2, (1, 0)), (3, (0, 0)), (4, (0, 0))]
    for count, left in steps:
        played = bound(more, f"- bought: {{who: kessa, skill: stealth, ranks: {count}}}", points=4)
        assert (holds(played, "bound", "climb, stealth"), holds(played, "bound", "stealth")) == left


def test_s5_before_points_that_were_set_aside() -> None:
    """Of eight points four are bound to climbing or stealth and three set aside for climbing."""
    later = "- saved: {who: kessa, for: climb, points: 3, why: the wall}"
    for count, left in ((4, (0, 3)), (5, (0, 2)), (7, (0, 0)), (8, (0, 0))):
        played = bound(later, f"- bought: {{who: kessa, skill: climb, ranks: {count}}}", points=8)
        assert (holds(played, "bound", "climb, stealth"), holds(played, "held", "climb")) == left
    dear = bound(later, "- bought: {who: kessa, skill: climb}", points=8, cost=6)
    assert (holds(dear, "bound", "climb, stealth"), holds(dear, "held", "climb")) == (0, 1)
    assert holds(dear, "points") == 2


def test_s5_bound_points_cannot_be_set_aside_or_spent_on_a_talent() -> None:
    """Of four points two are free to set aside; a talent for three is one too many."""
    saved = "- saved: {who: kessa, for: swim, points: $more, why: the lake}"
    assert holds(bound(saved, points=4, more=2), "held", "swim") == 2
    assert "more than is free" in refusal(bound(saved, points=4, more=2.5, refused=True))
    assert "the rest is bound to what earned it" in refusal(
        bound("- bought: {who: kessa, talent: far sight}", points=5, refused=True)
    )
    assert holds(bound("- bought: {who: kessa, talent: far sight}", points=6), "talent", "far sight") == 1


BOTH = "- saved: {who: kessa, for: far sight, points: 3, why: to see farther}"


@pytest.mark.parametrize(("price", "why"), [(1, ""), (2, "held for something else"), (5, "bound to what")])
def test_s5_bound_points_and_earmarked_points_are_different_points(price: int, why: str) -> None:
    """Of eight points four are bound and three held for far sight: one is free, and seven of them are not bound."""
    played = bound(BOTH, "- bought: {who: kessa, skill: swim}", points=8, cost=price, refused=bool(why))
    assert ranks(played, "swim") == [not why]
    assert not why or why in refusal(played)


def test_s5_each_of_the_two_rules_may_be_set_aside() -> None:
    """Letting points be spent that were set aside does not free those that are bound."""
    gift = "override: {by: Ute, why: it burns, rules: [$which]}"
    swim = f"- bought: {{who: kessa, skill: swim, {gift}}}"
    ok = bound(BOTH, swim, points=8, cost=4, which="earmark")
    assert (ranks(ok, "swim"), holds(ok, "points")) == ([1], 4)
    assert (holds(ok, "held", "far sight"), holds(ok, "bound", "climb, stealth")) == (3, 4)
    assert "bound-points: " in refusal(bound(BOTH, swim, points=8, cost=5, which="earmark", refused=True))
    assert "earmark: " in refusal(bound(BOTH, swim, points=8, cost=2, which="bound-points", refused=True))
    alone = bound(swim, points=8, cost=5, which="bound-points")
    assert (ranks(alone, "swim"), holds(alone, "bound", "climb, stealth")) == ([1], 3)


def test_s5_bound_points_count_for_the_hoard_and_what_expires_is_not_bound() -> None:
    """Of twelve points six are bound, seven are above the limit; of the five left no more than five are bound."""
    warned = bound(ENDED, points=12)
    assert dp(warned.sheet("kessa").above_limit) == 7
    expired = bound(ENDED, points=12, mode="expire")
    assert (holds(expired, "points"), holds(expired, "bound", "climb, stealth")) == (5, 5)
    just = bound(ENDED, points=6, mode="expire")
    assert (holds(just, "points"), holds(just, "bound", "climb, stealth")) == (5, 3)


def test_s5_released_points_are_those_that_were_set_aside() -> None:
    """What is bound stays bound."""
    later = (
        "- saved: {who: kessa, for: climb, points: 1, why: the wall}",
        "- released: {who: kessa, for: climb}",
    )
    played = bound(*later, points=4)
    assert (holds(played, "bound", "climb, stealth"), holds(played, "held", "climb")) == (2, 0)
    none = bound("- released: {who: kessa, for: climb}", points=4, refused=True)
    assert "nothing is held for climb" in refusal(none)


@few
@given(
    quarters=st.integers(0, 60),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    scope=st.sampled_from(["set", "proportional"]),
)
def test_s5_bound_and_free_points_make_up_the_award(quarters: int, weights: list[int], scope: str) -> None:
    """The shares add up to the whole, exactly, and never to more than there is."""
    skills = ", ".join(
        f"{skill}: {n}" for skill, n in zip(("climb", "swim", "axe", "sword"), weights, strict=False)
    )
    journal = f"- awarded: {{points: {quarters / 4}, skills: {{{skills}}}}}"
    played = play(BOUND, journal, scope=scope, round="up", cost=1, mode="warn")
    in_all = sum(n for (_, kind, _), n in played.book.sheet().items() if kind == "bound")
    assert dp(in_all) == min(-(-quarters // 8), quarters / 4)


@pytest.mark.parametrize(
    ("price", "why"), [(4, ""), (5, "earmark: the rest"), (6, "purchase: climb costs more")]
)
def test_s2_held_points_are_reserved_and_missing_points_are_short(price: int, why: str) -> None:
    """Of five points one is held for far sight: four are free, five are not, and six there never were."""
    rules = f"purchase: {{cost: {price}, talents: {{far sight: 3}}}}\nearmark: on"
    journal = "- saved: {who: kessa, for: far sight, points: 1, why: x}\n- bought: {who: kessa, skill: climb}"
    played = play(rules, journal, "kessa: {points: 5}", refused=bool(why))
    assert ranks(played, "climb") == [not why]
    assert not why or why in refusal(played)


def test_s2_nothing_is_set_aside_for_a_talent_that_is_theirs() -> None:
    """There is nothing to save for."""
    rules = "purchase: {talents: {far sight: 3}}\nearmark: on"
    journal = "- saved: {who: kessa, for: far sight, points: 1, why: x}"
    played = play(rules, journal, "kessa: {points: 5, talents: [far sight]}", refused=True)
    assert "earmark: far sight is already theirs" in refusal(played)


TALENT = """
    awards: on
    levels: {step: 100}
    purchase: {talents: {far sight: $price, dark sight: 12}}
    earmark: on
    instalments: {per_level: $per_level_instalment_max, activity: $activity_required}
"""
ROSTER = "kessa: {level: 1, points: $points}"
WORKS = "- agreed: {who: kessa, to: far sight, by: Ute, why: she sits with the hermit}"
PAYS = "- paid_in: {who: kessa, for: far sight, points: $part}"
RISES = "- awarded: {points: 100}"


def talent(*journal: str, points: int = 90, part: Any = 10, **how: Any) -> Any:
    """Kessa has so many points, and works towards far sight; a level comes with each award of a hundred."""
    numbers: dict[str, Any] = {name: option("S6", name) for name in ("price", "per_level_instalment_max")}
    numbers |= {"activity_required": str(option("S6", "activity_required")).lower(), "part": part, **how}
    return play(TALENT, "\n".join(journal), ROSTER, points=points, **numbers)


def levels(case: Any, upto: int) -> list[str]:
    """What is entered in the first levels of a case."""
    lines: list[str] = []
    for level in case[:upto]:
        lines += [WORKS] * level["activity"] + [PAYS] * bool(level["paid"]) + [RISES]
    return lines


@facts("S6")
def test_s6_a_talent_is_paid_for_over_several_levels(case: dict[str, Any]) -> None:
    """Paid, stalled, paid, paid: it is theirs after the fourth level, or the third without the stall."""
    when = case["owned_after_level"]
    assert holds(talent(*levels(case["levels"], when - 1)), "talent", "far sight") == 0
    owned = talent(*levels(case["levels"], when))
    assert (holds(owned, "talent", "far sight"), holds(owned, "spent")) == (1, 30)
    assert holds(owned, "points") == 90 + when * 100 - 30
    straight = [level for level in case["levels"] if level["activity"]]
    assert holds(talent(*levels(straight, case["without_stall"])), "talent", "far sight") == 1
    assert holds(talent(*levels(straight, case["without_stall"] - 1)), "talent", "far sight") == 0


def test_s6_a_level_without_the_activity_accepts_nothing() -> None:
    """What was agreed to at one level does not hold at the next."""
    stalled = talent(WORKS, PAYS, RISES, PAYS, refused=True)
    assert "instalments: no activity towards far sight is agreed to at this level" in refusal(stalled)
    assert (holds(stalled, "paid in", "far sight"), holds(stalled, "points")) == (10, 180)
    never = talent(PAYS, refused=True)
    assert "no activity" in refusal(never)
    assert holds(talent(PAYS, activity_required="false"), "paid in", "far sight") == 10


def test_s6_an_agreement_may_be_withdrawn_and_is_for_its_talent_only() -> None:
    """Neither what is over nor what is about something else lets an instalment pass."""
    over = "- withdrawn: {who: kessa, to: far sight, by: Ute, why: the hermit left}"
    assert "no activity" in refusal(talent(WORKS, over, PAYS, refused=True))
    assert "no activity" in refusal(talent(WORKS.replace("far", "dark"), PAYS, refused=True))


def test_s6_hoarding_is_agreed_to_for_longer_than_a_level() -> None:
    """A new level ends what is worked towards, not what was agreed about hoarding."""
    rules = TALENT + "    hoard-limit: {cap: 5}\n"
    numbers = {"price": 30, "per_level_instalment_max": 10, "activity_required": "true", "points": 9}
    played = play(rules, "\n".join([AGREED, WORKS, RISES]), ROSTER, **numbers)
    assert (holds(played, "agreed", "hoarding"), holds(played, "agreed", "far sight")) == (1, 0)
    other = play(rules, WORKS, ROSTER, **numbers)
    assert (holds(other, "agreed", "hoarding"), holds(other, "agreed", "far sight")) == (0, 1)


@pytest.mark.parametrize(("part", "ok"), [(4, True), (4.001, False)])
def test_s6_at_most_a_number_of_points_per_level(part: Any, ok: bool) -> None:
    """Six and four are ten; a thousandth more is refused until the next level."""
    six = "- paid_in: {who: kessa, for: far sight, points: 6}"
    played = talent(WORKS, six, PAYS, part=part, refused=not ok)
    assert holds(played, "paid in", "far sight") == (10 if ok else 6)
    if not ok:
        assert "more than a level accepts: needed 4.001 dp, had 4 dp" in refusal(played)
    later = talent(WORKS, six, RISES, WORKS, PAYS, part=part)
    assert holds(later, "paid in", "far sight") == 6 + exact(part)


def test_s6_two_talents_have_a_limit_each() -> None:
    """Ten points for one leave ten for the other."""
    dark = [line.replace("far", "dark") for line in (WORKS, PAYS)]
    played = talent(WORKS, PAYS, *dark)
    assert (holds(played, "paid in", "far sight"), holds(played, "paid in", "dark sight")) == (10, 10)


@pytest.mark.parametrize(("last", "ok"), [(2, True), (2.5, False)])
def test_s6_no_more_than_the_rest_of_the_price(last: Any, ok: bool) -> None:
    """Dark sight costs twelve: after ten two are left; then it is theirs, and nothing more is taken."""
    works, pays = WORKS.replace("far", "dark"), "- paid_in: {who: kessa, for: dark sight, points: 10}"
    ends = f"- paid_in: {{who: kessa, for: dark sight, points: {last}}}"
    played = talent(works, pays, RISES, works, ends, refused=not ok)
    assert holds(played, "talent", "dark sight") == ok
    if ok:
        assert holds(played, "paid in", "dark sight") == 0
        again = talent(works, pays, RISES, works, ends, RISES, works, ends, refused=True)
        assert "dark sight is already theirs" in refusal(again)
    else:
        assert "more than the rest of the price: needed 2.5 dp, had 2 dp" in refusal(played)


def test_s6_the_rest_may_be_bought_at_once() -> None:
    """What was paid in lowers the price: after ten of thirty it costs twenty."""
    buys = "- bought: {who: kessa, talent: far sight}"
    played = talent(WORKS, PAYS, buys, points=30)
    assert (holds(played, "points"), holds(played, "spent"), holds(played, "paid in", "far sight")) == (
        0,
        30,
        0,
    )
    assert holds(played, "talent", "far sight") == 1
    short = talent(WORKS, PAYS, buys, points=29, refused=True)
    assert "costs more than they have: needed 20 dp, had 19 dp" in refusal(short)


@pytest.mark.parametrize(("points", "ok"), [(10, True), (9, False)])
def test_s6_an_instalment_must_be_covered(points: int, ok: bool) -> None:
    """Nine points are no instalment of ten."""
    played = talent(WORKS, PAYS, points=points, refused=not ok)
    assert holds(played, "points") == (0 if ok else 9)
    assert ok or "instalments: more than they have: needed 10 dp, had 9 dp" in refusal(played)


@pytest.mark.parametrize(("saved", "ok"), [(2, True), (3, False)])
def test_s6_points_that_are_held_for_something_else_stay(saved: int, ok: bool) -> None:
    """Of twelve points two may be held for dark sight and ten paid in for far sight."""
    aside = f"- saved: {{who: kessa, for: dark sight, points: {saved}, why: to see in the dark}}"
    played = talent(aside, WORKS, PAYS, points=12, refused=not ok)
    assert holds(played, "held", "dark sight") == saved
    assert ok or "the rest is held for something else: needed 10 dp, had 9 dp" in refusal(played)


@pytest.mark.parametrize(("part", "ok"), [(6, True), (6.5, False)])
def test_s6_bound_points_pay_no_instalment(part: Any, ok: bool) -> None:
    """Of twelve points six are bound to climbing."""
    rules = TALENT + "    bound-points: on\n"
    journal = [WORKS, "- awarded: {points: 12, skills: [climb]}", PAYS]
    numbers = {
        "price": 30,
        "per_level_instalment_max": 10,
        "activity_required": "true",
        "points": 0,
        "part": part,
    }
    played = play(rules, "\n".join(journal), ROSTER, **numbers, refused=not ok)
    assert holds(played, "paid in", "far sight") == (6 if ok else 0)
    assert ok or "bound-points: the rest is bound to what earned it" in refusal(played)


@pytest.mark.parametrize("rules", ["earmark: on", "instalments: {activity: false}"])
def test_s6_an_instalment_needs_a_rule_that_takes_it(rules: str) -> None:
    """Neither saving takes one, nor instalments of what nobody sells."""
    journal = "- saved: {who: kessa, for: swim, points: 5, why: x}\n" * ("earmark" in rules) + PAYS
    sells = "purchase: {talents: {far sight: 30}}\n" * ("earmark" in rules)
    ruleset = f"{sells}{rules}\nlevel-benefits: {{talents: {{far sight: 99}}}}"
    told = refusal(play(ruleset, journal, "kessa: {points: 9}", part=5, refused=True))
    assert "no rule here takes instalments for far sight" in told


def test_s6_points_held_for_the_talent_are_paid_in_first_and_released_at_the_end() -> None:
    """Of fourteen held ten are paid in; once the talent is theirs nothing is held for it."""
    aside = "- saved: {who: kessa, for: far sight, points: 14, why: to see farther}"
    played = talent(aside, WORKS, PAYS)
    assert (holds(played, "held", "far sight"), holds(played, "points")) == (4, 80)
    bought = talent(aside, WORKS, PAYS, "- bought: {who: kessa, talent: far sight}", price=13)
    assert (holds(bought, "held", "far sight"), holds(bought, "points")) == (0, 77)
    more = aside.replace("14", "40")
    three = talent(more, *[WORKS, PAYS, RISES] * 3)
    assert (holds(three, "held", "far sight"), holds(three, "talent", "far sight")) == (0, 1)


def test_s6_talents_not_for_sale_take_no_instalments() -> None:
    """An agreement to work towards it is refused just so."""
    rules = "purchase: {talents: {far sight: 30}, cost: 1}\ninstalments: on"
    journal = "- agreed: {who: kessa, to: swim, by: Ute, why: the lake}"
    assert "no rule here asks for an agreement to swim" in refusal(play(rules, journal, refused=True))


def test_s6_a_rule_that_asks_for_no_activity_takes_no_agreement() -> None:
    """Nothing is dropped in silence."""
    played = talent(WORKS, activity_required="false", refused=True)
    assert "no rule here" in refusal(played)


def test_two_rules_of_purchase_sell_each_talent_once() -> None:
    """Magic has prices of its own; far sight is for sale all the same."""
    rules = """
        purchase: {cost: 1, talents: {far sight: 3}}
        magic-prices: {kind: purchase, only: [magic], cost: 2, talents: {dark sight: 4}}
    """
    buys = "\n".join(f"- bought: {{who: kessa, talent: {name} sight}}" for name in ("far", "dark"))
    played = play(rules, buys + "\n- bought: {who: kessa, skill: healing}", "kessa: {points: 9}")
    assert (holds(played, "points"), holds(played, "talent", "far sight")) == (0, 1)
    assert holds(played, "talent", "dark sight") == 1
