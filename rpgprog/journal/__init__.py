"""A campaign as a YAML file that a game master writes: roster, then sessions with events.

What cannot be read is told at its place, and the rest is read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from attrs import Factory, evolve, frozen

from ..engine.replay import corrections
from ..ledger.calendar import Calendar
from ..problems import Mistakes, Problem
from ..reader import Names, Reader, Skill, in_order
from ..ruleset import Ruleset
from ..source import Mapping as Map
from ..source import Source, read_source
from .calendar_file import read_calendar
from .entries.character import Character, read_roster
from .file import CampaignFile, DowntimeItem, SessionItem
from .ledger_builder import Ledger
from .reader import Walk
from .recorded import Recorded
from .ruleset_lookup import Known, files_near, named_ruleset
from .timeline import Timeline

__all__ = ["CampaignFile", "Character", "DowntimeItem", "Journal", "Recorded", "SessionItem", "read_journal"]


@frozen(eq=False, repr=False, slots=False)
class Journal:
    """A campaign file, read: the ledger in the order of the fold, and what could not be read."""

    title: str
    source: Source
    began: Ruleset  # the rules it began with
    characters: Mapping[str, Character]
    planned: Mapping[str, tuple[str, ...]]  # scenes to come, each with the skills it asks for
    ledger: Sequence[Recorded]
    problems: tuple[Problem, ...]
    seed: int | None = None
    start: int = 0
    skills: Mapping[str, Skill] = Factory(dict)  # the campaign's own
    calendar: Calendar | None = None
    now: Ruleset | None = None  # the rules at its end, where they are known without reading it all

    @cached_property
    def ruleset(self) -> Ruleset:
        """The rules that hold at its end."""
        if self.now is not None:
            return self.now
        gone = corrections(self.ledger).gone
        adopted = (r for r in reversed(self.ledger) if r.adopts is not None and r.position not in gone)
        return next((recorded.adopts for recorded in adopted if recorded.adopts), self.began)

    @cached_property
    def names(self) -> Names:
        """The words of its rules at its end, and its calendar."""
        return evolve(self.ruleset.names, dates=self.calendar)

    @cached_property
    def timeline(self) -> Timeline:
        """What all its entries together say of who was there and who was away."""
        return Timeline(self.start).extended(sorted(self.ledger, key=attrgetter("position")))


def read_journal(path: str | os.PathLike[str] | Source, known: Known | None = None) -> Journal:
    """A campaign file. Raises Mistakes when not even its ruleset and characters can be read.

    ``known`` gives the rulesets that it names, one after the other, instead of files.
    """
    source = path if isinstance(path, Source) else read_source(path)
    reader = Reader(source, [])
    if not isinstance(source.root, Map):
        reader.problem(source.root, "a campaign file begins with campaign:, ruleset: and characters:")
        raise Mistakes(reader.problems)
    if "builds" in source.root.entries and "characters" not in source.root.entries:
        reader.problem(source.root, f"this is a file of builds: rpgprog simulate {source.file}")
        raise Mistakes(reader.problems)
    ruleset = _ruleset(reader, known)
    reader.names = evolve(reader.names, dates=_calendar(reader))
    about = reader.fill(CampaignFile, source.root, "a campaign", salvage=True)
    if ruleset is None or about is None or about.characters is None:
        raise Mistakes(in_order(reader.problems))
    ruleset = _with_skills(ruleset, about, reader)
    roster = read_roster(reader, about.characters, about.start)
    characters = {who: character for who, (character, _) in roster.items()}
    reader.names = evolve(reader.names, people=tuple(characters))
    ledger = Ledger(characters, about.start, Timeline(about.start))
    for who, (character, node) in roster.items():
        ledger.write(character.joins(who, about.start), source.place(node), word="joined")
    if about.journal is not None:
        look = files_near(source.file, ruleset.file)
        Walk(reader, ledger, skills=about.skills, known=known, look=look).read(about.journal)
    problems = tuple(in_order(reader.problems))
    return Journal(
        title=about.campaign or "",
        source=source,
        began=ruleset,
        characters=characters,
        planned=about.planned,
        ledger=ledger.folded(),
        problems=problems,
        seed=about.seed,
        start=about.start,
        skills=about.skills,
        calendar=about.calendar,
    )


def _ruleset(reader: Reader, known: Known | None) -> Ruleset | None:
    entries = reader.entries(reader.source.root, "a campaign")
    mistakes = len(reader.problems)
    name = reader.text(entries["ruleset"][1], "ruleset") if "ruleset" in entries else None
    del reader.problems[mistakes:]  # told once more when the whole file is read
    ruleset = named_ruleset(reader, entries["ruleset"][1], name, known=known) if name else None
    reader.names = ruleset.names if ruleset else reader.names
    return ruleset


def _calendar(reader: Reader) -> Calendar | None:
    """The calendar, which all that follows may use; what is wrong with it is reported with the rest."""
    entries = reader.entries(reader.source.root, "a campaign")
    mistakes = len(reader.problems)
    calendar = read_calendar(reader, entries["calendar"][1], "calendar") if "calendar" in entries else None
    del reader.problems[mistakes:]
    return calendar


def _with_skills(ruleset: Ruleset, about: CampaignFile, reader: Reader) -> Ruleset:
    """The ruleset with the campaign's own skills. Raises Mistakes if its rules no longer fit together."""
    try:
        ruleset = ruleset.with_skills(about.skills)
    except Mistakes as mistaken:
        raise Mistakes(in_order([*reader.problems, *mistaken.problems])) from None
    reader.names = evolve(ruleset.names, dates=about.calendar)
    return ruleset
