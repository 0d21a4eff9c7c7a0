"""The cheapest legal way to a rank or a talent: purchases in the best order, on a private book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

from attrs import frozen

from ..engine.book import Receipt
from ..ledger.accounts import LEVEL, RANK, TALENT
from ..ledger.refusals import Refused
from ..policy import SkillPolicy
from ..reader import readable
from .purchase import Stuck, buy
from .relevance import Relevance, relevant_items
from .sandbox import Item, Sandbox, is_about, is_irrelevant
from .steps import Obstacle, Step, StepKind

MOST_STATES = 800  # states looked at before the search gives up
SPARE_RANKS = 2  # by which other skills may be raised above the highest rank that matters
_FAR = 10**9

Cost = tuple[int, int, int, int, int]
Steps = tuple[Step, ...]


@frozen
class Route:
    """A way to a goal: its steps, or None and the ``obstacle``. ``cheapest``: no cheaper one can exist."""

    steps: Steps | None
    cheapest: bool = True
    obstacle: Obstacle | None = None


def cost(steps: Sequence[Step]) -> Cost:
    """Points first; then points to be earned for levels, sessions and uses to wait for, purchases."""
    return (
        sum(step.price for step in steps),
        sum(step.earn for step in steps),
        sum(step.kind is StepKind.SESSION for step in steps),
        sum(step.number for step in steps if step.kind is StepKind.USE),
        len(steps),
    )


@frozen(eq=False)
class RouteFinder:
    """The search for one goal: ``target`` ranks of an item, or a talent."""

    sandbox: Sandbox
    who: str
    goal: Item
    target: int
    for_sale: Sequence[Item]

    def find(self) -> Route:
        """Straight ahead if nothing else matters, or else by every order of purchases that may."""
        straight = self.straight()
        relevance, candidates = relevant_items(self.sandbox, self.who, self.goal, self.for_sale, self.target)
        independent = self._priced_alone()
        if not candidates or (straight.steps is not None and independent):
            return straight
        best = _BestFirst(self, relevance, candidates, independent).run(straight.steps)
        if best.steps is None and not best.cheapest:
            best = _BestFirst(self, relevance, candidates, independent, greedy=True).run(None)
        return best

    def reached(self) -> bool:
        """Whether the sandbox has reached the goal."""
        return self.sandbox.holds(self.who, *self.goal) >= self.target

    def straight(self) -> Route:
        """Buy nothing but the goal."""
        steps: list[Step] = []
        with self.sandbox.undone():
            try:
                while not self.reached():
                    steps += buy(self.sandbox, self.who, self.goal, self.reached)
            except Stuck as stuck:
                return Route(None, obstacle=stuck.obstacle)
        return Route(tuple(steps))

    def _priced_alone(self) -> bool:
        """Whether no other purchase can change the price."""
        with self.sandbox.watched() as seen:
            self.sandbox.figure("price", self.sandbox[self.who, *self.goal])
        keys = {key for keys in seen.values() for key in keys}
        return all(key[2] == self.goal[1] for key in keys if not is_irrelevant(key))


class _BestFirst:
    """Best first; states that look the same to the rules count as one."""

    def __init__(
        self,
        finder: RouteFinder,
        relevance: Relevance,
        candidates: Sequence[Item],
        independent: bool,
        greedy: bool = False,
    ) -> None:
        self.finder, self.relevance, self.others = finder, relevance, candidates
        self.independent, self.greedy = independent, greedy
        self.sandbox, self.who, self.goal = finder.sandbox, finder.who, finder.goal
        self.known: dict[Any, Cost] = {}
        self.heap: list[tuple[Any, int, Steps, tuple[Receipt, ...]]] = []
        self.ticks = count()
        self.obstacle: Obstacle | None = None
        ranks = [self.sandbox.holds(self.who, *item) for item in candidates]
        self.highest = max(*ranks, finder.target, 0) + SPARE_RANKS  # no other rank need be higher

    def run(self, straight: Steps | None) -> Route:
        """The cheapest way; where that takes too long, the best one known."""
        self._push((), ())
        for _ in range(MOST_STATES):
            if not self.heap:
                return Route(straight, obstacle=self.obstacle)
            _, _, steps, posted = heappop(self.heap)
            with self.sandbox.undone() as mark:
                self.sandbox.replay(posted)
                if self.finder.reached():
                    return Route(steps, cheapest=not self.greedy)
                if straight is None or self.greedy or cost(steps)[0] < cost(straight)[0]:
                    self._expand(steps, mark)
        return Route(straight, cheapest=False, obstacle=self.obstacle)

    def _expand(self, steps: Steps, start: int) -> None:
        for item in (self.goal, *self.others):
            if item != self.goal and self.sandbox.holds(self.who, *item) >= self.highest:
                continue
            with self.sandbox.undone():
                try:
                    further = buy(self.sandbox, self.who, item, self.finder.reached)
                except Stuck as stuck:
                    if item == self.goal:
                        self._stuck(stuck.obstacle)
                    continue
                self._push((*steps, *further), tuple(self.sandbox.receipts[start:]))

    def _stuck(self, obstacle: Obstacle) -> None:
        """Remember why the goal cannot be bought; other skills may have to rise that far."""
        self.obstacle = obstacle
        if obstacle.kind == RANK:
            self.highest = max(self.highest, obstacle.need or 0)

    def _push(self, steps: Steps, posted: tuple[Receipt, ...]) -> None:
        state, price = self._state(), cost(steps)
        if state in self.known and self.known[state] <= price:
            return
        self.known[state] = price
        heappush(self.heap, (self._priority(price), next(self.ticks), steps, posted))

    def _priority(self, price: Cost) -> tuple[int, ...]:
        points, *rest = price
        points += self._at_least()
        if not self.greedy:
            return (points, *rest)
        missing = self.finder.target - self.sandbox.holds(self.who, *self.goal)
        return (missing, self._short(), points, *rest)

    def _short(self) -> int:
        """By how much the next rank of the goal is refused."""
        with self.sandbox.undone():
            try:
                self.sandbox.buy(self.who, self.goal)
            except Refused as refused:
                return refused.short or _FAR
        return 0

    def _at_least(self) -> int:
        """What the rest of the goal costs at least; 0 where other purchases may change its price."""
        if not self.independent:
            return 0
        now = self.sandbox.holds(self.who, *self.goal)
        return sum(self.sandbox.price(self.who, self.goal, n) for n in range(now, self.finder.target))

    # States.

    def _state(self) -> Any:
        """The state as the rules see it: skills under the same rules that stand alike are alike."""
        held = {key: account.held for key, account in self._relevant() if account.held}
        goal = tuple(sorted((k[1], n) for k, n in held.items() if is_about(k, self.goal)))
        by_item: dict[str, list[tuple[str, int]]] = {of: [] for _, of in self.others}
        remaining = []
        for key, n in sorted(held.items()):
            if is_about(key, self.goal):
                continue
            if key[2] in by_item:
                by_item[key[2]].append((key[1], n))
            else:
                remaining.append((key, n))
        alike = sorted((self._rules_for(of), tuple(numbers)) for of, numbers in by_item.items())
        return goal, tuple(alike), tuple(remaining)

    def _relevant(self) -> Iterator[tuple[Any, Any]]:
        for key, account in self.sandbox.accounts.items():
            if key[0] != self.who or is_irrelevant(key):
                continue
            if key[1] == LEVEL or is_about(key, self.goal) or self.relevance.covers(key):
                yield key, account

    def _rules_for(self, of: str) -> tuple[Any, ...]:
        """The rules that go by the name of a skill; a talent is like no other."""
        if (TALENT, of) in self.others:
            return (of,)
        return tuple(
            (policy.name, *(of in getattr(policy, field) for field in _skill_fields(cast(Any, type(policy)))))
            for policy in self.sandbox.rules.policies
        )


@cache
def _skill_fields(cls: Any) -> tuple[str, ...]:
    """The fields of a rule that hold skills."""
    options = (field.name for field in readable(cls).values() if field.metadata.get("reads") == "skills")
    return (*options, *(("governs",) if issubclass(cls, SkillPolicy) else ()))
