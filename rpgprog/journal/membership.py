"""Who is in play on which day: everybody who joined, left or returned, as the entries so far say."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import ClassVar

from attrs import define, field, frozen

from ..events import Joined, Left, Returned


@frozen(eq=False)
class Membership:
    """Somebody joined, left or returned on a day."""

    position: int  # of the entry
    day: int
    who: str
    kind: str
    player: str = ""  # the first character of whoever plays them

    @property
    def order(self) -> tuple[int, int]:
        """Its place in the order of the fold."""
        return self.day, self.position


@define(eq=False)
class Members:
    """Memberships by position. One that was reverted does not count."""

    KINDS: ClassVar[dict[type, str]] = {Joined: "joined", Left: "left", Returned: "returned"}

    memberships: dict[int, Membership] = field(factory=dict)
    _joined: dict[str, tuple[Membership, ...]] = field(factory=dict)
    reverted: Container[int] = field(default=(), init=False)
    _turns: dict[str, list[Membership]] | None = field(default=None, init=False)

    def add(self, position: int, event: Joined | Left | Returned) -> None:
        """Take in the entry at a position with which somebody joined, left or returned."""
        if event.times:
            kind = self.KINDS[event.__class__]
            player = getattr(event, "player", "")
            turn = self.memberships[position] = Membership(position, event.day, event.who, kind, player)
            if kind == "joined":
                self._joined[event.who] = (*self._joined.get(event.who, ()), turn)
            self._turns = None

    def revert(self, positions: Container[int]) -> None:
        """From now on the memberships at these positions, and no others, do not count."""
        self.reverted, self._turns = positions, None

    def copy(self) -> Members:
        """Return a copy that may take in more."""
        copy = Members(dict(self.memberships), dict(self._joined))
        copy.reverted, copy._turns = self.reverted, self._turns  # replaced, never changed
        return copy

    def names(self) -> list[str]:
        """Everybody who ever joined, in the order in which they did."""
        return list(self._joined)

    def player(self, who: str) -> str:
        """The character that stands for the player of somebody who joined; empty if nobody did."""
        joined = self._joined.get(who)
        return (joined[-1].player or who) if joined else ""

    def party(self, day: int) -> tuple[str, ...]:
        """Who plays along on a day."""
        return tuple(who for who in self._by_person() if self.plays(who, day))

    def party_then(self, day: int, position: int) -> tuple[str, ...]:
        """Who plays along on a day, by the entries that are folded before a position."""
        before = (
            (who, [turn for turn in turns if turn.order < (day, position)])
            for who, turns in self._by_person().items()
        )
        return tuple(who for who, turns in before if turns and turns[-1].kind != "left")

    def plays(self, who: str, day: int) -> bool:
        """Whether somebody plays along on a day."""
        last = self._last(who, day)
        return last is not None and last.kind != "left"

    def has_left(self, who: str, day: int) -> bool:
        """Whether somebody had left by that day and was not back."""
        last = self._last(who, day)
        return last is not None and last.kind == "left"

    def left_by(self, day: int) -> tuple[str, ...]:
        """Everybody who had left by that day and was not back."""
        return tuple(who for who in self._by_person() if self.has_left(who, day))

    def first_day(self, who: str) -> int | None:
        """The day from which somebody plays along; None for those of whom nothing that counts is known."""
        turns = self._by_person().get(who)
        return turns[0].day if turns else None

    def never_joined(self, who: str) -> bool:
        """Whether every entry with which somebody joined was reverted."""
        joined = self._joined.get(who, ())
        return bool(joined) and all(turn.position in self.reverted for turn in joined)

    def away(self, day: int, absent: Iterable[str] = ()) -> tuple[str, ...]:
        """Of those who had joined before that day: who had left by then, or is among the ``absent``."""
        absent = frozenset(absent)
        last = ((who, self._last(who, day - 1)) for who in self._by_person())
        return tuple(who for who, turn in last if turn is not None and (turn.kind == "left" or who in absent))

    def days(self) -> list[int]:
        """The days on which somebody joined, left or returned."""
        return [turn.day for turns in self._by_person().values() for turn in turns]

    def _last(self, who: str, day: int) -> Membership | None:
        """The last that somebody did by the end of a day."""
        turns = self._by_person().get(who, ())
        return next((turn for turn in reversed(turns) if turn.day <= day), None)

    def _by_person(self) -> dict[str, list[Membership]]:
        if self._turns is None:
            counting = [turn for at, turn in self.memberships.items() if at not in self.reverted]
            self._turns = {turn.who: [] for turn in counting}
            for turn in sorted(counting, key=lambda turn: turn.order):
                self._turns[turn.who].append(turn)
        return self._turns
