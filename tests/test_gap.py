"""E1. How far a goal is, and the cheapest legal way there: worked cases, and every order of purchases tried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from catalogue.worked import play
from hypothesis import given, settings
from hypothesis import strategies as st

from rpgprog.campaign.campaign import Campaign, open_campaign
from rpgprog.campaign.questions import Unknown
from rpgprog.cli.app import run
from rpgprog.curve import LARGEST
from rpgprog.engine.book import Book
from rpgprog.engine.rules import Rules
from rpgprog.events import Bought, Ruled, SessionStarted, Used
from rpgprog.ledger.accounts import EARNED, LEVEL, POINTS, RANK, TALENT, UNIT
from rpgprog.ledger.refusals import Code, Refused
from rpgprog.planner.gap import Gap, gap
from rpgprog.planner.report import sentences
from rpgprog.planner.step_rows import reason
from rpgprog.policy import Policy, Stage, figure, on
from rpgprog.reader.goals import Goal

PACKS = Path(__file__).parent.parent / "rulesets"
SKILLS = ("climb", "swim", "stealth")


def told(played: Campaign, goal: str, who: str = "kessa") -> list[str]:
    return sentences(played.gap(who, goal), played.ruleset.names)


def prices(found: Gap) -> list[tuple[str, int, Fraction]]:
    assert found.steps is not None
    return [(step.of, step.number, Fraction(step.price, UNIT)) for step in found.steps if step.kind == RANK]


# The catalogue's case.

CLIMBER = "kessa: {ranks: {climb: 7}, peaks: {climb: 10}}"
TWO_A_SESSION = """
    - session: One
      day: 0
      events: [{awarded: {points: 2}}, {bought: {who: kessa, skill: swim}}]
    - session: Two
      day: 7
      events: [{awarded: {points: 2}}, {bought: {who: kessa, skill: swim}}]
