"""The cheapest legal way to a rank or a talent: purchases in the best order, on a private book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import count
from typing import Any, cast

from attrs import frozen

from ..engine.book import Receipt
from ..ledger.accounts import LEVEL, RANK
from ..ledger.refusals import Refused
from ..policy import SkillPolicy
from ..reader import readable
from .purchase import Stuck, buy
from .relevance import Looks, others
from .sandbox import ANY, Item, Trial, apart, own
from .unlocks import Step

MOST_TRIES = 800  # states that are looked at before the search gives up
MORE = 2  # ranks that something else may be raised above all that is known
_FAR = 10**9

Cost = tuple[int, int, int, int, int]


@frozen
class Found:
    """A way, if there is one; ``cheapest`` when no cheaper way can be, ``refused`` what stands in the way."""

    steps: tuple[Step, ...] | None
    cheapest: bool = True
    refused: Refused | None = None


def cost(steps: Sequence[Step]) -> Cost:
    """Points first; then points to be earned for levels, sessions and uses to wait for, purchases."""
    return (
        sum(step.price for step in steps),
        sum(step.earn for step in steps if step.what == "level"),
        sum(step.what == "session" for step in steps),
        sum(step.number for step in steps if step.what == "use"),
        len(steps),
    )


@frozen(eq=False)
class Way:
    """The search for one goal."""

    trial: Trial
    who: str
    goal: Item
    target: int
    sold: Sequence[Item]

    def find(self) -> Found:
        """Straight on if nothing else matters; otherwise every order of purchases that may matter."""
        straight, stuck = self.straight()
        looks, side = others(self.trial, self.who, self.goal, self.sold, self.target)
        apart_from = self._priced_alone()
        if straight is not None and (not side or apart_from):
            return Found(straight)
        if not side:
            return Found(None, refused=stuck)
        best = _Search(self, looks, side, ahead=apart_from).run(straight)
        if best.steps is None and not best.cheapest:
            best = _Search(self, looks, side, ahead=apart_from, greedy=True).run(None)
        return best

    def reached(self) -> bool:
        """Whether the goal is reached in the book as it stands."""
        return self.trial.holds(self.who, *self.goal) >= self.target

    def straight(self) -> tuple[tuple[Step, ...] | None, Refused | None]:
        """Buying nothing but the goal."""
        mark, steps, stuck = len(self.trial.receipts), list[Step](), None
        try:
            while not self.reached():
                steps += buy(self.trial, self.who, self.goal, self.reached)
        except Stuck as found:
            stuck = found.refused
        self.trial.take_back(mark)
        return (None if stuck else tuple(steps)), stuck

    def _priced_alone(self) -> bool:
        """Whether the price goes by nothing that other purchases may change."""
        trial, before = self.trial, self.trial.seen
        trial.seen, trial.watching, by = {}, True, trial.by
        trial.by = "price"
        trial.figure("price", trial[self.who, *self.goal])
        seen = trial.seen.get("price", set())
        trial.seen, trial.watching, trial.by = before, False, by
        return all(key[2] == self.goal[1] for key in seen if not apart(key))


class _Search:
    """Best first; states that look the same to the rules are one."""

    def __init__(
        self, way: Way, looks: Looks, side: Sequence[Item], ahead: bool, greedy: bool = False
    ) -> None:
        self.way, self.looks, self.side, self.ahead, self.greedy = way, looks, side, ahead, greedy
        self.trial, self.who = way.trial, way.who
        self.known: dict[Any, Cost] = {}
        self.heap: list[tuple[Any, int, tuple[Step, ...], tuple[Receipt, ...]]] = []
        self.ticks = count()
        self.refused: Refused | None = None
        ranks = [self.trial.holds(self.who, *item) for item in side]
        self.most = max(*ranks, way.target, 0) + MORE  # no rank beside the goal need be higher

    def run(self, straight: tuple[Step, ...] | None) -> Found:
        """The cheapest way; when it takes too long, the best that is known."""
        mark = len(self.trial.receipts)
        self._push((), ())
        for _ in range(MOST_TRIES):
            if not self.heap:
                return Found(straight, refused=self.refused)
            _, _, steps, posted = heappop(self.heap)
            self.trial.again(posted)
            if self.way.reached():
                self.trial.take_back(mark)
                return Found(steps, cheapest=not self.greedy)
            if straight is None or self.greedy or cost(steps)[0] < cost(straight)[0]:
                self._expand(steps, mark)
            self.trial.take_back(mark)
        return Found(straight, cheapest=False, refused=self.refused)

    def _expand(self, steps: tuple[Step, ...], start: int) -> None:
        for item in (self.way.goal, *self.side):
            mark = len(self.trial.receipts)
            if item != self.way.goal and self.trial.holds(self.who, *item) >= self.most:
                continue
            try:
                more = buy(self.trial, self.who, item, self.way.reached)
            except Stuck as stuck:
                if item == self.way.goal:
                    self.refused = stuck.refused
                    if stuck.refused.kind == RANK:
                        self.most = max(self.most, stuck.refused.need or 0)
                continue
            self._push((*steps, *more), tuple(self.trial.receipts[start:]))
            self.trial.take_back(mark)

    def _push(self, steps: tuple[Step, ...], posted: tuple[Receipt, ...]) -> None:
        seen, price = self._looks_like(), cost(steps)
        if seen in self.known and self.known[seen] <= price:
            return
        self.known[seen] = price
        points, *rest = price
        rank = self._rank(points + self._to_go(), rest)
        heappush(self.heap, (rank, next(self.ticks), steps, posted))

    def _rank(self, points: int, rest: Sequence[int]) -> tuple[int, ...]:
        if not self.greedy:
            return (points, *rest)
        missing = self.way.target - self.trial.holds(self.who, *self.way.goal)
        return (missing, self._short(), points, *rest)

    def _short(self) -> int:
        """By how much the next rank of the goal is refused."""
        mark = len(self.trial.receipts)
        try:
            self.trial.buy(self.who, self.way.goal)
        except Refused as refused:
            return refused.short or _FAR
        self.trial.take_back(mark)
        return 0

    def _to_go(self) -> int:
        """What the rest of the goal costs at least."""
        if not self.ahead:
            return 0
        now = self.trial.holds(self.who, *self.way.goal)
        return sum(self.trial.price(self.who, self.way.goal, n) for n in range(now, self.way.target))

    def _looks_like(self) -> Any:
        """The state as the rules see it: skills under the same rules that stand alike are alike."""
        mine = {key: account.held for key, account in self._mine() if account.held}
        goal = tuple(sorted((k[1], n) for k, n in mine.items() if own(k, self.way.goal)))
        by_item: dict[str, list[tuple[str, int]]] = {of: [] for _, of in self.side}
        rest = []
        for key, n in sorted(mine.items()):
            if key[2] in by_item and not own(key, self.way.goal):
                by_item[key[2]].append((key[1], n))
            elif not own(key, self.way.goal):
                rest.append((key, n))
        alike = sorted((self._class(of), tuple(held)) for of, held in by_item.items())
        return goal, tuple(alike), tuple(rest)

    def _mine(self) -> Iterator[tuple[Any, Any]]:
        keys = self.looks.keys
        for key, account in self.trial.accounts.items():
            looked_at = key in keys or (ANY, key[1], ANY) in keys or key[1] == LEVEL
            if key[0] == self.who and (looked_at or own(key, self.way.goal)) and not apart(key):
                yield key, account

    def _class(self, of: str) -> tuple[Any, ...]:
        """The rules that go by the name of a skill; a talent is like no other."""
        if of in {name for kind, name in self.side if kind == "talent"}:
            return (of,)
        return tuple(
            (policy.name, *(of in getattr(policy, field) for field in _of_skills(cast(Any, type(policy)))))
            for policy in self.trial.rules.policies
        )


@cache
def _of_skills(cls: Any) -> tuple[str, ...]:
    """The fields of a rule that hold skills."""
    options = (field.name for field in readable(cls).values() if field.metadata.get("reads") == "skills")
    return (*options, *(("governs",) if issubclass(cls, SkillPolicy) else ()))
