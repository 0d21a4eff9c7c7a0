"""The rows of a simulation: counts turned into shares, quantiles and chances."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from ...ledger.accounts import EARNED, FORFEITED, LEVEL, POINTS, RANK, RELEARNED, UNIT
from ...problems.wording import listing
from ..jobs.job import Prepared, Variant, prepared
from ..jobs.work import Simulated
from ..play.tally import BONUS, TOTAL, Tally
from .rows import Ahead, Band, Crossing, Held, Loss, Reach, Refusal, Results

PARTS = tuple(Fraction(part, 100) for part in (10, 25, 50, 75, 90))
CLEAR = Fraction(1, 20)  # ahead in so many more campaigns than behind
CALLED = {LEVEL: "level", EARNED: "points earned", TOTAL: "ranks in all", BONUS: "bonus", RANK: "rank"}


def results(simulated: Simulated) -> Results:
    """The rows of a simulation, in the order of its file."""
    ready, outcome = prepared(simulated.job), simulated.outcome
    tallies = [
        (rules, build, outcome.tallies[rules, build])
        for rules in ready.variants
        for build in ready.variants[rules].builds
        if (rules, build) in outcome.tallies
    ]
    aheads, swept = tuple(_aheads(simulated)), _swept(simulated.job.variants)
    return Results(
        title=simulated.job.file,
        campaigns=simulated.campaigns,
        asked=simulated.job.campaigns,
        sessions=ready.first.table.sessions,
        seed=simulated.job.seed,
        events=outcome.events,
        points=_points(ready),
        bands=tuple(row for entry in tallies for row in _bands(*entry)),
        reaches=tuple(row for entry in tallies for row in _reaches(*entry, ready)),
        losses=tuple(row for entry in tallies for row in _losses(*entry)),
        held=tuple(row for entry in tallies for row in _held(*entry, ready)),
        refusals=tuple(row for entry in tallies for row in _refusals(*entry)),
        aheads=aheads,
        crossings=tuple(_crossings(aheads)),
        notes=_notes(ready),
        swept=swept,
        values={entry.label: entry.changes[-1][1] for entry in simulated.job.variants} if swept else {},
    )


def _swept(variants: Sequence[Variant]) -> str:
    """The path of the number that all variants have with another value; empty where there is none."""
    paths = {variant.changes[-1][0] if variant.changes else "" for variant in variants}
    return paths.pop() if len(paths) == 1 and len(variants) > 1 else ""


def _points(ready: Prepared) -> str:
    """What points are called, where all rules call them the same."""
    called = {builds.ruleset.names.points for builds in ready.variants.values()}
    return called.pop() if len(called) == 1 else "points"


def _notes(ready: Prepared) -> tuple[str, ...]:
    left_out = (
        f"Under {label}: {note.message.rstrip('.?')}."
        for label, builds in ready.variants.items()
        for note in builds.notes
    )
    unknown = (
        f"Under {label}: it does not list {listing(skills)}; they follow its rules for all skills."
        for label, skills in ready.unknown.items()
    )
    alone = (f"Under {label} {why}." for label, why in ready.alone.items())
    return tuple(dict.fromkeys((*left_out, *unknown, *alone)))


def _bands(rules: str, build: str, tally: Tally) -> list[Band]:
    rows = []
    for (measure, skill), sessions in tally.bands.items():
        for session, counts in enumerate(sessions, 1):
            p10, p25, median, p75, p90 = counts.quantiles(PARTS)
            where: dict[str, Any] = {"rules": rules, "build": build, "what": CALLED[measure], "skill": skill}
            rows.append(
                Band(
                    session=session,
                    p10=p10,
                    p25=p25,
                    median=median,
                    p75=p75,
                    p90=p90,
                    mean=counts.mean,
                    **where,
                )
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
        rows.append(
            Reach(chance=chances[-1], p10=p10, median=median, p90=p90, chances=tuple(chances), **where)
        )
    return rows


def _losses(rules: str, build: str, tally: Tally) -> list[Loss]:
    """What each rule took off awards, what limits took, what was paid for ranks that were forgotten."""
    sums = tally.sums
    offered = max(sums["offered"], sums[EARNED])  # benefits and the like were offered by no encounter
    losses = [*sorted(tally.taken.items()), ("limits (forfeited)", sums[FORFEITED])]
    losses += [("forgetting (ranks paid for)", sums["forgotten"]), ("relearning", sums[RELEARNED])]
    losses += [("unspent", max(sums[POINTS], 0))]
    return [
        Loss(
            rules=rules,
            build=build,
            rule=rule,
            points=Fraction(lost, UNIT * tally.campaigns),
            share=Fraction(lost, offered) if offered else Fraction(0),
        )
        for rule, lost in losses
        if lost
    ]


def _held(rules: str, build: str, tally: Tally, ready: Prepared) -> list[Held]:
    builds = ready.variants[rules]
    plan, times = builds.builds[build].plan, tally.campaigns * builds.table.sessions
    rows = sorted((at, _sentence(policy, why), code, n) for (at, policy, code, why), n in tally.held.items())
    return [
        Held(
            rules=rules,
            build=build,
            wish=plan[at].text,
            reason=reason,
            code=code,
            share=Fraction(n, times),
        )
        for at, reason, code, n in rows
    ]


def _refusals(rules: str, build: str, tally: Tally) -> list[Refusal]:
    refused = tally.refused.items()
    rows = sorted((event, _sentence(policy, why), code, n) for (event, policy, code, why), n in refused)
    return [
        Refusal(
            rules=rules,
            build=build,
            event=event,
            reason=reason,
            code=code,
            each=Fraction(n, tally.campaigns),
        )
        for event, reason, code, n in rows
    ]


def _sentence(policy: str, why: str) -> str:
    return f"{policy}: {why}" if policy else why


def _aheads(simulated: Simulated) -> list[Ahead]:
    rows = []
    for (rules, measure, build, other), duel in simulated.outcome.duels.items():
        for session, (behind, level, ahead) in enumerate(duel.sessions, 1):
            parts = {"ahead": ahead, "level": level, "behind": behind}
            shares: dict[str, Any] = {
                name: Fraction(int(n), simulated.campaigns) for name, n in parts.items()
            }
            named: dict[str, Any] = {"rules": rules, "what": CALLED[measure], "build": build, "other": other}
            rows.append(Ahead(session=session, **named, **shares))
    return rows


def _crossings(aheads: Sequence[Ahead]) -> list[Crossing]:
    """Where the one that is ahead more often changes; a draw changes nothing."""
    crossings = []
    for (rules, measure, build, other), rows in groupby(
        aheads, lambda r: (r.rules, r.what, r.build, r.other)
    ):
        leader = ""
        for row in rows:
            lead = row.ahead - row.behind
            now = build if lead > CLEAR else other if -lead > CLEAR else leader
            if leader and now != leader:
                behind = other if now == build else build
                crossings.append(
                    Crossing(rules=rules, what=measure, session=row.session, build=now, other=behind)
                )
            leader = now
    return crossings
