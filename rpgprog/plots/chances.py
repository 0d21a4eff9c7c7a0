"""Chances: to have reached a goal, by session and against a value that is varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from ..simulate.findings.rows import Reach
from .bands import grid, marks, numeric, swept_axis, wrapped_panels
from .rows import Row, Shown, share
from .style import coloured, dashed, inline, panels, picked, styled, whole, zoomed

_APART = 0.13  # labels closer than that would lie on each other
HOW = (
    "The line is the share of campaigns that have reached the goal by then; "
    "a marker shows where half of them have."
)


def _y(title: str = "Chance of having reached it") -> Any:
    scale = alt.Scale(domain=[0, 1])
    return alt.Y(
        "chance:Q", scale=scale, axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title=title)
    )


def by_session(shown: Shown, goals: Sequence[str], title: str) -> Any:
    """The chance to have reached each goal, a panel for each."""
    many, columns = len(shown.panels) > 1, min(3, len(goals))
    width = panels(shown.panels) if many else panels(goals[:columns])
    rows = labelled(shown.chances(goals))
    chart = _lines(shown).add_params(zoomed("goals")).properties(width=width, height=120)
    empty = {"build": shown.builds[0], "marked": 0, "label": ""}
    layers = (
        grid(chart, shown, rows, "goal", goals, empty)
        if many
        else wrapped_panels(chart, rows, "goal", goals, columns)
    )
    return styled(layers, title)


def _lines(shown: Shown) -> Any:
    builds, pick = shown.builds, picked("goals")
    base = alt.Chart().encode(x=whole("Session", shown.results.sessions))
    faint = alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.12))
    line = base.mark_line(interpolate="step-after", strokeWidth=2.2).encode(
        y=_y("Chance"), color=coloured(builds), strokeDash=dashed(builds), opacity=faint
    )
    tooltip = [alt.Tooltip("build:N"), alt.Tooltip("goal:N"), alt.Tooltip("session:Q")]
    tooltip += [alt.Tooltip("chance:Q", format=".1%")]
    tooltip += [alt.Tooltip(f"{name}:N", title=name) for name in ("10 % by", "half by", "90 % by")]
    points = marks(base, builds, "chance:Q", tooltip, pick).add_params(pick)
    names = base.mark_text(align="right", dx=-4, baseline="bottom", dy=-3, fontSize=10).encode(
        y="chance:Q", text="label:N", opacity=faint
    )
    return alt.layer(line, points, names.transform_filter("datum.label != ''"))


def labelled(rows: Sequence[Row]) -> list[Row]:
    """The rows, with the build's name at the end of its line where no other line ends close by."""
    last = max((row["session"] for row in rows), default=0)
    ends = [row for row in rows if row["session"] == last]
    return [row | {"label": row["build"] if row in ends and _alone(row, ends) else ""} for row in rows]


def _alone(row: Row, ends: Sequence[Row]) -> bool:
    panel = (row["rules"], row["goal"])
    rivals = [end for end in ends if (end["rules"], end["goal"]) == panel and end["build"] != row["build"]]
    fits = row["chance"] + _APART < 1
    return bool(rivals) and fits and all(abs(end["chance"] - row["chance"]) >= _APART for end in rivals)


def against_value(shown: Shown, goal: str, name: str) -> Any:
    """The chance to have reached a goal at the end, against the value that was varied."""
    reaches = [reach for reach in shown.results.reaches if reach.goal == goal]
    builds, pick, x = shown.builds, picked(name), swept_axis(shown)
    rows = [_end(shown, reach) for reach in reaches]
    base = alt.Chart(inline(rows)).encode(x=x)
    line = base.mark_line(strokeWidth=2.2).encode(
        y=_y(f"Chance: {goal}"), color=coloured(builds), strokeDash=dashed(builds)
    )
    tooltip = [alt.Tooltip("build:N"), alt.Tooltip("rules:N", title=shown.swept or "rules")]
    tooltip += [alt.Tooltip("chance:Q", format=".1%")]
    points = marks(base, builds, "chance:Q", tooltip, pick).add_params(pick)
    return alt.layer(line, points).properties(width=300, height=200)


def _end(shown: Shown, reach: Reach) -> Row:
    called = shown.called[reach.rules]
    value = {"value": float(called)} if numeric(list(shown.called.values())) else {}
    return {"rules": called, "build": reach.build, "chance": share(reach.chance), "marked": 1} | value


def varying(reaches: Sequence[Reach]) -> list[str]:
    """The goals whose chance is not the same under all variants."""
    chances: dict[str, dict[str, set[Any]]] = {}
    for reach in reaches:
        chances.setdefault(reach.goal, {}).setdefault(reach.build, set()).add(reach.chance)
    return [goal for goal, builds in chances.items() if any(len(medians) > 1 for medians in builds.values())]
