"""Points are spent by plan: the first wish that is not fulfilled is bought as soon as it can be.

Who is short of points for it waits. Where a rule stands against it the next wish has its turn, and the
rule is counted. Nothing is ever bought that the rules would refuse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...events import Bought, Saved
from ...ledger.accounts import PEAK, POINTS, RANK, TALENT
from ...ledger.refusals import Code
from ...reader.goals import ALL_RANKS, SESSION, Goal
from ..builds.plan import Wish
from .instrumented import Reason

SHORT = Reason("", Code.FUNDS, "short of points")
_AT_ONCE = 1000  # purchases of one wish in one go: what is free would never end
_NOBODY = np.zeros(0, "int64")

Rows = Any  # campaigns, by their numbers
Obstacle = tuple[int, str, str, str]  # which wish, then policy, code and sentence of the reason
Barred = dict[str, Rows]  # where a rule stands against a skill of a share


class Spending:
    """What one build buys in each campaign; ``held_back`` counts what stood against which wish.

    It counts campaigns and sessions: how often, when points could be spent, it was that which a wish
    waited for.
    """

    def __init__(self, play: Any, plan: tuple[Wish, ...]) -> None:
        self.play, self.plan, self.lanes, self.who = play, plan, play.lanes, play.who
        self.held_back: Counter[Obstacle] = Counter()
        self.buys = Bought in self.lanes.rules.taken
        self.saves = Saved in self.lanes.rules.taken
        self.spent: dict[tuple[int, str], Any] = {}  # by a share: points so far
        self.stood: dict[Reason, list[Rows]] = {}  # against the wish at hand: by reason, where
        self.everywhere = np.arange(self.lanes.size)

    # What is wished for.

    def _balance(self, rows: Rows, kind: str, of: str = "") -> Any:
        """What they hold in these campaigns."""
        self.lanes.rows = rows
        balance = self.lanes[self.who, kind, of].balance
        self.lanes.rows = None
        return np.broadcast_to(balance, rows.shape)

    def reached(self, goal: Goal, rows: Rows) -> Any:
        """In which of these campaigns a goal is reached."""
        if goal.kind == SESSION:
            return np.full(len(rows), self.play.session >= goal.target)
        if goal.kind == ALL_RANKS:
            skills = [rank.of for rank in self.lanes.all(RANK) if rank.who == self.who]
            ranks = (self._balance(rows, RANK, skill) for skill in skills)
            return sum(ranks, np.zeros(len(rows), "int64")) >= goal.target
        return self._balance(rows, goal.kind, goal.of) >= goal.target

    def _due(self, wish: Wish, rows: Rows) -> Rows:
        """Of these campaigns those in which a wish has its time and is not fulfilled."""
        if wish.when is not None:
            rows = rows[self.reached(wish.when, rows)]
        if wish.until is not None:
            rows = rows[~self.reached(wish.until, rows)]
        if wish.goal is not None:
            return rows[~self.reached(wish.goal, rows)]
        if wish.relearn:
            forgot = [self._forgot(skill, rows) for skill in wish.relearn]
            return rows[np.logical_or.reduce(forgot)]
        return rows

    def _forgot(self, skill: str, rows: Rows) -> Any:
        return self._balance(rows, RANK, skill) < self._balance(rows, PEAK, skill)

    def aims(self) -> dict[str, Any]:
        """The skills that the first open wishes are about, each with 1 where it is that skill."""
        rows_left = self.everywhere
        aims: dict[str, Any] = {}
        for at, wish in enumerate(self.plan):
            if wish.skills and len(due := self._due(wish, rows_left)):
                for skill, rows in self._choices(at, wish, due, {}):
                    aims.setdefault(skill, np.zeros(self.lanes.size, "int64"))[rows] = 1
                rows_left = _without(rows_left, due, self.lanes.size)
        return aims

    def _choices(self, at: int, wish: Wish, rows: Rows, barred: Barred) -> list[tuple[str, Rows]]:
        """Which skill of a wish is next, where."""
        if wish.share:
            return self._shared(at, wish.share, rows, barred)
        if wish.goal is not None:
            return [(wish.goal.of, rows)]
        choices = []
        for skill in wish.relearn:
            forgot = self._forgot(skill, rows)
            choices.append((skill, rows[forgot]))
            rows = rows[~forgot]
        return choices

    def _shared(
        self, at: int, weights: Mapping[str, int], rows: Rows, barred: Barred
    ) -> list[tuple[str, Rows]]:
        """Of a share the skill that has had least for its weight, and of equals the first named."""
        choice = np.full(len(rows), -1)
        least, weight = np.zeros(len(rows), "int64"), np.ones(len(rows), "int64")
        for number, (skill, weighs) in enumerate(weights.items()):
            spent = self._spent(at, skill)[rows]
            better = (choice < 0) | (spent * weight < least * weighs)
            if skill in barred:
                better &= ~barred[skill][rows]
            choice = np.where(better, number, choice)
            least, weight = np.where(better, spent, least), np.where(better, weighs, weight)
        return [(skill, rows[choice == number]) for number, skill in enumerate(weights)]

    def _spent(self, at: int, skill: str) -> Any:
        return self.spent.setdefault((at, skill), np.zeros(self.lanes.size, "int64"))

    # Buying.

    def spend(self) -> None:
        """Buy what the plan says, as far as the points go."""
        rows_left = self.everywhere if self.play.here is None else np.flatnonzero(self.play.here)
        for at, wish in enumerate(self.plan if self.buys else ()):
            if len(rows := self._due(wish, rows_left)):
                rows_left = _without(rows_left, self._pursue(at, wish, rows), self.lanes.size)

    def _pursue(self, at: int, wish: Wish, rows: Rows) -> Rows:
        """Buy for a wish until it is fulfilled or held back; where points were short."""
        short = [_NOBODY]
        barred: Barred = {}
        self.stood = {}
        for _ in range(_AT_ONCE):
            bought = [_NOBODY]
            for event, chosen in self._proposed(at, wish, rows, barred):
                poor, got, refused = self._buy(at, event, chosen)
                short.append(poor)
                bought.append(got)
                if len(refused) and wish.share:
                    bars = barred.setdefault(event.skill, np.zeros(self.lanes.size, bool))
                    bars[refused] = True
                    bought.append(refused)  # another skill has its turn
            rows = self._due(wish, np.concatenate(bought))
            if not len(rows):
                break
        for reason, where in self.stood.items():
            stood = np.zeros(self.lanes.size, bool)
            for rows in where:
                stood[rows] = True
            self.held_back[at, *reason] += int(np.count_nonzero(stood))
        waiting = np.concatenate(short)
        if wish.saves and self.saves and wish.goal is not None:
            self._set_aside(wish.goal, waiting)
        return waiting

    def _proposed(self, at: int, wish: Wish, rows: Rows, barred: Barred) -> list[tuple[Bought, Rows]]:
        """What to buy next, where."""
        if wish.goal is not None and wish.goal.kind == TALENT:
            return [(Bought(who=self.who, talent=wish.goal.of), rows)]
        choices = self._choices(at, wish, rows, barred)
        return [(Bought(who=self.who, skill=skill), chosen) for skill, chosen in choices if len(chosen)]

    def _buy(self, at: int, event: Bought, rows: Rows) -> tuple[Rows, Rows, Rows]:
        """Buy it where it can be paid: where points were short, where it was bought, where refused."""
        price = np.broadcast_to(self._price(event, rows), rows.shape)
        poor = price > self._balance(rows, POINTS)
        self._count(SHORT, rows[poor])
        tried = rows[~poor]
        if not len(tried):
            return rows, tried, tried
        refused = self.play.do_once(event, tried)[tried]
        for reason, where in self.lanes.first_refusals() if refused.any() else ():
            self._count(reason, where)
        got = tried[~refused]
        if (at, event.skill) in self.spent:
            self.spent[at, event.skill][got] += price[~poor][~refused]
        return rows[poor], got, tried[refused]

    def _price(self, event: Bought, rows: Rows) -> Any:
        """What it costs, in the campaigns that want it."""
        item = self.lanes[self.who, TALENT if event.talent else RANK, event.talent or event.skill]
        self.lanes.rows = rows
        price = self.lanes.figure("price", item)
        self.lanes.rows = None
        return price

    def _count(self, reason: Reason, rows: Rows) -> None:
        """What stood against the wish at hand; once for each campaign, however many skills it is about."""
        if len(rows):
            self.stood.setdefault(reason, []).append(rows)

    def _set_aside(self, goal: Goal, rows: Rows) -> None:
        """Hold the points that are free for what is saved for."""
        points = self.lanes[self.who, POINTS, ""]
        free = np.maximum(points.everywhere() - self.lanes.figure("held", points), 0)
        wanted = rows[free[rows] > 0]
        if len(wanted):
            self.play.do_once(Saved(who=self.who, target=goal.of, points=free, why="the plan"), wanted)


def _without(rows: Rows, gone: Rows, size: int) -> Rows:
    """The rows that are not among those that are gone."""
    stay = np.ones(size, bool)
    stay[gone] = False
    return rows[stay[rows]]
