"""Charts as one HTML file: words, charts and numbers; it needs no network and nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .needed import require_plotting
from .plot import Plot

if TYPE_CHECKING:  # a page of a campaign's past needs nothing of simulations
    from ..simulate.findings.rows import Results
    from ..simulate.findings.sensitivity import Effect

# Nothing may be loaded from anywhere, and no text in it can become code.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)

_NAMED = "window.vegaEmbed = vegaEmbed;"  # what the page calls by name


def page(results: Results, effects: Sequence[Effect] = ()) -> str:
    """The page of a simulation; ``effects`` as ``charts`` takes them.

    Raises Mistakes where the extra for plots is not installed.
    """
    require_plotting()
    from .charts import charts
    from .findings import findings, played

    title, plots = f"{results.title}: builds played", charts(results, effects)
    return whole_page(title, results.title, played(results), findings(results), plots)


def whole_page(title: str, heading: str, about: str, findings: Sequence[str], plots: Sequence[Plot]) -> str:
    """A page: what it is about, what came of it, the charts."""
    from vl_convert import javascript_bundle

    items = "".join(f"<li>{escape(text)}</li>\n" for text in findings)
    parts = {
        "POLICY": escape(_POLICY),
        "TITLE": escape(title),
        "HEADING": escape(heading),
        "PLAYED": escape(about),
        "FINDINGS": f"<ul>\n{items}</ul>",
        "CONTENTS": "".join(f'<li><a href="#{plot.name}">{escape(plot.title)}</a></li>\n' for plot in plots),
        "CHARTS": "\n".join(map(figure, plots)),
        "STYLE": _file("page.css"),
        "DRAW": _file("draw.js"),
        "LIBRARY": javascript_bundle(_NAMED).replace("</script", "<\\/script"),
    }
    return _filled(_file("page.html"), parts)


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _filled(text: str, parts: dict[str, str]) -> str:
    """The template filled with its parts, which are inserted verbatim."""
    pieces = text.split("@@")
    return "".join(parts[piece] if n % 2 else piece for n, piece in enumerate(pieces))


def figure(plot: Plot) -> str:
    """One chart with its caption and its numbers."""
    from .tables import table

    name, label = plot.name, escape(f"{plot.title}. {plot.caption}")
    about = f"The numbers. {plot.about}".strip()
    numbers = table(plot.table, plot.title) if plot.table else ""
    return (
        f'<section id="{name}"><h2>{escape(plot.title)}</h2><figure>\n'
        f'<div class="chart" id="chart-{name}" role="img" tabindex="0" aria-label="{label}"></div>\n'
        f"<figcaption>{escape(plot.caption)}</figcaption></figure>\n"
        f'<script type="application/json" class="spec" data-chart="chart-{name}">{in_script(untitled(plot))}'
        f"</script>\n<details><summary>{escape(about)}</summary>"
        f'<div class="numbers">{numbers}</div></details></section>'
    )


def untitled(plot: Plot) -> dict[str, Any]:
    """The chart without its title, which is the heading above it."""
    return {key: value for key, value in plot.spec.items() if key != "title"}


def in_script(value: Any) -> str:
    r"""A value as JSON that may stand in a script element: no text in it can end the element or open another.

    >>> print(in_script("</script><!--&"))
    "\u003c/script\u003e\u003c!--\u0026"
    """
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
