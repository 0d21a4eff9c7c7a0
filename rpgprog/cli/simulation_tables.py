"""What a simulation came to, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ..simulate.findings.past import BesidePast
from ..simulate.findings.rows import Band, Crossing, Held, Loss, Reach, Refusal, Results
from ..simulate.findings.sensitivity import Effect
from ..views.columns import many
from . import rows, tables
from .headings import FEW, headline, in_percent, sentence, table_of
from .sensitivity_tables import show_effects

COLUMNS = 5  # sessions that a table shows
FULL = 2  # rulesets that are shown in full; of more only the ends
MOST_CROSSINGS = 12


def show(
    results: Results, effects: Sequence[Effect] | None, form: str, beside: Sequence[BesidePast] = ()
) -> None:
    """All that came out; ``effects`` are None where they were not asked for."""
    if form == "json":
        data = as_data(results, effects)
        tables.as_json({**data, "beside_past": rows.exact(list(beside))} if beside else data)
    elif form == "csv":
        rows.as_csv(Band, results.bands)
    else:
        _headed(results, form)
        if beside:
            headline(f"{results.points} earned a session: so far, and in the model", form)
            rows.show(BesidePast, beside, form)
        if len(results.variants) > FULL:
            _swept(results, form)
        else:
            for variant in results.variants:
                _variant(results, variant, form)
        _compared(results, form)
        if len(results.variants) <= FULL:
            _losses(results, form)
            _held(results, form)
        if effects is not None:
            show_effects(effects, form)
        for note in results.notes:
            sentence(note, form)


def as_data(results: Results, effects: Sequence[Effect] | None = None) -> Any:
    """The results for programs."""
    data = {field.name: getattr(results, field.name) for field in attrs.fields(Results)}
    return rows.exact(data if effects is None else {**data, "effects": list(effects)})


def _headed(results: Results, form: str) -> None:
    out_of = "" if results.campaigns == results.asked else f" of {results.asked:,} (stopped)"
    campaigns = "campaign" if results.campaigns == 1 else "campaigns"
    text = f"{results.campaigns:,}{out_of} {campaigns} of {many(results.sessions, 'session')}"
    headline(f"{results.title}: {text}, seed {results.seed}", form)


def _shown(sessions: int) -> list[int]:
    """The sessions that a table has columns for."""
    return sorted({max(1, sessions * n // COLUMNS) for n in range(1, COLUMNS + 1)})


def _variant(results: Results, variant: str, form: str) -> None:
    """For each build where it stands, then the goals of all."""
    shown, bands = _shown(results.sessions), [band for band in results.bands if band.rules == variant]
    heads = [f"Session {session}" for session in shown]
    lines = []
    for build in results.builds:
        bands_of_build = [band for band in bands if band.build == build]
        for measure, skill in dict.fromkeys((band.what, band.skill) for band in bands_of_build):
            by = {
                band.session: band for band in bands_of_build if (band.what, band.skill) == (measure, skill)
            }
            label = _called(measure, skill, results.points)
            if measure != "bonus":
                lines.append([build, label, *(_range(by[session]) for session in shown)])
    title = f"{variant}: half of all campaigns reach at least this (8 of 10 are in the range)"
    headline(title, form)
    table_of(["Build", "What", *heads], _once(lines), form, heads)
    reaches = [row for row in results.reaches if row.rules == variant]
    if reaches:
        _reached(reaches, results.sessions, form)


def _swept(results: Results, form: str) -> None:
    """Many rulesets, a line for each build under each: where it ends, when it reaches its goals."""
    ends = {
        (band.rules, band.build, band.what): _range(band)
        for band in results.bands
        if band.session == results.sessions and not band.skill
    }
    whats = list(dict.fromkeys(measure for *_, measure in ends))
    goals = list(dict.fromkeys(row.goal for row in results.reaches))
    reached = {(row.rules, row.build, row.goal): row for row in results.reaches}
    columns = ["Build", "Rules", *(_called(measure, "", results.points) for measure in whats), *goals]
    lines = []
    for build in results.builds:
        for rules in results.variants:
            ending = [ends.get((rules, build, measure), "") for measure in whats]
            lines.append(
                [build, rules, *ending, *(_when(reached.get((rules, build, goal))) for goal in goals)]
            )
    headline("At the end: for each goal its chance, and the session by which half have reached it", form)
    table_of(columns, _once(lines), form, columns[2:])


def _when(row: Reach | None) -> str:
    if row is None:
        return ""
    return in_percent(row.chance) + ("" if row.median is None else f", {row.median}")


def _called(measure: str, skill: str, points: str) -> str:
    return f"{skill} {measure}" if skill and measure != "rank" else skill or measure.replace("points", points)


def _range(band: Band) -> str:
    around = f" ({band.p10}-{band.p90})" if band.p10 != band.p90 else ""
    return f"{band.median}{around}"


def _once(lines: Iterable[list[str]]) -> list[list[str]]:
    """A name that stands above already is left out."""
    shown, before = [], None
    for first, *rest in lines:
        shown.append(["" if first == before else first, *rest])
        before = first
    return shown


def _reached(reaches: Sequence[Reach], sessions: int, form: str) -> None:
    shown = sorted({max(1, sessions // 2), sessions})
    by_session = [f"By session {session}" for session in shown]
    columns = ["Build", "Goal", *by_session, "1 in 10 by", "Half by", "9 in 10 by"]
    lines = [
        [
            row.build,
            row.goal,
            *(in_percent(row.chances[session - 1]) for session in shown),
            *("-" if at is None else str(at) for at in (row.p10, row.median, row.p90)),
        ]
        for row in reaches
    ]
    table_of(columns, _once(lines), form, columns[2:])


def _compared(results: Results, form: str) -> None:
    """Who is ahead when."""
    last = [row for row in results.aheads if row.session == results.sessions and row.level < 1]
    if not last or len(results.variants) > FULL:
        return
    headline("Which build is ahead at the end, with the same dice", form)
    lines = [
        [
            row.rules,
            row.what,
            row.build,
            in_percent(row.ahead),
            in_percent(row.level),
            in_percent(row.behind),
            row.other,
        ]
        for row in last
    ]
    columns = ["Rules", "In", "Build", "Ahead", "Level", "Behind", "Against"]
    if len(results.variants) == 1:
        columns, lines = columns[1:], [line[1:] for line in lines]
    table_of(columns, lines, form, ["Ahead", "Level", "Behind"])
    for crossing in results.crossings[:MOST_CROSSINGS]:
        sentence(_crossing(crossing, len(results.variants) > 1), form)
    if len(results.crossings) > MOST_CROSSINGS:
        tables.line(
            f"... and {many(len(results.crossings) - MOST_CROSSINGS, 'crossing')} more (--format json)"
        )


def _crossing(crossing: Crossing, named: bool) -> str:
    under = f"Under {crossing.rules}: " if named else ""
    since = f"From session {crossing.session} on {crossing.build} is more often ahead of {crossing.other}"
    return f"{under}{since} than behind in {crossing.what}."


def _losses(results: Results, form: str) -> None:
    rows = [row for row in results.losses if abs(row.share) >= FEW]
    _rows(results, Loss, rows, "Where the points went, of all that encounters and goals offered", form)


def _held(results: Results, form: str) -> None:
    rows = [row for row in results.held if row.share >= FEW]
    _rows(results, Held, rows, "What held wishes back, as a share of sessions", form)
    _rows(results, Refusal, list(results.refusals), "What the rules refused", form)


def _rows(results: Results, kind: type, shown: Sequence[Any], title: str, form: str) -> None:
    if not shown:
        return
    headline(title, form)
    if len(results.variants) == 1:
        shown = [attrs.evolve(row, rules="") for row in shown]
    rows.show(kind, shown, form)
    if form == "md":
        tables.line()
