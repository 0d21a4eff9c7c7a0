"""A simulation's report as bytes of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import attrs
import cattrs

from ..simulate.findings.rows import Band, Results
from ..simulate.findings.sensitivity import Effect
from ..views.columns import csv_cell
from .common import needs
from .rows import exact
from .simulation_tables import as_data


def report(results: Results, effects: Sequence[Effect], suffix: str) -> bytes:
    """The report, as the name of its file wants it."""
    if suffix == ".json":
        data = cattrs.unstructure(as_data(results, effects))
        return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
    if suffix == ".csv":
        return _bands(results)
    with needs("plot"):
        from ..plots import page, picture
    return page(results, effects).encode() if suffix == ".html" else picture(results, suffix, effects)


def _bands(results: Results) -> bytes:
    """A row for each number of each build after each session."""
    text = io.StringIO()
    names = [field.name for field in attrs.fields(Band)]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([csv_cell(_cell(getattr(band, name))) for name in names] for band in results.bands)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    return exact(value)