"""


def test_e1_from_7_to_12_with_a_peak_of_10() -> None:
    """Relearn 3 and learn 2 are 7 points, four sessions at 2; or (8 + 9 + 10) / 3 + 11 + 12 = 32 weeks."""
    rules = """
        awards: on
        purchase: {cost: 2}
        relearning: {cost: 1, faster: 3}
        training: {weeks: rank, hours_per_week: 39, master_from: 20}
    """
    played = play(rules, TWO_A_SESSION, CLIMBER)
    found = played.gap("kessa", "climb 12")
    assert (found.now, found.peak, found.target, found.difference) == (7, 10, 12, 5)
    assert prices(found) == [("climb", n, 1 if n <= 10 else 2) for n in range(8, 13)]
    assert (found.points, found.at_hand, found.missing, found.sessions) == (7000, 0, 7000, 4)
    assert found.points_a_session == 2000
    assert found.learning is not None
    assert (found.learning.weeks, found.learning.hours) == (32, 32 * 39 * UNIT)
    assert [reason(step) for step in found.steps or ()][2:4] == ["relearned, 1 instead of 2 (relearning)", ""]
    assert told(played, "climb 12") == [
        "Now 7 (peak 10), goal 12: 5 ranks to go.",
        "By points: 7 dp (relearn 3, learn 4); 0 at hand, 7 to earn: 4 sessions at 2 dp a session.",
        "By training: 32 weeks.",
    ]


def test_e1_hours_are_those_of_the_engine() -> None:
    """With 40 hours a week a third of a week is rounded up to an hour, as training itself does."""
    rules = "training: {weeks: rank}\nrelearning: {faster: 3}"
    found = play(rules, "- passed: 1 day", CLIMBER).gap("kessa", "climb 12")
    assert found.learning is not None
    assert found.learning.hours == (107 + 120 + 134 + 440 + 480) * UNIT
    assert found.learning.weeks == Fraction(1281, 40)
    assert found.steps is None and found.possible


@pytest.mark.parametrize(
    ("points", "missing", "sessions"), [(4, 0, 0), ("3.999", 1, 1), (2, 2000, 1), ("1.999", 2001, 2)]
)
def test_e1_sessions_are_rounded_up(points: Any, missing: int, sessions: int) -> None:
    """Two points a session: a thousandth of a point more takes one more of them."""
    played = play("awards: on\npurchase: {cost: 2}", TWO_A_SESSION, f"kessa: {{points: {points}}}")
    found = played.gap("kessa", "climb 2")
    assert (found.missing, found.sessions) == (missing, sessions)


def test_e1_without_sessions_the_pace_is_not_known() -> None:
    """And it says so."""
    played = play("purchase: {cost: 2}", "- passed: 1 day")
    assert played.gap("kessa", "climb 2").sessions is None
    assert told(played, "climb 2")[1].endswith("4 to earn: number of sessions unknown.")


def test_e1_points_held_for_something_else_are_not_at_hand() -> None:
    """Held for it they are; and what pays is what the engine takes."""
    rules = "purchase: {cost: 2, talents: {far sight: 10}}\nearmark: on"
    journal = "- saved: {who: kessa, for: far sight, points: 3, why: scouting}"
    played = play(rules, journal, "kessa: {points: 5}")
    climb, talent = played.gap("kessa", "climb 2"), played.gap("kessa", "talent/far sight")
    assert (climb.at_hand, climb.missing) == (2000, 2000)
    assert (talent.at_hand, talent.missing, talent.points) == (5000, 5000, 10000)


# What has to come first.


def test_e1_a_level_comes_first() -> None:
    """Rank 6 takes level 3: 60 more points, more than the two ranks cost."""
    rules = "awards: on\npurchase: {cost: 4}\nlevels: {step: 40}\nrank-cap: {cap: 'level + 3'}"
    journal = "- session: One\n  day: 1\n  events: [{awarded: {points: 20}}]"
    played = play(rules, journal, "kessa: {ranks: {climb: 4}}")
    found = played.gap("kessa", "climb 6")
    assert [(step.kind, step.number, step.price, step.earn) for step in found.steps or ()] == [
        ("level", 2, 0, 20_000),
        ("rank", 5, 4000, 0),
        ("level", 3, 0, 40_000),
        ("rank", 6, 4000, 0),
    ]
    assert (found.points, found.missing, found.sessions) == (8000, 60_000, 3)
    assert "Level 3 first: 60 dp more to earn." in told(played, "climb 6")
    assert [step.kind for step in played.gap("kessa", "climb 5").steps or ()] == ["level", "rank"]


def test_e1_a_cap_that_no_level_lifts() -> None:
    """Without levels it can never be reached, and it says which rule."""
    played = play("purchase: {cost: 2}\nrank-cap: {cap: 3}", "- passed: 1 day")
    assert played.gap("kessa", "climb 3").possible
    found = played.gap("kessa", "climb 4")
    assert (found.possible, found.steps, found.points) == (False, None, None)
    assert told(played, "climb 4")[-1] == (
        "It cannot be reached under these rules: rank-cap: more ranks than the level allows: needed 4, had 3, short by 1."
    )


def test_e1_another_session_and_uses_come_first() -> None:
    """One rank a session, and only what was used: twice both."""
    rules = "purchase: {cost: 2}\nrank-cap: {capped: false, at_most: 1, needs: use}"
    found = play(rules, "- passed: 1 day").gap("kessa", "climb 2")
    assert [step.kind for step in found.steps or ()] == ["use", "rank", "session", "use", "rank"]


def test_e1_more_practice_comes_first() -> None:
    """A rank that practice gates names the uses."""
    rules = "purchase: {cost: 2}\nvolume: {mode: gate}"
    found = play(rules, "- passed: 1 day").gap("kessa", "climb 1")
    assert found.steps is not None and found.steps[0].kind == "use" and found.steps[0].number > 0


@pytest.mark.parametrize(("goal", "points"), [("climb 3", 10), ("climb 4", None)])
def test_e1_spending_may_be_what_makes_the_level(goal: str, points: int | None) -> None:
    """Two of each are 8 points and level 2, which allows a third; for a fourth nothing is left to spend on."""
    rules = "purchase: {cost: 2, only: [climb, swim]}\nlevels: {step: 8, count: spent}\nrank-cap: {cap: 'level + 1'}"
    played = play(rules, "- passed: 1 day")
    found = played.gap("kessa", goal)
    assert (found.points, found.possible) == (points and points * UNIT, points is not None)
    assert found.missing == found.points
    assert played.gap("kessa", "level 2").points == 8000


def test_e1_a_talent_that_a_level_brings() -> None:
    """Where skills make the levels, it says which level."""
    rules = "practice: on\ngated-levels: {skills: 1}\nlevel-benefits: {talents: {far sight: 3}}"
    played = play(rules, "- passed: 1 day")
    assert played.gap("kessa", "far sight").level_first == 3
    assert told(played, "far sight")[-1].startswith("Level 3 grants or unlocks it")


def test_e1_saving_above_the_limit_is_reported() -> None:
    """A talent dearer than what one may keep."""
    rules = "purchase: {cost: 2, talents: {far sight: 30}}\nhoard-limit: {cap: 5, mode: expire}"
    assert told(play(rules, "- passed: 1 day"), "far sight")[-1] == (
        "Saving 30 dp for far sight exceeds the limit: the excess is forfeited when a session ends."
    )
    flagged = told(play(rules.replace("expire", "warn"), "- passed: 1 day"), "far sight")[-1]
    assert flagged.endswith("the excess is flagged when a session ends.")
    held = told(play(rules + "\nearmark: on", "- passed: 1 day"), "far sight")[-1]
    assert "earmark it in time" in held
    assert play(rules.replace("30", "5"), "- passed: 1 day").gap("kessa", "far sight").over_limit is None


# Levels.


@pytest.mark.parametrize(("level", "earn", "sessions"), [(1, 0, None), (2, 36, 18), (3, 76, 38)])
def test_e1_a_level(level: int, earn: int, sessions: int | None) -> None:
    """Forty points each, four of which are earned."""
    found = play("awards: on\npurchase: on\nlevels: {step: 40}", TWO_A_SESSION).gap("kessa", f"level {level}")
    assert found.reached is (level == 1)
    assert (found.missing, found.sessions or None) == (earn * UNIT, sessions)


def test_e1_beyond_the_last_level() -> None:
    """Words, not a number."""
    played = play("awards: on\nlevels: {step: 40, highest: 3}", "- passed: 1 day")
    assert played.gap("kessa", "level 3").possible
    assert told(played, "level 4")[-1] == "No rule here leads there."


def test_e1_a_level_by_skills() -> None:
    """Two skills at rank 3: the two that are nearest, bought."""
    rules = "purchase: {cost: 2}\ngated-levels: {skills: 2, offset: 1}"
    found = play(rules, "- passed: 1 day", "kessa: {ranks: {swim: 2, climb: 1, axe: 1}}").gap(
        "kessa", "level 2"
    )
    assert found.points == (1 + 2) * 2 * UNIT
    assert found.gate is not None and (found.gate.rank, found.gate.missing) == (3, 2)


def test_e1_a_level_by_skills_that_are_not_for_sale() -> None:
    """By use and training instead."""
    rules = "practice: {xp: 1, cost: 10}\ngated-levels: {skills: 1, offset: 1}"
    played = play(rules, "- passed: 1 day", "kessa: {ranks: {swim: 2}}")
    assert told(played, "level 2")[-1] == "Level 2 needs 1 more skill at rank 3; nearest: swim (10 uses)."


# By use, and what is forgotten.


def test_e1_by_use() -> None:
    """Three of 40 XP are there; 4 a use; relearned ranks come faster."""
    rules = "practice: {xp: 4, cost: 40}\nrelearning: {faster: 4}"
    found = play(
        rules, "- passed: 1 day", "kessa: {ranks: {climb: 1}, peaks: {climb: 2}, xp: {climb: 3}}"
    ).gap("kessa", "climb 3")
    assert found.learning is not None
    assert (found.learning.xp, found.learning.uses) == ((10 - 3 + 40) * UNIT, 12)


def test_e1_training_tells_when_a_teacher_is_needed() -> None:
    """From rank 5 on nobody learns alone."""
    found = play("training: {weeks: 1, master_from: 4}", "- passed: 1 day", "kessa: {ranks: {climb: 3}}").gap(
        "kessa", "climb 6"
    )
    assert found.learning is not None
    assert (found.learning.weeks, found.learning.trainer_from) == (3, 5)


@pytest.mark.parametrize(
    ("rules", "journal"),
    [
        ("training: {weeks: 1, cover: true}", "- passed: 1 day"),
        ("training: {weeks: 1, sources: 1}", "- trained: {who: kessa, skill: swim, hours: 1}"),
        ("practice: {cost: 4}\ntraining: {model: xp, xp_per_week: 4, cover: true}", "- passed: 1 day"),
        (
            "practice: {cost: 4}\ntraining: {model: xp, xp_per_week: 4, sources: 1}",
            "- trained: {who: kessa, skill: swim, hours: 1}",
        ),
    ],
)
def test_e1_coins_and_seasons_bar_no_training(rules: str, journal: str) -> None:
    """They pass: two ranks are two weeks, and nobody is said to need a trainer for want of either."""
    found = play(rules, journal).gap("kessa", "climb 2")
    assert found.learning is not None
    assert (found.learning.weeks, found.learning.trainer_from, found.learning.trainer_why) == (2, None, None)


def test_e1_what_bars_the_way_has_a_code() -> None:
    """For programs, beside the sentence for people."""
    found = play("purchase: {cost: 2}\nrank-cap: {cap: 3}", "- passed: 1 day").gap("kessa", "climb 4")
    assert found.refused is not None
    assert (found.refused.policy, found.refused.code) == ("rank-cap", "rank-cap")
    assert (found.refused.need, found.refused.have, found.refused.short) == (4, 3, 1)
    alone = play("training: {weeks: 1, master_from: 4}", "- passed: 1 day").gap("kessa", "climb 6").learning
    assert alone is not None and alone.trainer_why is not None
    assert (alone.trainer_from, alone.trainer_why.code) == (5, "trainer")
    not_sold = play("purchase: {only: [swim]}", "- passed: 1 day")
    assert told(not_sold, "climb 1")[-1] == (
        "It cannot be reached under these rules: climb is not for sale here."
    )


def test_training_that_earns_xp_takes_hours_too() -> None:
    """40 XP at 8 a week of 35 hours are five weeks; a use brings 4."""
    rules = "practice: {xp: 4, cost: 40}\ntraining: {model: xp, xp_per_week: 8, hours_per_week: 35}"
    found = play(rules, "- passed: 1 day").gap("kessa", "climb 1")
    assert found.learning is not None
    assert (found.learning.xp, found.learning.uses) == (40 * UNIT, 10)
    assert (found.learning.hours, found.learning.weeks) == (175 * UNIT, 5)


MEANWHILE = """
    awards: on
    purchase: {cost: 8}
    decay: {period: $period}
