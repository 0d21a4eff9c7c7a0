"""``rpgprog import FILE DATABASE``."""

from __future__ import annotations

from typing import Any

import click

from ...views.columns import many
from .. import tables
from ..app import FINE, PROBLEMS
from ..common import needs

BY = click.option("--by", default="", help="Who is importing, for the record.")


@click.command("import")
@click.argument("file", type=click.Path())
@click.argument("database")
@click.option("--name", default="", help="The campaign's name in the database [default: its title].")
@BY
@click.option("--yes", is_flag=True, help="Accept an edited past.")
def command(file: str, database: str, name: str, by: str, yes: bool) -> int:
    """Import a campaign into a database, or add what is new to one imported earlier.

    FILE is a campaign file, or JSON lines from `rpgprog export`. DATABASE is sqlite:PATH, created if need
    be, or postgresql://USER:PASSWORD@HOST/NAME. If the file's past was edited since the last import, the
    difference is shown and nothing is recorded without --yes; with it, entries no longer in the file are
    reverted, and stay in the log.
    """
    with needs("store"):
        from ...store import open_store
    with open_store(database) as store:
        if file.endswith(".jsonl"):
            return _lines(store, file, name)
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
