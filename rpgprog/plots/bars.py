"""Bars: where points went, what held wishes back, what a number's change does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import altair as alt

from ..simulate.findings.sensitivity import Effect
from ..views.columns import decimal
from .bands import grid
from .rows import MOST_PANELS, Row, Shown, share
from .style import COLOURS, GREY, INK, coloured, inline, panels, styled

OFFERED = "offered in all"
_LEAST = Fraction(1, 2000)  # of what is offered: less cannot be seen
DOWN, UP = "a step lower", "a step higher"
SESSIONS = "Sessions earlier (-) or later (+)"
_NUMBERS = 8  # bars for a goal
_BAR, _ROOM = 20, 1.45  # room to the right of the longest bar, for its label


def lost(shown: Shown) -> list[Row]:
    """What was offered to each build in a campaign, and what became of it."""
    losses = [
        loss for loss in shown.results.losses if loss.rules in shown.variants and abs(loss.share) >= _LEAST
    ]
    rows: list[Row] = []
    for loss in losses:
        head: Row = {"rules": shown.called[loss.rules], "build": loss.build}
        offered = loss.points / loss.share if loss.share else None
        first = head | {"what": OFFERED}
        if offered and not any(row.items() >= first.items() for row in rows):
            rows.append(first | {"amount": share(offered), "label": _points(offered, shown), "part": 1.0})
        label = f"{_points(loss.points, shown)} ({decimal(loss.share * 100, 1)} %)"
        rows.append(
            head
            | {"what": loss.rule, "amount": share(loss.points), "label": label, "part": share(loss.share)}
        )
    return sorted(rows, key=lambda row: -row["amount"])  # what takes most stands on top


def _points(points: Any, shown: Shown) -> str:
    return f"{decimal(points, 1) if abs(points) < 100 else f'{round(points):,}'} {shown.results.points}"


def held_back(shown: Shown) -> list[Row]:
    """What held each wish back."""
    return [
        {"rules": shown.called[held.rules], "build": held.build, "what": held.wish}
        | {"reason": held.reason, "amount": share(held.share)}
        | {"label": f"{decimal(held.share * 100, 1)} % {held.reason}"}
        for held in shown.results.held
        if held.rules in shown.variants
    ]


def bars(shown: Shown, rows: Sequence[Row], x: str, title: str, shares: bool = False) -> Any:
    """Bars with their numbers written beside them: builds one below the other, variants side by side."""
    names = list(dict.fromkeys(row["what"] for row in rows))
    builds, most = shown.builds, max((row["amount"] for row in rows), default=1) or 1
    least = min(0, *(row["amount"] for row in rows)) if rows else 0
    scale = alt.Scale(domain=[least, most * (_ROOM if len(shown.panels) == 1 else 2.3)], nice=False)
    ticks: dict[str, Any] = (
        {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"} if shares else {"format": ",d"}
    )
    axis = alt.Axis(title=x, tickCount=4, grid=False, **ticks)
    reasons = {"yOffset": "reason:N"} if len({row.get("reason") for row in rows}) > 1 else {}
    base = alt.Chart().encode(
        y=alt.Y("what:N", sort=names, title=None, axis=alt.Axis(labelLimit=190, ticks=False)),
        x=alt.X("amount:Q", scale=scale, axis=axis),
        tooltip=[alt.Tooltip("build:N"), alt.Tooltip("what:N"), alt.Tooltip("label:N", title=x)],
        **reasons,
    )
    own = coloured(builds, legend=None)
    grey = alt.when("datum.what == '" + OFFERED + "'").then(alt.value(GREY)).otherwise(own)
    bar = base.mark_bar(size=9 if reasons else 13).encode(color=grey)
    text = base.mark_text(align="left", dx=4).encode(text="label:N")
    width = panels([*shown.panels, ""]) if len(shown.panels) > 1 else 480
    chart = alt.layer(bar, text).properties(width=width, height=alt.Step(_BAR if not reasons else 13))
    empty = {"what": "nothing", "amount": 0, "label": ""}
    chart_grid = grid(chart, shown, rows, "build", builds, empty).resolve_scale(y="independent")
    return styled(chart_grid, title)


def strongest(effects: Sequence[Effect]) -> list[Effect]:
    """Of each build and goal the numbers that matter most for it, the strongest first."""
    by: dict[str, list[Effect]] = {}
    for effect in effects:
        by.setdefault(_about(effect), []).append(effect)
    most = sorted(by.values(), key=lambda group: -max(member.size for member in group))[:MOST_PANELS]
    return [member for group in most for member in sorted(group, key=lambda member: -member.size)[:_NUMBERS]]


def _about(effect: Effect) -> str:
    return f"{effect.build}: {effect.goal}"


def moved(effects: Sequence[Effect]) -> list[Row]:
    """By how many sessions a goal moves with each number, down and up."""
    rows: list[Row] = []
    for effect in effects:
        sides = ((DOWN, effect.lower, effect.session_lower), (UP, effect.upper, effect.session_upper))
        by = {way: (text, share(at - effect.session)) for way, text, at in sides if at is not None}
        shifts = [0.0, *(shift for _, shift in by.values())]
        head: Row = {
            "panel": _about(effect),
            "number": f"{effect.path.removeprefix('policies.')}, now {effect.value}",
        }
        head |= {"low": min(shifts), "high": max(shifts), "session": share(effect.session)}
        rows += [head | {"way": way, "value": text, "shift": shift} for way, (text, shift) in by.items()]
    return rows


def dependence(effects: Sequence[Effect], title: str) -> Any:
    """Bars from the earlier to the later session, with a marker for each way a number is changed."""
    rows = moved(effects)
    names, about = (list(dict.fromkeys(row[field] for row in rows)) for field in ("number", "panel"))
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("number", "way", "value")]
    tooltip += [
        alt.Tooltip("shift:Q", title="sessions later", format="+.1f"),
        alt.Tooltip("session:Q", format=".1f"),
    ]
    base = alt.Chart().encode(
        y=alt.Y("number:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, ticks=False)),
        tooltip=tooltip,
    )
    x = alt.X("low:Q", axis=alt.Axis(title=SESSIONS, format="+", tickCount=6))
    bar = base.mark_bar(size=7, color=GREY, opacity=0.5).encode(x=x, x2="high:Q")
    legend = alt.Legend(orient="top", title=None, symbolFillColor=COLOURS[0])
    scale = alt.Scale(domain=[DOWN, UP], range=["triangle-down", "triangle-up"])
    ends = base.mark_point(filled=True, size=80, opacity=1, color=COLOURS[0]).encode(
        x="shift:Q", shape=alt.Shape("way:N", scale=scale, legend=legend)
    )
    zero = alt.Chart().mark_rule(color=INK).encode(x=alt.datum(0))
    chart = alt.layer(bar, zero, ends).properties(width=400, height=alt.Step(_BAR))
    header = alt.Header(title=None, labelOrient="top", labelAnchor="start", labelPadding=4)
    row = alt.Row("panel:N", sort=about, header=header)
    facets = chart.facet(data=inline(rows), row=row, spacing=12).resolve_scale(y="independent")
    return styled(facets, title)
