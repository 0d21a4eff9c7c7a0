"""One entry of the ledger: an event, and what was recorded beside it."""

from __future__ import annotations

from attrs import frozen

from ..events import Event, Override
from ..problems import Place
from ..ruleset import Ruleset

SESSION_ENDED, DOWNTIME_ENDED = "session ended", "downtime ended"  # entries that nobody writes


@frozen(kw_only=True, eq=False, repr=False)
class Recorded:
    """One event of the ledger and what was recorded beside it. Ledgers are folded by (day, position)."""

    event: Event
    place: Place
    position: int
    id: str = ""
    word: str = ""
    session: str = ""
    gm: str = ""
    note: str = ""
    ref: str = ""
    late: str = ""
    by: str = ""  # who decided
    why: str = ""
    reverts: tuple[int, ...] = ()  # positions that this takes back
    allows: tuple[int, ...] = ()  # positions that this lets pass, and how
    answer: Override | None = None
    adopts: Ruleset | None = None
    absent_stated: bool = False  # whether it says itself who was away; if not, the timeline does

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the order of the fold."""
        return self.event.day, self.position
