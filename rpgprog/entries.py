"""What a game master writes for one event: ``- met: {what: goblin, who: all, times: 6}``.

Each class is what may stand under one word; ``events`` turns it into the events that the engine knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import field, frozen

from .accounts import COINS, EARNED, LEVEL, POINTS, RANK, TALENT, UNIT, XP
from .events import (
    Awarded,
    Bought,
    Event,
    Left,
    Met,
    Override,
    Passed,
    Released,
    Returned,
    Ruled,
    Saved,
    Trained,
    Used,
)

Shared = dict[str, Any]


def may(help: str, **how: Any) -> Any:
    """One word that may stand in an entry."""
    default = how.pop("default", None)
    return field(default=default, metadata={"help": help, **how})


def must(help: str, **how: Any) -> Any:
    """One word that has to stand in an entry."""
    return field(metadata={"help": help, **how})


def _who(reader: Any, node: Any, key: str) -> tuple[str, ...]:
    allowed = (*reader.names.people, "all", "party")
    names = (reader.known(item, key, "character", allowed) for item in reader.items(node, key))
    return tuple(dict.fromkeys(name for name in names if name))


def _one(reader: Any, node: Any, key: str) -> str | None:
    name: str | None = reader.known(node, key, "character", reader.names.people)
    return name


def _overridden(reader: Any, node: Any, key: str) -> Override | None:
    filled: Override | None = reader.fill(OverrideEntry, node, key)
    return None if filled is None else Override(by=filled.by, why=filled.why, rules=filled.rules)


@frozen(kw_only=True)
class OverrideEntry:
    """A game master lets it pass although a rule refuses it."""

    by: str = must("who decided")
    why: str = must("the reason, for the record")
    rules: tuple[str, ...] = may("the rules set aside; otherwise whichever refuses", default=())


@frozen(kw_only=True)
class Entry:
    """What may stand in any entry."""

    word: ClassVar[str] = ""

    day: int | None = may("the day it happened, if not the session's", least=0)
    late: str | None = may("why it is entered only now; needs a day")
    times: int = may("so many in a row", default=1, least=0, most=10_000)
    override: Any = may("a game master lets it pass", reads=_overridden)
    id: str | None = may("a name of one's own for this entry, to refer to it")
    note: str | None = may("a remark; it changes nothing")
    ref: str | None = may("a reference to the outside: a chat message, a scene number")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        """The events it stands for. ``everybody`` says who "all" and "party" are."""
        raise TypeError("an entry is of one kind")


def people(who: tuple[str, ...], everybody: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Names, with "all" and "party" written out."""
    return tuple(dict.fromkeys(name for part in who for name in everybody.get(part, (part,))))


@frozen(kw_only=True)
class MetEntry(Entry):
    """Those named met, faced or overcame something."""

    word: ClassVar[str] = "met"
    who: tuple[str, ...] = may("who met it: names, all (present), party", reads=_who, default=("all",))
    what: str | None = may("what they met")
    family: str | None = may("what kind of thing it is")
    situation: str | None = may("what kind of situation it was")
    tag: str | None = may("what kind of challenge it was")
    challenge: int | None = may("its level, to compare with the character's")
    rating: str | None = may("its rating, where the rules have a table of them")
    points: int | None = may("points it is worth, instead of what the rules say", unit=UNIT, least=0)
    unknown: bool = may("whether its powers were unknown", default=False)
    unusual: str | None = may("the reason why it was not the same old thing")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        texts = {name: getattr(self, name) or "" for name in ("what", "family", "situation", "tag", "rating", "unusual")}
        numbers = {"challenge": self.challenge, "points": self.points, "unknown": self.unknown}
        return [Met(who=people(self.who, everybody), **texts, **numbers, **shared)]


@frozen(kw_only=True)
class AwardedEntry(Entry):
    """Points for something achieved."""

    word: ClassVar[str] = "awarded"
    who: tuple[str, ...] = may("who gets them: names, all (present), party", reads=_who, default=("all",))
    points: int = must("how many points: 3, or 3 dp, or 30 xp", unit=UNIT)
    why: str | None = may("what for", key="for")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Awarded(who=people(self.who, everybody), points=self.points, why=self.why or "", **shared)]


