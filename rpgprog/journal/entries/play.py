"""What a game master writes for one event: ``- met: {what: goblin, who: all, times: 6}``.

Each class is what may stand under one word; ``events`` turns it into the events that the engine knows.
"""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen

from ...events import Bought, Event, Released, Saved, Trained, Used
from ...reader import Reader, described
from ...source import Node
from .base import (
    MOST_RANKS,
    Entry,
    Everybody,
    OverrideEntry,
    Shared,
    may,
    must,
    people,
    read_one,
    read_skills,
    read_who,
)
from .corrections import CORRECTING
from .optional import GROWING
from .refunds import GIVING_BACK
from .rewards import AwardedEntry, MetEntry
from .rulings import DiedEntry, LeftEntry, ReturnedEntry, RuledEntry
from .trainers import TrainerEntry, read_trainer

__all__ = ["KINDS", "OverrideEntry", "TrainedEntry", "TrainerEntry"]


@frozen(kw_only=True, eq=False, repr=False)
class UsedEntry(Entry):
    """A skill was used in play."""

    word: ClassVar[str] = "used"
    who: tuple[str, ...] = must("who used it: names, all (present), party", reads=read_who)
    skill: tuple[str, ...] = must("which skill, or a list of skills", reads=read_skills)
    outcome: str | None = may("how it went", choices=("success", "failure", "critical", "fumble"))
    stakes: bool = may("whether anything was at stake", default=True)
    xp: int | None = may("XP it is worth, instead of what the rules say", unit="xp", least=0)
    scene: str | None = may("in which scene")
    within: str | None = may("the speciality: with which weapon, on which instrument", key="with")
    what: str | None = may("what it was used on")
    family: str | None = may("what kind of thing that is")
    situation: str | None = may("in what kind of situation")
    tag: str | None = may("for what kind of challenge")
    unusual: str | None = may("why it was not the same old thing")
    roll: int | None = may("what was rolled, where a rule wants it", least=1, most=10_000)

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        words = ("outcome", "scene", "within", "what", "family", "situation", "tag", "unusual")
        fields: dict[str, Any] = {name: getattr(self, name) or "" for name in words}
        fields |= {"stakes": self.stakes, "xp": self.xp, "roll": self.roll}
        who = people(self.who, everybody)
        return [Used(who=name, skill=skill, **fields, **shared) for skill in self.skill for name in who]


def _weeks(reader: Reader, node: Node, key: str) -> int | None:
    """Weeks as hours, as many to a week as the rules say."""
    weeks = reader.amount(node, key)
    if weeks is not None and weeks < 0:
        reader.problem(node, f"{key}: must be at least 0, not {described(node)}")
    return None if weeks is None else weeks * reader.names.hours_per_week


@frozen(kw_only=True, eq=False, repr=False)
class TrainedEntry(Entry):
    """Study or practice away from adventure. Inside a down-time it is spread over its days."""

    word: ClassVar[str] = "trained"
    who: tuple[str, ...] = must("who trained", reads=read_who)
    skill: str = must("which skill", reads="skill")
    hours: int | None = may("how many hours in all", unit="hours", least=0)
    weeks: int | None = may("how many weeks in all, instead of hours", unit="weeks", least=0, reads=_weeks)
    trainer: TrainerEntry | None = may(
        "who taught: {name: Old Mirra, rank: 9}", reads=read_trainer, within=TrainerEntry
    )
    begins: int | None = may("in a down-time: its first day", key="from", least=1)
    ends: int | None = may("in a down-time: its last day", key="to", least=1)
    text: str | None = may("the book or other text it was learned from")
    within: str | None = may("the speciality that was practised", key="with")
    xp: int | None = may("XP it is worth, instead of what the rules say", unit="xp", least=0)

    def missing(self) -> str:
        """What no single field can say."""
        if (self.hours is None) != (self.weeks is None):
            return ""
        if self.hours is None and self.xp is not None:
            return ""
        return 'trained needs either "hours" or "weeks"'

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        hours = (self.weeks or 0) if self.hours is None else self.hours
        teacher: dict[str, Any] = (
            {"trainer": self.trainer.name, "trainer_rank": self.trainer.rank} if self.trainer else {}
        )
        teacher |= {"text": self.text or "", "within": self.within or "", "xp": self.xp}
        return [
            Trained(who=who, skill=self.skill, hours=hours, **teacher, **shared)
            for who in people(self.who, everybody)
        ]


@frozen(kw_only=True, eq=False, repr=False)
class BoughtEntry(Entry):
    """Points were spent on ranks of a skill, or on a talent."""

    word: ClassVar[str] = "bought"
    who: tuple[str, ...] = must("who bought it", reads=read_who)
    skill: str | None = may("which skill", reads="skill")
    ranks: int = may("how many ranks", default=1, least=1, most=MOST_RANKS)
    talent: str | None = may("which talent, instead of a skill", reads="talent")

    def missing(self) -> str:
        """What no single field can say."""
        if (self.skill is None) == (self.talent is None):
            return 'bought needs either "skill" or "talent"'
        if self.talent and self.ranks > 1:
            return "a talent has no ranks: leave ranks: out"
        too_many = self.times * self.ranks > MOST_RANKS
        return f"more than {MOST_RANKS:,} ranks at once" if too_many else ""

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        shared = {**shared, "times": shared["times"] * self.ranks}
        item: dict[str, Any] = {"skill": self.skill or "", "talent": self.talent or ""}
        return [Bought(who=who, **item, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True, eq=False, repr=False)
class SavedEntry(Entry):
    """Points were set aside for something, with notice."""

    word: ClassVar[str] = "saved"
    who: str = must("who saves", reads=read_one)
    target: str = must("for what: a talent or a skill", key="for", reads="target")
    points: int = must("how many points", unit="points", above=0)
    why: str | None = may("the reason; required the first time")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [Saved(who=self.who, target=self.target, points=self.points, why=self.why or "", **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class ReleasedEntry(Entry):
    """Points that were set aside are free again."""

    word: ClassVar[str] = "released"
    who: str = must("who releases them", reads=read_one)
    target: str = must("what they were held for", key="for", reads="target")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [Released(who=self.who, target=self.target, **shared)]


_OWN: tuple[type[Entry], ...] = (
    MetEntry,
    AwardedEntry,
    UsedEntry,
    TrainedEntry,
    BoughtEntry,
    SavedEntry,
    ReleasedEntry,
    RuledEntry,
    LeftEntry,
    DiedEntry,
    ReturnedEntry,
)
KINDS: dict[str, type[Entry]] = {cls.word: cls for cls in (*_OWN, *CORRECTING, *GROWING, *GIVING_BACK)}
