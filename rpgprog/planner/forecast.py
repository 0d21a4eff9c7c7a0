"""How fast somebody earns, how often the table meets, and what is forgotten in the meantime."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from attrs import frozen

from ..engine.replay import Folded
from ..events import Joined, Passed, SessionStarted, Used
from ..ledger.accounts import EARNED, RANK
from ..ledger.refusals import Refused
from .sandbox import Trial

MOST_AHEAD = 200  # sessions that are looked ahead


@frozen(kw_only=True)
class Pace:
    """Thousandths of a point earned in a session attended, and days between sessions; None: not known."""

    sessions: int
    points: Fraction | None
    days: Fraction | None

    def takes(self, points: int) -> int | None:
        """Sessions until so many points are earned, rounded up; None: not known, or never."""
        if points <= 0:
            return 0
        return ceil(points / self.points) if self.points is not None and self.points > 0 else None


def pace(folded: Sequence[Folded], who: str) -> Pace:
    """What was earned since joining, by the sessions attended."""
    earned, attended, days = 0, 0, []
    for step in folded:
        event = step.recorded.event
        if isinstance(event, SessionStarted) and step.refused is None and not step.reverted:
            attended += who in event.present
            days.append(event.day)
        own = step.receipts[step.own :] if isinstance(event, Joined) else ()
        earned += _of(step.receipts, who) - _of(own, who)
    return Pace(
        sessions=attended,
        points=Fraction(earned, attended) if attended else None,
        days=Fraction(days[-1] - days[0], len(days) - 1) if len(days) > 1 else None,
    )


def _of(receipts: Sequence[Any], who: str) -> int:
    return sum(n for account, n, *_ in receipts if account.kind == EARNED and account.who == who)


@frozen(kw_only=True)
class Losses:
    """Ranks of one skill lost until a day: all of them, and the day of the first; with a use each session."""

    until: int
    ranks: int = 0
    first: int | None = None
    with_use: int = 0


def losses(trial: Trial, who: str, skill: str, sessions: int, days: Fraction) -> Losses:
    """What the rules take of a skill while so many sessions are played, if it is not used; and if it is."""
    idle = _ahead(trial, who, skill, sessions, days, use=False)
    used = _ahead(trial, who, skill, sessions, days, use=True) if idle[0] else (0, None)
    until = trial.today.balance + ceil(sessions * days)
    return Losses(until=until, ranks=idle[0], first=idle[1], with_use=used[0])


def _ahead(
    trial: Trial, who: str, skill: str, sessions: int, days: Fraction, use: bool
) -> tuple[int, int | None]:
    """Ranks lost and the day of the first."""
    mark, today = len(trial.receipts), trial.today.balance
    for n in range(1, min(sessions, MOST_AHEAD) + 1):
        _use(trial, who, skill, use)
        trial.step(Passed(days=today + ceil(n * days) - trial.today.balance))
        trial.step(SessionStarted(present=(who,)))
    lost, first, day = 0, None, today
    for account, amount, *_ in trial.receipts[mark:]:
        day += amount if account is trial.today else 0
        if account.key == (who, RANK, skill) and amount < 0:
            lost, first = lost - amount, day if first is None else first
    trial.take_back(mark)
    return lost, first


def _use(trial: Trial, who: str, skill: str, use: bool) -> None:
    try:
        trial.step(Used(who=who, skill=skill, xp=0, times=int(use)))
    except Refused:
        return
