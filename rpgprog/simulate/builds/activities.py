"""What happens at the table now and then: what is met, awarded, used and trained, each with how often."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from attrs import evolve, field, frozen

from ...journal.entries.base import may, must
from ...journal.entries.play import TrainedEntry, UsedEntry
from ...journal.entries.rewards import AwardedEntry, MetEntry
from ...ledger.accounts import UNIT
from ...problems.wording import quoted
from ...reader import Reader, described
from ...source import Mapping as Map
from ...source import Node, Scalar
from .frequency import NUMBER, Odd, Often, days_of, number_of, read_often, read_words

PLANNED = "planned"  # the skill that the plan is after at that time
COURSE = "course"  # instead of hours: a course begins whenever none is under way
SUCCESS = "success"  # beside the skills that are used: for all that say none
PACE = re.compile(rf"(- ?)?({NUMBER})(?: hours?)? (?:per|a) (.+)")

Entries = Mapping[str, tuple[Scalar, Node]]


def given(default: Any) -> Any:
    """A field of a journal entry that the table supplies."""
    return field(default=default, metadata={"given": True})


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class Occasion:
    """What an entry needs and the table supplies."""

    day: int | None = given(None)
    late: str | None = given(None)
    absent: Any = given(None)
    times: int = given(1)
    override: Any = given(None)
    id: str | None = given(None)
    note: str | None = given(None)
    ref: str | None = given(None)


@frozen(kw_only=True, eq=False, repr=False)
class Encounter(Occasion, MetEntry):
    """Something that is met now and then."""

    often: Often | None = must("how often: 2, or 1 in 20 sessions", reads=read_often)
    who: tuple[str, ...] = given(("all",))


@frozen(kw_only=True, eq=False, repr=False)
class Achievement(Occasion, AwardedEntry):
    """Something that points are awarded for now and then."""

    word: ClassVar[str] = "an award"
    often: Often | None = must("how often: 2, or 1 in 20 sessions", reads=read_often)
    who: tuple[str, ...] = given(("all",))


def _part(reader: Reader, node: Node, label: str) -> Fraction | None:
    """A chance or share: 0.6, 60%, 3/5."""
    number: Fraction | None = reader.number(node, label, "a chance such as 0.6")
    if number is not None and not 0 <= number <= 1:
        reader.problem(node, f"{label}: a chance is between 0 and 1, not {described(node)}")
        return None
    return number


@frozen(kw_only=True, eq=False, repr=False)
class Use(Occasion, UsedEntry):
    """A skill that is used now and then; with ``success`` it goes well or not."""

    often: Often | None = must("how often: 3 per session", reads=read_often)
    success: Fraction | None = may(
        "how often it succeeds: 0.6 [default: no outcome is recorded]", reads=_part
    )
    skill: tuple[str, ...] = given(())
    outcome: str | None = given(None)
    who: tuple[str, ...] = given(())


@frozen
class Pace:
    """Hours of training, in thousandths, over a number of days; with ``course`` a course instead."""

    hours: int = 0
    days: int = 1
    course: bool = False
    place: Any = field(default=None, eq=False, repr=False)

    def between(self, days: int) -> int:
        """The hours in a number of days, in thousandths, rounded down."""
        return self.hours * days // self.days


def read_pace(reader: Reader, node: Node, label: str) -> Pace | None:
    """``10 hours per month``, or ``course``."""
    pace: Pace | None = read_words(reader, node, label, lambda text: _pace_of(text, reader.names.calendar))
    return pace


def _pace_of(text: str, calendar: Mapping[str, int]) -> Pace:
    """The pace that a text names. Raises Odd."""
    if text == COURSE:
        return Pace(course=True)
    match = PACE.fullmatch(text)
    if match is None:
        raise Odd("takes a number of hours such as 10 hours per month, or course, not {here}")
    if match[1]:
        raise Odd(f"hours cannot be below 0, as {quoted(text)} is")
    hours, days = number_of(match[2]), days_of(match[3], calendar)
    if hours > 24 * days:
        raise Odd(f"{quoted(text)} is more than 24 hours a day")
    if (hours * UNIT).denominator != 1:
        raise Odd(f"{match[2]} hours have more than three decimal places")
    return Pace(int(hours * UNIT), days)


@frozen(kw_only=True, eq=False, repr=False)
class Training(Occasion, TrainedEntry):
    """A skill that is trained between sessions."""

    pace: Pace | None = must("how much: 10 hours per month, or course", key="often", reads=read_pace)
    skill: str = given("")
    hours: int | None = given(None)
    weeks: int | None = given(None)
    begins: int | None = given(None)
    ends: int | None = given(None)
    xp: int | None = may("XP it is worth from one session to the next", unit="xp", least=0)
    who: tuple[str, ...] = given(())


def _short(cls: Any, name: str, read: Any) -> Any:
    """One entry of a map: its number alone, or a map with ``often:`` and the words of the journal's entry."""

    def one(reader: Reader, node: Node, label: str) -> Any:
        if isinstance(node, Map):
            return reader.fill(cls, node, label)
        value = read(reader, node, label)
        return None if value is None else cls(**{name: value})

    return one


_encounter, _achievement = _short(Encounter, "often", read_often), _short(Achievement, "often", read_often)
_use, _training = _short(Use, "often", read_often), _short(Training, "pace", read_pace)


def read_encounters(reader: Reader, node: Node, label: str) -> dict[str, Encounter]:
    """What is met, by a name; what is met is that name where nothing else is said."""
    return _each(reader, reader.entries(node, label), label, _encounter)


def read_achievements(reader: Reader, node: Node, label: str) -> dict[str, Achievement]:
    """What is awarded, by what for."""
    return _each(reader, reader.entries(node, label), label, _awarded)


def _awarded(reader: Reader, node: Node, label: str) -> Achievement | None:
    if not isinstance(node, Map):
        example = "{often: 2, points: 3}"
        reader.problem(
            node, f"{label}: takes how often and how many points: {example}, not {described(node)}"
        )
        return None
    achievement: Achievement | None = reader.fill(Achievement, node, label)
    missing = achievement.missing() if achievement else ""
    if missing:
        reader.problem(node, f"{label}: {missing}")
    return None if missing else achievement


def read_uses(reader: Reader, node: Node, label: str) -> dict[str, Use]:
    """What is used, by skill or ``planned``; ``success`` beside them is for all that say none."""
    entries = dict(reader.entries(node, label))
    success = entries.pop(SUCCESS, None)
    if success and not entries:
        reader.problem(success[0], f"{label}: success needs a skill beside it")
    usual = _part(reader, success[1], f"{label}, {SUCCESS}") if success else None
    uses = _by_skill(reader, entries, label, _use)
    return {
        skill: use if use.success is not None or usual is None else evolve(use, success=usual)
        for skill, use in uses.items()
    }


def read_training(reader: Reader, node: Node, label: str) -> dict[str, Training]:
    """What is trained, by skill or ``planned``."""
    return _by_skill(reader, reader.entries(node, label), label, _training)


def _each(reader: Reader, entries: Entries, label: str, read: Any) -> dict[str, Any]:
    """Each that can be read, by its name."""
    values = {name: read(reader, value, f"{label}, {name}") for name, (_, value) in entries.items()}
    return {name: activity for name, activity in values.items() if activity is not None}


def _by_skill(reader: Reader, entries: Entries, label: str, read: Any) -> dict[str, Any]:
    names = (*reader.names.skills, PLANNED)
    known = [reader.known(key, label, "skill", names) for key, _ in entries.values()]
    return {name: value for name, value in _each(reader, entries, label, read).items() if name in known}
