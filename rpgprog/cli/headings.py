"""Tables under headlines, as a terminal or Markdown shows them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..views.columns import decimal
from . import tables

FEW = Fraction(1, 1000)  # what is rarer is not shown to people


def headline(text: str, form: str) -> None:
    """A line above a table."""
    tables.line(f"{'## ' if form == 'md' else ''}{text}", "bold cyan")
    if form == "md":
        tables.line()


def sentence(text: str, form: str) -> None:
    """A line by itself."""
    tables.line(text)
    if form == "md":
        tables.line()


def table_of(
    columns: Sequence[str], lines: Sequence[Sequence[str]], form: str, right: Sequence[str] = ()
) -> None:
    """Rows under their headings; the columns named in ``right`` hold numbers."""
    (tables.markdown if form == "md" else tables.table)(columns, lines, right)
    if form == "md":
        tables.line()


def in_percent(share: Fraction) -> str:
    """A share of campaigns: what is rare is not rounded to never, nor what is sure nearly to sure."""
    if 0 < share < FEW:
        return "< 0.1 %"
    if 1 - FEW < share < 1:
        return "> 99.9 %"
    return f"{decimal(share * 100, 1)} %"
