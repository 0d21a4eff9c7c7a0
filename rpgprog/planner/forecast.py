"""How fast a character earns, how often the table meets, and what is forgotten in the meantime."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from attrs import frozen

from ..engine.book import Receipt
from ..engine.party import gone
from ..engine.replay import Folded
from ..events import Joined, Passed, SessionStarted, Used
from ..ledger.accounts import EARNED, RANK
from ..ledger.refusals import Refused
from .sandbox import Sandbox

MOST_AHEAD = 200  # sessions


@frozen(kw_only=True)
class Pace:
    """Thousandths of a point earned in a session attended, and days between sessions; None: unknown."""

    sessions: int
    points: Fraction | None
    days: Fraction | None

    def sessions_for(self, points: int) -> int | None:
        """Sessions until the points are earned, rounded up; None: unknown, or never."""
        if points <= 0:
            return 0
        return ceil(points / self.points) if self.points and self.points > 0 else None


def pace(folded: Sequence[Folded], who: str) -> Pace:
    """What was earned since joining, by the sessions attended."""
    earned, attended, days = 0, 0, []
    for step in folded:
        event = step.recorded.event
        if isinstance(event, SessionStarted) and step.refused is None and not step.reverted:
            attended += who in event.present
            days.append(event.day)
        brought_along = step.receipts[step.own :] if isinstance(event, Joined) else ()
        earned += _earned(step.receipts, who) - _earned(brought_along, who)
    return Pace(
        sessions=attended,
        points=Fraction(earned, attended) if attended else None,
        days=Fraction(days[-1] - days[0], len(days) - 1) if len(days) > 1 else None,
    )


def _earned(receipts: Iterable[Receipt], who: str) -> int:
    return sum(n for account, n, *_ in receipts if account.kind == EARNED and account.who == who)


@frozen(kw_only=True)
class Losses:
    """Ranks of a skill lost until a day: all of them, the day of the first, and how many despite use."""

    until: int
    ranks: int = 0
    first: int | None = None
    with_use: int = 0


def losses(sandbox: Sandbox, who: str, skill: str, sessions: int, days: Fraction) -> Losses:
    """Ranks lost in a number of sessions: left idle, and used once in each."""
    ranks, first = _lost(sandbox, who, skill, sessions, days, use=False)
    with_use = _lost(sandbox, who, skill, sessions, days, use=True)[0] if ranks else 0
    until = sandbox.today.balance + ceil(sessions * days)
    return Losses(until=until, ranks=ranks, first=first, with_use=with_use)


def _lost(
    sandbox: Sandbox, who: str, skill: str, sessions: int, days: Fraction, use: bool
) -> tuple[int, int | None]:
    """Ranks lost, and the day of the first."""
    today, lost, first = sandbox.today.balance, 0, None
    with sandbox.undone() as mark:
        for n in range(1, min(sessions, MOST_AHEAD) + 1):
            if use:
                _use(sandbox, who, skill)
            until = today + ceil(n * days)
            sandbox.step(Passed(days=until - sandbox.today.balance, absent=gone(sandbox)))
            sandbox.step(SessionStarted(present=(who,)))
        day = today
        for account, amount, *_ in sandbox.receipts[mark:]:
            day += amount if account is sandbox.today else 0
            if account.key == (who, RANK, skill) and amount < 0:
                lost, first = lost - amount, day if first is None else first
    return lost, first


def _use(sandbox: Sandbox, who: str, skill: str) -> None:
    """Use it, unless a rule refuses that."""
    try:
        sandbox.step(Used(who=who, skill=skill, xp=0))
    except Refused:
        return
