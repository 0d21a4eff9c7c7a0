"""What a simulation says, as rows: for tables, plots, JSON and spreadsheets alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from attrs import frozen

from ..accounts import EARNED, FORFEITED, LEVEL, POINTS, RANK, RELEARNED, UNIT
from ..views.columns import column, number, percent, ratio
from .job import Prepared, prepared
from .run import Simulated
from .tally import BONUS, TOTAL, Tally

PARTS = tuple(Fraction(part, 100) for part in (10, 25, 50, 75, 90))
CLEAR = Fraction(1, 20)  # ahead in so many more campaigns than behind
CALLED = {LEVEL: "level", EARNED: "points earned", TOTAL: "ranks in all", BONUS: "bonus", RANK: "rank"}


@frozen(kw_only=True)
class Band:
    """After a session: what half of the campaigns have at least, and what 10, 25, 75 and 90 % are below."""

    rules: str = column("Rules")
    build: str = column("Build")
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
class Reach:
    """A goal: the chance to have reached it, after each session and at the end; in which session if so.

    ``chances`` has one for each session. ``p10`` to ``p90`` are sessions: by then so many of all
    campaigns have reached it; None: not so many do.
    """

    rules: str = column("Rules")
    build: str = column("Build")
    goal: str = column("Goal")
    chance: Fraction = percent("Reached")
    p10: int | None = number("10 % by session")
    median: int | None = number("Half by")
    p90: int | None = number("90 % by")
    chances: tuple[Fraction, ...] = ()


@frozen(kw_only=True)
class Loss:
    """A part of the points offered (by encounters and goals) that did not come to be or did not last."""

    rules: str = column("Rules")
    build: str = column("Build")
    rule: str = column("To what")
    points: Fraction = ratio("Points a campaign")
    share: Fraction = percent("Of all offered")


@frozen(kw_only=True)
class Held:
    """What held a wish back: in which share of all times that points could have been spent."""

    rules: str = column("Rules")
    build: str = column("Build")
    wish: str = column("Wish")
    reason: str = column("Held back by")
    share: Fraction = percent("Of all sessions")


@frozen(kw_only=True)
class Refusal:
    """Events of the table that a rule refused, in each campaign on average."""

    rules: str = column("Rules")
    build: str = column("Build")
    event: str = column("Event")
    reason: str = column("Refused by")
    each: Fraction = ratio("Times a campaign")


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
    """All rows of a simulation."""

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

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The rulesets, as they are called here."""
        return tuple(dict.fromkeys(band.rules for band in self.bands))

    @cached_property
    def builds(self) -> tuple[str, ...]:
        """The builds."""
        return tuple(dict.fromkeys(band.build for band in self.bands))


def results(simulated: Simulated) -> Results:
    """The rows of a simulation, in the order of its file."""
    ready, outcome = prepared(simulated.job), simulated.outcome
    tallies = [
        (rules, build, outcome.tallies[rules, build])
        for rules in ready.variants
        for build in ready.variants[rules].builds
        if (rules, build) in outcome.tallies
    ]
    aheads = tuple(_aheads(simulated, ready))
    return Results(
        title=simulated.job.file,
        campaigns=simulated.campaigns,
        asked=simulated.job.campaigns,
        sessions=ready.first.table.sessions,
        seed=simulated.job.seed,
        events=outcome.events,
        points=ready.first.ruleset.names.points,
        bands=tuple(row for one in tallies for row in _bands(*one)),
        reaches=tuple(row for one in tallies for row in _reaches(*one, ready)),
        losses=tuple(row for one in tallies for row in _losses(*one)),
        held=tuple(row for one in tallies for row in _held(*one, ready)),
        refusals=tuple(row for one in tallies for row in _refusals(*one)),
        aheads=aheads,
        crossings=tuple(_crossings(aheads)),
        notes=_notes(ready),
    )


def _notes(ready: Prepared) -> tuple[str, ...]:
    return tuple(
        f"Left out under {label}: {note.message}." for label, builds in ready.variants.items() for note in builds.notes
    )


