"""What the simulator is measured against: one table, build and set of rules, and a loop by hand.

The table (see `BUILDS`): a scout plays 40 sessions, two weeks apart. The rules (amounts in thousandths):

1. Encounter: 2 points for the first with a creature, half for the second, a third for the next, ...
   They can be spent at once and count as earned. A goal is worth 3.
2. Level: starts at 1; one more for every 40 points earned.
3. Use: 4 XP to the skill, whether it goes well or not; 40 XP turn into a rank, 20 for a favoured skill.
4. Purchase: a rank costs 4 points, of a favoured skill 2.
5. Decay: a rank is lost for every 42 days since the skill was last used or bought.

The plan: climbing to rank 10, stealth to rank 8, then the points are shared between the two; what was
lost by decay comes first again.

A peer gets what chance brings through a parameter: numbers of its own when it is timed, ours when it is
checked. It keeps the state of its campaigns and no statistics, of which our side always keeps its own.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import exp
from typing import Any, TypeAlias

What: TypeAlias = tuple[str, str]  # what kind of chance, and of what
State: TypeAlias = dict[tuple[str, str], int]  # (kind, of): amount, without zeros

RULES = """\
ruleset: bench
points: dp
skills: {climbing: athletics, stealth: subterfuge, sword: arms, tracking: awareness}
policies:
  awards: {encounter: 2}
  novelty: {factor: "1 / n", key: creature}
  practice: {xp: 4, cost: 40, favoured: 20}
  purchase: {cost: 4, favoured: 2}
  decay: {period: 42}
  levels: {step: 40}
"""
BUILDS = """\
ruleset: bench
builds:
  scout:
    favoured: [subterfuge]
    start: {climbing: 2}
    plan: [climbing 10, stealth 8, then: {share: {stealth: 2, climbing: 1}}]
table:
  sessions: 40
  every: 2 weeks
  encounters: {goblinoid: 2, undead: 1, people: 1.5, dragon: 0.1}
  awards: {a goal: {points: 3, often: 0.6}}
  uses: {climbing: 1 per session, stealth: 0.5, sword: 0.2, tracking: 0.75, success: 0.6}
"""

SESSIONS, GAP = 40, 14
CREATURES = {"goblinoid": 2.0, "undead": 1.0, "people": 1.5, "dragon": 0.1}
USES = {"climbing": 1.0, "stealth": 0.5, "sword": 0.2, "tracking": 0.75}
GOALS = {"a goal": 0.6}
SUCCESS = 0.6
START = {"climbing": 2}
SKILLS = tuple(USES)
ENCOUNTER, GOAL = 2000, 3000
LEVEL_STEP = 40_000
XP_PER_USE = 4000
XP_PER_RANK = {"climbing": 40_000, "stealth": 20_000, "sword": 40_000, "tracking": 40_000}
PRICE = {"climbing": 4000, "stealth": 2000}
PERIOD = 42
WANTED = {"climbing": 10, "stealth": 8}
SHARES = {"stealth": 2, "climbing": 1}
MEANS: dict[What, float] = {
    **{("met", creature): mean for creature, mean in CREATURES.items()},
    **{("success", skill): mean * SUCCESS for skill, mean in USES.items()},
    **{("failure", skill): mean * (1 - SUCCESS) for skill, mean in USES.items()},
    **{("awarded", goal): mean for goal, mean in GOALS.items()},
}


def reward(nth: int) -> int:
    """What the nth encounter with a creature is worth; the factor is kept to a millionth, halves to even."""
    factor = round(Fraction(10**6, nth))
    return round(Fraction(ENCOUNTER * factor, 10**6))


REWARDS = [reward(nth) for nth in range(1, 1001)]


def chances(mean: float, most: int = 40) -> list[float]:
    """How likely it is that something so often on average happens at most 0, 1, 2, ... times."""
    terms = accumulate(range(1, most), lambda term, n: term * mean / n, initial=exp(-mean))
    return list(accumulate(terms))


Numbers: TypeAlias = Callable[[What, int], Any]  # how often in a session, as an array: one for each campaign
Held: TypeAlias = Mapping[str, Any]


def state_at(campaign: int, level: Any, points: Any, earned: Any, rank: Held, peak: Held, xp: Held) -> State:
    """Where one campaign of many ended, from arrays."""
    found = {("level", ""): level, ("points", ""): points, ("earned", ""): earned}
    for kind, held in {"rank": rank, "peak": peak, "xp": xp}.items():
        found |= {(kind, skill): amounts for skill, amounts in held.items()}
    return {key: int(amounts[campaign]) for key, amounts in found.items() if amounts[campaign]}


# --- by hand ---------------------------------------------------------------------------------------

Number: TypeAlias = Callable[[What, int], int]  # how often something happens in a session


class Dice:
    """What chance brings to a campaign by hand."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random
        self.chances = {what: chances(mean) for what, mean in MEANS.items()}

    def __call__(self, what: What, session: int) -> int:
        """How often it happens in that session."""
        return bisect(self.chances[what], self.random())


