"""Events: facts in the past tense that somebody records.

Amounts are whole numbers of the smallest unit (points, XP and hours: thousandths). Dice are already rolled.
In a simulation any number may be an array with one entry for each campaign.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory, field, frozen

from .arith import Whole


@frozen(kw_only=True, repr=False)
class Override:
    """A game master lets something pass that a rule refuses."""

    by: str
    why: str
    rules: tuple[str, ...] = ()  # the rules set aside; empty: whichever refuses


@frozen(kw_only=True, repr=False)
class Event:
    """What every event may say: its day, how often in a row, who was away while time passed."""

    day: Whole = None
    times: Whole = 1
    absent: tuple[str, ...] = ()
    override: Override | None = None


@frozen(kw_only=True, repr=False)
class Joined(Event):
    """A character joins, with whatever they bring along."""

    who: str
    profession: str = ""
    favoured: tuple[str, ...] = ()
    stats: Mapping[str, int] = Factory(dict)
    share: int = 1000
    level: int = 0
    earned: int = 0
    points: int = 0
    coins: int = 0
    ranks: Mapping[str, int] = Factory(dict)
    peaks: Mapping[str, int] = Factory(dict)
    xp: Mapping[str, int] = Factory(dict)
    last_used: Mapping[str, int] = Factory(dict)
    talents: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Left(Event):
    """A character leaves the party, or dies."""

    who: str
    why: str = ""


@frozen(kw_only=True, repr=False)
class Returned(Event):
    """A character who had left plays along again."""

    who: str


@frozen(kw_only=True, repr=False)
class Passed(Event):
    """Days pass."""

    days: Whole = 0


@frozen(kw_only=True, repr=False)
class SessionStarted(Event):
    """The table meets."""

    name: str = ""
    present: tuple[str, ...] = ()
    hours: Whole = 0
    date: Whole = 0  # the real date, counted in days


@frozen(kw_only=True, repr=False)
class SessionEnded(Event):
    """The table parts: what is judged at the end of a session is judged now."""

    present: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Met(Event):
    """Those present met, faced or overcame something."""

    who: tuple[str, ...]
    what: str = ""
    family: str = ""
    situation: str = ""
    tag: str = ""
    challenge: Whole = None
    rating: str = ""
    points: Whole = None
    unknown: bool = False
    unusual: str = ""
    memories: Mapping[str, str] = field(init=False, repr=False, eq=False)

    @memories.default
    def _memories(self) -> Mapping[str, str]:
        """What it is remembered as: a creature without a family is a family of its own."""
        keys = {
            "creature": self.what,
            "family": self.family or self.what,
            "situation": self.situation,
            "tag": self.tag,
        }
        return {key: f"{key} {value}" for key, value in keys.items() if value}


@frozen(kw_only=True, repr=False)
class Awarded(Event):
    """The game master awards points for something achieved."""

    who: tuple[str, ...]
    points: Whole
    why: str = ""


@frozen(kw_only=True, repr=False)
class Used(Event):
    """A skill was used in play."""

    who: str
    skill: str
    xp: Whole = None
    outcome: str = ""
    stakes: bool = True
    scene: str = ""


@frozen(kw_only=True, repr=False)
class Trained(Event):
    """Somebody studied or practised a skill for so many hours."""

    who: str
    skill: str
    hours: Whole
    trainer: str = ""
    trainer_rank: Whole = 0


@frozen(kw_only=True, repr=False)
class Bought(Event):
    """One rank of a skill, or a talent, was paid for with points."""

    who: str
    skill: str = ""
    talent: str = ""


@frozen(kw_only=True, repr=False)
class Saved(Event):
    """Points are set aside for something, with notice."""

    who: str
    target: str
    points: Whole
    why: str = ""


@frozen(kw_only=True, repr=False)
class Released(Event):
    """Points that were set aside are free again."""

    who: str
    target: str


@frozen(kw_only=True, repr=False)
class Ruled(Event):
    """The game master changes a number by hand, for a reason on record."""

    who: str
    kind: str
    of: str = ""
    amount: Whole
    why: str
    by: str = ""
