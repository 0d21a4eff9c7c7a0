"""How rows of numbers are written: as tables for people, exactly for programs and spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from ..views.columns import cell
from . import tables

EXACT = 6  # digits of a number in JSON and CSV


def show(row: type, rows: Sequence[Any], form: str) -> None:
    """Rows of one class as a table; a column in which nothing stands is left out."""
    shown = [field for field in attrs.fields(row) if "heading" in field.metadata]
    cells = [[cell(getattr(one, field.name), **field.metadata) for field in shown] for one in rows]
    kept = [at for at in range(len(shown)) if any(line[at] for line in cells)]
    columns = [shown[at].metadata["heading"] for at in kept]
    numbers = [shown[at].metadata["heading"] for at in kept if shown[at].metadata.get("number")]
    lines = [[line[at] for at in kept] for line in cells]
    (tables.markdown if form == "md" else tables.table)(columns, lines, numbers)


def as_csv(row: type, rows: Sequence[Any]) -> None:
    """All fields of the rows for a spreadsheet."""
    names = [field.name for field in attrs.fields(row)]
    tables.as_csv(names, [[_one(getattr(one, name)) for name in names] for one in rows])


def _one(value: Any) -> Any:
    value = exact(value)
    return ", ".join(value) if isinstance(value, list) else value


def exact(value: Any) -> Any:
    """Attrs classes as plain values; fractions as decimal numbers of six digits."""
    if attrs.has(type(value)):
        return {field.name: exact(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return {key: exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner) for inner in value]
    if isinstance(value, Fraction):
        rounded = round(value, EXACT)
        return int(rounded) if rounded.denominator == 1 else float(rounded)
    return value
