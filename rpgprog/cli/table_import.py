"""A table into a campaign: what it says, what it would change, and recording it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from ..api import home
from ..campaign.effect import Change
from ..campaign.home import Home
from ..campaign.spreadsheet import Found, How, New, read_spreadsheet, refused_lines
from ..campaign.spreadsheet.headings import MEANINGS
from ..problems import Mistakes, Problem
from ..problems.wording import listing
from ..views.columns import many
from ..views.log import KINDS
from ..views.wording import amount
from . import tables
from .app import FINE, PROBLEMS
from .common import needs

COLUMNS = ("Who", "What", "Was", "Becomes")
NUMBERS = ("Was", "Becomes")


def import_table(
    file: str,
    target: str,
    by: str,
    yes: bool,
    columns: str = "",
    decimal: str | None = None,
    dates: str | None = None,
    every: str = "",
    sheet: str = "",
) -> int:
    """Show what a table would change in a campaign, and with ``yes`` record it: all of it or nothing."""
    campaign, chosen = home(target), _chosen(columns)
    with needs("sheets"):
        found = read_spreadsheet(campaign, file, How(decimal or "", dates or "", every, by), chosen, sheet)
    change, problems = _tried(campaign, file, found)
    _report(file, found)
    if problems:
        for problem in problems:
            click.echo(str(problem), err=True)
        tables.line("Nothing recorded: put these lines right first.", "yellow")
        return PROBLEMS
    if change is None:
        tables.line("Nothing recorded: there is nothing new.")
        return FINE
    _show(change)
    if not yes:
        tables.line("Nothing recorded: add --yes to record it.", "yellow")
        return FINE
    campaign.record(*_texts(found.entries), by=by if campaign.shared else "")
    tables.line(f"Recorded in {target}.")
    return FINE


def _chosen(columns: str) -> dict[str, str]:
    """What columns mean, from ``who=Hero, points=D``."""
    pairs = [pair.split("=", 1) for pair in columns.split(",") if pair.strip()]
    chosen = {pair[0].strip(): pair[-1].strip() for pair in pairs}
    if any(len(pair) < 2 for pair in pairs) or not chosen.keys() <= MEANINGS.keys() or "" in chosen.values():
        meanings = listing(MEANINGS, "or")
        raise click.UsageError(f'--columns takes pairs such as "who=Hero, points=D", each with {meanings}')
    return chosen


def _tried(campaign: Home, file: str, found: Found) -> tuple[Change | None, Sequence[Problem]]:
    """What the entries would do, or what is wrong with their lines."""
    if found.problems or not found.entries:
        return None, found.problems
    try:
        return campaign.preview(*_texts(found.entries)), ()
    except Mistakes:
        return None, refused_lines(campaign, file, found.entries)


def _texts(entries: Iterable[New]) -> list[str]:
    return [entry.text for entry in entries]


def _report(file: str, found: Found) -> None:
    known = f", {found.known:,} of them recorded already" if found.known else ""
    new = f"{len(found.entries):,} new {'entry' if len(found.entries) == 1 else 'entries'}"
    tables.line(f"{file}: {many(found.lines, 'line')}{known}; {new}.")
    for text in found.left_out:
        tables.line(f"Left out: {text}.")
    for text in found.notes:
        tables.line(f"Note: {text}.")


def _show(change: Change) -> None:
    names = change.after.ruleset.names
    rows = []
    for moved in change.moved:
        who, kind, of = moved.account
        if kind in KINDS:
            was, becomes = (amount(kind, number, names) for number in (moved.was, moved.becomes))
            rows.append([change.after.display_name(who), f"{kind} {of}".strip(), was, becomes])
    if rows:
        tables.table(COLUMNS, rows, NUMBERS)
    else:
        tables.line("No numbers change.")
