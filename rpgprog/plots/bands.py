"""Lines with bands: how a number grows over the sessions, or with a value that is varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from .rows import Row, Shown, gridded
from .style import coloured, dashed, inline, panels, picked, shaped, styled, whole, zoomed

HOW = (
    "Line: half of the campaigns reach at least this. Strong band: the middle half of the campaigns; "
    "faint band: all but the lowest and the highest tenth."
)
_NUMBERS = ("p90", "p75", "median", "p25", "p10")
_TOLD = {"p90": "90 % are at most", "p75": "75 %", "median": "median", "p25": "25 %", "p10": "10 %"}


def banded(name: str, builds: Sequence[str], x: Any, y: str, step: bool, tooltips: Sequence[Any] = ()) -> Any:
    """Bands, a line and markers for each build; a click in the legend shows one build alone."""
    pick, base = picked(name), alt.Chart().encode(x=x)
    how: Any = {"interpolate": "step-after"} if step else {}
    axis = alt.Axis(title=y, tickMinStep=1, format=",d")
    areas = [
        base.mark_area(**how, strokeWidth=0).encode(
            y=alt.Y(f"{low}:Q", axis=axis),
            y2=f"{high}:Q",
            color=coloured(builds),
            opacity=alt.when(pick).then(alt.value(opacity)).otherwise(alt.value(0.02)),
        )
        for low, high, opacity in (("p10", "p90", 0.14), ("p25", "p75", 0.26))
    ]
    faint = alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.12))
    line = base.mark_line(**how, strokeWidth=2.2).encode(
        y=alt.Y("median:Q", axis=axis), color=coloured(builds), strokeDash=dashed(builds), opacity=faint
    )
    return alt.layer(
        *areas, line, marks(base, builds, "median:Q", band_tooltips(tooltips), pick).add_params(pick)
    )


def marks(base: Any, builds: Sequence[str], y: str, tooltip: Sequence[Any], pick: Any) -> Any:
    """The markers of lines; between them unseen ones, which tell their numbers all the same."""
    return base.mark_point(filled=True, size=60).encode(
        y=y,
        color=coloured(builds),
        shape=shaped(builds),
        opacity=alt.when(pick).then(alt.Opacity("marked:Q", scale=None, legend=None)).otherwise(alt.value(0)),
        tooltip=list(tooltip),
    )


def band_tooltips(tooltips: Sequence[Any] = ()) -> list[Any]:
    """What a tooltip says: who, and all five numbers."""
    numbers = [alt.Tooltip(f"{name}:Q", title=_TOLD[name], format=",d") for name in _NUMBERS]
    return [alt.Tooltip("build:N", title="build"), *tooltips, *numbers]


def over_sessions(shown: Shown, name: str, rows: Sequence[Row], y: str, title: str, step: bool) -> Any:
    """A measure over the sessions, a panel for each variant."""
    tooltips = [alt.Tooltip("session:Q")]
    builds = shown.builds
    chart = banded(name, builds, whole("Session", shown.results.sessions), y, step, tooltips)
    chart = chart.add_params(zoomed(name)).properties(width=panels(shown.panels), height=240)
    return styled(by_variant(chart, shown, rows), title)


def by_variant(chart: Any, shown: Shown, rows: Sequence[Row]) -> Any:
    """A panel for each variant side by side."""
    data = inline(rows)
    if len(shown.panels) == 1:
        return chart.properties(data=data)
    return chart.facet(data=data, column=_column(shown), spacing=20)


def _column(shown: Shown) -> Any:
    return alt.Column("rules:N", sort=shown.panels, header=alt.Header(title=shown.swept or None))


def grid(chart: Any, shown: Shown, rows: Sequence[Row], field: str, values: Sequence[str], empty: Row) -> Any:
    """Panels for the values of a field one below the other, for the variants side by side."""
    data = inline(gridded(rows, shown.panels, field, values, empty))
    header = alt.Header(title=None, labelOrient="top", labelAnchor="start", labelPadding=4)
    many = {"column": _column(shown)} if len(shown.panels) > 1 else {}
    row = alt.Row(f"{field}:N", sort=list(values), header=header)
    return chart.facet(data=data, row=row, spacing=alt.RowColnumber(row=12, column=20), **many)


def wrapped_panels(chart: Any, rows: Sequence[Row], field: str, values: Sequence[str], columns: int) -> Any:
    """Panels for the values of a field, some to a line, each with its own sessions below it."""
    facet, data = alt.Facet(f"{field}:N", sort=list(values), title=None), inline(rows)
    chart = chart.facet(facet=facet, columns=columns, data=data, spacing=18)
    return chart.resolve_axis(x="independent")


def by_skill(shown: Shown, rows: Sequence[Row], skills: Sequence[str], title: str) -> Any:
    """The ranks of each skill: panels beside and below each other, all on one scale."""
    many = len(shown.panels) > 1
    columns = len(shown.panels) if many else min(3, len(skills))
    width = panels(shown.panels) if many else panels(skills[:columns])
    x, tooltips = whole("Session", shown.results.sessions), [alt.Tooltip("skill:N"), alt.Tooltip("session:Q")]
    chart = banded("skills", shown.builds, x, "Rank", True, tooltips)
    chart = chart.add_params(zoomed("skills")).properties(width=width, height=120 if many else 150)
    empty = {"build": shown.builds[0], "marked": 0}
    charts = (
        grid(chart, shown, rows, "skill", skills, empty)
        if many
        else wrapped_panels(chart, rows, "skill", skills, columns)
    )
    return styled(charts, title)


def swept_axis(shown: Shown) -> Any:
    """The axis of the value that was varied; of rulesets, where these were."""
    texts, title = list(shown.called.values()), shown.swept or "Rules"
    if not numeric(texts):
        return alt.X("rules:N", sort=texts, title=title, axis=alt.Axis(labelAngle=0, labelLimit=140))
    values = [float(text) for text in texts]
    axis = alt.Axis(values=values, grid=False, labelOverlap=True)
    return alt.X(
        "value:Q", title=title, axis=axis, scale=alt.Scale(domain=[min(values), max(values)], nice=False)
    )


def numeric(texts: Sequence[str]) -> bool:
    """Whether the varied value is a plain number everywhere."""
    return all(text.replace(".", "", 1).isdecimal() for text in texts)


def against_value(shown: Shown, measure: str, y: str) -> Any:
    """Where builds end, against the value that was varied."""
    rows, texts = shown.ends(measure), list(shown.called.values())
    if numeric(texts):
        rows = [row | {"value": float(row["rules"])} for row in rows]
    tooltips = [alt.Tooltip("rules:N", title=shown.swept or "rules")]
    chart = banded(f"end_{measure}".replace(" ", "_"), shown.builds, swept_axis(shown), y, False, tooltips)
    return chart.properties(width=300, height=200, data=inline(rows))
