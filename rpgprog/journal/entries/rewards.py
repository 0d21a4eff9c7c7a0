"""What earns something: ``- met: {what: goblin}``, ``- awarded: {points: 3, for: a bold plan}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ...events import Awarded, Event, Met
from .base import MOST_LEVEL, NOTHING, Entry, Everybody, Shared, may, others, people, read_weights, read_who

DIVIDED = "whether each gets it (each) or they share it (split), instead of what the rules say"


@frozen(kw_only=True, eq=False, repr=False)
class MetEntry(Entry):
    """Those named met, faced or overcame something."""

    word: ClassVar[str] = "met"
    who: tuple[str, ...] = may("who met it: names, all (present), party", reads=read_who, default=("all",))
    what: str | None = may("what they met")
    family: str | None = may("what kind of thing it is")
    situation: str | None = may("what kind of situation it was")
    tag: str | None = may("what kind of challenge it was")
    challenge: int | None = may("its level, to compare with the character's")
    rating: str | None = may("its rating, where the rules have a table of them")
    points: int | None = may("points it is worth, instead of what the rules say", unit="points", least=0)
    unknown: bool = may("whether its powers were unknown", default=False)
    unusual: str | None = may("why it was not the same old thing")
    division: str | None = may(DIVIDED, choices=("each", "split"))
    skills: Mapping[str, int] = may(
        "which skills earned it, with weights: {stealth: 3, climbing: 1}", reads=read_weights, default=NOTHING
    )

    def missing(self) -> str:
        """What no single field can say."""
        named = self.what or self.family or self.situation or self.tag
        return "" if named else 'met needs "what", "family", "situation" or "tag"'

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        words = ("what", "family", "situation", "tag", "rating", "unusual", "division")
        texts: dict[str, Any] = {name: getattr(self, name) or "" for name in words}
        numbers: dict[str, Any] = {
            "challenge": self.challenge,
            "points": self.points,
            "unknown": self.unknown,
            "skills": self.skills,
            "others": others(self.who, everybody),
        }
        return [Met(who=people(self.who, everybody), **texts, **numbers, **shared)]


@frozen(kw_only=True, eq=False, repr=False)
class AwardedEntry(Entry):
    """Points, a level or coins for something achieved."""

    word: ClassVar[str] = "awarded"
    who: tuple[str, ...] = may("who gets them: names, all (present), party", reads=read_who, default=("all",))
    points: int | None = may("how many points: 3, or 3 dp, or 30 xp", unit="points", least=0)
    percent: int | None = may("instead: a share of what a level takes, in percent", least=0, most=1000)
    level: int | None = may(
        "instead: the level that they reach, whatever they still lack", least=1, most=MOST_LEVEL
    )
    coins: int | None = may("coins, alone or beside it", unit="coins", least=0)
    division: str | None = may(DIVIDED, choices=("each", "split"))
    why: str | None = may("what for", key="for")
    skills: Mapping[str, int] = may(
        "which skills earned it, with weights", reads=read_weights, default=NOTHING
    )

    def missing(self) -> str:
        """What no single field can say."""
        worths = [name for name in ("points", "percent", "level") if getattr(self, name) is not None]
        if len(worths) > 1:
            return f"{self.word}: takes {worths[0]}: or {worths[1]}:, not both"
        if not worths and self.coins is None:
            return f'{self.word} needs "points", "percent", "level" or "coins"'
        if self.division and self.points is None and self.coins is None:
            return f"{self.word}: division: is for points and coins; each reaches the level by themselves"
        return ""

    def events(self, shared: Shared, everybody: Everybody) -> list[Event]:
        """Return its events."""
        fields: dict[str, Any] = {"points": self.points or 0, "percent": self.percent, "why": self.why or ""}
        fields |= {"level": self.level, "coins": self.coins, "division": self.division or ""}
        fields |= {"skills": self.skills, "others": others(self.who, everybody)}
        return [Awarded(who=people(self.who, everybody), **fields, **shared)]
