"""What has to happen before something may be bought: uses, another session, a level."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..curve import LARGEST
from ..events import SessionStarted, Used
from ..ledger.accounts import EARNED, LEVEL, POINTS, PROGRESS, RANK, SPENT, UNIT
from ..ledger.refusals import Refused
from .sandbox import Item, Sandbox
from .steps import Obstacle, Step, StepKind

MOST_LEVELS = 60  # levels ahead that are tried
MOST_USES = 2000
MOST_OBSTACLES = 12  # in the way of one purchase, one after the other

Reached = Callable[[], bool]


def next_level(sandbox: Sandbox, who: str, spend: bool = False) -> Step | None:
    """Bring a character to the next level as the rules have it; None where points bring none."""
    level, mark = sandbox.holds(who, LEVEL), len(sandbox.receipts)
    for kind, account, amount in _ways_to_level(sandbox, who, spend):
        sandbox.give(who, account, amount)
        if sandbox.holds(who, LEVEL) > level:
            return _level_step(sandbox, who, kind, account, amount)
        sandbox.take_back(mark)
    return None


def _ways_to_level(sandbox: Sandbox, who: str, spend: bool) -> Iterator[tuple[StepKind, str, int]]:
    if "next level" in sandbox.figures:
        missing: int = sandbox.figure("next level", sandbox[who, LEVEL, ""])
        if 0 < missing < LARGEST // 2:
            yield StepKind.LEVEL, EARNED, missing
            if spend:
                yield StepKind.SPEND, SPENT, missing
    if "level progress" in sandbox.figures:
        yield StepKind.LEVEL, PROGRESS, UNIT - sandbox.holds(who, PROGRESS)


def _level_step(sandbox: Sandbox, who: str, kind: StepKind, account: str, amount: int) -> Step:
    number = sandbox.holds(who, LEVEL)
    if account == PROGRESS:
        return Step(kind=kind, number=number, progress=amount)
    if kind is StepKind.LEVEL:
        return Step(kind=kind, number=number, earn=amount)
    short = max(amount - sandbox.holds(who, POINTS), 0)
    sandbox.give(who, POINTS, short - amount)
    return Step(kind=kind, number=number, price=amount, short=short)


def lift(
    sandbox: Sandbox, who: str, item: Item, refused: Refused, reached: Reached
) -> tuple[Step, ...] | None:
    """Lift what stands in the way of a purchase, without points if possible; None: nothing lifts it.

    What was done stays in the sandbox; where nothing helps it is as before.
    """
    obstacle = Obstacle.of(refused)
    case = (item, obstacle.identity, obstacle.need, obstacle.have)
    if case in sandbox.dead_ends:
        return None
    for way in (_by_uses, _by_session, _by_session_and_use):
        mark = len(sandbox.receipts)
        steps = way(sandbox, who, item, obstacle)
        if steps is not None:
            return steps
        sandbox.take_back(mark)
    steps = _by_levels(sandbox, who, item, obstacle, reached)
    if steps is None:
        sandbox.dead_ends.add(case)
    return steps


def _stands(sandbox: Sandbox, who: str, item: Item, obstacle: Obstacle) -> bool:
    """Whether the same obstacle is still in the way."""
    with sandbox.undone():
        try:
            sandbox.buy(who, item)
        except Refused as again:
            return Obstacle.of(again).identity == obstacle.identity
    return False


def _by_uses(sandbox: Sandbox, who: str, item: Item, obstacle: Obstacle) -> tuple[Step, ...] | None:
    if item[0] != RANK or not _counts_uses(sandbox, obstacle.policy):
        return None
    for uses in range(1, MOST_USES + 1 if obstacle.need is not None else 2):
        try:
            sandbox.step(Used(who=who, skill=item[1], xp=0))
        except Refused:
            return None
        if not _stands(sandbox, who, item, obstacle):
            return (Step(kind=StepKind.USE, of=item[1], number=uses, lifts=obstacle),)
    return None


def _counts_uses(sandbox: Sandbox, name: str) -> bool:
    """Whether that rule takes note of uses at all."""
    return any(
        mark.how == "on" and Used in mark.what and (mark.given is None or mark.given(policy))
        for policy in sandbox.rules.policies
        if policy.name == name
        for _, mark in policy.marked()
    )


def _by_session(sandbox: Sandbox, who: str, item: Item, obstacle: Obstacle) -> tuple[Step, ...] | None:
    sandbox.step(SessionStarted(name="", present=(who,)))
    if _stands(sandbox, who, item, obstacle):
        return None
    return (Step(kind=StepKind.SESSION, lifts=obstacle),)


def _by_session_and_use(
    sandbox: Sandbox, who: str, item: Item, obstacle: Obstacle
) -> tuple[Step, ...] | None:
    if obstacle.need is not None:
        return None
    sandbox.step(SessionStarted(name="", present=(who,)))
    uses = _by_uses(sandbox, who, item, obstacle)
    return (Step(kind=StepKind.SESSION, lifts=obstacle), *uses) if uses else None


def _by_levels(
    sandbox: Sandbox, who: str, item: Item, obstacle: Obstacle, reached: Reached
) -> tuple[Step, ...] | None:
    mark, steps = len(sandbox.receipts), list[Step]()
    for _ in range(MOST_LEVELS):
        step = next_level(sandbox, who)
        if step is None:
            break
        steps.append(step)
        if reached() or not _stands(sandbox, who, item, obstacle):
            return tuple(steps)
    sandbox.take_back(mark)
    return None
