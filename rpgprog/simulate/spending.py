"""Points are spent by plan: the first wish that is not fulfilled is bought as soon as it can be.

Who is short of points for it waits. Where a rule stands against it the next wish has its turn, and the
rule is counted. Nothing is ever bought that the rules would refuse.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ..accounts import EARNED, LEVEL, PEAK, POINTS, RANK, TALENT
from ..events import Bought, Saved
from .goals import SESSION, Goal
from .wishes import Wish

SHORT = "short of points"
_AT_ONCE = 1000  # purchases of one wish in one go: what is free would never end

_KINDS = {RANK: RANK, TALENT: TALENT, LEVEL: LEVEL, EARNED: EARNED}


class Spending:
    """What one build buys in each campaign; ``held_back`` counts what stood against which wish.

    Its numbers are campaigns and sessions: how often, after a session, it was that which a wish waited for.
    """

    def __init__(self, play: Any, plan: tuple[Wish, ...]) -> None:
        self.play, self.plan, self.lanes, self.who = play, plan, play.lanes, play.who
        self.held_back: Counter[tuple[int, str]] = Counter()
        self.buys = Bought in self.lanes.rules.taken
        self.saves = Saved in self.lanes.rules.taken
        self.spent: dict[tuple[int, str], Any] = {}  # by a share: points so far

    # What is wished for.

    def reached(self, goal: Goal) -> Any:
        """Where a goal is reached."""
        if goal.kind == SESSION:
            return np.full(self.lanes.size, self.play.session >= goal.least)
        return self.lanes[self.who, _KINDS[goal.kind], goal.of].balance >= goal.least

    def _due(self, wish: Wish) -> Any:
        """Where a wish has its time and is not fulfilled."""
        due = np.ones(self.lanes.size, bool)
        if wish.when is not None:
            due &= self.reached(wish.when)
        if wish.until is not None:
            due &= ~self.reached(wish.until)
        if wish.goal is not None:
            due &= ~self.reached(wish.goal)
        elif wish.relearn:
            due &= np.logical_or.reduce([self._forgot(skill) for skill in wish.relearn])
        return due

    def _forgot(self, skill: str) -> Any:
        return self.lanes[self.who, RANK, skill].balance < self.lanes[self.who, PEAK, skill].balance

    def aims(self) -> dict[str, Any]:
        """The skills that the first open wishes are about, each with 1 where it is that skill."""
        open_rows, found = np.ones(self.lanes.size, bool), {}
        for at, wish in enumerate(self.plan):
            if wish.skills and (due := open_rows & self._due(wish)).any():
                for skill, rows in self._choices(at, wish, due):
                    found[skill] = found.get(skill, 0) + rows.astype("int64")
                    open_rows &= ~rows
        return found

    def _choices(self, at: int, wish: Wish, rows: Any) -> list[tuple[str, Any]]:
        """Which skill of a wish is next, where."""
        if wish.share:
            return self._shared(at, wish, rows, {})
        if wish.goal is not None:
            return [(wish.goal.of, rows)]
        found = []
        for skill in wish.relearn:
            mine = rows & self._forgot(skill)
            rows = rows & ~mine
            found.append((skill, mine))
        return found

    def _shared(self, at: int, wish: Wish, rows: Any, barred: dict[str, Any]) -> list[tuple[str, Any]]:
        """Of a share the skill that has had least for its weight, and of equals the first named."""
        least, weight, choice = None, 1, None
        for number, (skill, weighs) in enumerate(wish.share.items()):
            spent = self._spent(at, skill)
            off = barred.get(skill, False)
            if choice is None:
                choice = np.where(off, -1, 0)
                least, weight = spent, np.full(self.lanes.size, weighs)
                continue
            better = (~np.asarray(off)) & ((choice < 0) | (spent * weight < least * weighs))
            choice = np.where(better, number, choice)
            least, weight = np.where(better, spent, least), np.where(better, weighs, weight)
        return [(skill, rows & (choice == number)) for number, skill in enumerate(wish.share)]

    def _spent(self, at: int, skill: str) -> Any:
        return self.spent.setdefault((at, skill), np.zeros(self.lanes.size, "int64"))

    # Buying.

    def spend(self) -> None:
        """Buy what the plan says, as far as the points go."""
        open_rows = np.ones(self.lanes.size, bool)
        if self.play.here is not None:
            open_rows &= self.play.here
        for at, wish in enumerate(self.plan if self.buys else ()):
            rows = open_rows & self._due(wish)
            if rows.any():
                open_rows &= ~self._pursue(at, wish, rows)

    def _pursue(self, at: int, wish: Wish, rows: Any) -> Any:
        """Buy for a wish until it is fulfilled or held back; where points were short."""
        short, barred = np.zeros(self.lanes.size, bool), {}
        for _ in range(_AT_ONCE):
            bought = np.zeros(self.lanes.size, bool)
            for event, mine in self._proposed(at, wish, rows, barred):
                poor, got = self._buy(at, event, mine, barred)
                short |= poor
                bought |= got
            if not bought.any():
                break
            rows = bought & self._due(wish)
            if not rows.any():
                break
        if wish.saves and self.saves and wish.goal is not None:
            self._set_aside(wish.goal, short)
        return short

    def _proposed(self, at: int, wish: Wish, rows: Any, barred: dict[str, Any]) -> list[tuple[Bought, Any]]:
        """What to buy next, where."""
        if wish.goal is not None and wish.goal.kind == TALENT:
            return [(Bought(who=self.who, talent=wish.goal.of), rows)]
        choices = self._shared(at, wish, rows, barred) if wish.share else self._choices(at, wish, rows)
        return [(Bought(who=self.who, skill=skill), mine) for skill, mine in choices if mine.any()]

    def _buy(self, at: int, event: Bought, rows: Any, barred: dict[str, Any]) -> tuple[Any, Any]:
        """Buy it where it can be paid; where points were short, and where it was bought."""
        price, points = self._price(event, rows), self.lanes[self.who, POINTS, ""].balance
        poor = rows & (price > points)
        self._count(at, SHORT, poor)
        tried = rows & ~poor
        refused = self.play.do(event, tried.astype("int64"))
        for reason, where in self.lanes.blamed() if refused.any() else ():
            self.held_back[at, reason] += len(where)
        got = tried & ~refused
        if (at, event.skill) in self.spent:
            self.spent[at, event.skill] += np.where(got, price, 0)
            barred[event.skill] = barred.get(event.skill, False) | refused
        return poor, got

    def _price(self, event: Bought, rows: Any) -> Any:
        """What it costs, in the campaigns that want it."""
        kind, of = (TALENT, event.talent) if event.talent else (RANK, event.skill)
        found = np.zeros(self.lanes.size, "int64")
        self.lanes.rows = wanted = np.flatnonzero(rows)
        found[wanted] = self.lanes.figure("price", self.lanes[self.who, kind, of])
        self.lanes.rows = None
        return found

    def _count(self, at: int, reason: str, rows: Any) -> None:
        number = int(rows.sum())
        if number:
            self.held_back[at, reason] += number

    def _set_aside(self, goal: Goal, rows: Any) -> None:
        """Hold the points that are free for what is saved for."""
        points = self.lanes[self.who, POINTS, ""]
        free = np.maximum(points.balance - self.lanes.figure("held", points), 0) * rows
        if free.any():
            event = Saved(who=self.who, target=goal.of, points=free, why="the plan")
            self.play.do(event, (free > 0).astype("int64"))
