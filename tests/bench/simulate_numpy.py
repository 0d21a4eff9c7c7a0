"""The rules of `simulate_peers` as a script with NumPy: arrays over campaigns."""

from __future__ import annotations

from typing import Any

import numpy as np
from simulate_peers import (
    CREATURES,
    GAP,
    GOAL,
    GOALS,
    LEVEL_STEP,
    MEANS,
    PERIOD,
    PRICE,
    REWARDS,
    SESSIONS,
    SHARES,
    SKILLS,
    START,
    USES,
    WANTED,
    XP_PER_RANK,
    XP_PER_USE,
    Numbers,
    State,
    state_at,
)


def numpy_dice(size: int, seed: int) -> Numbers:
    """What chance brings to so many campaigns."""
    rng = np.random.default_rng(seed)
    return lambda what, session: rng.poisson(MEANS[what], size)


class Scouts:
    """Many campaigns as arrays, for exactly these rules: what happens n times is worked out in one go."""

    def __init__(self, size: int) -> None:
        self.size, self.day = size, 0
        self.points, self.earned, self.events = (np.zeros(size, "int64") for _ in range(3))
        self.events += 1
        self.rank, self.peak, self.xp = ({s: np.zeros(size, "int64") for s in SKILLS} for _ in range(3))
        self.since = {skill: np.zeros(size, "int64") for skill in SKILLS}
        self.met = {creature: np.zeros(size, "int64") for creature in CREATURES}
        self.share = {skill: np.zeros(size, "int64") for skill in SHARES}
        self.worth = np.cumsum([0, *REWARDS])  # of the first n encounters with a creature together
        for skill, rank in START.items():
            self.rank[skill] += rank
            self.peak[skill] += rank

    def play(self, number: Numbers) -> None:
        """All sessions."""
        for session in range(1, SESSIONS + 1):
            if session > 1:
                self.pass_days(GAP)
            self.events += 2
            for creature, met in self.met.items():
                times = number(("met", creature), session)
                self.earn(times, self.worth[met + times] - self.worth[met])
                met += times
            for skill in USES:
                self.use(skill, number(("success", skill), session) + number(("failure", skill), session))
            for goal in GOALS:
                times = number(("awarded", goal), session)
                self.earn(times, times * GOAL)
            self.spend()

    @property
    def level(self) -> Any:
        """The level of each."""
        return 1 + self.earned // LEVEL_STEP

    def pass_days(self, days: int) -> None:
        """Days pass; what was not used for long is forgotten."""
        self.day += days
        for skill, rank in self.rank.items():
            lost = np.minimum((self.day - self.since[skill]) // PERIOD, rank)
            rank -= lost
            self.since[skill] += lost * PERIOD

    def earn(self, times: Any, amount: Any) -> None:
        """Awards."""
        self.events += times
        self.points += amount
        self.earned += amount

    def use(self, skill: str, times: Any) -> None:
        """So many uses of a skill, and the ranks they bring."""
        self.events += times
        self.since[skill][times > 0] = self.day
        self.xp[skill] += times * XP_PER_USE
        gained, self.xp[skill] = np.divmod(self.xp[skill], XP_PER_RANK[skill])
        self.rise(skill, gained)

    def rise(self, skill: str, ranks: Any) -> None:
        """So many ranks more."""
        self.rank[skill] += ranks
        np.maximum(self.peak[skill], self.rank[skill], out=self.peak[skill])

    def buy(self, skill: str, ranks: Any) -> None:
        """So many ranks bought."""
        self.events += ranks
        self.points -= ranks * PRICE[skill]
        self.since[skill][ranks > 0] = self.day
        self.rise(skill, ranks)

    def spend(self) -> None:
        """Buy by plan as long as the points last."""
        waits = np.zeros(self.size, bool)
        for skill, wanted in WANTED.items():
            missing = np.where(waits, 0, np.maximum(wanted - self.rank[skill], 0))
            bought = np.minimum(missing, self.points // PRICE[skill])
            self.buy(skill, bought)
            waits |= bought < missing
        one, other = SHARES
        while True:
            first = self.share[one] * SHARES[other] <= self.share[other] * SHARES[one]
            shares = {
                one: ~waits & first & (self.points >= PRICE[one]),
                other: ~waits & ~first & (self.points >= PRICE[other]),
            }
            if not any(rows.any() for rows in shares.values()):
                return
            for skill, rows in shares.items():
                self.share[skill] += rows * PRICE[skill]
                self.buy(skill, rows.astype("int64"))

    def state(self, campaign: int) -> State:
        """Where one campaign ended."""
        return state_at(campaign, self.level, self.points, self.earned, self.rank, self.peak, self.xp)
