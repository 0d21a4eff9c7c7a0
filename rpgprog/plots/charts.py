"""All charts of a simulation: each with its title, how to read it, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import altair as alt

from ..simulate.findings.rows import Band, Reach, Results
from ..simulate.findings.sensitivity import Effect
from . import ahead, bands, bars, chances
from .plot import Plot
from .rows import MOST_PANELS, Shown, percent, sampled
from .style import styled

_IN_TABLE = 60  # sessions
_SIDE_BY_SIDE = 2  # bars of so many variants
_TITLED = 4  # builds that a title has room for

LEVEL, POINTS, TOTAL, RANK = "level", "points earned", "ranks in all", "rank"


def charts(results: Results, effects: Sequence[Effect] = ()) -> tuple[Plot, ...]:
    """The charts that these results have something for, in the order they are read.

    ``effects`` are what the numbers of the rules do to the goals.
    """
    shown = Shown(results)
    return (*(plot for make in _ALL for plot in make(shown)), *_effects(effects))


def _effects(effects: Sequence[Effect]) -> Iterator[Plot]:
    strongest = bars.strongest(effects)
    if strongest:
        first = strongest[0]
        number = first.path.removeprefix("policies.")
        title = f"What the goals depend on: {first.goal} of {first.build}, most of all on {number}"
        how = (
            "Each number of the rules a step (10 %, or the least it can change by) lower and higher, one at "
            "a time: by how many sessions on average the goal comes earlier or later. "
            "Never reaching it counts as one session after the last."
        )
        chart = bars.dependence(strongest, title)
        yield Plot(name="effects", title=title, caption=how, chart=chart, table=strongest)


def _measure(shown: Shown, name: str, measure: str, y: str, step: bool) -> Iterator[Plot]:
    rows = shown.bands(measure)
    if any(row["p90"] or row["p10"] for row in rows):
        title = f"{y}{_ended(shown, measure)}"
        chart = bands.over_sessions(shown, name, rows, y, title, step)
        table = _table(shown, [band for band in shown.results.bands if band.what == measure])
        yield Plot(name=name, title=title, caption=_caption(shown, bands.HOW), chart=chart, **table)


def _level(shown: Shown) -> Iterator[Plot]:
    yield from _measure(shown, "level", LEVEL, "Level", True)


def _earned(shown: Shown) -> Iterator[Plot]:
    yield from _measure(shown, "points", POINTS, f"{shown.results.points} earned", False)


def _ranks(shown: Shown) -> Iterator[Plot]:
    yield from _measure(shown, "ranks", TOTAL, "Ranks in all", True)


def _ended(shown: Shown, measure: str) -> str:
    """Where the builds are at the end, for a title."""
    results, variants = shown.results, shown.labels
    ends = {
        (band.rules, band.build): f"{band.median:,}"
        for band in results.bands
        if band.what == measure and band.session == results.sessions
    }
    outer = list(dict.fromkeys((variants[0], variants[-1])))
    texts = {
        who: " and ".join(dict.fromkeys(ends[rules, who] for rules in outer if (rules, who) in ends))
        for who in results.builds
    }
    called = " and ".join(shown.called[rules] for rules in outer)
    under = f" ({f'{shown.swept} ' if shown.swept else ''}{called})" if len(outer) > 1 else ""
    return f" after {results.sessions:,} sessions, in the median campaign: {_listed(texts)}{under}"


def _listed(texts: Mapping[str, str]) -> str:
    """Each build's number; one for all where they are the same."""
    if len(set(texts.values())) == 1 and len(texts) > 1:
        return f"{next(iter(texts.values()))} for all builds"
    few = list(texts.items())[:_TITLED]
    return ", ".join(f"{who} {number}" for who, number in few) + (", ..." if len(texts) > len(few) else "")


def _caption(shown: Shown, how: str) -> str:
    few = len(shown.variants) < len(shown.labels)
    some = f" {len(shown.variants)} of {len(shown.labels)} variants have a panel." if few else ""
    return how + some


def _table(shown: Shown, rows: Sequence[Any]) -> dict[str, Any]:
    """The rows of a table over sessions; of many sessions some."""
    sessions = sampled(shown.results.sessions, _IN_TABLE)
    about = (
        f"{len(sessions)} of {shown.results.sessions:,} sessions."
        if len(sessions) < shown.results.sessions
        else ""
    )
    at = set(sessions)
    return {"table": tuple(row for row in rows if row.session in at), "about": about}


def _skills(shown: Shown) -> Iterator[Plot]:
    rows = shown.bands(RANK)
    all_of = dict.fromkeys(row["skill"] for row in rows)
    moving = [skill for skill in all_of if len({row["median"] for row in rows if row["skill"] == skill}) > 1]
    skills = moving[:MOST_PANELS]
    if skills:
        omitted = [skill for skill in all_of if skill not in skills]
        title = f"Rank by skill over {shown.results.sessions:,} sessions: {', '.join(skills)}"
        how = bands.HOW + (f" Not shown: {', '.join(omitted)}." if omitted else "")
        rows = [row for row in rows if row["skill"] in skills]
        chart = bands.by_skill(shown, rows, skills, title)
        table = _table(shown, [band for band in shown.results.bands if band.what == RANK])
        yield Plot(name="skills", title=title, caption=_caption(shown, how), chart=chart, **table)


