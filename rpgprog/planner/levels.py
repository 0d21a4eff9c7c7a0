"""The way to a level: by points, or by skills that reach a rank."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from ..ledger.accounts import LEVEL, RANK
from .learning import Learning, learning
from .purchase import Stuck, buy
from .sandbox import Item, Sandbox
from .search import Route, RouteFinder
from .steps import Step, StepKind
from .unlocks import MOST_LEVELS, next_level

_FAR = 10**12  # further than any way that is known


@frozen(kw_only=True)
class Gate:
    """Skills that must reach a rank for a level: how many are missing, and the nearest of them.

    ``learning`` says for each of ``skills`` what it takes by use and by training.
    """

    rank: int
    missing: int
    skills: tuple[str, ...]
    learning: tuple[Learning, ...]

    @property
    def passable(self) -> bool:
        """Whether there are enough skills that count."""
        return len(self.skills) >= self.missing


def level_by_points(sandbox: Sandbox, who: str, target: int) -> Route:
    """Level by level, as points are earned or spent."""
    steps: list[Step] = []
    with sandbox.undone():
        while sandbox.holds(who, LEVEL) < target:
            step = next_level(sandbox, who, spend=True)
            if step is None:
                return Route(None)
            steps.append(step)
    return Route(tuple(steps))


def level_needed(finder: RouteFinder) -> int | None:
    """The level that a goal waits for where skills make the levels; None: it waits for none."""
    sandbox, who = finder.sandbox, finder.who
    if "skills missing" not in sandbox.figures:
        return None
    with sandbox.undone():
        for _ in range(MOST_LEVELS):
            sandbox.give(who, LEVEL, 1)
            if finder.reached() or finder.straight().steps is not None:
                return sandbox.holds(who, LEVEL)
    return None


def level_by_skills(
    sandbox: Sandbox, who: str, target: int, skills: Sequence[str], for_sale: Sequence[Item]
) -> tuple[Gate | None, Route]:
    """What a level asks of skills, and the way by buying them; None where it asks nothing."""
    if "skills missing" not in sandbox.figures:
        return None, Route(None)
    below = sandbox.at(who, LEVEL, "", target - 1)
    rank, missing = sandbox.figure("next rank needed", below), sandbox.figure("skills missing", below)
    able = [skill for skill in skills if _counts(sandbox, who, skill, rank, target)]
    routes = {skill: RouteFinder(sandbox, who, (RANK, skill), rank, for_sale).find() for skill in able}
    learned = {skill: learning(sandbox, who, skill, rank) for skill in able}

    def distance(skill: str) -> tuple[int, ...]:
        return *_distance(routes[skill], learned[skill]), -sandbox.holds(who, RANK, skill)

    nearest = tuple(sorted(able, key=distance)[:missing])
    gate = Gate(rank=rank, missing=missing, skills=nearest, learning=tuple(learned[s] for s in nearest))
    return gate, _buy_all(sandbox, who, nearest, rank, target)


def _counts(sandbox: Sandbox, who: str, skill: str, rank: int, target: int) -> bool:
    """Whether this skill, raised to the rank, is one of those that are missing."""
    have = sandbox.holds(who, RANK, skill)
    if have >= rank:
        return False
    before = sandbox.figure("skills missing", sandbox.at(who, LEVEL, "", target - 1))
    with sandbox.undone():
        sandbox.give(who, RANK, rank - have, skill)
        return bool(sandbox.figure("skills missing", sandbox.at(who, LEVEL, "", target - 1)) < before)


def _distance(route: Route, learned: Learning) -> tuple[int, int, int]:
    """How far a skill is: first in points, then in use, then in training."""
    points = _FAR if route.steps is None else sum(step.price for step in route.steps)
    by_use, by_training = (_FAR if n is None else n for n in (learned.xp, learned.hours))
    return points, by_use, by_training


def _buy_all(sandbox: Sandbox, who: str, skills: Sequence[str], rank: int, target: int) -> Route:
    """Buy the skills up to the rank, the lowest first."""
    steps: list[Step] = []
    with sandbox.undone():
        level = sandbox.holds(who, LEVEL)
        try:
            while low := [skill for skill in skills if sandbox.holds(who, RANK, skill) < rank]:
                lowest = min(low, key=lambda skill: sandbox.holds(who, RANK, skill))
                steps += buy(sandbox, who, (RANK, lowest), lambda: False)
                if sandbox.holds(who, LEVEL) > level and steps[-1].kind is StepKind.RANK:
                    steps[-1] = evolve(steps[-1], brings_level=sandbox.holds(who, LEVEL))
                level = sandbox.holds(who, LEVEL)
        except Stuck as stuck:
            return Route(None, obstacle=stuck.obstacle)
        reached = sandbox.holds(who, LEVEL) >= target
    return Route(tuple(steps) if reached else None)
