"""Training that is under way already: the rank it brings without anybody's doing, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

from ..engine.party import gone
from ..events import Passed
from ..ledger.accounts import COURSE, RANK
from .sandbox import Sandbox

DAYS_AHEAD = 10_000  # longer than any course


@frozen(kw_only=True)
class UnderWay:
    """The rank that courses begun or waiting bring, and the day on which they do, in so many ``days``."""

    rank: int
    until: int
    days: int


def under_way(sandbox: Sandbox, who: str, skill: str) -> UnderWay | None:
    """What the courses for a skill bring if nothing else happens; None without one."""
    rank = sandbox[who, RANK, skill]
    waiting = sandbox.figure("waits in line", rank) if "waits in line" in sandbox.figures else 0
    if not sandbox.holds(who, COURSE, skill) and not waiting:
        return None
    today = day = sandbox.today.balance
    reached, brought = sandbox.holds(who, RANK, skill), None
    with sandbox.undone() as mark:
        sandbox.step(Passed(days=DAYS_AHEAD, absent=gone(sandbox)))
        for account, amount, *_ in sandbox.receipts[mark:]:
            day += amount if account is sandbox.today else 0
            if account is rank and amount > 0:
                reached += amount
                brought = UnderWay(rank=reached, until=day, days=day - today)
    return brought


@contextmanager
def once_over(sandbox: Sandbox, course: UnderWay | None) -> Iterator[None]:
    """The day on which the courses are over; afterwards it is today again."""
    with sandbox.undone():
        if course is not None:
            sandbox.step(Passed(days=course.until - sandbox.today.balance, absent=gone(sandbox)))
        yield