"""


@pytest.mark.parametrize(("period", "lost"), [(28, 1), (29, 0), (14, 2)])
def test_e1_ranks_forgotten_meanwhile(period: int, lost: int) -> None:
    """Four sessions, a week each: 28 days; using it prevents that."""
    journal = TWO_A_SESSION.replace(
        ", {bought: {who: kessa, skill: swim}}", ", {used: {who: kessa, skill: climb}}"
    )
    roster = "kessa: {ranks: {climb: 3}, points: -4}"
    played = play(MEANWHILE, journal, roster, period=period)
    found = played.gap("kessa", "climb 4")
    assert found.sessions == 4
    assert found.losses is not None
    assert (found.losses.until, found.losses.ranks, found.losses.with_use) == (35, lost, 0)
    assert any("using it every session prevents that" in text for text in told(played, "climb 4")) is bool(
        lost
    )


# Words.


def test_e1_reached_already() -> None:
    """Nothing to do."""
    played = play(
        "purchase: {talents: {far sight: 3}}",
        "- passed: 1 day",
        "kessa: {ranks: {climb: 5}, talents: [far sight]}",
    )
    assert told(played, "climb 5") == ["Already reached (climb is 5)."]
    assert told(played, "far sight") == ["Already reached."]


@pytest.mark.parametrize(
    ("goal", "says"),
    [
        ("clim 5", 'there is no skill "clim"; did you mean "climb"?'),
        ("far sigt", 'there is no skill or talent "far sigt"; did you mean "far sight"?'),
        ("talent/far sigt", 'there is no talent "far sigt"; did you mean "far sight"?'),
        ("climb", '"climb": how much? Say "climb 10"'),
        ("levle 3", 'there is no skill "levle"; did you mean "level"?'),
        ("climb 0", '"climb 0": must be between 1 and 10,000'),
        ("session 3", '"session 3": a goal here is a rank, a talent or a level'),
    ],
)
def test_e1_an_unknown_goal(goal: str, says: str) -> None:
    """The nearest right word."""
    played = play("purchase: {talents: {far sight: 3}}", "- passed: 1 day")
    with pytest.raises(Unknown) as unknown:
        played.gap("kessa", goal)
    assert str(unknown.value) == says


@pytest.mark.slow
def test_e1_asking_changes_nothing() -> None:
    """Not even the order of anything in the campaign's own book."""
    played = open_campaign(PACKS / "dp-forty" / "campaign.yaml")
    before, receipts = played.book.sheet(), len(played.book.receipts)
    played.gap("bram", "riding 6")
    assert (played.book.sheet(), len(played.book.receipts)) == (before, receipts)