def _bands(rules: str, build: str, tally: Tally) -> list[Band]:
    rows = []
    for (what, skill), sessions in tally.bands.items():
        for session, counts in enumerate(sessions, 1):
            p10, p25, median, p75, p90 = counts.quantiles(PARTS)
            where: dict[str, Any] = {"rules": rules, "build": build, "what": CALLED[what], "skill": skill}
            rows.append(
                Band(session=session, p10=p10, p25=p25, median=median, p75=p75, p90=p90, mean=counts.mean, **where)
            )
    return rows


def _reaches(rules: str, build: str, tally: Tally, ready: Prepared) -> list[Reach]:
    rows, sessions = [], ready.variants[rules].table.sessions
    for goal in ready.goals(rules, build):
        by = dict(tally.reached[goal.text].items())
        so_far, chances = 0, []
        for session in range(1, sessions + 1):
            so_far += by.get(session, 0)
            chances.append(Fraction(so_far, tally.campaigns))
        p10, median, p90 = (
            next((n for n, chance in enumerate(chances, 1) if chance >= part), None)
            for part in (PARTS[0], PARTS[2], PARTS[4])
        )
        where: dict[str, Any] = {"rules": rules, "build": build, "goal": goal.text}
        rows.append(Reach(chance=chances[-1], p10=p10, median=median, p90=p90, chances=tuple(chances), **where))
    return rows


def _losses(rules: str, build: str, tally: Tally) -> list[Loss]:
    """What each rule took off awards, what limits took, what was paid for ranks that were forgotten."""
    sums, offered = tally.sums, tally.sums["offered"]
    found = [*sorted(tally.taken.items()), ("limits (forfeited)", sums[FORFEITED])]
    found += [("forgetting (ranks paid for)", sums["forgotten"]), ("relearning", sums[RELEARNED])]
    found += [("nothing yet (unspent)", sums[POINTS])]
    return [
        Loss(
            rules=rules,
            build=build,
            rule=rule,
            points=Fraction(lost, UNIT * tally.campaigns),
            share=Fraction(lost, offered) if offered else Fraction(0),
        )
        for rule, lost in found
        if lost
    ]


def _held(rules: str, build: str, tally: Tally, ready: Prepared) -> list[Held]:
    builds = ready.variants[rules]
    plan, times = builds.builds[build].plan, tally.campaigns * (builds.table.sessions + 1)
    return [
        Held(rules=rules, build=build, wish=plan[at].text, reason=reason, share=Fraction(n, times))
        for (at, reason), n in sorted(tally.held.items())
    ]


def _refusals(rules: str, build: str, tally: Tally) -> list[Refusal]:
    return [
        Refusal(rules=rules, build=build, event=event, reason=reason, each=Fraction(n, tally.campaigns))
        for (event, reason), n in sorted(tally.refused.items())
    ]


def _aheads(simulated: Simulated, ready: Prepared) -> list[Ahead]:
    rows = []
    for (rules, what, build, other), duel in simulated.outcome.duels.items():
        for session, (behind, level, ahead) in enumerate(duel.sessions, 1):
            parts = {"ahead": ahead, "level": level, "behind": behind}
            shares = {name: Fraction(int(n), simulated.campaigns) for name, n in parts.items()}
            named = {"rules": rules, "what": CALLED[what], "build": build, "other": other}
            rows.append(Ahead(session=session, **named, **shares))
    return rows


def _crossings(aheads: Sequence[Ahead]) -> list[Crossing]:
    """Where the one that is ahead more often changes; a draw changes nothing."""
    found = []
    for (rules, what, build, other), rows in groupby(aheads, lambda r: (r.rules, r.what, r.build, r.other)):
        leader = ""
        for row in rows:
            lead = row.ahead - row.behind
            now = build if lead > CLEAR else other if -lead > CLEAR else leader
            if leader and now != leader:
                behind = other if now == build else build
                found.append(
                    Crossing(rules=rules, what=what, session=row.session, build=now, other=behind)
                )
            leader = now
    return found
