"""What a game session at a table is like, and the builds that are sent through it: the file, as read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import Factory, evolve, field, frozen

from ..accounts import UNIT
from ..codec import described
from ..journal.entries import AwardedEntry, MetEntry, TrainedEntry, UsedEntry
from ..journal.entry import may, must
from ..journal.roster import Character, read_ranks
from ..source import Items, Node, Scalar
from ..source import Mapping as Map
from .goals import read_goals
from .often import Often, days_of, read_often
from .wishes import Wish, read_plan

MOST_SESSIONS = 1000
MOST_PARTY = 12
PLANNED = "planned"  # the skill that the plan is after at that time
COURSE = "course"  # instead of hours: a course begins whenever none is under way

_HOURS = (PLANNED, COURSE)


def _given(default: Any) -> Any:
    """A word of a journal's entry that the table gives by itself."""
    return field(default=default, metadata={"given": True})


@frozen(kw_only=True, eq=False, repr=False, slots=False)
class Occasion:
    """What a journal says of one entry, and the table gives by itself."""

    day: int | None = _given(None)
    late: str | None = _given(None)
    times: int = _given(1)
    override: Any = _given(None)
    id: str | None = _given(None)
    note: str | None = _given(None)
    ref: str | None = _given(None)


@frozen(kw_only=True, eq=False, repr=False)
class Encounter(Occasion, MetEntry):
    """Something that is met now and then."""

    often: Often | None = must("how often: 2, or 1 in 20 sessions", reads=read_often)
    who: tuple[str, ...] = _given(("all",))


@frozen(kw_only=True, eq=False, repr=False)
class Achievement(Occasion, AwardedEntry):
    """Something that points are awarded for now and then."""

    often: Often | None = must("how often: 2, or 1 in 20 sessions", reads=read_often)
    who: tuple[str, ...] = _given(("all",))


def _part(reader: Any, node: Node, what: str) -> Fraction | None:
    """A chance or share: 0.6, 60%, 3/5."""
    number: Fraction | None = reader.number(node, what, "a chance such as 0.6")
    if number is not None and not 0 <= number <= 1:
        reader.problem(node, f"{what}: a chance is between 0 and 1, not {described(node)}")
        return None
    return number


@frozen(kw_only=True, eq=False, repr=False)
class Use(Occasion, UsedEntry):
    """A skill that is used now and then; with ``success`` it goes well or not."""

    often: Often | None = must("how often: 3 per session", reads=read_often)
    success: Fraction | None = may("how often it goes well: 0.6; otherwise nothing is said", reads=_part)
    skill: str = _given("")
    outcome: str | None = _given(None)
    who: tuple[str, ...] = _given(())


@frozen
class Pace:
    """Hours of training in so many days; a course instead where ``course``."""

    hours: int = 0
    days: int = 1
    course: bool = False

    def between(self, days: int) -> int:
        """The hours in so many days, in thousandths, rounded down."""
        return self.hours * days // self.days


def _pace(reader: Any, node: Node, what: str) -> Pace | None:
    """``10 hours per month``, or ``course``."""
    text = " ".join(getattr(node, "text", "").split())
    if text == COURSE:
        return Pace(course=True)
    amount, _, span = text.partition(" per ")
    number = amount.removesuffix(" hours").removesuffix(" hour").strip()
    if not span or not number.replace(".", "", 1).isdigit():
        example = "takes hours in a time such as 10 hours per month, or course"
        reader.problem(node, f"{what}: {example}, not {described(node)}")
        return None
    days = days_of(reader, node, what, span)
    hours = Fraction(number)
    if days is not None and hours > 24 * days:
        reader.problem(node, f"{what}: {text} is more than 24 hours a day")
        return None
    if (hours * UNIT).denominator != 1:
        reader.problem(node, f"{what}: {number} hours are finer than a thousandth")
        return None
    return Pace(int(hours * UNIT), days) if days else None


@frozen(kw_only=True, eq=False, repr=False)
class Training(Occasion, TrainedEntry):
    """A skill that is trained between sessions."""

    pace: Pace | None = must("how much: 10 hours per month, or course", key="often", reads=_pace)
    skill: str = _given("")
    hours: int | None = _given(None)
    weeks: int | None = _given(None)
    begins: int | None = _given(None)
    ends: int | None = _given(None)
    xp: int | None = _given(None)
    who: tuple[str, ...] = _given(())


def _short(cls: Any, name: str, read: Any) -> Any:
    """One entry of a map: its number alone, or a map with ``often:`` and the words of the journal's entry."""

    def one(reader: Any, node: Node, what: str) -> Any:
        if isinstance(node, Map):
            return reader.fill(cls, node, what)
        found = read(reader, node, what)
        return None if found is None else cls(**{name: found})

    return one


