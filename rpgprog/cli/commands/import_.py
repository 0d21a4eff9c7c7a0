"""``rpgprog import FILE TARGET``."""

from __future__ import annotations

from typing import Any

import click

from ...campaign.spreadsheet.cells import is_spreadsheet
from ...campaign.spreadsheet.values import COMMA, DAY_FIRST, MONTH_FIRST, POINT
from ...views.columns import many
from .. import tables
from ..app import FINE, PROBLEMS
from ..common import needs
from ..table_import import import_table

BY = click.option("--by", default="", help="Who is importing, for the record.")


@click.command("import")
@click.argument("file", type=click.Path())
@click.argument("target")
@click.option("--name", default="", help="The campaign's name in the database [default: its title].")
@BY
@click.option("--yes", is_flag=True, help="Record what a table has, or accept an edited past.")
@click.option("--columns", default="", help='Of a table: what its columns mean, "who=Hero, points=D".')
@click.option("--decimal", type=click.Choice((COMMA, POINT)), help="Of a table: 1,5 or 1.5.")
@click.option(
    "--dates", type=click.Choice((DAY_FIRST, MONTH_FIRST)), help="Of a table: 1/5 or 5/1 is May Day."
)
@click.option("--every", default="", help="Of a table without game days: the time between its sessions.")
@click.option("--sheet", default="", help="Of an .xlsx: which sheet [default: the first].")
def command(file: str, target: str, name: str, by: str, yes: bool, **table: Any) -> int:
    """Import a campaign into a database, or a table into a campaign.

    FILE may be a campaign file, or JSON lines from `rpgprog export`; then TARGET is sqlite:PATH, created if
    need be, or postgresql://USER:PASSWORD@HOST/NAME. If the file's past was edited since the last import,
    the difference is shown and nothing is recorded without --yes; with it, entries no longer in the file
    are reverted, and stay in the log.

    FILE may also be a table, .csv or .xlsx, with headings such as date, who, what, points, GM; then TARGET is
    a campaign: its file, or its database. What the table would change is shown, and recorded with --yes.
    Lines that were imported before are not counted again.
    """
    if is_spreadsheet(file):
        return import_table(file, target, by, yes, **table)
    if any(table.values()):
        raise click.UsageError("--columns, --decimal, --dates, --every and --sheet are for a .csv or .xlsx")
    with needs("store"):
        from ...store import open_store
    with open_store(target) as store:
        return _lines(store, file, name) if file.endswith(".jsonl") else _bring(store, file, name, by, yes)


def _bring(store: Any, file: str, name: str, by: str, yes: bool) -> int:
    brought = store.bring(file, name, by, yes)
    if brought.differences:
        for line in brought.differences:
            tables.line(str(line), "red" if line.sign == "-" else "green")
        message = "The file's past was edited. Nothing recorded: add --yes to accept the edits."
        tables.line(message, "yellow")
        return PROBLEMS
    report = f"{many(brought.recorded, 'row')} recorded"
    report += f", {many(brought.taken_back, 'row')} reverted" if brought.taken_back else ""
    tables.line(f"{brought.campaign.address}: {report}. Head {brought.head}")
    problems = brought.campaign.open().problems
    for problem in problems:
        click.echo(str(problem), err=True)
    return PROBLEMS if problems else FINE


def _lines(store: Any, file: str, name: str) -> int:
    from ...store.json_lines import from_lines

    try:
        with open(file, encoding="utf-8") as lines:
            stored = from_lines(store, lines, name)
    except OSError as error:
        raise click.UsageError(f'"{file}" cannot be read: {error.strerror}') from None
    stored.open()
    tables.line(f"{stored.address}: head {stored.head}")
    return FINE
