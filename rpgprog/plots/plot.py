"""One chart with all that a page needs beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen


@frozen(kw_only=True, eq=False)
class Plot:
    """A chart: its short name, what it shows in one sentence, how to read it, and the rows it was made of.

    ``table`` are rows of one class of ``simulate.findings``, whose columns have headings.
    """

    name: str
    title: str
    caption: str
    chart: Any
    table: Sequence[Any] = ()
    about: str = ""  # of the table: what was left out of it

    @property
    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite; checked against its schema."""
        import altair

        with altair.data_transformers.enable("default", max_rows=None):
            spec: dict[str, Any] = self.chart.to_dict()
        return spec | {"description": f"{self.title}. {self.caption}"}
