"""The rules of `simulate_peers` as a loop over campaigns that numba compiles: numbers and short arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from simulate_peers import (
    CREATURES,
    GAP,
    GOAL,
    LEVEL_STEP,
    MEANS,
    PERIOD,
    PRICE,
    REWARDS,
    SESSIONS,
    SHARES,
    SKILLS,
    START,
    WANTED,
    XP_PER_RANK,
    XP_PER_USE,
    Numbers,
    State,
    chances,
    state_at,
)

WORTH = np.array(REWARDS)
XP_NEEDED = np.array([XP_PER_RANK[skill] for skill in SKILLS])
AT_START = np.array([START.get(skill, 0) for skill in SKILLS])
PRICES = np.array([PRICE.get(skill, 0) for skill in SKILLS])
PLAN = np.array([[SKILLS.index(skill), rank] for skill, rank in WANTED.items()])
SHARED = np.array([[SKILLS.index(skill), weight] for skill, weight in SHARES.items()])
CHANCES = np.array([chances(mean) for mean in MEANS.values()])
SKILL_COUNT, CREATURE_COUNT = len(SKILLS), len(CREATURES)
# the rows of what chance brings, in the order of MEANS
GOOD, BAD, AWARD = CREATURE_COUNT, CREATURE_COUNT + SKILL_COUNT, CREATURE_COUNT + 2 * SKILL_COUNT
LEVEL, POINTS, EARNED, RANK, PEAK, XP = 0, 1, 2, 3, 3 + SKILL_COUNT, 3 + 2 * SKILL_COUNT


@njit  # type: ignore[untyped-decorator]
def by_chance(source: Any, what: int, session: int, campaign: int) -> int:
    """How often it happens; ``source`` are the chances of at most 0, 1, 2, ... times."""
    drawn, number = np.random.random(), 0
    while number < source.shape[1] and drawn >= source[what, number]:
        number += 1
    return number


@njit  # type: ignore[untyped-decorator]
def as_given(source: Any, what: int, session: int, campaign: int) -> int:
    """How often it happens; ``source`` are the numbers themselves."""
    return source[what, session, campaign]  # type: ignore[no-any-return]


@njit  # type: ignore[untyped-decorator]
def seeded(seed: int) -> None:
    """Begin the compiled code's own chance anew."""
    np.random.seed(seed)


@njit  # type: ignore[untyped-decorator]
def played(size: int, number: Any, source: Any, ends: Any) -> int:
    """Play so many campaigns; where each ended goes to ``ends``, the events of all are counted."""
    events = 0
    rank, peak = np.zeros(SKILL_COUNT, np.int64), np.zeros(SKILL_COUNT, np.int64)
    xp, since = np.zeros(SKILL_COUNT, np.int64), np.zeros(SKILL_COUNT, np.int64)
    met, share = np.zeros(CREATURE_COUNT, np.int64), np.zeros(len(SHARED), np.int64)
    for campaign in range(size):
        rank[:], peak[:] = AT_START, AT_START
        xp[:], since[:], met[:], share[:] = 0, 0, 0, 0
        day, level, points, earned = 0, 1, 0, 0
        events += 1
        for session in range(1, SESSIONS + 1):
            if session > 1:
                day += GAP
                for skill in range(SKILL_COUNT):
                    while rank[skill] > 0 and day - since[skill] >= PERIOD:
                        rank[skill] -= 1
                        since[skill] += PERIOD
            events += 2
            for creature in range(CREATURE_COUNT):
                for _ in range(number(source, creature, session, campaign)):
                    points += WORTH[met[creature]]
                    earned += WORTH[met[creature]]
                    met[creature] += 1
                    events += 1
                    while earned >= level * LEVEL_STEP:
                        level += 1
            for skill in range(SKILL_COUNT):
                for outcome in (GOOD, BAD):
                    for _ in range(number(source, outcome + skill, session, campaign)):
                        events += 1
                        since[skill] = day
                        xp[skill] += XP_PER_USE
                        if xp[skill] >= XP_NEEDED[skill]:
                            xp[skill] -= XP_NEEDED[skill]
                            rank[skill] += 1
                            peak[skill] = max(peak[skill], rank[skill])
            for _ in range(number(source, AWARD, session, campaign)):
                points += GOAL
                earned += GOAL
                events += 1
                while earned >= level * LEVEL_STEP:
                    level += 1
            while True:
                skill, best = -1, 0
                for wish in range(len(PLAN)):
                    if skill < 0 and rank[PLAN[wish, 0]] < PLAN[wish, 1]:
                        skill = PLAN[wish, 0]
                shared = skill < 0
                if shared:
                    for other in range(1, len(SHARED)):
                        if share[other] * SHARED[best, 1] < share[best] * SHARED[other, 1]:
                            best = other
                    skill = SHARED[best, 0]
                if points < PRICES[skill]:
                    break
                points -= PRICES[skill]
                if shared:
                    share[best] += PRICES[skill]
                events += 1
                since[skill] = day
                rank[skill] += 1
                peak[skill] = max(peak[skill], rank[skill])
        ends[campaign, LEVEL], ends[campaign, POINTS], ends[campaign, EARNED] = level, points, earned
        ends[campaign, RANK : RANK + SKILL_COUNT] = rank
        ends[campaign, PEAK : PEAK + SKILL_COUNT] = peak
        ends[campaign, XP : XP + SKILL_COUNT] = xp
    return events


class CompiledScouts:
    """So many campaigns, played by the compiled loop."""

    def __init__(self, size: int) -> None:
        self.size, self.events = size, 0
        self.ends = np.zeros((size, XP + SKILL_COUNT), np.int64)

    def play(self, number: Numbers | None = None) -> None:
        """All sessions: by the compiled code's own chance unless numbers are given."""
        if number is None:
            self.events += played(self.size, by_chance, CHANCES, self.ends)
            return
        given = np.zeros((len(MEANS), SESSIONS + 1, self.size), np.int64)
        for at, what in enumerate(MEANS):
            for session in range(1, SESSIONS + 1):
                given[at, session] = number(what, session)
        self.events += played(self.size, as_given, given, self.ends)

    def state(self, campaign: int) -> State:
        """Where one campaign ended."""
        level, points, earned, *held = self.ends.T
        kinds = (dict(zip(SKILLS, held[at:], strict=False)) for at in range(0, 3 * SKILL_COUNT, SKILL_COUNT))
        return state_at(campaign, level, points, earned, *kinds)
