"""The other ways to a rank: by use, by training, by rolls."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from attrs import evolve, frozen

from ..curve import LARGEST
from ..events import Trained
from ..ledger.accounts import RANK, TRAINED, UNIT, XP
from .courses import UnderWay, once_over, under_way
from .sandbox import PASSING, Sandbox
from .steps import Obstacle

HOURS_A_WEEK = 40  # where no rule says
BEST_TRAINER = 10**6  # the rank of one who can teach anything


@frozen(kw_only=True)
class Learning:
    """What it takes to reach a rank by use or by training alone.

    ``xp`` and ``hours`` are in thousandths; None: that way does not lead there. ``uses`` are at the XP that
    the rules give for a use. ``trainer_from`` is the first rank that takes a trainer, and
    ``trainer_why`` what a rule says without one. ``rolls``: dice bring ranks. ``course`` is training under
    way: use and further training are counted from its end.
    """

    xp: int | None = None
    uses: int | None = None
    hours: int | None = None
    hours_a_week: int = HOURS_A_WEEK
    weeks: Fraction | None = None
    trainer_from: int | None = None
    trainer_why: Obstacle | None = None
    rolls: bool = False
    course: UnderWay | None = None

    @property
    def leads_there(self) -> bool:
        """Whether any of these ways does."""
        return self.xp is not None or self.hours is not None or self.rolls or self.course is not None


def learning(sandbox: Sandbox, who: str, skill: str, target: int) -> Learning:
    """What it takes by use and by training alone."""
    course = under_way(sandbox, who, skill)
    if course is not None and course.rank >= target:
        return Learning(course=course)
    with once_over(sandbox, course):
        return evolve(_without_course(sandbox, who, skill, target), course=course)


def _without_course(sandbox: Sandbox, who: str, skill: str, target: int) -> Learning:
    rank = sandbox[who, RANK, skill]
    week = sandbox.figure("hours a week", rank, HOURS_A_WEEK)
    xp = _xp_needed(sandbox, who, skill, target)
    worth = sandbox.figure("xp of a use", rank)
    hours = _hours_needed(sandbox, who, skill, target)
    trainer_from, trainer_why = None, None
    if hours is not None:
        trainer_from, trainer_why = _trainer_needed(sandbox, who, skill, target)
    elif xp is not None:
        hours = _hours_for_xp(sandbox, who, skill, xp, week)
    return Learning(
        xp=xp,
        uses=ceil(Fraction(xp, worth)) if xp is not None and worth else None,
        hours=hours,
        hours_a_week=week,
        weeks=None if hours is None else Fraction(hours, week * UNIT),
        trainer_from=trainer_from,
        trainer_why=trainer_why,
        rolls=sandbox.figure("die", rank) > 0,
    )


def _xp_needed(sandbox: Sandbox, who: str, skill: str, target: int) -> int | None:
    """The XP that become the ranks, as the rules convert them."""
    total = 0
    with sandbox.undone():
        while (rank := sandbox.holds(who, RANK, skill)) < target:
            price = sandbox.figure("xp price", sandbox[who, RANK, skill])
            if not 0 < price < LARGEST:
                return None
            missing = max(price - sandbox.holds(who, XP, skill), 1)
            sandbox.give(who, XP, missing, skill)
            total += missing
            if sandbox.holds(who, RANK, skill) <= rank:
                return None
    return total


def _hours_needed(sandbox: Sandbox, who: str, skill: str, target: int) -> int | None:
    """Hours that make the ranks, with the best of trainers; None where training makes none."""
    rank, total = sandbox[who, RANK, skill], 0
    if not sandbox.figure("taught", rank) or _barred(sandbox, who, skill, with_trainer=True):
        return None
    with sandbox.undone():
        while sandbox.holds(who, RANK, skill) < target:
            done = sandbox.holds(who, TRAINED, skill)
            total += max(sandbox.figure("training time", rank) - done, 0)
            if done:
                sandbox.give(who, TRAINED, -done, skill)
            sandbox.give(who, RANK, 1, skill)
    return total


def _trainer_needed(
    sandbox: Sandbox, who: str, skill: str, target: int
) -> tuple[int | None, Obstacle | None]:
    """The first rank on the way that cannot be learned alone, and what a rule says against it."""
    with sandbox.undone():
        for rank in range(sandbox.holds(who, RANK, skill) + 1, target + 1):
            obstacle = _barred(sandbox, who, skill, with_trainer=False)
            if obstacle is not None:
                return rank, obstacle
            sandbox.give(who, RANK, 1, skill)
    return None, None


def _barred(sandbox: Sandbox, who: str, skill: str, with_trainer: bool) -> Obstacle | None:
    """Why a rule refuses an hour of training; a fee or the end of a season does not count."""
    hour = Trained(who=who, skill=skill, hours=UNIT)
    if with_trainer:
        hour = evolve(hour, trainer="a trainer", trainer_rank=BEST_TRAINER)
    refused = sandbox.refusal(hour)
    return None if refused is None or refused.code in PASSING else Obstacle.of(refused)


def _hours_for_xp(sandbox: Sandbox, who: str, skill: str, xp: int, week: int) -> int | None:
    """Hours of training that earn the XP; None where training earns none."""
    worth = sandbox.figure("xp a week", sandbox[who, RANK, skill])
    return ceil(Fraction(xp * week * UNIT, worth)) if worth else None
