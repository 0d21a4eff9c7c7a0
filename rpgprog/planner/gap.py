"""The gap between a character and a goal, and the cheapest legal way across it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from ..engine.book import Book
from ..engine.replay import Folded
from ..ledger.accounts import LEVEL, PEAK, POINTS, RANK, TALENT
from ..ledger.plain import Plain
from ..reader import Names
from ..reader.goals import Goal
from .forecast import Losses, Pace, losses, pace
from .learning import Learning, learning
from .levels import Gate, level_by_points, level_by_skills, level_needed
from .sandbox import Item, Sandbox
from .savings import OverLimit, over_limit
from .search import Route, RouteFinder
from .steps import Obstacle, Step, StepKind


@frozen(kw_only=True)
class Gap(Plain):
    """A goal of a character. Points, XP and hours are in thousandths; None: unknown, or no way.

    ``points``: the price of all ``steps``, and ``cheapest`` whether none is lower. ``at_hand``: points that
    may be spent on it; ``missing``: points to be earned for the price and for levels on the way;
    ``sessions``: until then, at ``points_a_session``. ``learning``: the same by use and by training;
    ``gate``: skills that a level asks for; ``level_first``: a level that grants or unlocks the goal.
    ``losses``: what is forgotten meanwhile. ``refused``: why points do not lead there. ``over_limit``:
    saving for the dearest step exceeds a limit; ``instalments``: it may be paid for bit by bit.
    """

    who: str
    name: str
    goal: str
    kind: str
    of: str
    called: str
    now: int
    peak: int
    target: int
    difference: int
    reached: bool
    possible: bool
    steps: tuple[Step, ...] | None
    points: int | None
    cheapest: bool
    at_hand: int
    missing: int | None
    points_a_session: Fraction | None
    sessions: int | None
    learning: Learning | None
    gate: Gate | None
    losses: Losses | None
    refused: Obstacle | None
    level_first: int | None
    over_limit: OverLimit | None
    instalments: bool


@frozen(kw_only=True)
class _Ways:
    """All the ways to a goal."""

    route: Route
    learning: Learning | None = None
    gate: Gate | None = None
    level_first: int | None = None

    @property
    def possible(self) -> bool:
        by_learning = self.learning is not None and self.learning.leads_there
        by_skills = self.gate is not None and self.gate.passable
        return self.route.steps is not None or by_learning or by_skills or self.level_first is not None


def gap(folded: Sequence[Folded], book: Book, who: str, name: str, goal: Goal, names: Names) -> Gap:
    """The gap of one goal. Everything is tried on a copy of the book; the book stays as it is."""
    sandbox = Sandbox(book.rules, book.sheet())
    ways, earned = _ways(sandbox, who, goal, names), pace(folded, who)
    route, now = ways.route, sandbox.holds(who, goal.kind, goal.of)
    points, missing, sessions = _effort(route, earned)
    return Gap(
        who=who,
        name=name,
        goal=_title(goal, names),
        kind=goal.kind,
        of=goal.of,
        called=_called(goal, names),
        now=now,
        peak=sandbox.holds(who, PEAK, goal.of) if goal.kind == RANK else now,
        target=goal.target,
        difference=max(goal.target - now, 0),
        reached=now >= goal.target,
        possible=ways.possible,
        steps=route.steps,
        points=points,
        cheapest=route.cheapest,
        at_hand=_at_hand(sandbox, who, goal),
        missing=missing,
        points_a_session=earned.points,
        sessions=sessions,
        learning=ways.learning,
        gate=ways.gate,
        losses=_losses(sandbox, who, goal, sessions, earned),
        refused=route.obstacle if route.steps is None else None,
        level_first=ways.level_first,
        over_limit=_over_limit(sandbox, who, route.steps or ()),
        instalments=_instalments(sandbox, who, goal, route),
    )


def for_sale(sandbox: Sandbox, who: str, names: Names) -> list[Item]:
    """What points buy, but for talents the character has."""
    items = [(RANK, skill) for skill in names.skills]
    items += [(TALENT, talent) for talent in names.talents if not sandbox.holds(who, TALENT, talent)]
    return [item for item in items if sandbox.figure("sold", sandbox[who, *item]) > 0]


def _title(goal: Goal, names: Names) -> str:
    """As people say it: Climbing 12, far sight, level 8."""
    return goal.of if goal.kind == TALENT else f"{_called(goal, names)} {goal.target}"


def _called(goal: Goal, names: Names) -> str:
    if goal.kind == LEVEL:
        return "level"
    return (names.skills[goal.of].name if goal.kind == RANK else "") or goal.of


def _ways(sandbox: Sandbox, who: str, goal: Goal, names: Names) -> _Ways:
    items = for_sale(sandbox, who, names)
    if goal.kind == LEVEL:
        by_points = level_by_points(sandbox, who, goal.target)
        if by_points.steps is not None:
            return _Ways(route=by_points)
        gate, route = level_by_skills(sandbox, who, goal.target, [*names.skills], items)
        return _Ways(route=route, gate=gate)
    finder = RouteFinder(sandbox, who, (goal.kind, goal.of), goal.target, items)
    route = finder.find()
    return _Ways(
        route=route,
        learning=learning(sandbox, who, goal.of, goal.target) if goal.kind == RANK else None,
        level_first=level_needed(finder) if route.steps is None else None,
    )


def _effort(route: Route, earned: Pace) -> tuple[int | None, int | None, int | None]:
    """The price, the points to be earned, and in how many sessions."""
    steps = route.steps
    if steps is None:
        return None, None, None
    missing = max(sum(step.short for step in steps), sum(step.earn for step in steps))
    waits = sum(step.kind is StepKind.SESSION for step in steps)
    sessions = earned.sessions_for(missing)
    if sessions is None or any(step.progress for step in steps):  # levels in percent: points say nothing
        return sum(step.price for step in steps), missing, None
    return sum(step.price for step in steps), missing, max(sessions, waits)


def _at_hand(sandbox: Sandbox, who: str, goal: Goal) -> int:
    """Points that are free, or held for it or bound to it."""
    points = sandbox[who, POINTS, ""]
    free: int = points.balance - sandbox.figure("held", points)
    usable: int = sandbox.figure("usable", sandbox[who, goal.kind, goal.of]) if goal.of else 0
    return free + usable


def _losses(sandbox: Sandbox, who: str, goal: Goal, sessions: int | None, earned: Pace) -> Losses | None:
    if goal.kind != RANK or not sessions or earned.days is None:
        return None
    return losses(sandbox, who, goal.of, sessions, earned.days)


def _over_limit(sandbox: Sandbox, who: str, steps: Sequence[Step]) -> OverLimit | None:
    dearest = max(steps, key=lambda step: step.price, default=None)
    if dearest is None or not dearest.price:
        return None
    return over_limit(sandbox, who, dearest.of, dearest.price)


def _instalments(sandbox: Sandbox, who: str, goal: Goal, route: Route) -> bool:
    if goal.kind != TALENT or not route.steps:
        return False
    return bool(sandbox.figure("instalments", sandbox[who, TALENT, goal.of]) > 0)
