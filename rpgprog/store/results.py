"""Results and errors of recording in a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

from ..engine.replay import Folded
from ..events.describe import event_in_words as described
from ..journal.recorded import Recorded
from ..ledger.calendar import Calendar
from ..ledger.plain import Plain, plain
from ..problems import Mistakes, Problem
from ..views.compare import Moved


@frozen
class Head(Plain):
    """The last row of a campaign: its number, and its hash, which covers every row before."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """Return ``120:5f1d...``, to keep elsewhere and give to ``verify`` later."""
        return f"{self.seq}:{self.hash}"


@frozen
class Appended:
    """What was recorded: first and last row number, the folded entries, the head after them.

    ``changes`` are the balances that moved. ``again`` is true where the same had been recorded before under
    the same key; then ``folded`` and ``changes`` are empty.
    """

    first: int
    last: int
    head: Head
    folded: Sequence[Folded] = field(default=(), repr=False)
    again: bool = False
    changes: Sequence[Moved] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Numbers, head and changes as values that JSON knows."""
        beside = {"head": self.head, "again": self.again, "changes": self.changes}
        fields: dict[str, Any] = plain({"first": self.first, "last": self.last, **beside})
        return fields


class Conflict(Mistakes):
    """Somebody else recorded in the meantime: ``between`` holds those entries."""

    def __init__(self, message: str, between: Sequence[Recorded]) -> None:
        """Keep the entries recorded in between."""
        super().__init__([Problem(None, message)])
        self.between = tuple(between)

    @classmethod
    def since(cls, expected: int, between: Sequence[Recorded], calendar: Calendar | None = None) -> Conflict:
        """Describe briefly what was recorded after the row ``expected``."""
        came = f"since #{expected} there came {_in_short(between, calendar)}"
        return cls(f"somebody else recorded meanwhile, nothing was written: {came}", between)


class KeyTaken(Mistakes):
    """The key was used before to record something else."""


def _in_short(recorded: Sequence[Recorded], calendar: Calendar | None, most: int = 3) -> str:
    words = [f"#{entry.position + 1} {described(entry.event, calendar)}" for entry in recorded[:most]]
    further = [f"and {len(recorded) - most} more"] if len(recorded) > most else []
    return "; ".join([*words, *further])
