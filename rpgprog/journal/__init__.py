"""A campaign as a YAML file that a game master writes: roster, then sessions with events.

What cannot be read is told at its place, and the rest is read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from attrs import evolve, frozen

from ..codec import Reader, in_order
from ..problems import Mistakes, Problem
from ..ruleset import Ruleset, load_ruleset
from ..ruleset.packs import find_ruleset, packs
from ..source import Mapping as Map
from ..source import Source, read_source
from ..words import did_you_mean, quoted
from .file import CampaignFile, DowntimeItem, SessionItem
from .ledger import Ledger, Recorded
from .roster import Character, read_roster
from .walk import Walk

__all__ = ["CampaignFile", "Character", "DowntimeItem", "Journal", "Recorded", "SessionItem", "read_journal"]


@frozen(eq=False, repr=False)
class Journal:
    """A campaign file, read: the ledger in the order of the fold, and what could not be read."""

    title: str
    source: Source
    ruleset: Ruleset
    characters: Mapping[str, Character]
    planned: Mapping[str, tuple[str, ...]]  # scenes to come, each with the skills it asks for
    ledger: tuple[Recorded, ...]
    problems: tuple[Problem, ...]
    seed: int | None = None


def read_journal(path: str | os.PathLike[str] | Source) -> Journal:
    """A campaign file. Raises Mistakes when not even its ruleset and characters can be read."""
    source = path if isinstance(path, Source) else read_source(path)
    reader = Reader(source, [])
    if not isinstance(source.root, Map):
        reader.problem(source.root, "a campaign file begins with campaign:, ruleset: and characters:")
        raise Mistakes(reader.problems)
    if "builds" in source.root.entries and "characters" not in source.root.entries:
        reader.problem(source.root, f"this is a file of builds: rpgprog simulate {source.file}")
        raise Mistakes(reader.problems)
    ruleset = _ruleset(reader)
    about = reader.fill(CampaignFile, source.root, "a campaign", salvage=True)
    if ruleset is None or about is None or about.characters is None:
        raise Mistakes(in_order(reader.problems))
    ruleset = _with_skills(ruleset, about, reader)
    roster = read_roster(reader, about.characters, about.start)
    characters = {who: character for who, (character, _) in roster.items()}
    reader.names = evolve(reader.names, people=tuple(characters))
    ledger = Ledger(characters, about.start, about.start)
    for who, (character, node) in roster.items():
        ledger.write(character.joins(who, about.start), source.place(node), word="joined")
    if about.journal is not None:
        Walk(reader, ledger).read(about.journal)
    problems = tuple(in_order(reader.problems))
    return Journal(
        title=about.campaign or "",
        source=source,
        ruleset=ruleset,
        characters=characters,
        planned=about.planned,
        ledger=ledger.folded(),
        problems=problems,
        seed=about.seed,
    )


def _ruleset(reader: Reader) -> Ruleset | None:
    entries = reader.entries(reader.source.root, "a campaign")
    mistakes = len(reader.problems)
    name = reader.text(entries["ruleset"][1], "ruleset") if "ruleset" in entries else None
    del reader.problems[mistakes:]  # told once more when the whole file is read
    path = find_ruleset(name, reader.source.file) if name else None
    if name and path is None:
        message = f"ruleset: there is no ruleset {quoted(name)}{did_you_mean(name, packs())}"
        reader.problem(entries["ruleset"][1], message)
    try:
        ruleset = load_ruleset(path) if path else None
    except Mistakes as mistaken:
        reader.problems += mistaken.problems
        return None
    reader.names = ruleset.names if ruleset else reader.names
    return ruleset


def _with_skills(ruleset: Ruleset, about: CampaignFile, reader: Reader) -> Ruleset:
    """The ruleset with the campaign's own skills. Raises Mistakes if its rules no longer fit together."""
    try:
        ruleset = ruleset.with_skills(about.skills)
    except Mistakes as mistaken:
        raise Mistakes(in_order([*reader.problems, *mistaken.problems])) from None
    reader.names = ruleset.names
    return ruleset
