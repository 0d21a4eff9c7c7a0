"""How rows of numbers are written: as tables for people, exactly for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..ledger.plain import plain
from ..reader import Names
from ..views.columns import cell
from . import tables

exact = plain  # attrs classes as plain values, ratios with six digits


def show(row: type, rows: Sequence[Any], form: str, names: Names | None = None) -> None:
    """Rows of one class as a table; a column in which nothing stands is left out.

    With the ``names`` of a campaign, its days are shown as its calendar has them.
    """
    shown = [field for field in attrs.fields(row) if "heading" in field.metadata]
    cells = [[_shown(getattr(record, field.name), field, names) for field in shown] for record in rows]
    filled = [at for at in range(len(shown)) if any(line[at] for line in cells)]
    columns = [shown[at].metadata["heading"] for at in filled]
    numbers = [shown[at].metadata["heading"] for at in filled if shown[at].metadata.get("number")]
    lines = [[line[at] for at in filled] for line in cells]
    (tables.markdown if form == "md" else tables.table)(columns, lines, numbers)


def _shown(value: Any, field: Any, names: Names | None) -> str:
    if names is not None and field.metadata.get("day") and value is not None:
        return names.day(value)
    return cell(value, **field.metadata)


def as_csv(row: type, rows: Sequence[Any]) -> None:
    """All fields of the rows for a spreadsheet."""
    names = [field.name for field in attrs.fields(row)]
    tables.as_csv(names, [[_one(getattr(record, name)) for name in names] for record in rows])


def _one(value: Any) -> Any:
    value = exact(value)
    return ", ".join(value) if isinstance(value, list) else value