@frozen(kw_only=True)
class UsedEntry(Entry):
    """A skill was used in play."""

    word: ClassVar[str] = "used"
    who: tuple[str, ...] = must("who used it: names, all (present), party", reads=_who)
    skill: str = must("which skill", reads="skill")
    outcome: str | None = may("how it went", choices=("success", "failure", "critical", "fumble"))
    stakes: bool = may("whether anything was at stake", default=True)
    xp: int | None = may("XP it is worth, instead of what the rules say", unit=UNIT, least=0)
    scene: str | None = may("in which scene")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        more = {"outcome": self.outcome or "", "scene": self.scene or "", "stakes": self.stakes, "xp": self.xp}
        return [Used(who=who, skill=self.skill, **more, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True)
class TrainerEntry:
    """Who teaches."""

    name: str = must("the trainer's name")
    rank: int = must("the trainer's own rank in the skill", least=1)


def _trainer(reader: Any, node: Any, key: str) -> TrainerEntry | None:
    filled: TrainerEntry | None = reader.fill(TrainerEntry, node, "a trainer")
    return filled


@frozen(kw_only=True)
class TrainedEntry(Entry):
    """Study or practice away from adventure. Inside a down-time it is spread over its days."""

    word: ClassVar[str] = "trained"
    who: tuple[str, ...] = must("who trained", reads=_who)
    skill: str = must("which skill", reads="skill")
    hours: int | None = may("how many hours in all", unit=UNIT, least=0)
    weeks: int | None = may("how many weeks in all, instead of hours", unit=UNIT, least=0)
    trainer: Any = may("who taught: {name: Old Mirra, rank: 9}", reads=_trainer)
    begins: int | None = may("in a down-time: from which of its days", key="from", least=1)
    ends: int | None = may("in a down-time: up to which of its days", key="to", least=1)

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        hours = self.hours if self.hours is not None else (self.weeks or 0) * 40
        teacher = {"trainer": self.trainer.name, "trainer_rank": self.trainer.rank} if self.trainer else {}
        return [
            Trained(who=who, skill=self.skill, hours=hours, **teacher, **shared) for who in people(self.who, everybody)
        ]


@frozen(kw_only=True)
class BoughtEntry(Entry):
    """Points were spent on ranks of a skill, or on a talent."""

    word: ClassVar[str] = "bought"
    who: tuple[str, ...] = must("who bought it", reads=_who)
    skill: str | None = may("which skill", reads="skill")
    ranks: int = may("how many ranks", default=1, least=1, most=1000)
    talent: str | None = may("which talent, instead of a skill", reads="talent")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        shared = {**shared, "times": shared["times"] * self.ranks}
        item = {"skill": self.skill or "", "talent": self.talent or ""}
        return [Bought(who=who, **item, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True)
class SavedEntry(Entry):
    """Points were set aside for something, with notice."""

    word: ClassVar[str] = "saved"
    who: str = must("who saves", reads=_one)
    target: str = must("for what: a talent or a skill", key="for", reads="target")
    points: int = must("how many points", unit=UNIT, above=0)
    why: str | None = may("why; the first time it has to be said")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Saved(who=self.who, target=self.target, points=self.points, why=self.why or "", **shared)]


@frozen(kw_only=True)
class ReleasedEntry(Entry):
    """Points that were set aside are free again."""

    word: ClassVar[str] = "released"
    who: str = must("who releases them", reads=_one)
    target: str = must("what they were held for", key="for", reads="target")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Released(who=self.who, target=self.target, **shared)]


@frozen(kw_only=True)
class RuledEntry(Entry):
    """The game master changes a number by hand."""

    word: ClassVar[str] = "ruled"
    who: tuple[str, ...] = must("whose number", reads=_who)
    skill: str | None = may("of which skill (with ranks: or xp:)", reads="skill")
    talent: str | None = may("a talent that is granted", reads="talent")
    ranks: int | None = may("ranks more, or with - fewer")
    xp: int | None = may("XP more or fewer in that skill", unit=UNIT)
    points: int | None = may("points more or fewer", unit=UNIT)
    coins: int | None = may("coins more or fewer", unit=UNIT)
    level: int | None = may("levels more or fewer")
    why: str = must("the reason, for the record")
    by: str = must("who decided")

    def changes(self) -> list[tuple[str, str, int]]:
        """The accounts and amounts: (kind, of, amount)."""
        skill, points = self.skill or "", self.points
        all_of = [(RANK, skill, self.ranks), (XP, skill, self.xp), (POINTS, "", points), (EARNED, "", points)]
        all_of += [(COINS, "", self.coins), (LEVEL, "", self.level), (TALENT, self.talent or "", 1 if self.talent else None)]
        return [(kind, of, amount) for kind, of, amount in all_of if amount is not None]

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [
            Ruled(who=who, kind=kind, of=of, amount=amount, why=self.why, by=self.by, **shared)
            for who in people(self.who, everybody)
            for kind, of, amount in self.changes()
        ]


@frozen(kw_only=True)
class LeftEntry(Entry):
    """Somebody left the party."""

    word: ClassVar[str] = "left"
    who: tuple[str, ...] = must("who left", reads=_who)
    why: str | None = may("why")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Left(who=who, why=self.why or self.word, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True)
class DiedEntry(LeftEntry):
    """Somebody died."""

    word: ClassVar[str] = "died"


@frozen(kw_only=True)
class ReturnedEntry(Entry):
    """Somebody who had left is back."""

    word: ClassVar[str] = "returned"
    who: tuple[str, ...] = must("who is back", reads=_who)

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Returned(who=who, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True)
class RevertedEntry(Entry):
    """An earlier entry is taken back, as if it had never been."""

    word: ClassVar[str] = "reverted"
    event: str = must("the id of the entry")
    by: str = must("who decided")
    why: str = must("the reason, for the record")

    def events(self, shared: Shared, everybody: Mapping[str, Iterable[str]]) -> list[Event]:
        return [Passed(**shared)]


KINDS: dict[str, type[Entry]] = {
    cls.word: cls
    for cls in (
        MetEntry, AwardedEntry, UsedEntry, TrainedEntry, BoughtEntry, SavedEntry, ReleasedEntry,
        RuledEntry, LeftEntry, DiedEntry, ReturnedEntry, RevertedEntry,
    )
}  # fmt: skip
