"""Entries that some house rules need: agreements, instalments, courses, specialities, dice."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen

from ...events import (
    Agreed,
    Answered,
    Certified,
    Event,
    KeptUp,
    PaidIn,
    Rolled,
    Specialised,
    Started,
    Stopped,
)
from ...reader import Reader
from ...source import Node
from .base import LAST_DAY, Entry, Everybody, Shared, may, must, people, read_one, read_who
from .trainers import TrainerEntry, read_trainer


@frozen(kw_only=True, eq=False, repr=False)
class AgreedEntry(Entry):
    """The game master agrees to something that a rule asks for."""

    word: ClassVar[str] = "agreed"
    who: tuple[str, ...] = must("with whom", reads=read_who)
    to: str = must("to what: hoarding, or working towards a talent")
    by: str = must("who agreed", reads="person")
    why: str = must("the reason, for the record")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        fields: dict[str, Any] = {"to": self.to, "by": self.by, "why": self.why, "holds": self.holds()}
        return [Agreed(who=who, **fields, **shared) for who in people(self.who, everybody)]

    def holds(self) -> bool:
        """Whether it begins or ends."""
        return True


@frozen(kw_only=True, eq=False, repr=False)
class WithdrawnEntry(AgreedEntry):
    """What the game master agreed to holds no longer."""

    word: ClassVar[str] = "withdrawn"

    def holds(self) -> bool:
        """Whether it begins or ends."""
        return False


@frozen(kw_only=True, eq=False, repr=False)
class PaidInEntry(Entry):
    """An instalment was paid for a talent."""

    word: ClassVar[str] = "paid_in"
    who: str = must("who paid", reads=read_one)
    talent: str = must("for which talent", key="for", reads="talent")
    points: int = must("how many points", unit="points", above=0)

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [PaidIn(who=self.who, talent=self.talent, points=self.points, **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class StartedEntry(Entry):
    """A course of training for the next rank began. In a down-time it begins on its first day."""

    word: ClassVar[str] = "started"
    who: tuple[str, ...] = must("who began", reads=read_who)
    skill: str = must("which skill", reads="skill")
    trainer: TrainerEntry | None = may(
        "who teaches: {name: Old Mirra, rank: 9}", reads=read_trainer, within=TrainerEntry
    )

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        teacher: dict[str, Any] = (
            {"trainer": self.trainer.name, "trainer_rank": self.trainer.rank} if self.trainer else {}
        )
        return [
            Started(who=who, skill=self.skill, **teacher, **shared) for who in people(self.who, everybody)
        ]


@frozen(kw_only=True, eq=False, repr=False)
class StoppedEntry(Entry):
    """Training was broken off; what was done is kept."""

    word: ClassVar[str] = "stopped"
    who: tuple[str, ...] = must("who stopped", reads=read_who)
    skill: str | None = may("which skill [default: all in training]", reads="skill")
    why: str | None = may("why")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        fields: dict[str, Any] = {"skill": self.skill or "", "why": self.why or ""}
        return [Stopped(who=who, **fields, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True, eq=False, repr=False)
class SpecialisedEntry(Entry):
    """A player picks a speciality within a skill."""

    word: ClassVar[str] = "specialised"
    who: str = must("who picks", reads=read_one)
    skill: str = must("which skill", reads="skill")
    within: str = must("the speciality, as in used: and trained:", key="in")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [Specialised(who=self.who, skill=self.skill, within=self.within, **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class AnsweredEntry(Entry):
    """An open question is answered: when a skill was last used before that."""

    word: ClassVar[str] = "answered"
    who: str = must("whose skill", reads=read_one)
    skill: str = must("which skill", reads="skill")
    last_used: int | None = may("the day of the last use before that", date=True, least=0, most=LAST_DAY)
    ago: int | None = may("how long before today, instead: 200, or 6 months", unit="days")

    def missing(self) -> str:
        """What no single field can say."""
        if (self.last_used is None) == (self.ago is None):
            return 'answered needs either "last_used" or "ago"'
        return ""

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """The events it stands for; before the first day is on the first day."""
        used = max(shared["day"] - (self.ago or 0), 0) if self.last_used is None else self.last_used
        return [Answered(who=self.who, skill=self.skill, last_used=used + 1, **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class CertifiedEntry(Entry):
    """A test or an assessed job was passed."""

    word: ClassVar[str] = "certified"
    who: tuple[str, ...] = must("who passed", reads=read_who)
    certificate: str = must("which certificate", key="as")
    why: str | None = may("how: the test or the job")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        fields: dict[str, Any] = {"certificate": self.certificate, "why": self.why or ""}
        return [Certified(who=who, **fields, **shared) for who in people(self.who, everybody)]


@frozen(kw_only=True, eq=False, repr=False)
class KeepsUpEntry(Entry):
    """From now on some hours a week go into keeping skills up, in this order. No skills: no longer."""

    word: ClassVar[str] = "keeps_up"
    who: str = must("who practises", reads=read_one)
    skills: tuple[str, ...] = must("which skills and categories, most important first", reads="skills")
    hours: int = must("how many hours a week in all", unit="hours", least=0)

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        return [KeptUp(who=self.who, skills=self.skills, hours=self.hours, **shared)]


FIXED = "fixed"


def _gain(reader: Reader, node: Node, key: str) -> int | str | None:
    """A number that was rolled, or "fixed"."""
    if getattr(node, "text", "") == FIXED:
        return FIXED
    gain = reader.whole(node, key)
    if gain is not None and gain < 1:
        reader.problem(node, f"{key}: must be at least 1, not {gain}")
        return None
    return gain


@frozen(kw_only=True, eq=False, repr=False)
class RolledEntry(Entry):
    """The dice fell for a skill that was marked. What is left out, `rpgprog record` rolls."""

    word: ClassVar[str] = "rolled"
    who: str = must("who rolled", reads=read_one)
    skill: str = must("for which skill", reads="skill")
    roll: int = must("what was rolled", least=1, most=10_000)
    gain: Any = may("the gain rolled, or fixed if that was chosen beforehand", reads=_gain)
    by_hand: str | None = may("why dice were rolled at the table although the campaign has a seed")

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:  # noqa: ARG002
        """Return its events."""
        gain = None if self.gain == FIXED else self.gain
        dice: dict[str, Any] = {"roll": self.roll, "gain": gain, "by_hand": self.by_hand or ""}
        return [Rolled(who=self.who, skill=self.skill, **dice, **shared)]


GROWING: tuple[type[Entry], ...] = (
    AgreedEntry,
    WithdrawnEntry,
    PaidInEntry,
    StartedEntry,
    StoppedEntry,
    SpecialisedEntry,
    AnsweredEntry,
    CertifiedEntry,
    KeepsUpEntry,
    RolledEntry,
)
