"""The other ways to a rank: by use and by training."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from attrs import frozen

from ..curve import LARGEST
from ..events import Trained
from ..ledger.accounts import RANK, TRAINED, UNIT, XP
from ..ledger.refusals import Refused
from .sandbox import Trial

TEACHER = 10**6  # the rank of somebody who can teach anything


@frozen(kw_only=True)
class Learning:
    """XP and hours to the target, in thousandths; None: that way does not lead there.

    ``uses`` are at the XP that the rule gives for a use; ``teacher_from`` is the first rank that takes a
    teacher, and ``refused`` says why; ``dice``: ranks come by rolls.
    """

    xp: int | None = None
    uses: int | None = None
    hours: int | None = None
    hours_a_week: int = 0
    weeks: Fraction | None = None
    teacher_from: int | None = None
    refused: str = ""
    dice: bool = False


def learning(trial: Trial, who: str, skill: str, target: int) -> Learning:
    """What it takes by use and by training alone."""
    mark = len(trial.receipts)
    xp = _xp(trial, who, skill, target)
    trial.take_back(mark)
    each = trial.figure("xp of a use", trial[who, RANK, skill])
    hours, first, why = _hours(trial, who, skill, target)
    trial.take_back(mark)
    week = trial.figure("hours a week", trial[who, RANK, skill], 40)
    if hours is None and xp is not None:
        hours = _hours_for(trial, who, skill, xp, week)
    return Learning(
        xp=xp,
        uses=ceil(Fraction(xp, each)) if xp is not None and each else None,
        hours=hours,
        hours_a_week=week,
        weeks=None if hours is None else Fraction(hours, week * UNIT),
        teacher_from=first if hours is not None else None,
        refused=why,
        dice=trial.figure("die", trial[who, RANK, skill]) > 0,
    )


def _xp(trial: Trial, who: str, skill: str, target: int) -> int | None:
    """XP that turn into the ranks, as the rules turn them."""
    total = 0
    while (rank := trial.holds(who, RANK, skill)) < target:
        price = trial.figure("xp price", trial[who, RANK, skill])
        if not 0 < price < LARGEST:
            return None
        missing = max(price - trial.holds(who, XP, skill), 1)
        trial.give(who, XP, missing, skill)
        total += missing
        if trial.holds(who, RANK, skill) <= rank:
            return None
    return total


def _hours(trial: Trial, who: str, skill: str, target: int) -> tuple[int | None, int | None, str]:
    """Hours that make the ranks; from which rank on nobody learns alone, and why."""
    rank, total, first, why = trial[who, RANK, skill], 0, None, ""
    if not trial.figure("taught", rank) or not _taught(trial, who, skill):
        return None, None, ""
    while trial.holds(who, RANK, skill) < target:
        if first is None and (why := _alone(trial, who, skill)):
            first = trial.holds(who, RANK, skill) + 1
        done = trial.holds(who, TRAINED, skill)
        total += max(trial.figure("training time", rank) - done, 0)
        if done:
            trial.give(who, TRAINED, -done, skill)
        trial.give(who, RANK, 1, skill)
    return total, first, why


def _alone(trial: Trial, who: str, skill: str, **teacher: Any) -> str:
    """Why nobody can train it so; empty if one can."""
    mark = len(trial.receipts)
    try:
        trial.step(Trained(who=who, skill=skill, hours=UNIT, **teacher))
    except Refused as refused:
        return refused.why
    trial.take_back(mark)
    return ""


def _taught(trial: Trial, who: str, skill: str) -> bool:
    """Whether the best of teachers could teach it; the fee is another matter."""
    why = _alone(trial, who, skill, trainer="a teacher", trainer_rank=TEACHER)
    return not why or "fee" in why or "source" in why


def _hours_for(trial: Trial, who: str, skill: str, xp: int, week: int) -> int | None:
    """Hours of training that earn so many XP."""
    each = trial.figure("xp a week", trial[who, RANK, skill])
    return ceil(Fraction(xp * week * UNIT, each)) if each else None
