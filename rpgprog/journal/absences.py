"""Who was away, and until when: each session and each down-time says so."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container
from operator import attrgetter

from attrs import define, field, frozen

_until = attrgetter("until")


@frozen(eq=False)
class Absence:
    """Who was away in the time until a day: since the absence before, but not up to the day ``after``.

    A session that somebody misses says who was there instead: whoever else plays along by then was away.
    """

    position: int  # of the entry that says so
    until: int
    away: tuple[str, ...]
    after: int = 0
    present: tuple[str, ...] | None = None


@define(eq=False)
class Absences:
    """Absences by position. One that was reverted does not count."""

    absences: dict[int, Absence] = field(factory=dict)
    _by_day: list[Absence] = field(factory=list, init=False)  # those that count

    def __attrs_post_init__(self) -> None:
        """All count."""
        self.revert(())

    def add(self, absence: Absence) -> None:
        """Take in one more."""
        self.absences[absence.position] = absence
        insort(self._by_day, absence, key=_until)

    def revert(self, positions: Container[int]) -> None:
        """From now on the absences at these positions, and no others, do not count."""
        counting = (absence for at, absence in self.absences.items() if at not in positions)
        self._by_day = sorted(counting, key=_until)

    @property
    def until(self) -> int:
        """The last day of which it is said who was away until then."""
        return self._by_day[-1].until if self._by_day else 0

    def before(self, day: int) -> Absence | None:
        """What the next session or down-time says of the time up to a day; None: nobody was away."""
        at = bisect_left(self._by_day, day, key=_until)
        if at == len(self._by_day) or day <= self._by_day[at].after:
            return None
        return self._by_day[at]

    def copy(self, after: int = 0) -> Absences:
        """Return a copy that may take in more. Of absences before a day it keeps the last alone."""
        last = self._by_day[-1:]
        absences = (absence for absence in self._by_day if absence.until >= after or absence in last)
        return Absences({absence.position: absence for absence in absences})
