"""What a simulation can say: rows for tables, plots, JSON and spreadsheets alike."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import Factory, frozen

from ...views.columns import column, number, percent, ratio


@frozen(kw_only=True)
class OfBuild:
    """A row about one build under one ruleset."""

    rules: str = column("Rules")
    build: str = column("Build")


@frozen(kw_only=True)
class Band(OfBuild):
    """After a session: what half of the campaigns have at least, and what 10, 25, 75 and 90 % are below."""

    what: str = column("What")
    skill: str = column("Skill")
    session: int = number("Session")
    p10: int = number("10 %")
    p25: int = number("25 %")
    median: int = number("Median")
    p75: int = number("75 %")
    p90: int = number("90 %")
    mean: Fraction = ratio("Mean")


@frozen(kw_only=True)
class Reach(OfBuild):
    """A goal: the chance to have reached it, after each session and at the end; in which session if so.

    ``chances`` has one for each session. ``p10`` to ``p90`` are sessions: by then so many of all
    campaigns have reached it; None: not so many do.
    """

    goal: str = column("Goal")
    chance: Fraction = percent("Reached")
    p10: int | None = number("10 % by session")
    median: int | None = number("Half by")
    p90: int | None = number("90 % by")
    chances: tuple[Fraction, ...] = ()


@frozen(kw_only=True)
class Loss(OfBuild):
    """Part of the points offered by encounters and goals that was never paid or did not last."""

    rule: str = column("Where to")
    points: Fraction = ratio("Points per campaign")
    share: Fraction = percent("Share of all offered")


@frozen(kw_only=True)
class Held(OfBuild):
    """What held a wish back: in which share of all times that points could have been spent."""

    wish: str = column("Wish")
    reason: str = column("Held back by")
    code: str  # of the refusal
    share: Fraction = percent("Share of sessions")


@frozen(kw_only=True)
class Refusal(OfBuild):
    """Events of the table that a rule refused, in each campaign on average."""

    event: str = column("Event")
    reason: str = column("Refused by")
    code: str  # of the refusal
    each: Fraction = ratio("Times per campaign")


@frozen(kw_only=True)
class Ahead:
    """Two builds after a session: how often the first is ahead, level with the other, behind."""

    rules: str = column("Rules")
    what: str = column("In")
    build: str = column("Build")
    other: str = column("Against")
    session: int = number("Session")
    ahead: Fraction = percent("Ahead")
    level: Fraction = percent("Level")
    behind: Fraction = percent("Behind")


@frozen(kw_only=True)
class Crossing:
    """From a session on another build is the one that is clearly ahead: in a twentieth more campaigns."""

    rules: str = column("Rules")
    what: str = column("In")
    session: int = number("From session")
    build: str = column("Ahead is")
    other: str = column("Behind is")


@frozen(kw_only=True, eq=False)
class Results:
    """All rows of a simulation.

    In a sweep ``swept`` is the path of the number that was varied, and ``values`` say which value each of
    ``variants`` has.
    """

    title: str
    campaigns: int
    asked: int
    sessions: int
    seed: int
    events: int
    points: str  # what points are called
    bands: tuple[Band, ...]
    reaches: tuple[Reach, ...]
    losses: tuple[Loss, ...]
    held: tuple[Held, ...]
    refusals: tuple[Refusal, ...]
    aheads: tuple[Ahead, ...]
    crossings: tuple[Crossing, ...]
    notes: tuple[str, ...] = ()
    swept: str = ""
    values: Mapping[str, str] = Factory(dict)

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The rulesets, as they are called here."""
        return tuple(dict.fromkeys(band.rules for band in self.bands))

    @cached_property
    def builds(self) -> tuple[str, ...]:
        """The builds."""
        return tuple(dict.fromkeys(band.build for band in self.bands))
