"""What recording in a database gives back, and what can speak against it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from ..engine.replay import Folded
from ..events.describe import told as in_words
from ..journal.recorded import Recorded
from ..problems import Mistakes, Problem


@frozen
class Head:
    """The last row of a campaign: its number, and the hash that all before it went into."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """Return what is kept elsewhere to find out later whether an end was cut off: ``120:5f1d...``."""
        return f"{self.seq}:{self.hash}"


@frozen
class Appended:
    """What was recorded: the numbers of the first and the last row, what became of each, the head now.

    ``again`` is true where the same had been recorded before under the same key; then ``folded`` is empty.
    """

    first: int
    last: int
    head: Head
    folded: Sequence[Folded] = field(default=(), repr=False)
    again: bool = False


class Conflict(Mistakes):
    """Somebody else recorded meanwhile: ``between`` are the entries that came in."""

    def __init__(self, message: str, between: Sequence[Recorded]) -> None:
        """Keep what came in between."""
        super().__init__([Problem(None, message)])
        self.between = tuple(between)

    @classmethod
    def since(cls, expected: int, between: Sequence[Recorded]) -> Conflict:
        """Tell in a few words what came in after the last row that was known."""
        came = f"since #{expected} there came {_in_short(between)}"
        return cls(f"somebody else recorded meanwhile, nothing was written: {came}", between)


class KeyTaken(Mistakes):
    """Under this key something else was recorded."""


def _in_short(recorded: Sequence[Recorded], most: int = 3) -> str:
    words = [f"#{entry.position + 1} {in_words(entry.event)}" for entry in recorded[:most]]
    more = [f"and {len(recorded) - most} more"] if len(recorded) > most else []
    return "; ".join([*words, *more])
