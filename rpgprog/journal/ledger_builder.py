"""A ledger while it is written: events with their days, what was recorded beside them, whose time it is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from attrs import Factory, define, evolve, frozen

from ..events import Event, Left, Returned, Trained
from ..ledger.accounts import UNIT
from ..problems import Place
from .entries.base import LAST_DAY
from .entries.character import Character
from .recorded import Recorded


@frozen(eq=False, repr=False)
class Span:
    """Days after one and until another, while which somebody was away."""

    after: int
    until: int
    absent: tuple[str, ...]


@define(eq=False, repr=False)
class Ledger:
    """What is recorded so far. ``today`` is the day that the journal has reached."""

    characters: dict[str, Character]
    start: int = 0
    today: int = 0
    recorded: list[Recorded] = Factory(list)
    gone: list[str] = Factory(list)
    spans: list[Span] = Factory(list)
    ids: dict[str, Place] = Factory(dict)  # where each id stands
    fixed: set[int] = Factory(set)  # positions whose entry says itself who was away
    first: int = 0  # the position of the first entry that is recorded here

    @property
    def position(self) -> int:
        """The position of what is recorded next."""
        return self.first + len(self.recorded)

    def at(self, position: int) -> Recorded:
        """What is recorded at a position."""
        return self.recorded[position - self.first]

    def register(self, name: str, place: Place) -> Place:
        """Give an entry a name; the place of the one that has it already, or its own."""
        return self.ids.setdefault(name, place)

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the entry with that id."""
        return tuple(recorded.position for recorded in self.recorded if recorded.id == name)

    def correct(self, position: int, **beside: Any) -> None:
        """Note what an entry was found to decide."""
        self.recorded[position - self.first] = evolve(self.at(position), **beside)

    def write(self, event: Event, place: Place, **beside: Any) -> None:
        """Record an event."""
        beside = {key: value for key, value in beside.items() if value}
        self.recorded.append(Recorded(event=event, place=place, position=self.position, **beside))
        if isinstance(event, Left) and event.who not in self.gone:
            self.gone.append(event.who)
        if isinstance(event, Returned) and event.who in self.gone:
            self.gone.remove(event.who)

    def folded(self) -> tuple[Recorded, ...]:
        """The ledger in the order of the fold, each event with those who were away while time passed."""
        return tuple(sorted(map(self.with_absent, self.recorded), key=lambda recorded: recorded.order))

    def with_absent(self, recorded: Recorded) -> Recorded:
        """An entry with those who were away while time passed until then, as far as is known by now."""
        absent = self.absent_on(recorded.event.day)
        if absent == recorded.event.absent or recorded.position in self.fixed:
            return recorded
        return evolve(recorded, event=evolve(recorded.event, absent=absent))

    def absent_on(self, day: int) -> tuple[str, ...]:
        """Who is away while time passes up to that day, as far as is known by now."""
        return next((span.absent for span in self.spans if span.after < day <= span.until), ())

    def begins(self, who: str) -> int:
        """The day from which somebody plays along."""
        return self.characters[who].begins(self.start)

    def there(self, who: Iterable[str], day: int) -> tuple[str, ...]:
        """Of these, who had joined by then."""
        return tuple(name for name in who if self.begins(name) <= day)

    def party(self, day: int) -> tuple[str, ...]:
        """Who plays along on that day."""
        return tuple(who for who in self.there(self.characters, day) if who not in self.gone)

    def move_to(self, day: int) -> bool:
        """Let it be that day, unless it is beyond all days; time never goes back."""
        if day > LAST_DAY:
            return False
        self.today = max(day, self.today)
        return True

    def away(self, absent: Iterable[str]) -> None:
        """Say who was away since the last session or down-time: until today, whatever happened meanwhile."""
        after = self.spans[-1].until if self.spans else self.start
        self.spans.append(Span(after, self.today, tuple(absent)))


def spread(event: Trained, first: int, begins: int, ends: int) -> list[Event]:
    """Training spread evenly over days of a down-time that began on day ``first``.

    One piece a week, of a whole hour or more each; the pieces add up to the whole.
    """
    weeks = (ends - begins + 7) // 7
    pieces = max(1, min(weeks, int(event.hours) // UNIT))
    cuts = [*(event.hours * n // pieces // UNIT * UNIT for n in range(pieces)), event.hours]
    dates = [first + begins - 1 + -(-(ends - begins + 1) * (n + 1) // pieces) for n in range(pieces)]
    xp = [(event.xp or 0) * n // pieces for n in range(pieces + 1)]
    earned = [None if event.xp is None else after - before for before, after in pairwise(xp)]
    hours = [after - before for before, after in pairwise(cuts)]
    parts = zip(dates, hours, earned, strict=True)
    return [evolve(event, day=day, hours=part, xp=part_xp) for day, part, part_xp in parts]
