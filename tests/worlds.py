"""Generated tables: rulesets, characters who already know something, and ledgers of what happens to them."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

from hypothesis import strategies as st

from rpgprog.curve import FINEST, constant, read_chart, read_curve
from rpgprog.engine.book import Book
from rpgprog.engine.rules import Rules
from rpgprog.events import (
    Agreed,
    Answered,
    Awarded,
    Bought,
    Certified,
    Event,
    Joined,
    KeptUp,
    Left,
    Met,
    Override,
    PaidIn,
    Passed,
    Refunded,
    Released,
    Returned,
    Rolled,
    Ruled,
    Saved,
    SessionEnded,
    SessionStarted,
    Specialised,
    Started,
    Stopped,
    Trained,
    Used,
)
from rpgprog.ledger.accounts import UNIT
from rpgprog.ledger.refusals import Refused
from rpgprog.policies.ask_on_use import AskOnUse
from rpgprog.policies.awards import Awards
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.bound_points import BoundPoints
from rpgprog.policies.certificates import Certificates
from rpgprog.policies.challenge import Challenge
from rpgprog.policies.check_list import CheckList
from rpgprog.policies.decay import Decay
from rpgprog.policies.earmark import Earmark
from rpgprog.policies.edge import Edge
from rpgprog.policies.first_contact import FirstContact
from rpgprog.policies.gated_levels import GatedLevels
from rpgprog.policies.global_decay import GlobalDecay
from rpgprog.policies.grain import Grain
from rpgprog.policies.hoard_limit import HoardLimit
from rpgprog.policies.improvement import Improvement
from rpgprog.policies.instalments import Instalments
from rpgprog.policies.level_atrophy import LevelAtrophy
from rpgprog.policies.level_benefits import LevelBenefits
from rpgprog.policies.levels import Levels
from rpgprog.policies.mixed_learning import MixedLearning
from rpgprog.policies.novelty import Novelty
from rpgprog.policies.percent_levels import PercentLevels
from rpgprog.policies.practice import Practice
from rpgprog.policies.purchase import Purchase
from rpgprog.policies.rank_bonus import RankBonus
from rpgprog.policies.rank_cap import RankCap
from rpgprog.policies.refunds import Refunds
from rpgprog.policies.relearning import Relearning
from rpgprog.policies.repetition import Repetition
from rpgprog.policies.rising_cap import RisingCap
from rpgprog.policies.specialisation import Specialisation
from rpgprog.policies.stacking import Stacking
from rpgprog.policies.stale_training import StaleTraining
from rpgprog.policies.training import Training
from rpgprog.policies.training_queue import TrainingQueue
from rpgprog.policies.upkeep import Upkeep
from rpgprog.policies.volume import Volume

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


AWARDS = st.builds(
    Awards,
    name=st.just("awards"),
    encounter=points(3),
    outcomes=one_of({}, {"failure": Q}),
    division=one_of("each", "split"),
    remainder=one_of("leave", "carry", "largest"),
    absent=one_of(0, 500, 1000),
    catch_up=one_of(None, read_curve([F(3, 2), F(2)], factor=True)),
)
NOVELTY = st.builds(
    Novelty,
    name=st.just("novelty"),
    factor=st.sampled_from(FACTORS),
    key=one_of("creature", "family", "situation"),
    of=one_of("encounters", "encounters", "uses", "both"),
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
    clock=one_of("game time", "game time", "sessions attended", "real time", "when asked"),
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
GATED_LEVELS = st.builds(
    GatedLevels,
    name=st.just("gated-levels"),
    skills=st.integers(1, 3),
    offset=st.integers(-2, 1),
    only=one_of((), ("climb", "swim")),
    on_loss=one_of("keep", "drop"),
)
PERCENT_LEVELS = st.builds(
    PercentLevels,
    name=st.just("percent-levels"),
    points=one_of(constant(5, UNIT), read_curve("2 * level", ("level",), unit=UNIT, first=0)),
    start=st.integers(0, 1),
)
LEVEL_RULE = st.one_of(LEVELS, LEVELS, LEVELS, GATED_LEVELS, PERCENT_LEVELS)
LEVEL_BENEFITS = st.builds(
    LevelBenefits,
    name=st.just("level-benefits"),
    every=st.integers(1, 2),
    cap=one_of(10, 50),
    favoured_only=st.booleans(),
    points=one_of(0, 10),  # thousandths: where spending counts, levels must not pay for the next ones
    coins=one_of(0, UNIT),
    talents=one_of({}, {"sight": 1}, {"sight": 2, "flight": 3}),
)
LEVEL_ATROPHY = st.builds(
    LevelAtrophy, name=st.just("level-atrophy"), percent=one_of(25, 50, 100), floor=st.integers(0, 2)
)
RISING_CAP = st.builds(
    RisingCap,
    name=st.just("rising-cap"),
    cap=one_of(
        read_curve("4 + 2 * n", unit=UNIT, first=0), read_curve([F(6), F(9)], unit=UNIT), constant(20, UNIT)
    ),
    attendance=one_of(0, Q, 3 * UNIT),
    refund=one_of(constant(1), read_curve({"0-4": F(1), "5-9": F(2, 3), "10+": F(1, 2)}, factor=True)),
)
TRAINING = st.builds(
    Training,
    name=st.just("training"),
    model=one_of("time", "xp"),
    weeks=one_of(read_curve("rank", ("rank",), unit=UNIT), constant(F(1, 2), UNIT)),
    per_known=one_of(0, 0, Q),
    hours_per_week=one_of(4, 40),
    limit=one_of("none", "trainer"),
    master_from=one_of(3, 20),
    cover=st.booleans(),
    sources=one_of(0, 0, 1, 2),
    season=st.integers(1, 30),
)
STALE = st.builds(
    StaleTraining,
    name=st.just("stale-training"),
    factor=one_of(read_curve("0.8 ** (n - 1)"), read_curve([F(1), F(1, 3), F(0)])),
    reset=one_of((), ("new trainer", "use"), ("new text",)),
)
MIXED = st.builds(MixedLearning, name=st.just("mixed-learning"), interval=st.integers(1, 20))
COURSES = st.builds(
    TrainingQueue,
    name=st.just("training-queue"),
    one_at_a_time=st.booleans(),
    queue=one_of("wait", "wait", "refuse"),
    sessions=one_of("interrupt", "go on"),
)
BOUND = st.builds(
    BoundPoints,
    name=st.just("bound-points"),
    part=one_of(250, 500, 1000),
    round=one_of("up", "down"),
    scope=one_of("set", "proportional"),
)
INSTALMENTS = st.builds(
    Instalments, name=st.just("instalments"), per_level=points(3), activity=one_of(True, False)
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
RANK_CAP = st.builds(
    RankCap,
    name=st.just("rank-cap"),
    cap=st.sampled_from(CAPS),
    capped=st.booleans(),
    at_most=st.integers(0, 2),
    per=one_of("session", "level"),
    column=st.booleans(),
    needs=one_of("nothing", "nothing", "use"),
)
STACKING = st.builds(Stacking, name=st.just("stacking"), mode=one_of("allow", "strongest only"))
IMPROVEMENT = st.builds(
    Improvement,
    name=st.just("improvement"),
    marks=one_of("success", "any"),
    die=one_of(2, 6),
    bonus=one_of("", "wits"),
    gain=st.integers(1, 3),
    fixed=st.integers(0, 2),
    top=st.integers(2, 6),
    at_top=one_of("reach", "over"),
)
BONUS = st.builds(RankBonus, name=st.just("rank-bonus"), after_decay=one_of("forward", "reverse"))

EDGE = st.builds(
    Edge,
    name=st.just("edge"),
    after=st.integers(0, 20),
    every=one_of(0, 0, 7),
    part=one_of(0, 50),
    regain_uses=st.integers(1, 3),
    regain_hours=points(40),
    for_good=one_of(0, 0, 50),
)
ASK = st.builds(AskOnUse, name=st.just("ask-on-use"), after=st.integers(0, 20))
UPKEEP = st.builds(Upkeep, name=st.just("upkeep"), hours_per_skill=points(2), budget=points(5))
CERTIFICATES = st.builds(
    Certificates,
    name=st.just("certificates"),
    skills=st.just({"guide": "climb", "lifeguard": "swim", "diver": "swim"}),
    valid=st.integers(0, 20),
)
CHECK_LIST = st.builds(
    CheckList,
    name=st.just("check-list"),
    free=st.integers(0, 2),
    factor=one_of(read_curve("1 / 2 ** n", factor=True), read_curve([F(1, 3)], factor=True)).map(
        lambda c: c.parts(min(c.over, 3200))
    ),
)
VOLUME = st.builds(
    Volume,
    name=st.just("volume"),
    ranks=one_of(
        read_curve({"midpoint": F(4), "scale": F(2), "ceiling": F(6)}, unit=FINEST),
        read_curve("n / 2", unit=FINEST),
        read_curve([F(0), F(3)], unit=FINEST),
    ),
    mode=one_of("raise", "gate"),
)
SPECIALISATION = st.builds(
    Specialisation,
    name=st.just("specialisation"),
    window=st.integers(1, 20),
    min_share=one_of(250, 500, 1000),
    auto_follow=st.booleans(),
    training_hours=points(30),
    lost_after=st.integers(1, 30),
    governs=one_of(frozenset(SKILLS), frozenset(SKILLS[1:])),
)
REFUNDS = st.builds(
    Refunds,
    name=st.just("refunds"),
    gives=one_of("paid", "paid", "today", "nothing"),
    fee=one_of(0, 0, 100, 333),
    order=one_of("any", "any", "last first"),
    only=one_of((), (), ("climb",)),
)
ASK_AND_KEEP = (EDGE, ASK, UPKEEP, CERTIFICATES, CHECK_LIST, VOLUME, SPECIALISATION)


@st.composite
def rulesets(draw: Any) -> Rules:
    """Rules drawn from all policies, their options around the thresholds that matter."""
    usual = (AWARDS, NOVELTY, PRACTICE, PURCHASE, RELEARNING, LEVEL_RULE, TRAINING)
    rare = (
        st.just(Challenge(name="challenge")),
        st.just(FirstContact(name="first-contact")),
        st.just(Earmark(name="earmark")),
        REFUNDS, REPETITION, HOARD, GRAIN, RANK_CAP, BONUS, STACKING, IMPROVEMENT,
        BOUND, INSTALMENTS, STALE, MIXED, COURSES,
        LEVEL_BENEFITS, LEVEL_ATROPHY, RISING_CAP,
        *ASK_AND_KEEP,
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
            "others": AWAY,
            "unknown": st.booleans(),
            "skills": one_of({}, {"swim": 3, "climb": 1}, {"lore": 1}),
        }
    ),
    Awarded: st.one_of(
        st.fixed_dictionaries({"who": SOME, "points": points(4), "others": AWAY}),
        st.fixed_dictionaries({"who": SOME, "percent": one_of(10, 45, 230)}),
    ),
    Used: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "skill": SKILL,
            "outcome": one_of("", "success", "failure"),
            "what": one_of("", "the cliff"),
            "unusual": one_of("", "", "on fire"),
            "stakes": one_of(True, True, False),
            "scene": one_of("", "bridge"),
            "within": one_of("", "rocks", "ice"),
            "roll": one_of(None, 30, 80),
        }
    ),
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
    Specialised: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL, "within": one_of("rocks", "ice")}),
    Answered: st.fixed_dictionaries({"who": SOMEBODY, "skill": SKILL, "last_used": st.integers(0, 60)}),
    Certified: st.fixed_dictionaries({"who": SOMEBODY, "certificate": one_of("guide", "diver", "cook")}),
    KeptUp: st.fixed_dictionaries(
        {"who": SOMEBODY, "skills": st.lists(SKILL, unique=True).map(tuple), "hours": points(6)}
    ),
    Returned: st.fixed_dictionaries({"who": SOMEBODY}),
    Trained: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "skill": SKILL,
            "hours": points(200),
            "within": one_of("", "rocks", "ice"),
            "trainer": one_of("Mirra", "Mirra", "Old Tom", ""),
            "trainer_rank": st.integers(1, 30),
            "text": one_of("", "", "a scroll"),
            "xp": st.one_of(*[st.none()] * 5, points(20)),
        }
    ),
    Started: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "skill": SKILL,
            "trainer": one_of("Mirra", ""),
            "trainer_rank": st.integers(1, 30),
            "override": OVERRIDE,
        }
    ),
    Rolled: st.fixed_dictionaries(
        {"who": SOMEBODY, "skill": SKILL, "roll": st.integers(1, 6), "gain": one_of(None, 1, 3)}
    ),
    Stopped: st.fixed_dictionaries({"who": SOMEBODY, "skill": one_of("", "climb", "swim")}),
    Agreed: st.fixed_dictionaries(
        {"who": SOMEBODY, "to": one_of("hoarding", "sight"), "holds": one_of(True, True, False)}
    ),
    PaidIn: st.fixed_dictionaries(
        {"who": SOMEBODY, "talent": st.just("sight"), "points": points(2), "override": OVERRIDE}
    ),
    Refunded: st.fixed_dictionaries(
        {
            "who": SOMEBODY,
            "skills": one_of((), ("climb",), ("climb",), ("climb", "swim")),
            "talents": one_of((), (), ("sight",)),
            "ranks": one_of(None, None, 1, 2),
            "override": OVERRIDE,
        }
    ),
    Passed: st.fixed_dictionaries({"days": DAYS, "absent": AWAY}),
    SessionStarted: st.fixed_dictionaries({"present": SOME, "date": st.integers(0, 400)}),
    SessionEnded: st.fixed_dictionaries({"present": SOME}),
}


def events(kinds: Any = None, times: Any = None) -> Any:
    """Any one event."""
    on_lanes = EVENTS.keys() - {Refunded}
    kinds = kinds or (EVENTS if times is None else on_lanes)
    times = st.sampled_from([1, 1, 1, 0, 2, 3]) if times is None else times

    def of(kind: type) -> Any:
        return st.tuples(EVENTS[kind], times).map(lambda drawn: kind(**drawn[0], times=drawn[1]))

    return st.sampled_from(sorted(kinds, key=lambda k: k.__name__)).flatmap(of)


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