@dataclass
class Scout:
    """One campaign as most people would write it: attributes and dicts, event by event."""

    day: int = 0
    level: int = 1
    points: int = 0
    earned: int = 0
    events: int = 1
    rank: dict[str, int] = field(default_factory=lambda: defaultdict(int, START))
    peak: dict[str, int] = field(default_factory=lambda: defaultdict(int, START))
    since: dict[str, int] = field(default_factory=lambda: dict.fromkeys(START, 0))
    xp: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    met: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    share: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SHARES, 0))

    def play(self, number: Number) -> None:
        """All sessions."""
        for session in range(1, SESSIONS + 1):
            if session > 1:
                self.pass_days(GAP)
            self.events += 2  # it begins and ends
            for creature in CREATURES:
                for _ in range(number(("met", creature), session)):
                    self.meet(creature)
            for skill in USES:
                for outcome in ("success", "failure"):
                    for _ in range(number((outcome, skill), session)):
                        self.use(skill)
            for goal in GOALS:
                for _ in range(number(("awarded", goal), session)):
                    self.earn(GOAL)
            self.spend()

    def pass_days(self, days: int) -> None:
        """Days pass; what was not used for long is forgotten."""
        self.day += days
        for skill, rank in self.rank.items():
            while rank and self.day - self.since[skill] >= PERIOD:
                rank -= 1
                self.since[skill] += PERIOD
            self.rank[skill] = rank

    def meet(self, creature: str) -> None:
        """An encounter."""
        self.earn(REWARDS[self.met[creature]])
        self.met[creature] += 1

    def earn(self, amount: int) -> None:
        """An award, and the levels it brings."""
        self.events += 1
        self.points += amount
        self.earned += amount
        while self.earned >= self.level * LEVEL_STEP:
            self.level += 1

    def use(self, skill: str) -> None:
        """A use of a skill, and the rank it may bring."""
        self.events += 1
        self.since[skill] = self.day
        self.xp[skill] += XP_PER_USE
        if self.xp[skill] >= XP_PER_RANK[skill]:
            self.xp[skill] -= XP_PER_RANK[skill]
            self.rise(skill)

    def rise(self, skill: str) -> None:
        """One rank more."""
        self.rank[skill] += 1
        self.peak[skill] = max(self.peak[skill], self.rank[skill])

    def spend(self) -> None:
        """Buy by plan as long as the points last."""
        while True:
            wanted = next((skill for skill, rank in WANTED.items() if self.rank[skill] < rank), None)
            skill = wanted or min(self.share, key=lambda skill: self.share[skill] / SHARES[skill])
            price = PRICE[skill]
            if self.points < price:
                return
            self.points -= price
            if wanted is None:
                self.share[skill] += price
            self.events += 1
            self.since[skill] = self.day
            self.rise(skill)

    def state(self) -> State:
        """Where it ended."""
        found = {("level", ""): self.level, ("points", ""): self.points, ("earned", ""): self.earned}
        for kind, held in {"rank": self.rank, "peak": self.peak, "xp": self.xp}.items():
            found |= {(kind, skill): amount for skill, amount in held.items()}
        return {key: amount for key, amount in found.items() if amount}
