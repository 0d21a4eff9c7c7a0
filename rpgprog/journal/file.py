"""The contents of a campaign file: its head, and the journal entries that are not events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import Factory, frozen

from ..ledger.calendar import Calendar
from ..problems.wording import quoted
from ..reader import Reader, Skill
from ..reader.naming import form
from ..ruleset.about import read_skills
from ..source import Node
from .calendar_file import CalendarItem, read_calendar
from .entries.base import LAST_DAY, may, must, read_people


def _node(_reader: Reader, node: Node, _key: str) -> Node:
    """Read later, when more is known."""
    return node


def read_new_skills(reader: Reader, node: Node, key: str) -> dict[str, Skill]:
    """The campaign's own skills, besides the ruleset's."""
    skills = read_skills(reader, node, key)
    ruleset = {form(word): word for word in _words(reader.names.skills)}
    for name, skill in list(skills.items()):
        had = ruleset.get(form(name)) or ruleset.get(form(skill.name or name))
        if had is None:
            continue
        key_node, _ = reader.entries(node, key)[name]
        reader.problem(key_node, f"skills: the ruleset already has a skill {quoted(had)}")
        del skills[name]
    return skills


def _words(skills: Mapping[str, Skill]) -> Iterator[str]:
    """The words by which skills go: what they are called, then what entries call them."""
    yield from (skill.name for skill in skills.values() if skill.name)
    yield from skills


def _scenes(reader: Reader, node: Node, key: str) -> dict[str, tuple[str, ...]]:
    return {
        name: reader.skills(value, f"{key}, {name}") for name, (_, value) in reader.entries(node, key).items()
    }


ITEMS = ("session", "downtime", "passed")  # words that begin an entry of the journal, not an event


@frozen(kw_only=True, eq=False, repr=False)
class SessionItem:
    """A game session: who was there, and what happened."""

    session: str | None = must("what the session is called")
    day: int | None = may("its day", date=True, least=0, most=LAST_DAY)
    after: int | None = may("how long after the last entry, instead of a day", unit="days")
    gm: str | None = may("who ran it", reads="person")
    present: tuple[str, ...] | None = may("who was there [default: the whole party]", reads=read_people)
    hours: int = may("how many hours were played", unit="hours", default=0, least=0)
    date: str | None = may("the real date, as 2026-05-21")
    late: str | None = may("why it is entered only now, where its day is over; needs a day")
    scenes: tuple[str, ...] = may("the scenes, where a rule wants them", default=())
    note: str | None = may("a remark; it changes nothing")
    id: str | None = may("a name for it, so that others can refer to it")
    ref: str | None = may("an outside reference")
    events: Any = may("what happened", reads=_node)


@frozen(kw_only=True, eq=False, repr=False)
class DowntimeItem:
    """Time between adventures, and what was done in it."""

    downtime: int | None = must("how long: 6 months", unit="days")
    absent: tuple[str, ...] = may(
        "who is away: for them the time does not count", reads=read_people, default=()
    )
    note: str | None = may("a remark; it changes nothing")
    id: str | None = may("a name for it, so that others can refer to it")
    ref: str | None = may("an outside reference")
    events: Any = may("what was done", reads=_node)


@frozen(kw_only=True, eq=False, repr=False)
class PassedItem:
    """Time that passes while nothing is done."""

    passed: int | None = must("how long: 3 weeks", unit="days")


@frozen(kw_only=True, eq=False, repr=False)
class CampaignFile:
    """The whole file."""

    campaign: str | None = must("what the campaign is called")
    ruleset: str | None = must("a pack's name, or the path of a file")
    about: str | None = may("what it is about")
    calendar: Calendar | None = may(
        "months and weekdays, by which days may be written", reads=read_calendar, within=CalendarItem
    )
    start: int = may("the day on which the campaign begins", date=True, default=0, least=0, most=LAST_DAY)
    seed: int | None = may("what the dice of rpgprog record are rolled from", least=0, most=2**62)
    planned: Mapping[str, tuple[str, ...]] = may(
        "scenes to come, each with the skills it asks for", reads=_scenes, default=Factory(dict)
    )
    skills: Mapping[str, Skill] = may(
        "skills that the ruleset does not have", reads=read_new_skills, default=Factory(dict)
    )
    characters: Any = must("the characters by name", reads=_node)
    journal: Any = may("the sessions and down-times, in order", reads=_node)
