"""What differs between two branches of a campaign, as tables and for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import click

from ..ledger.accounts import EARNED, IN_UNITS, POINTS, RANK, TALENT
from ..reader import Names
from ..views.compare import Difference
from ..views.timeline import FREE
from ..views.wording import amount, plain
from . import tables
from .headings import table_of

all_option = click.option("--all", "everything", is_flag=True, help="Also show what is the same.")


def show_differences(
    found: Sequence[Difference], was: Names, other: Names, headings: tuple[str, str], form: str
) -> None:
    """Who, what, the two numbers in the words of their rules, and the difference."""
    columns = ("Who", "What", *headings, "Difference")
    table_of(columns, [_row(one, was, other) for one in found], form, columns[2:])


def _row(one: Difference, was: Names, other: Names) -> list[str]:
    if one.kind == TALENT:
        had, has = ("yes" if number else "no" for number in (one.was, one.becomes))
        return [one.who, what(one), had, has, {1: "gained", -1: "lost"}.get(one.difference, "")]
    kind = POINTS if one.kind == FREE else one.kind
    difference = amount(kind, one.difference, other, signed=True) if one.difference else ""
    return [one.who, what(one), amount(kind, one.was, was), amount(kind, one.becomes, other), difference]


def what(one: Difference) -> str:
    """What a number is of: "climbing", "xp climbing", "points earned"."""
    if one.kind in (EARNED, FREE):
        return f"points {one.kind}"
    return one.of if one.kind == RANK else f"{one.kind} {one.of}".strip()


def as_csv(found: Sequence[Difference]) -> None:
    """The rows for a spreadsheet: points, XP and coins in their own unit."""
    names = [field.name for field in attrs.fields(Difference)]
    tables.as_csv(names, [[_cell(one, name) for name in names] for one in found])


def _cell(one: Difference, name: str) -> object:
    value = getattr(one, name)
    in_units = name in ("was", "becomes", "difference") and (one.kind == FREE or one.kind in IN_UNITS)
    return plain(value) if in_units else value
