"""What a game master decides: numbers changed by hand, who is in play, what is taken back."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from ...events import Event, Left, Returned, Ruled
from ...ledger.accounts import COINS, EARNED, LEVEL, POINTS, RANK, TALENT, XP
from .base import MOST_RANKS, Entry, Everybody, Shared, may, must, people, read_who


@frozen(kw_only=True, eq=False, repr=False)
class RuledEntry(Entry):
    """The game master changes a number by hand."""

    word: ClassVar[str] = "ruled"
    who: tuple[str, ...] = must("whose number", reads=read_who)
    skill: str | None = may("of which skill (with ranks: or xp:)", reads="skill")
    talent: str | None = may("a talent that is granted", reads="talent")
    ranks: int | None = may("ranks more or, with -, fewer", least=-MOST_RANKS, most=MOST_RANKS)
    xp: int | None = may("XP more or fewer in that skill", unit="xp")
    points: int | None = may("points more or fewer", unit="points")
    coins: int | None = may("coins more or fewer", unit="coins")
    level: int | None = may("levels more or fewer", least=-MOST_RANKS, most=MOST_RANKS)
    why: str = must("the reason, for the record")
    by: str = must("who decided", reads="person")

    def missing(self) -> str:
        """What no single field can say."""
        of_skill = self.ranks is not None or self.xp is not None
        if not self.changes():
            numbers = '"ranks", "xp", "points", "coins", "level" or "talent"'
            return f"ruled needs a number to change: {numbers}"
        if of_skill and self.skill is None:
            return 'ruled needs "skill" to say which skill the ranks or XP are of'
        return (
            "" if of_skill or self.skill is None else 'ruled has a skill, but neither "ranks" nor "xp" of it'
        )

    def changes(self) -> list[tuple[str, str, int]]:
        """The accounts and amounts: (kind, of, amount)."""
        all_of = [
            (RANK, self.skill or "", self.ranks),
            (XP, self.skill or "", self.xp),
            (POINTS, "", self.points),
            (EARNED, "", self.points),
            (COINS, "", self.coins),
            (LEVEL, "", self.level),
            (TALENT, self.talent or "", 1 if self.talent else None),
        ]
        return [(kind, of, amount) for kind, of, amount in all_of if amount is not None]

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        return [
            Ruled(who=who, kind=kind, of=of, amount=amount, why=self.why, by=self.by, **shared)
            for who in people(self.who, everybody)
            for kind, of, amount in self.changes()
        ]


@frozen(kw_only=True, eq=False, repr=False)
class LeftEntry(Entry):
    """Somebody left the party."""

    word: ClassVar[str] = "left"
    who: tuple[str, ...] = must("who it is", reads=read_who)
    why: str | None = may("why")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        return [Left(who=who, why=self.why or self.word, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True, eq=False, repr=False)
class DiedEntry(LeftEntry):
    """Somebody died."""

    word: ClassVar[str] = "died"


@frozen(kw_only=True, eq=False, repr=False)
class ReturnedEntry(Entry):
    """Somebody who had left is back."""

    word: ClassVar[str] = "returned"
    who: tuple[str, ...] = must("who is back", reads=read_who)

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        return [Returned(who=who, **shared) for who in people(self.who, everybody)]
