"""Charts as picture files."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..problems import Mistakes, Problem
from ..problems.wording import did_you_mean, listing, quoted
from ..source.write import write_whole
from .needed import require_plotting
from .plot import Plot

if TYPE_CHECKING:
    from ..simulate.findings.rows import Results
    from ..simulate.findings.sensitivity import Effect

SUFFIXES = (".png", ".svg")
_SHARP = 2  # dots of a .png for each of a page


def picture(results: Results, suffix: str, effects: Sequence[Effect] = (), name: str | None = None) -> bytes:
    """All charts as a .png or .svg picture, or the one of a name; ``effects`` as ``charts`` takes them.

    Raises Mistakes: another suffix, no such chart, the extra for plots not installed.
    """
    if suffix.lower() not in SUFFIXES:
        raise _wrong(f"{quoted(suffix)}: a picture is a file that ends in {' or '.join(SUFFIXES)}")
    require_plotting()
    from .charts import charts

    return drawn(_chosen(charts(results, effects), name), suffix.lower())


def save_picture(
    results: Results, path: str | os.PathLike[str], effects: Sequence[Effect] = (), name: str | None = None
) -> None:
    """The same as a file, of the kind its name ends in. Raises Mistakes, also where it cannot be written."""
    target = Path(path)
    content = picture(results, target.suffix or target.name, effects, name)
    write_whole(target, [content])


def _wrong(message: str) -> Mistakes:
    return Mistakes([Problem(None, message)])


def _chosen(plots: Sequence[Plot], name: str | None) -> Sequence[Plot]:
    names = [plot.name for plot in plots]
    if not plots:
        raise _wrong("there is nothing to draw: these results are empty")
    if name is not None and name not in names:
        raise _wrong(f"there is no chart {quoted(name)}{did_you_mean(name, names)}: {listing(names)}")
    return [plot for plot in plots if name in (None, plot.name)]


def drawn(plots: Sequence[Plot], suffix: str) -> bytes:
    """The charts one below the other, on white paper."""
    from vl_convert import vegalite_to_png, vegalite_to_svg

    text = json.dumps(joined([plot.spec for plot in plots]))
    if suffix == ".svg":
        return vegalite_to_svg(text, allowed_base_urls=[]).encode()
    return vegalite_to_png(text, scale=_SHARP, allowed_base_urls=[])


def joined(specs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Several charts as one, each with colours, dashes and scales of its own; on white paper."""
    above = {key: specs[0][key] for key in ("$schema", "config")}
    above["config"] = above["config"] | {"background": "white"}
    if len(specs) == 1:
        return specs[0] | above
    data = {name: rows for spec in specs for name, rows in spec.get("datasets", {}).items()}
    apart = {"color": "independent", "shape": "independent", "strokeDash": "independent"}
    parts = [{key: spec[key] for key in spec if key not in (*above, "datasets")} for spec in specs]
    padding = {"padding": 16, "spacing": 36}
    return (
        above | padding | {"vconcat": parts, "datasets": data, "resolve": {"scale": apart, "legend": apart}}
    )