def _goals(shown: Shown) -> Iterator[Plot]:
    reaches = shown.results.reaches
    all_of = list(dict.fromkeys(reach.goal for reach in reaches))
    if all_of:
        goals = all_of[:MOST_PANELS]
        title = f"When goals are reached: {_soonest(reaches)}"
        how = chances.HOW + (f" Not shown: {', '.join(all_of[MOST_PANELS:])}." if all_of != goals else "")
        chart = chances.by_session(shown, goals, title)
        yield Plot(name="goals", title=title, caption=_caption(shown, how), chart=chart, table=reaches)


def _soonest(reaches: Sequence[Reach]) -> str:
    """The goal that is reached last by half of the campaigns, or what is never reached."""
    rules = reaches[0].rules
    reaches_here = [reach for reach in reaches if reach.rules == rules]
    late = max(reaches_here, key=lambda reach: reach.median or 10**6)
    if late.median is None:
        return f"{late.goal} is the hardest, {percent(late.chance)} of {late.build} have it at the end"
    return f"{late.goal} comes last, half of {late.build} have it by session {late.median:,}"


def _ahead(shown: Shown) -> Iterator[Plot]:
    pairs = ahead.chosen(shown)
    if pairs:
        duels = ahead.duels(shown.results)
        count = len(shown.results.crossings)
        turns = "the lead never changes" if not count else f"the lead changes {count} time{'s' * (count > 1)}"
        title = f"Who is ahead, session by session: {turns}"
        omitted = [duel for duel in duels if duel not in pairs]
        how = ahead.HOW + (f" Not shown: {ahead.left_out(shown, omitted)}." if omitted else "")
        rows = [row for duel in duels.values() for row in duel]
        chart = ahead.over_sessions(shown, title)
        yield Plot(
            name="ahead", title=title, caption=_caption(shown, how), chart=chart, **_table(shown, rows)
        )


def _losses(shown: Shown) -> Iterator[Plot]:
    losses, shown = shown.results.losses, Shown(shown.results, _SIDE_BY_SIDE)
    if losses:
        worst = max(losses, key=lambda loss: loss.share)
        points = shown.results.points
        title = f"Where the {points} went: most to {worst.rule}, {percent(worst.share)} for {worst.build}"
        how = f"Of the {points} offered in a campaign, on average: what was never paid, or did not last."
        chart = bars.bars(shown, bars.lost(shown), f"{points} a campaign", title)
        yield Plot(name="losses", title=title, caption=_caption(shown, how), chart=chart, table=losses)


def _held(shown: Shown) -> Iterator[Plot]:
    held, shown = shown.results.held, Shown(shown.results, _SIDE_BY_SIDE)
    if held:
        worst = max(held, key=lambda wish: wish.share)
        title = f"What held wishes back: above all, {worst.build} is {worst.reason} for “{worst.wish}”"
        how = "The share of sessions in which a wish was open, and the rule or shortage that held it back."
        chart = bars.bars(shown, bars.held_back(shown), "Share of sessions", title, shares=True)
        yield Plot(name="held", title=title, caption=_caption(shown, how), chart=chart, table=held)


def _sweep(shown: Shown) -> Iterator[Plot]:
    results = shown.results
    if not shown.swept and len(results.variants) < 3:
        return
    ends = [band for band in results.bands if band.session == results.sessions and not band.skill]
    measures = {band.what for band in ends if band.p90}
    names = {LEVEL: "Level", POINTS: f"{results.points} earned", TOTAL: "Ranks in all"}
    parts = [bands.against_value(shown, measure, y) for measure, y in names.items() if measure in measures]
    goals = chances.varying(results.reaches)
    parts += [chances.against_value(shown, goal, f"end_goal_{n}") for n, goal in enumerate(goals)][
        :MOST_PANELS
    ]
    title = f"After {results.sessions:,} sessions, by {shown.swept or 'rules'}"
    chart = styled(alt.concat(*parts, columns=2, spacing=24), title)
    how = f"{bands.HOW} Below: the chances at the end, for goals where they differ."
    yield Plot(name="sweep", title=title, caption=how, chart=chart, table=_ends(ends))


def _ends(ends: Sequence[Band]) -> Sequence[Band]:
    return tuple(band for band in ends if band.what in (LEVEL, POINTS, TOTAL))


_ALL: tuple[Callable[[Shown], Iterator[Plot]], ...] = (
    _sweep,
    _level,
    _earned,
    _ranks,
    _skills,
    _goals,
    _ahead,
    _losses,
    _held,
)
