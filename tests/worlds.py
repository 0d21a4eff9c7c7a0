"""Generated tables: rulesets, characters who already know something, and ledgers of what happens to them."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

from hypothesis import strategies as st

from rpgprog.accounts import UNIT
from rpgprog.curve import constant, read_chart, read_curve
from rpgprog.engine.book import Book, Refused
from rpgprog.engine.rules import Rules
from rpgprog.events import (
    Awarded,
    Bought,
    Event,
    Joined,
    Left,
    Met,
    Override,
    Passed,
    Released,
    Ruled,
    Saved,
    SessionEnded,
    SessionStarted,
    Trained,
    Used,
)
from rpgprog.policies.awards import Awards
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.challenge import Challenge
from rpgprog.policies.decay import Decay
from rpgprog.policies.earmark import Earmark
from rpgprog.policies.first_contact import FirstContact
from rpgprog.policies.global_decay import GlobalDecay
from rpgprog.policies.grain import Grain
from rpgprog.policies.hoard_limit import HoardLimit
from rpgprog.policies.levels import Levels
from rpgprog.policies.novelty import Novelty
from rpgprog.policies.practice import Practice
from rpgprog.policies.purchase import Purchase
from rpgprog.policies.rank_bonus import RankBonus
from rpgprog.policies.rank_cap import RankCap
from rpgprog.policies.relearning import Relearning
from rpgprog.policies.repetition import Repetition
from rpgprog.policies.training import Training

PEOPLE, SKILLS, FAMILIES = ("ann", "bob", "cid"), ("climb", "swim", "lore"), ("goblins", "ghosts")

Q = UNIT // 4  # odd amounts show where something is rounded


def points(most: int) -> Any:
    return st.integers(1, 4 * most).map(lambda n: n * Q)


WINDFALL = read_curve({"1": F(1), "2": F(1, 2), "3+": F(0)}, factor=True)
FACTORS = [read_curve(raw, factor=True) for raw in ("1 / 2 ** (n - 1)", "1 / n", [F(5), F(2), F(1, 2)])] + [
    WINDFALL
]
COSTS = [constant(c, UNIT) for c in (1, 2, F(1, 2))] + [read_curve({"start": F(1), "add": F(1)}, unit=UNIT)]
CAPS = [read_curve(raw, ("level",)) for raw in ("level + 3", "2 * level")]


def maybe(policy: Any) -> Any:
    """A house rule that a table may do without."""
    return st.one_of(st.none(), policy)


def one_of(*values: Any) -> Any:
    return st.sampled_from(values)


AWARDS = st.builds(Awards, name=st.just("awards"), encounter=points(3), division=one_of("each", "split"))
NOVELTY = st.builds(
    Novelty,
    name=st.just("novelty"),
    factor=st.sampled_from(FACTORS),
    key=one_of("creature", "family", "situation"),
    scope=one_of("character", "party"),
    worthless_at=st.integers(1, 6),
    unusual=one_of("full", "floor", "step back"),
    band=one_of("", "wits"),
    beyond_most=points(1),
    bands=st.integers(1, 3),
)
PRACTICE = st.builds(
    Practice,
    name=st.just("practice"),
    xp=points(9),
    cost=st.integers(3, 9).map(lambda n: constant(n, UNIT)),
    favoured=one_of(None, constant(2, UNIT)),
)
PURCHASE = st.builds(
    Purchase,
    name=st.just("purchase"),
    cost=st.sampled_from(COSTS),
    favoured=st.sampled_from([None, *COSTS]),
    talents=st.just({"sight": 5 * UNIT}),
)
RELEARNING = st.builds(
    Relearning,
    name=st.just("relearning"),
    cost=one_of(constant(1, UNIT), constant(F(1, 2), UNIT)),
    faster=st.integers(1, 3),
)
DECAY = st.builds(
    Decay,
    name=st.just("decay"),
    period=st.integers(1, 40),
    floor=st.integers(0, 2),
    floor_of_peak=one_of(0, 250),
    refreshes=one_of("any", "use"),
    absent=one_of("frozen", "ages"),
    clock=one_of("game time", "game time", "sessions attended", "real time"),
    training_hours=points(8),
)
GLOBAL_DECAY = st.builds(
    GlobalDecay,
    name=st.just("global-decay"),
    every=st.integers(1, 40),
    unit=one_of("day", "day", "level", "points", "session"),
    loss=st.integers(1, 2),
    floor=st.integers(0, 2),
)
LEVELS = st.builds(
    Levels,
    name=st.just("levels"),
    step=st.integers(2, 8).map(lambda n: constant(n, UNIT).totals(UNIT)),
    chart=one_of(None, read_chart([F(0), F(5), F(12)], unit=UNIT)),
    by_profession=one_of(
        {}, {"thief": read_chart({"list": [F(0), F(3), F(7)], "then": "repeat"}, unit=UNIT)}
    ),
    count=one_of("earned", "spent", "earned and practised"),
    thresholds=one_of("points", "xp"),
    on_loss=one_of("keep", "drop"),
    at_most=st.integers(0, 1),
    per=one_of("award", "session"),
    excess=one_of("forfeit", "bank"),
)
TRAINING = st.builds(
    Training,
    name=st.just("training"),
    model=one_of("time", "xp"),
    weeks=one_of(read_curve("rank", ("rank",), unit=UNIT), constant(F(1, 2), UNIT)),
    hours_per_week=one_of(4, 40),
    master_from=one_of(3, 20),
    cover=st.booleans(),
)
REPETITION = st.builds(
    Repetition, name=st.just("repetition"), uses=st.integers(1, 3), mode=one_of("threshold", "block")
)
HOARD = st.builds(
    HoardLimit,
    name=st.just("hoard-limit"),
    cap=one_of(3 * UNIT, "dearest"),
    mode=one_of("warn", "block", "expire"),
)
GRAIN = st.builds(
    Grain, name=st.just("grain"), size=one_of(UNIT, 500), leftover=one_of("carry", "party", "lose")
)
RANK_CAP = st.builds(RankCap, name=st.just("rank-cap"), cap=st.sampled_from(CAPS))
BONUS = st.builds(RankBonus, name=st.just("rank-bonus"), after_decay=one_of("forward", "reverse"))


@st.composite
def rulesets(draw: Any) -> Rules:
    """Rules drawn from all policies, their options around the thresholds that matter."""
    usual = (AWARDS, NOVELTY, PRACTICE, PURCHASE, RELEARNING, LEVELS, TRAINING)
    rare = (
        st.just(Challenge(name="challenge")),
        st.just(FirstContact(name="first-contact")),
        st.just(Earmark(name="earmark")),
        REPETITION, HOARD, GRAIN, RANK_CAP, BONUS,
    )  # fmt: skip
    drawn = [draw(policy) for policy in usual] + [draw(maybe(policy)) for policy in rare]
    drawn.append(draw(st.one_of(DECAY, DECAY, GLOBAL_DECAY)))
    return Rules([Bookkeeping(name="bookkeeping"), *(policy for policy in drawn if policy is not None)])


def opening() -> Any:
    """Everybody joins with ranks, points and a past: the laws never bite on beginners."""
    ranks = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), min_size=1)
    join = st.tuples(ranks, points(9), st.sampled_from([(), ("climb",)]), st.sampled_from([500, 1000]))

    def joined(drawn: Any) -> list[Event]:
        return [
            Joined(who=who, ranks=r, points=p, earned=p, favoured=f, share=s, stats={"wits": 2}, profession=t)
            for who, t, (r, p, f, s) in zip(PEOPLE, ("thief", "mage", ""), drawn, strict=True)
        ]

    return st.tuples(join, join, join).map(joined)


SOMEBODY, SKILL = st.sampled_from(PEOPLE), st.sampled_from(SKILLS)
SOME = st.lists(SOMEBODY, min_size=1, unique=True).map(tuple)
AWAY = st.lists(SOMEBODY, max_size=2, unique=True).map(tuple)
DAYS = st.one_of(st.integers(0, 5), st.integers(0, 90))

OVERRIDE = st.sampled_from([None, None, None, Override(by="GM", why="a gift")])
TARGET = st.sampled_from(["sight", "climb"])

EVENTS: dict[type, Any] = {
    Met: st.fixed_dictionaries(
        {
            "who": SOME,
            "what": st.sampled_from(["goblin", "orc"]),
            "family": st.sampled_from(FAMILIES),
            "situation": st.sampled_from(["", "ambush"]),
            "unusual": st.sampled_from(["", "", "on fire"]),
            "challenge": st.sampled_from([None, 0, 1, 3]),
            "unknown": st.booleans(),
        }
    ),
    Awarded: st.fixed_dictionaries({"who": SOME, "points": points(4)}),
    Used: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL}),
    Bought: st.one_of(
        st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL, "override": OVERRIDE}),
        st.fixed_dictionaries({"who": SOMEBODY, "talent": st.just("sight"), "override": OVERRIDE}),
    ),
    Saved: st.fixed_dictionaries(
        {"who": SOMEBODY, "target": TARGET, "points": points(5), "override": OVERRIDE}
    ),
    Released: st.fixed_dictionaries({"who": SOMEBODY, "target": TARGET}),
    Ruled: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "kind": st.sampled_from(["points", "earned"]),
            "amount": st.integers(-8, 8).map(lambda n: n * UNIT),
            "why": st.just("the GM says so"),
        }
    ),
    Left: st.fixed_dictionaries({"who": SOMEBODY}),
    Trained: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "skill": SKILL,
            "hours": points(200),
            "trainer": st.just("Mirra"),
            "trainer_rank": st.integers(1, 30),
        }
    ),
    Passed: st.fixed_dictionaries({"days": DAYS, "absent": AWAY}),
    SessionStarted: st.fixed_dictionaries({"present": SOME, "date": st.integers(0, 400)}),
    SessionEnded: st.fixed_dictionaries({"present": SOME}),
}


def events(kinds: Any = None, times: Any = None) -> Any:
    """Any one event."""
    times = st.sampled_from([1, 1, 1, 0, 2, 3]) if times is None else times

    def of(kind: type) -> Any:
        return st.tuples(EVENTS[kind], times).map(lambda drawn: kind(**drawn[0], times=drawn[1]))

    return st.sampled_from(sorted(kinds or EVENTS, key=lambda k: k.__name__)).flatmap(of)


def ledgers(size: int = 25) -> Any:
    """A list of events after the opening."""
    return st.lists(events(), min_size=3, max_size=size)


def fold(rules: Rules, *ledgers: list[Event], sheet: Any = None) -> tuple[Book, list[int]]:
    """The book after these events, and the positions of those it refused."""
    book, refused = Book(rules, sheet), []
    for at, event in enumerate(e for ledger in ledgers for e in ledger):
        try:
            book.step(event)
        except Refused:
            refused.append(at)
    return book, refused


def words(receipts: Any) -> list[Any]:
    """Receipts as plain text, dated, without the passing of time itself."""
    day, told = 0, []
    for account, amount, policy, _ in receipts:
        if account.kind == "day":
            day += amount
        elif account.kind != "absent":
            told.append((day, account.key, amount, policy))
    return told
