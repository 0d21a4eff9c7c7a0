"""The words that a ruleset and a campaign bring along, which values may use."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import Factory, frozen

from ..ledger.calendar import Calendar, day_in_words


@frozen
class Skill:
    """One skill of a ruleset; ``name`` is what it is called, its key in the file is its id."""

    name: str = attrs.field(default="", metadata={"help": "what it is called; otherwise its key"})
    category: str = attrs.field(default="", metadata={"help": "skills of a category can be named together"})
    stat: str = attrs.field(default="", metadata={"help": "the stat it goes with"})


@frozen
class Names:
    """What a value may be called, and what the units are."""

    points: str = "points"
    xp: int = 10  # XP that a point is worth
    calendar: Mapping[str, int] = Factory(lambda: {"day": 1, "week": 7, "month": 30, "year": 365})
    skills: Mapping[str, Skill] = Factory(dict)
    people: tuple[str, ...] = ()
    talents: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()  # those that have a table of their own; empty: any will do
    policies: tuple[str, ...] = ()
    hours_per_week: int = 40  # of training
    most_postings: int = 0  # of one entry; 0: as many as the engine allows
    most: int = 0  # points, XP or coins in one entry, as its rules are proved for; 0: MOST_POINTS
    trains: bool = False  # whether a rule says what training brings
    dates: Calendar | None = None  # the campaign's own

    def in_rules(self) -> Names:
        """The same for options of rules, whose amounts have a limit of their own."""
        return attrs.evolve(self, most=0)

    def on(self, day: int) -> str:
        """A day as people read it: day 72, or its date where the campaign has a calendar."""
        return day_in_words(day, self.dates)

    def day(self, day: int) -> str:
        """The same under the heading "Day"."""
        return str(day) if self.dates is None else self.on(day)

    def today(self, day: int) -> str:
        """The same for a headline: with its weekday."""
        return self.on(day) if self.dates is None else self.dates.long_text(day)

    def categories(self) -> list[str]:
        """The categories of the skills, each once."""
        return sorted({skill.category for skill in self.skills.values() if skill.category})

    def stats(self) -> list[str]:
        """The stats that skills go with, each once."""
        return sorted({skill.stat for skill in self.skills.values() if skill.stat})

    def members(self, name: str) -> list[str]:
        """The skills that a skill's or category's name means."""
        if name in self.skills:
            return [name]
        return [skill for skill, about in self.skills.items() if about.category == name]
