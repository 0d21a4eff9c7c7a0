"""A ledger while it is written: entries with their days, and the timeline that takes in each."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Protocol

from attrs import Factory, define, evolve

from ..events import Event, Joined, Trained
from ..ledger.accounts import UNIT
from ..problems import Place
from .entries.base import LAST_DAY
from .entries.character import Character, player_form
from .entries.naming import Called, called
from .recorded import Recorded
from .timeline import Timeline


class Past(Protocol):
    """What is recorded already where new entries go on from: a database looks it up, a file has none."""

    @property
    def entries(self) -> int:
        """How many entries there are."""

    def place(self, name: str) -> Place | None:
        """Where the entry with that id stands, if there is one."""

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the entry with that id."""

    def at(self, position: int) -> Recorded:
        """The entry at a position."""


class NoPast:
    """The past of a campaign that begins now."""

    entries = 0

    def place(self, name: str) -> None:
        """Nothing has an id."""

    def positions(self, name: str) -> tuple[int, ...]:  # noqa: ARG002
        """Nothing has an id."""
        return ()

    def at(self, position: int) -> Recorded:
        """There is no entry at any position."""
        raise IndexError(position)


@define(eq=False, repr=False)
class Ledger:
    """What is recorded so far, after what was before."""

    characters: dict[str, Character]
    start: int = 0
    timeline: Timeline = Factory(Timeline)
    past: Past = Factory(NoPast)
    recorded: list[Recorded] = Factory(list)
    ids: dict[str, Place] = Factory(dict)  # where each id stands
    named: dict[str, list[int]] = Factory(dict)  # the positions of what each id is of
    _forms: dict[str, tuple[str, str]] | None = None  # what the characters are called
    _played: dict[str, list[str]] | None = None  # the characters of each player

    @property
    def position(self) -> int:
        """The position of what is recorded next."""
        return self.past.entries + len(self.recorded)

    def at(self, position: int) -> Recorded:
        """What is recorded at a position."""
        first = self.past.entries
        return self.past.at(position) if position < first else self.recorded[position - first]

    def register(self, name: str, place: Place) -> Place:
        """Give an entry a name; the place of the one that has it already, or its own."""
        return self.past.place(name) or self.ids.setdefault(name, place)

    def positions(self, name: str) -> tuple[int, ...]:
        """The positions of the entry with that id."""
        return (*self.past.positions(name), *self.named.get(name, ()))

    def write(self, event: Event, place: Place, **beside: Any) -> None:
        """Record an event."""
        beside = {key: value for key, value in beside.items() if value}
        if isinstance(event, Joined):
            event = evolve(event, player=self._player(event.who))
        self.add(Recorded(event=event, place=place, position=self.position, **beside))

    def enrol(self, who: str, character: Character) -> None:
        """Let a character be known from here on."""
        if who in self.characters:
            self._forms = self._played = None
        self.characters[who] = character
        if self._forms is not None:
            for form, owner in called([(who, character.name)]).items():
                self._forms.setdefault(form, owner)
        if self._played is not None:
            self._played.setdefault(player_form(character), []).append(who)

    def forms_beside(self, who: str) -> Called:
        """What all others are called, in the forms in which names are compared."""
        if who in self.characters:
            return called((other, about.name) for other, about in self.characters.items() if other != who)
        if self._forms is None:
            self._forms = called((other, about.name) for other, about in self.characters.items())
        return self._forms

    def _player(self, who: str) -> str:
        """The first character of somebody's player; nobody where the player has no other."""
        if self._played is None:
            self._played = {}
            for other, about in self.characters.items():
                self._played.setdefault(player_form(about), []).append(other)
        own = player_form(self.characters[who]) if who in self.characters else ""
        same = self._played[own] if own else []
        if len(same) < 2:
            return ""
        known = (self.timeline.members.player(other) for other in same)
        return next(filter(None, known), "") or min(
            same, key=lambda other: self.characters[other].begins(self.start)
        )

    def add(self, recorded: Recorded) -> None:
        """Record an entry."""
        self.recorded.append(recorded)
        self.timeline.add(recorded)
        if recorded.id:
            self.named.setdefault(recorded.id, []).append(recorded.position)

    def close(self, place: Place) -> None:
        """Let the session or down-time that is open be over."""
        closing = self.timeline.closing(place, self.position)
        if closing is not None:
            self.add(closing)

    def folded(self) -> tuple[Recorded, ...]:
        """The ledger in the order of the fold, each event with those who were away while time passed."""
        complete = map(self.timeline.with_absent, self.recorded)
        return tuple(sorted(complete, key=lambda recorded: recorded.order))

    def move_to(self, day: int) -> bool:
        """Let it be that day, unless it is beyond all days; time never goes back."""
        if day <= LAST_DAY:
            self.timeline.move_to(day)
        return day <= LAST_DAY


def pieces_of(event: Trained, begins: int, ends: int) -> int:
    """Into how many pieces training is spread over days of a down-time."""
    weeks = (ends - begins + 7) // 7
    return max(1, min(weeks, int(event.hours) // UNIT))


def spread(event: Trained, first: int, begins: int, ends: int) -> list[Event]:
    """Training spread evenly over days of a down-time that began on day ``first``.

    One piece a week, of a whole hour or more each; the pieces add up to the whole.
    """
    pieces = pieces_of(event, begins, ends)
    cuts = [*(event.hours * n // pieces // UNIT * UNIT for n in range(pieces)), event.hours]
    dates = [first + begins - 1 + -(-(ends - begins + 1) * (n + 1) // pieces) for n in range(pieces)]
    xp = [(event.xp or 0) * n // pieces for n in range(pieces + 1)]
    earned = [None if event.xp is None else after - before for before, after in pairwise(xp)]
    hours = [after - before for before, after in pairwise(cuts)]
    parts = zip(dates, hours, earned, strict=True)
    return [evolve(event, day=day, hours=part, xp=part_xp) for day, part, part_xp in parts]
