"""Generated tables: rulesets, characters who already know something, and ledgers of what happens to them."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

from hypothesis import strategies as st

from rpgprog.accounts import UNIT
from rpgprog.curve import constant, read_chart, read_curve
from rpgprog.engine.book import Book, Refused
from rpgprog.engine.rules import Rules
from rpgprog.events import Awarded, Bought, Event, Joined, Met, Passed, SessionEnded, SessionStarted, Trained, Used
from rpgprog.policies.awards import Awards
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.decay import Decay
from rpgprog.policies.levels import Levels
from rpgprog.policies.novelty import Novelty
from rpgprog.policies.practice import Practice
from rpgprog.policies.purchase import Purchase
from rpgprog.policies.relearning import Relearning

PEOPLE, SKILLS, FAMILIES = ("ann", "bob", "cid"), ("climb", "swim", "lore"), ("goblins", "ghosts")

Q = UNIT // 4  # odd amounts show where something is rounded


def points(most: int) -> Any:
    return st.integers(1, 4 * most).map(lambda n: n * Q)


@st.composite
def rulesets(draw: Any) -> Rules:
    """Rules with most policies on, options drawn around their thresholds."""
    factors = [read_curve(r, factor=True) for r in ("1 / 2 ** (n - 1)", "1 / n", [F(5), F(2), F(1, 2)])]
    costs = [constant(c, UNIT) for c in (1, 2, F(1, 2))] + [read_curve({"start": F(1), "add": F(1)}, unit=UNIT)]
    policies = [
        Bookkeeping(name="bookkeeping"),
        Awards(name="awards", encounter=draw(points(3)), division=draw(st.sampled_from(["each", "split"]))),
        Novelty(
            name="novelty",
            factor=draw(st.sampled_from(factors)),
            key=draw(st.sampled_from(["creature", "family"])),
            scope=draw(st.sampled_from(["character", "party"])),
            worthless_at=draw(st.integers(1, 6)),
            unusual=draw(st.sampled_from(["full", "floor", "step back"])),
            band=draw(st.sampled_from(["", "wits"])),
        ),
        Practice(name="practice", xp=draw(points(9)), cost=constant(draw(st.integers(3, 9)), UNIT)),
        Purchase(name="purchase", cost=draw(st.sampled_from(costs)), favoured=draw(st.sampled_from([None, *costs]))),
        Relearning(name="relearning", cost=constant(1, UNIT), faster=draw(st.integers(1, 3))),
        draw(decays()),
        draw(levels()),
    ]
    return Rules(policies)


@st.composite
def decays(draw: Any) -> Decay:
    return Decay(
        name="decay",
        period=draw(st.integers(1, 40)),
        floor=draw(st.integers(0, 2)),
        floor_of_peak=draw(st.sampled_from([0, 250])),
        refreshes=draw(st.sampled_from(["any", "use"])),
        absent=draw(st.sampled_from(["frozen", "ages"])),
        clock=draw(st.sampled_from(["game time", "game time", "sessions attended", "real time"])),
    )


@st.composite
def levels(draw: Any) -> Levels:
    chart = read_chart([F(0), F(5), F(12)], unit=UNIT)
    return Levels(
        name="levels",
        step=constant(draw(st.integers(2, 8)), UNIT).totals(UNIT),
        chart=draw(st.sampled_from([None, chart])),
        count=draw(st.sampled_from(["earned", "spent", "earned and practised"])),
        thresholds=draw(st.sampled_from(["points", "xp"])),
        at_most=draw(st.integers(0, 1)),
        per=draw(st.sampled_from(["award", "session"])),
        excess=draw(st.sampled_from(["forfeit", "bank"])),
    )


def opening() -> Any:
    """Everybody joins with ranks, points and a past: the laws never bite on beginners."""
    ranks = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), min_size=1)
    join = st.tuples(ranks, points(9), st.sampled_from([(), ("climb",)]), st.sampled_from([500, 1000]))

    def joined(drawn: Any) -> list[Event]:
        return [
            Joined(who=who, ranks=r, points=p, earned=p, favoured=f, share=s, stats={"wits": 2})
            for who, (r, p, f, s) in zip(PEOPLE, drawn, strict=True)
        ]

    return st.tuples(join, join, join).map(joined)


SOMEBODY, SKILL = st.sampled_from(PEOPLE), st.sampled_from(SKILLS)
SOME = st.lists(SOMEBODY, min_size=1, unique=True).map(tuple)
AWAY = st.lists(SOMEBODY, max_size=2, unique=True).map(tuple)
DAYS = st.one_of(st.integers(0, 5), st.integers(0, 90))

EVENTS: dict[type, Any] = {
    Met: st.fixed_dictionaries(
        {
            "who": SOME,
            "what": st.sampled_from(["goblin", "orc"]),
            "family": st.sampled_from(FAMILIES),
            "unusual": st.sampled_from(["", "", "on fire"]),
        }
    ),
    Awarded: st.fixed_dictionaries({"who": SOME, "points": points(4)}),
    Used: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL}),
    Bought: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL}),
    Trained: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL, "hours": points(20)}),
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
