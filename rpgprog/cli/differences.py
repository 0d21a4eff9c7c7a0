"""What differs between two branches of a campaign, as tables and for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import click

from ..ledger.accounts import EARNED, IN_UNITS, POINTS, RANK, TALENT
from ..ledger.units import plain
from ..reader import Names
from ..views.compare import Difference
from ..views.timeline import FREE
from ..views.wording import amount
from . import tables
from .headings import table_of

all_option = click.option("--all", "everything", is_flag=True, help="Also show what is the same.")


def show_differences(
    differences: Sequence[Difference], was: Names, other: Names, headings: tuple[str, str], form: str
) -> None:
    """Who, what, the two numbers in the words of their rules, and the difference."""
    columns = ("Who", "What", *headings, "Difference")
    table_of(columns, [_row(difference, was, other) for difference in differences], form, columns[2:])


def _row(moved: Difference, was: Names, other: Names) -> list[str]:
    if moved.kind == TALENT:
        had, has = ("yes" if number else "no" for number in (moved.was, moved.becomes))
        return [moved.who, what(moved), had, has, {1: "gained", -1: "lost"}.get(moved.difference, "")]
    kind = POINTS if moved.kind == FREE else moved.kind
    difference = amount(kind, moved.difference, other, signed=True) if moved.difference else ""
    return [
        moved.who,
        what(moved),
        amount(kind, moved.was, was),
        amount(kind, moved.becomes, other),
        difference,
    ]


def what(difference: Difference) -> str:
    """What a number is of: "climbing", "xp climbing", "points earned"."""
    if difference.kind in (EARNED, FREE):
        return f"points {difference.kind}"
    return difference.of if difference.kind == RANK else f"{difference.kind} {difference.of}".strip()


def as_csv(differences: Sequence[Difference]) -> None:
    """The rows for a spreadsheet: points, XP and coins in their own unit."""
    names = [field.name for field in attrs.fields(Difference)]
    tables.as_csv(names, [[_cell(difference, name) for name in names] for difference in differences])


def _cell(difference: Difference, name: str) -> object:
    value = getattr(difference, name)
    in_units = name in ("was", "becomes", "difference") and (
        difference.kind == FREE or difference.kind in IN_UNITS
    )
    return plain(value) if in_units else value
