"""What is done in play and between: encounters, awards, uses, training, purchases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Factory, field, frozen

from ..ledger.numbers import Whole
from .base import Event, memories


@frozen(kw_only=True, repr=False)
class Met(Event):
    """Those present met, faced or overcame something.

    ``skills`` says which skills earned it, with weights; ``others`` are of the party but were not there.
    ``division`` says whether each gets the points or they share them, if not as the rules have it.
    """

    who: tuple[str, ...]
    what: str = ""
    family: str = ""
    situation: str = ""
    tag: str = ""
    challenge: Whole | None = None
    rating: str = ""
    points: Whole | None = None
    unknown: bool = False
    unusual: str = ""
    division: str = ""
    skills: Mapping[str, int] = Factory(dict)
    others: tuple[str, ...] = ()
    memories: Mapping[str, str] = field(init=False, repr=False, eq=False)

    @memories.default
    def _memories(self) -> Mapping[str, str]:
        return memories(self)


@frozen(kw_only=True, repr=False)
class Awarded(Event):
    """The game master awards something for what was achieved.

    That is points, a part of what a level takes, or what a ``level`` still takes; or coins, perhaps beside
    it. ``division`` says whether each gets as much or they share it, if not as the rules have it.
    """

    who: tuple[str, ...]
    points: Whole = 0
    percent: Whole | None = None
    level: Whole | None = None
    coins: Whole | None = None
    division: str = ""
    why: str = ""
    skills: Mapping[str, int] = Factory(dict)
    others: tuple[str, ...] = ()

    @property
    def in_points(self) -> bool:
        """Whether it says how many points; no points are none beside coins."""
        only_coins = self.coins is not None and isinstance(self.points, int) and self.points == 0
        return self.percent is None and self.level is None and not only_coins


@frozen(kw_only=True, repr=False)
class Used(Event):
    """A skill was used in play; ``within`` is the speciality, ``what`` to ``tag`` what it was used on."""

    who: str
    skill: str
    xp: Whole | None = None
    outcome: str = ""
    stakes: bool = True
    scene: str = ""
    within: str = ""
    what: str = ""
    family: str = ""
    situation: str = ""
    tag: str = ""
    unusual: str = ""
    roll: Whole | None = None
    memories: Mapping[str, str] = field(init=False, repr=False, eq=False)

    @memories.default
    def _memories(self) -> Mapping[str, str]:
        return memories(self, f"{self.skill}, ")


@frozen(kw_only=True, repr=False)
class Trained(Event):
    """Somebody studied or practised a skill for so many hours, with a trainer, from a text, or alone."""

    who: str
    skill: str
    hours: Whole
    trainer: str = ""
    trainer_rank: Whole = 0
    text: str = ""
    within: str = ""
    xp: Whole | None = None
    memories: ClassVar[Mapping[str, str]] = {}  # not used on anything


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
