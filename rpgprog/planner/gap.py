"""E1. The gap between a character and a goal, and the cheapest legal way across it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..engine.book import Book
from ..engine.replay import Folded
from ..ledger.accounts import LEVEL, PEAK, POINTS, RANK, TALENT
from ..reader import Names
from ..reader.goals import Goal
from ..views.wording import refusal
from .forecast import Losses, Pace, losses, pace
from .learning import Learning, learning
from .levels import Gate, by_points, first, gate
from .notes import notes
from .sandbox import Item, Trial
from .search import Found, Way
from .unlocks import Step


@frozen(kw_only=True)
class Gap:
    """A goal of a character. Points, XP and hours are in thousandths; None: not known, or no way.

    ``points``: the price of all ``steps``, and ``cheapest`` whether none is lower. ``at_hand``: points that
    may be spent on it; ``missing``: points to be earned for the price and for the levels on the way;
    ``sessions``: until then, at so many ``points_a_session``. ``learning``: the same by use and by
    training. ``ahead``: what is forgotten meanwhile. ``refused``: why points do not lead there.
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
    ahead: Losses | None
    refused: str
    level_first: int | None
    notes: tuple[str, ...]


def gap(folded: Sequence[Folded], book: Book, who: str, name: str, goal: Goal, names: Names) -> Gap:
    """The gap of one goal. Everything is tried on a copy of the book; the book stays as it is."""
    trial = Trial(book.rules, book.sheet())
    sold = for_sale(trial, who, names)
    found, learned, by_skills = _ways(trial, who, goal, sold, names)
    waits = None
    if goal.kind != LEVEL and found.steps is None:
        waits = first(trial, Way(trial, who, (goal.kind, goal.of), goal.target, sold))
    played = pace(folded, who)
    now = trial.holds(who, goal.kind, goal.of)
    points, missing, sessions = _points(found, played)
    by_learning = learned is not None and (learned.xp, learned.hours) != (None, None)
    rolls = learned is not None and learned.dice
    by_gate = by_skills is not None and len(by_skills.skills) >= by_skills.missing
    return Gap(
        who=who,
        name=name,
        goal=_title(goal, names),
        kind=goal.kind,
        of=goal.of,
        called=_called(goal, names),
        now=now,
        peak=trial.holds(who, PEAK, goal.of) if goal.kind == RANK else now,
        target=goal.target,
        difference=max(goal.target - now, 0),
        reached=now >= goal.target,
        possible=found.steps is not None or by_learning or rolls or by_gate or waits is not None,
        steps=found.steps,
        points=points,
        cheapest=found.cheapest,
        at_hand=_at_hand(trial, who, goal),
        missing=missing,
        points_a_session=played.points,
        sessions=sessions,
        learning=learned,
        gate=by_skills,
        ahead=_ahead(trial, who, goal, sessions, played),
        refused=refusal(found.refused, names) if found.refused and found.steps is None else "",
        level_first=waits,
        notes=tuple(notes(trial, who, goal, found, names)) if now < goal.target else (),
    )


def _title(goal: Goal, names: Names) -> str:
    """As people say it: Climbing 12, far sight, level 8."""
    return goal.of if goal.kind == TALENT else f"{_called(goal, names)} {goal.target}"


def _called(goal: Goal, names: Names) -> str:
    if goal.kind == LEVEL:
        return "level"
    return (names.skills[goal.of].name if goal.kind == RANK else "") or goal.of


def for_sale(trial: Trial, who: str, names: Names) -> list[Item]:
    """What points buy, and is not theirs already."""
    items = [(RANK, skill) for skill in names.skills]
    items += [(TALENT, talent) for talent in names.talents if not trial.holds(who, TALENT, talent)]
    return [item for item in items if trial.figure("sold", trial[who, *item]) > 0]


def _ways(
    trial: Trial, who: str, goal: Goal, sold: Sequence[Item], names: Names
) -> tuple[Found, Learning | None, Gate | None]:
    if goal.kind == LEVEL:
        found = by_points(trial, who, goal.target)
        if found.steps is not None:
            return found, None, None
        by_skills, found = gate(trial, who, goal.target, [*names.skills], sold)
        return found, None, by_skills
    found = Way(trial, who, (goal.kind, goal.of), goal.target, sold).find()
    learned = learning(trial, who, goal.of, goal.target) if goal.kind == RANK else None
    return found, learned, None


def _points(found: Found, played: Pace) -> tuple[int | None, int | None, int | None]:
    """The price, what is to be earned, and in how many sessions."""
    if found.steps is None:
        return None, None, None
    lent, earn = sum(step.lent for step in found.steps), sum(step.earn for step in found.steps)
    missing = max(lent, earn)
    waits = sum(step.what == "session" for step in found.steps)
    takes = played.takes(missing)
    if any(step.what == "level" and not step.earn for step in found.steps):  # in percent: no points
        takes = None
    price = sum(step.price for step in found.steps)
    return price, missing, None if takes is None else max(takes, waits)


def _at_hand(trial: Trial, who: str, goal: Goal) -> int:
    """Points that are free, or held for it or bound to it."""
    points = trial[who, POINTS, ""]
    free: int = points.balance - trial.figure("held", points)
    usable: int = trial.figure("usable", trial[who, goal.kind, goal.of]) if goal.of else 0
    return free + usable


def _ahead(trial: Trial, who: str, goal: Goal, sessions: int | None, played: Any) -> Losses | None:
    if goal.kind != RANK or not sessions or played.days is None:
        return None
    return losses(trial, who, goal.of, sessions, played.days)
