"""The numbers below a chart, as an HTML table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import attrs

from ..views.columns import cell


def table(rows: Sequence[Any], caption: str) -> str:
    """Rows of one class as a table; what is the same in all of them, and empty, has no column."""
    columns = [field for field in _columns(rows) if any(getattr(row, field.name) != "" for row in rows)]
    heads = "".join(f'<th scope="col">{escape(field.metadata["heading"])}</th>' for field in columns)
    body = "".join(_row(row, columns) for row in rows)
    heading = f"<caption>{escape(caption)}</caption>"
    return f"<table>{heading}<thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>"


def _columns(rows: Sequence[Any]) -> list[Any]:
    fields = attrs.fields(type(rows[0])) if rows else ()
    return [field for field in fields if "heading" in field.metadata]


def _row(row: Any, columns: Sequence[Any]) -> str:
    cells = []
    for field in columns:
        how = {name: value for name, value in field.metadata.items() if name not in ("heading", "number")}
        text = escape(cell(getattr(row, field.name), **how))
        cells.append(f'<td class="n">{text}</td>' if field.metadata.get("number") else f"<td>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>\n"
