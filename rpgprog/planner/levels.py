"""The way to a level: by points, or by skills that reach a rank."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from ..ledger.accounts import LEVEL, RANK
from .learning import Learning, learning
from .purchase import Stuck, buy
from .sandbox import Item, Trial
from .search import Found, Way
from .unlocks import MOST_LEVELS, Step, next_level


def by_points(trial: Trial, who: str, target: int) -> Found:
    """Level by level, as points are earned or spent."""
    mark, steps = len(trial.receipts), list[Step]()
    while trial.holds(who, LEVEL) < target:
        step = next_level(trial, who, spend=True)
        if step is None:
            break
        steps.append(step)
    reached = trial.holds(who, LEVEL) >= target
    trial.take_back(mark)
    return Found(tuple(steps) if reached else None)


def first(trial: Trial, way: Way) -> int | None:
    """The level that a goal waits for where skills make the levels; None: it waits for none."""
    if "skills missing" not in trial.figures:
        return None
    mark, found = len(trial.receipts), None
    for _ in range(MOST_LEVELS):
        trial.give(way.who, LEVEL, 1)
        if way.reached() or way.straight()[0] is not None:
            found = trial.holds(way.who, LEVEL)
            break
    trial.take_back(mark)
    return found


@frozen(kw_only=True)
class Gate:
    """Skills that must reach a rank for the level: how many, which rank, and the nearest of them."""

    rank: int
    missing: int
    skills: tuple[str, ...]
    learning: tuple[Learning, ...]


def gate(
    trial: Trial, who: str, target: int, skills: Sequence[str], sold: Sequence[Item]
) -> tuple[Gate | None, Found]:
    """What a level asks of skills, and the way by buying them; None: nothing."""
    if "skills missing" not in trial.figures:
        return None, Found(None)
    before = trial.at(who, LEVEL, "", target - 1)
    rank, missing = trial.figure("next rank needed", before), trial.figure("skills missing", before)
    able = [skill for skill in skills if _counts(trial, who, skill, rank, target)]
    ways = {skill: Way(trial, who, (RANK, skill), rank, sold).find() for skill in able}
    learned = {skill: learning(trial, who, skill, rank) for skill in able}
    nearest = sorted(able, key=lambda skill: _price(ways[skill], learned[skill], trial, who, skill))
    chosen = tuple(nearest[:missing])
    asked = Gate(
        rank=rank, missing=missing, skills=chosen, learning=tuple(learned[skill] for skill in chosen)
    )
    return asked, _bought(trial, who, chosen, rank, target)


def _counts(trial: Trial, who: str, skill: str, rank: int, target: int) -> bool:
    """Whether this skill, raised to the rank, is one of those that are missing."""
    have, mark = trial.holds(who, RANK, skill), len(trial.receipts)
    if have >= rank:
        return False
    before = trial.figure("skills missing", trial.at(who, LEVEL, "", target - 1))
    trial.give(who, RANK, rank - have, skill)
    after = trial.figure("skills missing", trial.at(who, LEVEL, "", target - 1))
    trial.take_back(mark)
    return bool(after < before)


def _price(found: Found, learned: Learning, trial: Trial, who: str, skill: str) -> tuple[int, ...]:
    """The cheapest in points first, then what takes the least use, the least training."""
    far = 10**12
    points = far if found.steps is None else sum(step.price for step in found.steps)
    by_use, by_training = (far if n is None else n for n in (learned.xp, learned.hours))
    return points, by_use, by_training, -trial.holds(who, RANK, skill)


def _bought(trial: Trial, who: str, chosen: Sequence[str], rank: int, target: int) -> Found:
    """The chosen skills bought to the rank, the lowest first."""
    mark, steps, stuck = len(trial.receipts), list[Step](), None
    level = trial.holds(who, LEVEL)
    try:
        while low := [skill for skill in chosen if trial.holds(who, RANK, skill) < rank]:
            skill = min(low, key=lambda skill: trial.holds(who, RANK, skill))
            steps += buy(trial, who, (RANK, skill), lambda: False)
            level = _risen(trial, who, level, steps)
    except Stuck as found:
        stuck = found.refused
    reached = trial.holds(who, LEVEL) >= target
    trial.take_back(mark)
    return Found(tuple(steps) if reached and not stuck else None, refused=stuck)


def _risen(trial: Trial, who: str, level: int, steps: list[Step]) -> int:
    """Note the level that a rank brought."""
    now = trial.holds(who, LEVEL)
    if now > level and steps[-1].what == RANK:
        told = ", ".join(filter(None, (steps[-1].why, f"level {now}")))
        steps[-1] = evolve(steps[-1], why=told)
    return now
