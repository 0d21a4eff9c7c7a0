"""Reports for the game master: what the ledger shows about awards, skills, goals and forgetting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from .awards import awards
from .concentration import concentration
from .demand import demand
from .goals import goals
from .losses import losses
from .table import Asked, Played, Report
from .unused import unused

__all__ = ["REPORTS", "Asked", "Kind", "Played", "Report"]

SPAN = ("from", "to")


@frozen(eq=False, repr=False)
class Kind:
    """A report that can be asked for, and the options that make sense for it."""

    make: Callable[[Played, Asked], Report]
    takes: tuple[str, ...] = ()


REPORTS: Mapping[str, Kind] = {
    "awards": Kind(awards, SPAN),
    "demand": Kind(demand, SPAN),
    "unused": Kind(unused, ("since",)),
    "goals": Kind(goals),
    "concentration": Kind(concentration, SPAN),
    "losses": Kind(losses, ("days",)),
}
