"""How charts look: each build has a colour, a dash and a marker of its own, so that grey print reads too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

# All of them stand out from white paper and from a dark screen.
COLOURS = ("#1f6fb5", "#d9730d", "#7a4fb5", "#1f9e77", "#c2294e", "#8f7a00", "#5b7083", "#c46ba8")
DASHES = ([1, 0], [7, 3], [2, 2], [10, 3, 2, 3], [14, 4], [4, 4], [10, 2, 2, 2, 2, 2])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
GREY = "#8a8a8a"
INK = "currentColor"  # as the text around it, on a light page or a dark one
FONT = "Helvetica, Arial, sans-serif"
WIDTH = 660  # of all panels of a row

_LOOK: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": "#8a8a8a66"},
    "title": {"color": INK, "subtitleColor": INK, "anchor": "start", "offset": 12, "fontSize": 15},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#8a8a8a40", "titleFontWeight": "normal"}
    | {"domainColor": GREY, "tickColor": GREY, "labelFontSize": 11, "titleFontSize": 12},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "labelLimit": 200},
    "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "labelFontWeight": "bold"},
    "text": {"color": INK, "fontSize": 11},
}


def styled(chart: Any, title: str) -> Any:
    """A whole chart, with its title and the looks that all of them share."""
    return chart.properties(title=alt.TitleParams(wrapped(title))).configure(**_LOOK)


def wrapped(text: str, width: int = 85) -> list[str]:
    """A text in lines."""
    lines = [""]
    for word in text.split():
        fits = len(lines[-1]) + len(word) < width
        lines[-1:] = [f"{lines[-1]} {word}".strip()] if fits else [lines[-1], word]
    return [line for line in lines if line] or [""]


def inline(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows embedded in the chart."""
    return {"values": list(rows)}  # as alt.InlineData each row would be checked against the schema


_SYMBOL: dict[str, Any] = {"symbolSize": 110, "symbolOpacity": 1, "symbolStrokeWidth": 0}


def _styles(of: Sequence[Any], number: int) -> list[Any]:
    return [of[n % len(of)] for n in range(number)]


def _scale(builds: Sequence[str], of: Sequence[Any]) -> Any:
    return alt.Scale(domain=list(builds), range=_styles(of, len(builds)))


def _legend(builds: Sequence[str]) -> Any:
    """One legend above the chart; none for one build."""
    if len(builds) == 1:
        return None
    return alt.Legend(orient="top", title=None, columns=min(len(builds), 4), **_SYMBOL)


def coloured(builds: Sequence[str], **how: Any) -> Any:
    """Colour by build."""
    how = {"legend": _legend(builds)} | how
    return alt.Color("build:N", scale=_scale(builds, COLOURS), **how)


def dashed(builds: Sequence[str]) -> Any:
    """The dash of a line by build."""
    return alt.StrokeDash("build:N", scale=_scale(builds, DASHES), legend=_legend(builds))


def shaped(builds: Sequence[str]) -> Any:
    """The marker by build."""
    return alt.Shape("build:N", scale=_scale(builds, SHAPES), legend=_legend(builds))


def picked(name: str) -> Any:
    """A click on a name in the legend shows that build alone."""
    return alt.selection_point(name=f"pick_{name}", fields=["build"], bind="legend")


def zoomed(name: str) -> Any:
    """Shift and the wheel zoom into the sessions, dragging moves them; the wheel alone scrolls the page."""
    how: dict[str, Any] = {"zoom": "wheel![event.shiftKey]", "bind": "scales", "encodings": ["x"]}
    return alt.selection_interval(name=f"zoom_{name}", **how)


def whole(title: str, most: int, field: str = "session") -> Any:
    """A horizontal axis of whole sessions."""
    scale = alt.Scale(domain=[min(1, most - 1), most], nice=False)
    return alt.X(
        f"{field}:Q", title=title, scale=scale, axis=alt.Axis(tickMinStep=1, format=",d", grid=False)
    )


def panels(variants: Sequence[str]) -> int:
    """How wide one of some panels side by side is."""
    return max(150, (WIDTH - 30 * (len(variants) - 1)) // max(len(variants), 1))