_encounter, _achievement = _short(Encounter, "often", read_often), _short(Achievement, "often", read_often)
_use, _training = _short(Use, "often", read_often), _short(Training, "pace", _pace)


def read_encounters(reader: Any, node: Node, what: str) -> dict[str, Encounter]:
    """What is met, by a name; what is met is that name where nothing else is said."""
    found = {}
    for name, (_, value) in reader.entries(node, what).items():
        if (encounter := _encounter(reader, value, f"{what}, {name}")) is not None:
            found[name] = encounter
    return found


def read_achievements(reader: Any, node: Node, what: str) -> dict[str, Achievement]:
    """What is awarded, by what for."""
    found = {}
    for name, (_, value) in reader.entries(node, what).items():
        mistakes = len(reader.problems)
        achievement = reader.fill(Achievement, value, f"{what}, {name}")
        if achievement is not None and (missing := achievement.missing()):
            reader.problem(value, f"{what}, {name}: {missing.removeprefix('awarded ')}")
        if len(reader.problems) == mistakes:
            found[name] = achievement
    return found


def read_uses(reader: Any, node: Node, what: str) -> dict[str, Use]:
    """What is used, by skill or ``planned``; ``success`` beside them is for all that say none."""
    entries = dict(reader.entries(node, what))
    success = entries.pop("success", None)
    usual = _part(reader, success[1], f"{what}, success") if success else None
    found = _by_skill(reader, entries, what, _use)
    return {
        skill: use if use.success is not None or usual is None else evolve(use, success=usual)
        for skill, use in found.items()
    }


def read_training(reader: Any, node: Node, what: str) -> dict[str, Training]:
    """What is trained, by skill or ``planned``."""
    return _by_skill(reader, reader.entries(node, what), what, _training)


def _by_skill(reader: Any, entries: Mapping[str, tuple[Scalar, Node]], what: str, read: Any) -> dict[str, Any]:
    found = {}
    for name, (key, value) in entries.items():
        known = name == PLANNED or reader.known(key, what, "skill", (*reader.names.skills, PLANNED))
        if (one := read(reader, value, f"{what}, {name}")) is not None and known:
            found[name] = one
    return found


def _spans(reader: Any, node: Node, what: str) -> tuple[int, ...] | None:
    """The time from session to session: one span, or a list that is gone through again and again."""
    spans = [reader.days(item, what) for item in (node.items if isinstance(node, Items) else [node])]
    if not spans:
        reader.problem(node, f"{what}: takes a span such as 2 weeks, or a list of them, not an empty list")
    return None if not spans or None in spans else tuple(spans)


@frozen(kw_only=True, eq=False, repr=False)
class Table:
    """What a game session is like, and how many there are."""

    sessions: int = may("how many sessions", default=30, least=1, most=MOST_SESSIONS)
    every: tuple[int, ...] = may(
        "game time from session to session; a list is gone through again and again",
        reads=_spans,
        default=(14,),
    )
    party: int = may("how many play, where awards are shared", default=1, least=1, most=MOST_PARTY)
    hours: int = may("how many hours a session takes", unit=UNIT, default=0, least=0)
    meets: int = may("real time from session to session, where a rule counts it", unit="days", default=0)
    absent: Often | None = may("how often a player is missing: 1 in 8 sessions", reads=read_often)
    encounters: Mapping[str, Encounter] = may(
        "what is met, how often", reads=read_encounters, default=Factory(dict)
    )
    awards: Mapping[str, Achievement] = may(
        "what else points are awarded for, how often", reads=read_achievements, default=Factory(dict)
    )
    uses: Mapping[str, Use] = may("skills that are used, how often", reads=read_uses, default=Factory(dict))
    training: Mapping[str, Training] = may(
        "skills that are trained between sessions", reads=read_training, default=Factory(dict)
    )

    def gap(self, session: int) -> int:
        """The days between a session and the one after it; sessions count from 1."""
        return self.every[(session - 1) % len(self.every)]

    @property
    def usual_gap(self) -> Fraction:
        """The days from session to session, on average."""
        return Fraction(sum(self.every), len(self.every))


@frozen(kw_only=True, eq=False, repr=False)
class Build(Character):
    """A character as they begin, and what they want; uses and training of their own add to the table's."""

    start: Mapping[str, int] = may("ranks by skill", reads=read_ranks, default=Factory(dict))
    plan: tuple[Wish, ...] = may("what to buy, in order", reads=read_plan, default=())
    uses: Mapping[str, Use] = may(
        "skills that this one uses, instead of the table's", reads=read_uses, default=Factory(dict)
    )
    training: Mapping[str, Training] = may(
        "what this one trains, instead of the table's", reads=read_training, default=Factory(dict)
    )
    goals: Any = may(
        "what the player wants to reach: climbing 10, level 5, far sight", reads=read_goals, default=()
    )
    joined: int | None = _given(None)
