"""Whether saving up for a step exceeds a limit on unspent points."""

from __future__ import annotations

from attrs import frozen

from ..events import Saved, SessionEnded
from ..ledger.accounts import FORFEITED, HELD, POINTS
from ..ledger.refusals import Refused
from .sandbox import Sandbox


@frozen(kw_only=True)
class OverLimit:
    """Saving ``price`` (thousandths of a point) for an item exceeds a limit on unspent points.

    ``forfeited``: the excess is lost at the end of a session; otherwise it is only flagged.
    ``earmark``: setting it aside in time avoids that.
    """

    item: str
    price: int
    forfeited: bool
    earmark: bool


def over_limit(sandbox: Sandbox, who: str, item: str, price: int) -> OverLimit | None:
    """What the rules make of saving so much for an item; None where they let it be."""
    exceeds, forfeited = _judged(sandbox, who, price, earmarked_for="")
    if not exceeds:
        return None
    earmark = bool(item) and not _judged(sandbox, who, price, earmarked_for=item)[0]
    return OverLimit(item=item, price=price, forfeited=forfeited, earmark=earmark)


def _judged(sandbox: Sandbox, who: str, price: int, earmarked_for: str) -> tuple[bool, bool]:
    """Whether these points exceed a limit when a session ends, and whether any are forfeited."""
    with sandbox.undone():
        _earmark(sandbox, who, price, earmarked_for)
        sandbox.give(who, POINTS, price - sandbox.holds(who, POINTS))
        _earmark(sandbox, who, price - sandbox.holds(who, HELD, earmarked_for), earmarked_for)
        before = sandbox.holds(who, FORFEITED)
        sandbox.step(SessionEnded(present=(who,)))
        forfeited = sandbox.holds(who, FORFEITED) > before
        over = sandbox.figure("above the limit", sandbox[who, POINTS, ""]) > 0
    return over or forfeited, forfeited


def _earmark(sandbox: Sandbox, who: str, points: int, item: str) -> None:
    """Set aside the points at hand, unless a rule refuses it."""
    points = min(points, sandbox.holds(who, POINTS))
    if not item or points <= 0:
        return
    try:
        sandbox.step(Saved(who=who, target=item, points=points, why="what if"))
    except Refused:
        return