@pytest.mark.slow
@pytest.mark.parametrize("pack", sorted(path.parent.name for path in PACKS.glob("*/campaign.yaml")))
def test_e1_the_packs_answer(pack: str, capsys: Any) -> None:
    """Everybody's goals, a rank and a level of everybody, in words and as JSON."""
    file = PACKS / pack / "campaign.yaml"
    assert run(["gap", str(file)]) in (0, 1)
    played = open_campaign(file)
    skill = next(iter(played.ruleset.names.skills), None)
    for who in played.journal.characters:
        for goal in (f"{skill} 3" if skill else "level 3", "level 5"):
            assert run(["gap", str(file), who, *goal.split(" "), "--format", "json"]) in (0, 1)
    capsys.readouterr()


def test_e1_on_the_command_line(capsys: Any, tmp_path: Path) -> None:
    """WHO may be left out, a goal may be of several words; JSON holds every field."""
    file = tmp_path / "table.yaml"
    file.write_text(
        "campaign: T\nruleset: dp-forty\ncharacters:\n  kessa: {name: Kessa Fell, goals: {swimming: 2}}\njournal: []\n"
    )
    assert run(["gap", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Kessa Fell: swimming 2" in out and "By points: 8 dp" in out
    assert run(["gap", str(file), "kessa", "far", "sight", "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["goals"]
    assert one["refused"] is None
    assert (one["goal"], one["points"], one["steps"][0]["kind"]) == ("far sight", 30000, "talent")
    assert run(["gap", str(file), "kessa", "swiming", "2"]) == 2
    assert 'did you mean "swimming"' in capsys.readouterr().err
    assert run(["gap", str(file), "kesa"]) == 2
    assert 'did you mean "kessa"' in capsys.readouterr().err
    assert run(["gap", str(file), "--format", "md"]) == 0
    assert "| No. | Step" in capsys.readouterr().out


# No legal order of purchases is cheaper: every one of them is tried.

RICH = 10**9


class Orders:
    """Every order of purchases, levels earned, sessions and uses, on books of their own."""

    IDLE = frozenset(
        {POINTS, "paid", "spent", "relearned", "attended", "last used", "met", "practised", "xp"}
    )

    def __init__(self, rules: Rules, sheet: Any, goal: Goal, most: dict[str, int]) -> None:
        self.rules, self.goal, self.most = rules, goal, most
        self.first = {**sheet, ("kessa", POINTS, ""): RICH}
        caps = [policy for policy in rules.policies if policy.kind == "rank-cap"]
        self.waits = any(cap.at_most or cap.needs == "use" for cap in caps)  # type: ignore[attr-defined]

    def least(self, below: int | None) -> int | None:
        """The least price below that; None: no order leads there for less."""
        tick, heap, known = count(), [(0, 0, self.first)], set()
        while heap:
            price, _, sheet = heappop(heap)
            if below is not None and price >= below:
                return None
            if sheet.get(("kessa", self.goal.kind, self.goal.of), 0) >= self.goal.target:
                return price
            state = frozenset((key, n) for key, n in sheet.items() if key[1] not in self.IDLE)
            if state in known:
                continue
            known.add(state)
            for events in self.moves(sheet):
                after = self.after(sheet, events)
                if after is not None:
                    cost = RICH - after[("kessa", POINTS, "")]
                    after[("kessa", POINTS, "")] = RICH
                    heappush(heap, (price + cost, next(tick), after))
        return None

    def moves(self, sheet: Any) -> Iterable[list[Any]]:
        for skill, most in self.most.items():
            if sheet.get(("kessa", RANK, skill), 0) < most:
                yield [Bought(who="kessa", skill=skill)]
        if self.goal.kind == TALENT:
            yield [Bought(who="kessa", talent=self.goal.of)]
        if "next level" in self.rules.figures and sheet.get(("kessa", LEVEL, ""), 0) < 5:
            book = Book(self.rules, sheet)
            missing = book.figure("next level", book["kessa", LEVEL, ""])
            if missing < LARGEST // 2:
                yield [Ruled(who="kessa", kind=EARNED, amount=missing, why="")]
        if self.waits:
            yield [SessionStarted(present=("kessa",)), *(Used(who="kessa", skill=s, xp=0) for s in SKILLS)]

    def after(self, sheet: Any, events: list[Any]) -> Any:
        book = Book(self.rules, sheet)
        try:
            for event in events:
                book.step(event)
        except Refused:
            return None
        return book.sheet()


@frozen(kw_only=True, eq=False, repr=False)
class Kin(Policy):
    """Each rank of a kin takes a point off; a talent asks for a rank. A house rule that nobody ships."""

    skill: str = "climb"
    kin: str = "swim"
    off: int = UNIT
    talent_needs: int = 2

    @figure("price", order=9)
    def price(self, price: int, item: Any, book: Any) -> int:
        """a kin is known"""
        if item.of != self.skill:
            return price
        return max(price - self.off * min(book[item.who, RANK, self.kin].balance, 2), 0)

    @on(Bought, stage=Stage.CHECK)
    def check(self, event: Any, book: Any) -> None:
        if event.talent:
            had = book[event.who, RANK, self.kin].balance
            book.require(
                had >= self.talent_needs,
                Code.PREREQUISITE,
                "the kin first",
                RANK,
                self.talent_needs,
                had,
                event.who,
            )


@pytest.mark.parametrize(("others", "points"), [("1", 8), ("2", 10), ("4", 12)])
def test_e1_buying_something_else_first_may_be_cheaper(others: str, points: int) -> None:
    """Three ranks at 4 are 12; two of its kin at 1 take two points off each: 8."""
    rules = (
        f"purchase: {{cost: 4, only: [climb]}}\nthe-rest: {{kind: purchase, cost: {others}, only: [swim]}}"
    )
    played = play(rules, "- passed: 1 day")
    bound = Rules([*played.ruleset.policies, Kin(name="kin")])
    book, goal = Book(bound, played.book.sheet()), Goal(RANK, "climb", 3)
    found = gap(played.folded, book, "kessa", "kessa", goal, played.ruleset.names)
    assert found.points == points * UNIT


def test_e1_points_for_a_level_pay_for_the_ranks() -> None:
    """Forty points to level 2, of which 20 buy five ranks: 40 are to be earned, not 60."""
    rules = "awards: on\npurchase: {cost: 4}\nlevels: {step: 40}\nrank-cap: {cap: 'level + 3'}"
    found = play(rules, "- passed: 1 day").gap("kessa", "climb 5")
    assert (found.points, found.missing) == (20_000, 40_000)


COSTS = st.sampled_from(["2", "{1-2: 1, 3+: 3}", "[3, 1, 2]", "rank", "1"])
CAPS = st.sampled_from(
    [
        "",
        "rank-cap: {cap: 'level + 1'}",
        "rank-cap: {cap: 2}",
        "rank-cap: {cap: 4, column: true, only: [climb, swim, stealth]}",
        "rank-cap: {capped: false, column: true, only: [climb, swim, stealth]}",
        "rank-cap: {capped: false, at_most: 1}",
        "rank-cap: {capped: false, at_most: 1, needs: use}",
        "rank-cap: {cap: 'level + 2', at_most: 1, per: level}",
    ]
)
LEVELS = st.sampled_from(
    [
        "",
        "levels: {step: 10}",
        "levels: {step: 10, highest: 2}",
        "gated-levels: {skills: 2, only: [climb, swim, stealth]}",
    ]
)
RELEARNING = st.sampled_from(["", "relearning: {cost: 0}", "relearning: {cost: 1}"])
FADED = st.sampled_from(["", "decay: {period: 30}"])
RANKS = st.fixed_dictionaries({skill: st.integers(0, 3) for skill in SKILLS})


@pytest.mark.slow
@settings(max_examples=100)
@given(
    cost=COSTS,
    others=COSTS,
    favoured=st.booleans(),
    cap=CAPS,
    levels=LEVELS,
    relearning=RELEARNING,
    faded=FADED,
    ranks=RANKS,
    peak=st.integers(0, 4),
    target=st.integers(1, 4),
    kin=st.booleans(),
    talent=st.booleans(),
)
def test_e1_no_legal_order_of_purchases_is_cheaper(
    cost: str, others: str, favoured: bool, cap: str, levels: str, relearning: str, faded: str,
    ranks: dict[str, int], peak: int, target: int, kin: bool, talent: bool,
) -> None:  # fmt: skip
    """Small tables with purchase, relearning, caps, columns, decay, levels, kin and needs."""
    rules = f"""
        purchase: {{cost: {cost}, favoured: 1, only: [climb], talents: {{far sight: 5}}}}
        the-rest: {{kind: purchase, cost: {others}, only: [swim, stealth]}}
    """
    lines = "\n".join(filter(None, (cap, levels, relearning, faded)))
    text = "\n".join(line.strip() for line in rules.strip().splitlines()) + "\n" + lines
    roster = f"kessa: {{ranks: {json.dumps(ranks)}, peaks: {{climb: {peak}}}, favoured: {'[climb]' if favoured else '[]'}}}"
    played = play(text, "- passed: 70 days", roster)
    policies = [*played.ruleset.policies, *([Kin(name="kin")] if kin else [])]
    bound = Rules(policies)
    sheet = played.book.sheet()
    goal = Goal(TALENT, "far sight", 1) if talent else Goal(RANK, "climb", target)
    found = gap(played.folded, Book(bound, sheet), "kessa", "kessa", goal, played.ruleset.names)
    cheaper = Orders(bound, sheet, goal, {"climb": 4, "swim": 3, "stealth": 3}).least(below=found.points)
    assert cheaper is None, (cheaper, found.steps, found.refused)
    assert found.cheapest
    _replays(bound, sheet, goal, found)


def _replays(rules: Rules, sheet: Any, goal: Goal, found: Gap) -> None:
    """The steps that are told, recorded one after the other with just the points told, reach the goal."""
    if found.steps is None:
        return
    book = Book(rules, sheet)
    book.step(Ruled(who="kessa", kind=POINTS, amount=sum(step.short for step in found.steps), why=""))
    for step in found.steps:
        book.step(
            {
                "rank": Bought(who="kessa", skill=step.of),
                "talent": Bought(who="kessa", talent=step.of),
                "level": Ruled(who="kessa", kind=EARNED, amount=step.earn, why=""),
                "session": SessionStarted(present=("kessa",)),
                "use": Used(who="kessa", skill=step.of or "climb", xp=0, times=step.number),
            }[step.kind]
        )
    assert book["kessa", goal.kind, goal.of].balance >= goal.target
    assert book["kessa", POINTS, ""].balance >= 0
