"""What was bought may be given back: O8."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from catalogue.worked import holds, play, ranks, refusal

from rpgprog.curve import read_curve
from rpgprog.engine.adoption import adopt
from rpgprog.engine.book import Book
from rpgprog.engine.rules import Rules
from rpgprog.events import Adopted, Bought, Joined, Passed, Refunded, Used
from rpgprog.journal.json_schema import campaign_schema
from rpgprog.ledger.accounts import (
    FEES,
    PAID_AGAIN,
    PAID_BOUND,
    PAID_IN_VAIN,
    PEAK,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    UNIT,
)
from rpgprog.ledger.refusals import Refused
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.decay import Decay
from rpgprog.policies.practice import Practice
from rpgprog.policies.purchase import Purchase
from rpgprog.policies.refunds import Refunds

SHOP = "awards: on\npurchase: {cost: $cost, talents: {far sight: 30, nimble: 4}}\n"
RISING = "{1: 1, 2: 2, 3: 3, 4: 4, 5+: 5}"
BACK = "by: GM, why: a new start"


def shop(journal: str, refunds: str = "on", more: str = "", cost: Any = 2, **how: Any) -> Any:
    """Points buy ranks at two each and two talents; Kessa has forty."""
    who = how.pop("characters", "kessa: {points: 40}")
    return play(f"{SHOP}refunds: {refunds}\n{more}", journal, who, cost=cost, **how)


def buy(ranks: int, skill: str = "climb") -> str:
    return f"- bought: {{who: kessa, skill: {skill}, ranks: {ranks}}}\n"


def talent(name: str) -> str:
    return f"- bought: {{who: kessa, talent: {name}}}\n"


def back(what: str, more: str = "") -> str:
    return f"- refunded: {{who: kessa, {what}, {BACK}{more}}}\n"


def money(played: Any) -> list[F]:
    """Points that are free, spent, spent on what was known, and kept by a refund."""
    return [holds(played, kind) for kind in (POINTS, SPENT, RELEARNED, FEES)]


# What goes, and what comes back.


@pytest.mark.parametrize(
    ("what", "left", "points"),
    [
        ("skill: climb, ranks: 1", 3, 34),
        ("skill: climb, ranks: 4", 0, 40),
        ("skill: climb", 0, 40),
        ("skill: climb, ranks: 1, times: 2", 2, 37),
    ],
)
def test_o8_the_highest_ranks_go_and_what_they_cost_comes_back(what: str, left: int, points: int) -> None:
    """Four ranks at 1, 2, 3 and 4 cost ten: the fourth gives 4, two give 7, all give 10."""
    played = shop(buy(4) + back(what), cost=RISING)
    assert ranks(played, "climb") == [left]
    assert money(played) == [points, 40 - points, 0, 0]
    assert holds(played, PEAK, "climb") == left
    assert [holds(played, "paid", f"climb {n}") for n in (1, 4)] == [left >= 1, 0]


@pytest.mark.parametrize(("asked", "ok"), [(2, True), (3, False)])
def test_o8_what_was_brought_along_stays(asked: int, ok: bool) -> None:
    """Of five ranks two were bought: two may be given back, three are refused whole."""
    who = "kessa: {points: 40, ranks: {climb: 3}}"
    played = shop(buy(2) + back(f"skill: climb, ranks: {asked}"), characters=who, refused=not ok)
    assert ranks(played, "climb") == [3 if ok else 5]
    assert money(played)[0] == (40 if ok else 36)
    if not ok:
        assert "refunds: more ranks of climb than were paid for: needed 3, had 2" in refusal(played)


USE = "practice: {xp: 10, cost: 10}\n"
CLIMBED = "- used: {who: kessa, skill: climb}\n"


def test_o8_what_was_learned_gives_nothing() -> None:
    """A rank that use brought was not paid for, nor was one that was ruled."""
    ruled = "- ruled: {who: kessa, skill: climb, ranks: 1, by: GM, why: a gift}\n"
    for learned in (CLIMBED, ruled):
        played = shop(learned + back("skill: climb"), more=USE, refused=True)
        assert ranks(played, "climb") == [1]
        assert "refunds: nothing was paid for climb: it was learned" in refusal(played)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("skill: swim", "there is no swim to give back"),
        ("talent: nimble", "there is no nimble to give back"),
        ("category: arms", "nothing of it was paid for"),
        ("everything: true", "nothing of it was paid for"),
    ],
)
def test_o8_nothing_at_all_is_refused(what: str, words: str) -> None:
    """Whatever is named: if nothing of it was paid for, that is said."""
    assert words in refusal(shop(back(what), refused=True))


def test_o8_ranks_learned_above_those_that_were_bought_move_down() -> None:
    """Two bought and one learned: what goes is one that was bought, and two ranks are left."""
    played = shop(buy(2) + CLIMBED + back("skill: climb, ranks: 1"), more=USE, cost=RISING)
    assert ranks(played, "climb") == [2]
    assert money(played) == [39, 1, 0, 0]
    again = shop(buy(2) + CLIMBED + back("skill: climb"), more=USE, cost=RISING)
    assert (ranks(again, "climb"), money(again)) == ([1], [40, 0, 0, 0])


@pytest.mark.parametrize(("third", "points", "kept"), [(1, 31, 4), (5, 35, 0), (9, 35, 0)])
def test_o8_no_more_comes_back_than_the_topmost_rank_costs(third: int, points: int, kept: int) -> None:
    """Ten were paid for two ranks, a third was learned: who gives one back loses the third."""
    played = shop(
        buy(2) + CLIMBED + back("skill: climb, ranks: 1"), more=USE, cost=f"{{1-2: 5, 3+: {third}}}"
    )
    assert money(played) == [points, 5, 0, kept]


# What was lost and learned again.

RUST = "decay: {period: 30}\nrelearning: {cost: 1}\n"
MONTH = "- passed: 30 days\n"


@pytest.mark.parametrize(("wait", "left"), [("29 days", 3), ("30 days", 2), ("60 days", 1)])
def test_o8_a_rank_that_was_lost_gives_nothing_back(wait: str, left: int) -> None:
    """Three ranks at two: each month takes one, and what was paid for it."""
    played = shop(buy(3) + f"- passed: {wait}\n" + back("skill: climb"), more=RUST)
    assert money(played) == [34 + 2 * left, 6 - 2 * left, 0, 0]
    assert (ranks(played, "climb"), holds(played, PEAK, "climb")) == ([0], 0)
    assert [holds(played, PAID_IN_VAIN, f"climb {n}") for n in (1, 2, 3)] == [
        0,
        2 * (left < 2),
        2 * (left < 3),
    ]


def test_o8_a_lost_rank_counts_as_none_that_was_paid_for() -> None:
    """Three were bought, one was lost: two may be given back, not three."""
    played = shop(buy(3) + MONTH + back("skill: climb, ranks: 3"), more=RUST, refused=True)
    assert "needed 3, had 2" in refusal(played)
    assert ranks(played, "climb") == [2]


def test_o8_what_was_bought_again_gives_what_it_cost_then() -> None:
    """The third rank cost two, was lost and relearned for one: one comes back, and is not relearned."""
    played = shop(buy(3) + MONTH + buy(1) + back("skill: climb, ranks: 1"), more=RUST)
    assert money(played) == [34, 6, 0, 0]
    full = shop(buy(3) + MONTH + buy(1) + back("skill: climb"), more=RUST)
    assert money(full) == [38, 2, 0, 0]
    assert holds(full, PAID_AGAIN, "climb 3") == 0


def test_o8_refunded_ranks_are_not_relearned_for_less() -> None:
    """The peak falls with it: what was relearned for one costs two; but what was lost was spent already."""
    played = shop(buy(3) + MONTH + buy(1) + back("skill: climb, ranks: 1") + buy(1), more=RUST)
    assert money(played) == [32, 6, 2, 0]
    assert ranks(played, "climb") == [3]
    again = shop(
        buy(3) + MONTH + buy(1) + back("skill: climb, ranks: 1") + buy(1) + back("skill: climb"), more=RUST
    )
    assert money(again) == [38, 2, 0, 0]


def test_o8_a_rank_below_the_peak_takes_the_peak_with_it() -> None:
    """One of three was lost: who gives the second back has no third to relearn."""
    played = shop(buy(3) + MONTH + back("skill: climb, ranks: 1"), more=RUST)
    assert (ranks(played, "climb"), holds(played, PEAK, "climb")) == ([1], 1)


def test_o8_a_lost_rank_that_use_brought_back_was_not_paid_for() -> None:
    """Three bought, one lost and learned again by use: two are given back, and one is left."""
    played = shop(buy(3) + MONTH + CLIMBED + back("skill: climb"), more=RUST + USE)
    assert ranks(played, "climb") == [1]
    assert money(played) == [38, 2, 0, 0]


def test_o8_what_a_game_master_takes_is_lost_too() -> None:
    """A rank that was ruled away and bought again is paid for once."""
    ruled = "- ruled: {who: kessa, skill: climb, ranks: -1, by: GM, why: the fall}\n"
    played = shop(buy(3) + ruled + buy(1) + back("skill: climb"))
    assert money(played) == [38, 2, 0, 0]


@pytest.mark.parametrize("decay", ["global-decay: {every: 2, unit: level}", "level-atrophy: {percent: 50}"])
def test_o8_what_a_level_takes_is_lost_too(decay: str) -> None:
    """Also what is lost late, after levels are judged."""
    more = f"levels: {{step: 10}}\n{decay}\n"
    who = "kessa: {points: 20, earned: 0}"
    journal = buy(4) + "- awarded: {points: 10}\n- awarded: {points: 10}\n"
    played = shop(journal + back("skill: climb"), more=more, characters=who)
    lost = sum(holds(played, PAID_IN_VAIN, f"climb {n}") for n in range(1, 5))
    assert lost > 0
    assert money(played) == [40 - lost, lost, 0, 0]


# Where the points came from.

BOUND = "bound-points: {part: 1/2}\n"
EARNED_SO = "- awarded: {points: 6, skills: [climb]}\n- awarded: {points: 4, skills: [climb, swim]}\n"


@pytest.mark.parametrize(
    ("ranks_back", "fee", "climb", "both"),
    [(1, "0", 0, F(1)), (2, "0", 1, 2), (3, "0", 3, 2), (2, "1/2", 1, 1), (1, "1", 0, 0)],
)
def test_o8_bound_points_are_bound_again(ranks_back: int, fee: str, climb: Any, both: Any) -> None:
    """Five bound ones and one free one paid for three ranks: last came one for both and a free one."""
    played = shop(
        EARNED_SO + buy(3) + back(f"skill: climb, ranks: {ranks_back}"),
        f"{{fee: {fee}}}",
        BOUND,
        characters="kessa: {}",
    )
    assert [holds(played, "bound", of) for of in ("climb", "climb, swim")] == [climb, both]
    assert sum(money(played)) == 10
    assert not [
        key for key in played.book.sheet() if key[1] == PAID_BOUND and int(key[2][6]) > 3 - ranks_back
    ]


def test_o8_what_was_bound_to_a_lost_rank_is_gone() -> None:
    """Relearned with free points, it comes back as free points."""
    journal = "- awarded: {points: 4, skills: [climb]}\n" + buy(1) + MONTH + "- awarded: {points: 1}\n"
    played = shop(journal + buy(1) + back("skill: climb"), more=BOUND + RUST, characters="kessa: {}")
    assert holds(played, "bound", "climb") == 0
    assert money(played) == [3, 2, 0, 0]


def test_o8_points_that_were_held_are_held_again() -> None:
    """Of thirty for a talent fourteen were set aside for it; of four for two ranks three."""
    held = "- saved: {who: kessa, for: $target, points: $points, why: to see}\n"
    far = held.replace("$target", "far sight").replace("$points", "14")
    cliff = held.replace("$target", "climb").replace("$points", "3")
    played = shop(far + talent("far sight") + back("talent: far sight"), more="earmark: on\n")
    assert (holds(played, "held", "far sight"), holds(played, POINTS)) == (14, 40)
    one = shop(cliff + buy(2) + back("skill: climb, ranks: 1"), more="earmark: on\n")
    assert (holds(one, "held", "climb"), holds(one, POINTS)) == (1, 38)
    both = shop(cliff + buy(2) + back("skill: climb"), more="earmark: on\n")
    assert (holds(both, "held", "climb"), holds(both, POINTS)) == (3, 40)


PAYING = "instalments: {per_level: 30, activity: false}\n"


def pay(points: int) -> str:
    return f"- paid_in: {{who: kessa, for: far sight, points: {points}}}\n"


def test_o8_instalments_of_held_points_are_held_again() -> None:
    """Eleven of fourteen held ones went into the first instalment, three into the second."""
    held = "- saved: {who: kessa, for: far sight, points: 14, why: to see}\n"
    played = shop(held + pay(11) + pay(19) + back("talent: far sight"), more="earmark: on\n" + PAYING)
    assert (holds(played, "held", "far sight"), holds(played, POINTS)) == (14, 40)


# Talents.


def test_o8_a_talent_is_given_back() -> None:
    """Thirty points are free again, and it can be bought again."""
    played = shop(talent("far sight") + back("talent: far sight"))
    assert (holds(played, "talent", "far sight"), money(played)) == (0, [40, 0, 0, 0])
    again = shop(talent("far sight") + back("talent: far sight") + talent("far sight"))
    assert (holds(again, "talent", "far sight"), money(again)) == (1, [10, 30, 0, 0])


@pytest.mark.parametrize("paid", [pay(30), pay(10) + pay(20), pay(10) + talent("far sight")])
def test_o8_a_talent_in_instalments_gives_all_of_them_back(paid: str) -> None:
    """However it was paid, once it is theirs: thirty."""
    played = shop(paid + back("talent: far sight"), more=PAYING)
    assert (holds(played, "talent", "far sight"), money(played)) == (0, [40, 0, 0, 0])


def test_o8_things_not_yet_owned_cannot_be_refunded() -> None:
    """Nor one that was granted, whatever was paid in for it."""
    played = shop(pay(10) + back("talent: far sight"), more=PAYING, refused=True)
    assert "there is no far sight to give back" in refusal(played)
    granted = "- ruled: {who: kessa, talent: far sight, by: GM, why: a gift}\n"
    given = shop(pay(10) + granted + back("talent: far sight"), more=PAYING, refused=True)
    assert "nothing was paid for far sight: it was given" in refusal(given)


# What is kept.


@pytest.mark.parametrize(
    ("refunds", "cost", "given"),
    [
        ("{fee: 0}", 2, 2),
        ("{fee: 1/10}", 2, F("1.8")),
        ("{fee: 1/8}", "1/2", F("0.437")),
        ("{fee: 1/2}", "1/1000", 0),
        ("{fee: 1}", 2, 0),
        ("{gives: nothing}", 2, 0),
        ("{gives: today}", 2, 2),
        ("{gives: today, fee: 1/2}", 2, 1),
    ],
)
def test_o8_a_fee_is_kept_and_rounded_so_that_nobody_gains(refunds: str, cost: Any, given: F) -> None:
    """A tenth of two is a fifth; an eighth of a half is 0.0625: 0.063. Nothing is lost on the way."""
    played = shop(buy(1) + back("skill: climb"), refunds, cost=cost)
    price = F(cost)
    assert money(played) == [40 - price + given, 0, 0, price - given]
    assert ranks(played, "climb") == [0]


@pytest.mark.parametrize(
    ("gives", "before", "today", "points"),
    [("paid", 4, 2, 40), ("today", 4, 2, 38), ("today", 2, 4, 40), ("paid", 2, 4, 40)],
)
def test_o8_prices_that_changed(gives: str, before: int, today: int, points: int) -> None:
    """A rank that cost four and costs two: four come back, or two; never more than was paid."""

    def rules(cost: int) -> Rules:
        refunds: Any = Refunds(name="refunds", gives=gives)
        return Rules([Bookkeeping(name="bookkeeping"), Purchase(name="purchase", cost=flat(cost)), refunds])

    book = Book(rules(before))
    book.step(Joined(who="ann", points=40 * UNIT, earned=40 * UNIT))
    book.step(Bought(who="ann", skill="climb"))
    later = Book(rules(today), book.sheet())
    later.step(Refunded(who="ann", skills=("climb",)))
    assert later["ann", POINTS, ""].balance == points * UNIT
    assert later["ann", FEES, ""].balance == (40 - points) * UNIT


def flat(cost: int) -> Any:
    return read_curve([F(cost)], unit=UNIT)


# In which order.


def test_o8_last_first() -> None:
    """Climbing, a talent, climbing, the sword: each goes when it is the last that is left."""
    bought = buy(1) + talent("nimble") + buy(2) + buy(1, "sword")
    early = shop(bought + back("skill: climb, ranks: 1"), "{order: last first}", refused=True)
    assert "refunds: sword 1 was bought after climb 3, and goes first" in refusal(early)
    assert ranks(early, "climb", "sword") == [3, 1]
    right = shop(bought + back("skill: sword") + back("skill: climb, ranks: 2"), "{order: last first}")
    assert ranks(right, "climb", "sword") == [1, 0]
    too_far = shop(bought + back("skill: sword") + back("skill: climb"), "{order: last first}", refused=True)
    assert "nimble was bought after climb 1" in refusal(too_far)
    assert ranks(too_far, "climb") == [3]
    for order in ("any", "last first"):
        full = shop(bought + back("everything: true"), f"{{order: {order}}}")
        assert (ranks(full, "climb", "sword"), money(full)) == ([0, 0], [40, 0, 0, 0])


def test_o8_what_was_lost_is_not_in_the_way() -> None:
    """The last that was bought is forgotten: the one before is the last that is held."""
    journal = (
        buy(1, "sword") + buy(1) + "- passed: 29 days\n- used: {who: kessa, skill: sword}\n- passed: 1 days\n"
    )
    played = shop(journal + back("skill: sword"), "{order: last first}", RUST)
    assert ranks(played, "climb", "sword") == [0, 0]


def test_o8_bought_again_is_bought_last() -> None:
    """Given back and bought again, the sword comes after climbing."""
    bought = buy(1, "sword") + buy(1) + back("skill: climb") + back("skill: sword") + buy(1) + buy(1, "sword")
    played = shop(bought + back("skill: climb"), "{order: last first}", refused=True)
    assert "sword 1 was bought after climb 1" in refusal(played)


def test_o8_a_talent_paid_off_late_was_bought_late() -> None:
    """With the last instalment it is theirs."""
    journal = pay(10) + buy(1) + pay(20) + back("skill: climb")
    played = shop(journal, "{order: last first}", PAYING, refused=True)
    assert "far sight was bought after climb 1" in refusal(played)


# How much at once, and for whom.


def test_o8_a_category_or_everything() -> None:
    """Some of it may not have been paid for, as long as something was."""
    journal = buy(2) + buy(1, "sword") + talent("nimble") + CLIMBED
    arms = shop(journal + back("category: arms"), more=USE)
    assert (ranks(arms, "climb", "sword"), money(arms)[0]) == ([3, 0], 32)
    every = shop(journal + back("everything: true"), more=USE)
    assert (ranks(every, "climb", "sword"), money(every)) == ([1, 0], [40, 0, 0, 0])
    assert holds(every, "talent", "nimble") == 0


def test_o8_nobody_elses_ranks_go() -> None:
    """Everything is everything of that character; the party is each of them."""
    two = "kessa: {points: 40}\nborin: {points: 40}\n"
    bought = "- bought: {who: [kessa, borin], skill: climb, ranks: 2}\n"
    played = shop(bought + back("everything: true"), characters=two)
    assert [ranks(played, "climb", who=who) for who in ("kessa", "borin")] == [[0], [2]]
    all_of_them = shop(bought + back("skill: climb").replace("kessa", "party"), characters=two)
    assert [ranks(all_of_them, "climb", who=who) for who in ("kessa", "borin")] == [[0], [0]]


def test_o8_skills_whose_names_begin_alike() -> None:
    """Of climbing and of climbing high each has its own payments."""
    rules = Rules([Bookkeeping(name="bookkeeping"), Purchase(name="purchase"), Refunds(name="refunds")])
    book = Book(rules)
    book.step(Joined(who="ann", points=40 * UNIT))
    for skill in ("climb", "climb high", "climb!", "clumb"):
        book.step(Bought(who="ann", skill=skill, times=2))
    book.step(Refunded(who="ann", skills=("climb",)))
    assert [book["ann", RANK, skill].balance for skill in ("climb high", "climb!", "clumb")] == [2, 2, 2]


def test_o8_for_some_skills_only() -> None:
    """What the rule is not for is not given back; several rules go each by its own fee."""
    bought = buy(2) + buy(1, "sword") + talent("nimble")
    for what in ("skill: climb", "talent: nimble"):
        played = shop(bought + back(what), "{only: [arms]}", refused=True)
        assert "is not given back here" in refusal(played)
    every = shop(bought + back("everything: true"), "{only: [arms]}")
    assert (ranks(every, "climb", "sword"), holds(every, "talent", "nimble")) == ([2, 0], 1)
    blades = "blades: {kind: refunds, only: [arms], fee: 1/2}\n"
    both = shop(bought + back("everything: true"), "on", blades)
    assert (ranks(both, "climb", "sword"), money(both)) == ([0, 0], [39, 0, 0, 1])
    one = shop(bought + back("skill: climb"), "on", blades)
    assert money(one) == [34, 6, 0, 0]


def test_o8_a_game_master_may_let_it_pass() -> None:
    """More than was paid for gives what was; out of turn is allowed."""
    let = ", override: {by: GM, why: never mind}"
    more = shop(buy(2) + back("skill: climb, ranks: 3", let))
    assert (ranks(more, "climb"), money(more)[0]) == ([0], 40)
    early = shop(buy(1) + buy(1, "sword") + back("skill: climb", let), "{order: last first}")
    assert ranks(early, "climb", "sword") == [0, 1]


def test_o8_without_the_rule_nothing_is_given_back() -> None:
    """It is said which rule it takes, also where levels would take notice."""
    for more in ("", "levels: {count: spent}", "gated-levels: on"):
        played = play(
            f"{SHOP}{more}", buy(1) + back("skill: climb"), "kessa: {points: 40}", cost=2, refused=True
        )
        assert "no rule here gives anything back (refunds)" in refusal(played)
        assert ranks(played, "climb") == [1]


# Levels.

BY_SPENDING = "levels: {step: 10, count: spent}\nlevel-benefits: {points: 3}\n"


@pytest.mark.parametrize(("given", "level"), [(1, 2), (2, 2), (3, 1)])
def test_o8_a_level_that_was_made_by_spending_falls(given: int, level: int) -> None:
    """Seven ranks are fourteen spent, a level takes ten: five ranks still make it, four do not."""
    played = shop(buy(7) + back(f"skill: climb, ranks: {given}"), more=BY_SPENDING)
    assert holds(played, "level") == level


def test_o8_a_level_that_comes_again_brings_nothing_again() -> None:
    """Given back and bought again: the same level, and its three points once."""
    once = shop(buy(5), more=BY_SPENDING)
    twice = shop(buy(5) + (back("skill: climb") + buy(5)) * 2, more=BY_SPENDING)
    for played in (once, twice):
        assert (holds(played, "level"), holds(played, POINTS)) == (2, 33)


def test_o8_a_level_that_was_granted_stays() -> None:
    """Nothing was spent for it, so nothing given back takes it."""
    ruled = "- ruled: {who: kessa, level: 3, by: GM, why: the dragon}\n"
    played = shop(ruled + buy(2) + back("skill: climb"), more=BY_SPENDING)
    assert holds(played, "level") == 4


def test_o8_a_level_by_points_earned_stays() -> None:
    """They were earned all the same."""
    journal = "- awarded: {points: 10}\n" + buy(7) + back("everything: true")
    assert (
        holds(shop(journal, more="levels: {step: 10}", characters="kessa: {points: 20, earned: 0}"), "level")
        == 2
    )


BY_RANKS = "gated-levels: {skills: 2}\n"


def test_o8_a_level_that_ranks_made_falls_with_them() -> None:
    """Two skills at rank two are level two; also where another was forgotten meanwhile."""
    bought = buy(2) + buy(2, "sword")
    assert holds(shop(bought, more=BY_RANKS), "level") == 2
    assert holds(shop(bought + back("skill: sword, ranks: 1"), more=BY_RANKS), "level") == 1
    forgot = bought + "- passed: 29 days\n- used: {who: kessa, skill: sword}\n- passed: 1 days\n"
    assert holds(shop(forgot, more=BY_RANKS + RUST), "level") == 2
    assert holds(shop(forgot + back("skill: sword"), more=BY_RANKS + RUST), "level") == 1
    assert holds(shop(forgot + back("skill: climb"), more=BY_RANKS + RUST), "level") == 1
    ruled = "- ruled: {who: kessa, level: 2, by: GM, why: the dragon}\n"
    assert holds(shop(ruled + buy(2) + back("skill: climb"), more=BY_RANKS), "level") == 3


# As a journal says it.


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("who: kessa", 'refunded needs exactly one of "skill", "category", "talent" and "everything: true"'),
        ("who: kessa, skill: climb, talent: nimble", "exactly one of"),
        ("who: kessa, skill: climb, everything: true", "exactly one of"),
        ("who: kessa, category: arms, ranks: 1", "ranks: goes with skill:"),
        ("who: kessa, category: arm", 'there is no category "arm"; did you mean "arms"?'),
        ("who: kessa, skill: climb, ranks: 0", "ranks: must be at least 1"),
        ("skill: climb", 'refunded needs "who"'),
    ],
)
def test_o8_what_an_entry_must_say(what: str, words: str) -> None:
    """Each mistake in words."""
    played = shop(f"- refunded: {{{what}, {BACK}}}\n", refused=True)
    assert words in refusal(played)


def test_o8_who_decided_and_why_are_for_the_record() -> None:
    """Both must be said, and the schema has the words."""
    played = shop("- refunded: {who: kessa, skill: climb}\n", refused=True)
    assert [word for word in ("by", "why") if f'needs "{word}"' in " ".join(map(str, played.problems))] == [
        "by",
        "why",
    ]
    assert {"refunded", "retired"} <= campaign_schema()["$defs"]["event"]["properties"].keys()


def test_o8_the_log_says_who_decided_and_why() -> None:
    """Beside the rank that went; the points say what they were paid for."""
    played = shop(buy(2) + back("skill: climb, ranks: 1"))
    rows = [row for row in played.log(kinds=["rank", "points"]) if row.policy == "refunds"]
    told = [(row.kind, row.reason) for row in rows]
    assert told == [("rank", "given back (GM: a new start)"), ("points", "climb 2 given back")]


def test_who_retires_has_left() -> None:
    """Nothing can happen to them until they return; the reason stands in the book."""
    retired = "- retired: {who: kessa, why: an inn of her own}\n"
    played = shop(retired)
    assert holds(played, "member") == 0
    assert [row.reason for row in played.log(kinds=["member"])][-1] == "an inn of her own"
    assert "kessa has left" in refusal(shop(retired + buy(1), refused=True))
    assert ranks(shop(retired + "- returned: {who: kessa}\n" + buy(1)), "climb") == [1]


def test_o8_where_the_rule_comes_later_what_was_lost_before_stays_lost() -> None:
    """Bought and forgotten before it held, and learned again by use: that was not paid for."""
    known: Any = [Bookkeeping(name="bookkeeping"), Purchase(name="purchase"), Decay(name="decay", period=30)]
    known.append(Practice(name="practice", xp=UNIT, cost=flat(1)))
    book = Book(Rules(known))
    book.step(Joined(who="ann", points=40 * UNIT))
    for skill in ("climb", "swim"):
        book.step(Bought(who="ann", skill=skill))
    book.step(Used(who="ann", skill="swim", day=20))
    book.step(Passed(days=20))
    adopt(book, Rules([*known, Refunds(name="refunds")]), Adopted(rules="new"))
    book.step(Used(who="ann", skill="climb"))
    with pytest.raises(Refused, match="nothing was paid for climb: it was learned"):
        book.step(Refunded(who="ann", skills=("climb",)))
    book.step(Refunded(who="ann", skills=("swim",)))
    assert book["ann", RANK, "swim"].balance == 1  # the one that use brought
