"""What a game session at a table is like, and the builds that are sent through it: the file, as read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import Factory, frozen

from ...journal.entries.base import may
from ...journal.entries.character import Character, read_ranks
from ...reader import Reader
from ...reader.goals import Goal, read_goals
from ...source import Items, Node
from .activities import (
    PLANNED,
    Achievement,
    Encounter,
    Training,
    Use,
    given,
    read_achievements,
    read_encounters,
    read_training,
    read_uses,
)
from .frequency import Often, read_absence
from .plan import Wish, read_plan

__all__ = ["PLANNED", "Achievement", "Build", "Encounter", "Table", "Training", "Use"]

MOST_SESSIONS = 1000
MOST_PARTY = 12


def _spans(reader: Reader, node: Node, label: str) -> tuple[int, ...] | None:
    """The time from session to session: one span, or a list that is gone through again and again."""
    spans = [reader.days(item, label) for item in (node.items if isinstance(node, Items) else [node])]
    if not spans:
        reader.problem(node, f"{label}: takes a span such as 2 weeks, or a list of them, not an empty list")
    days = tuple(span for span in spans if span is not None)
    return days if days and len(days) == len(spans) else None


@frozen(kw_only=True, eq=False, repr=False)
class Table:
    """What a game session is like, and how many there are."""

    sessions: int = may("how many sessions", default=30, least=1, most=MOST_SESSIONS)
    every: tuple[int, ...] = may(
        "game time between sessions; a list is repeated",
        reads=_spans,
        default=(14,),
    )
    party: int = may("how many play, where awards are shared", default=1, least=1, most=MOST_PARTY)
    hours: int = may("how many hours a session takes", unit="hours", default=0, least=0)
    meets: int = may("real time between sessions, where a rule counts it", unit="days", default=0)
    absent: Often | None = may("how often a player is missing: 1 in 8 sessions", reads=read_absence)
    encounters: Mapping[str, Encounter] = may(
        "encounters, and how often", reads=read_encounters, default=Factory(dict)
    )
    awards: Mapping[str, Achievement] = may(
        "other awards, and how often", reads=read_achievements, default=Factory(dict)
    )
    uses: Mapping[str, Use] = may("skills used, and how often", reads=read_uses, default=Factory(dict))
    training: Mapping[str, Training] = may(
        "skills trained between sessions", reads=read_training, default=Factory(dict)
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
    """A character as they begin, and what they want; uses and training of their own replace the table's."""

    start: Mapping[str, int] = may("ranks by skill", reads=read_ranks, default=Factory(dict))
    plan: tuple[Wish, ...] = may("what to buy, in order", reads=read_plan, default=())
    uses: Mapping[str, Use] = may(
        "skills this build uses, instead of the table's", reads=read_uses, default=Factory(dict)
    )
    training: Mapping[str, Training] = may(
        "skills this build trains, instead of the table's", reads=read_training, default=Factory(dict)
    )
    goals: tuple[Goal, ...] = may(
        "what the player wants to reach: climbing 10, far sight, level 5, points 30, session 20",
        reads=read_goals,
        default=(),
    )
    joined: int | None = given(None)
