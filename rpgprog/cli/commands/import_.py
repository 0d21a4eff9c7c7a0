"""``rpgprog import FILE DATABASE``."""

from __future__ import annotations

from typing import Any

import click

from ...views.columns import many
from .. import tables
from ..app import FINE, PROBLEMS
from ..common import needs

BY = click.option("--by", default="", help="Who does this, for the record.")


@click.command("import")
@click.argument("file", type=click.Path())
@click.argument("database")
@click.option("--name", default="", help="What the campaign is called there; otherwise its title.")
@BY
@click.option("--yes", is_flag=True, help="Also where the past was edited.")
def command(file: str, database: str, name: str, by: str, yes: bool) -> int:
    """Bring a campaign into a database, or what is new in one that is there already.

    FILE is a campaign file, or JSON lines that `rpgprog export` wrote. DATABASE is sqlite:PATH, which is
    made if there is none, or postgresql://USER:PASSWORD@HOST/NAME. Where the past of a file was edited
    since, the difference is shown and nothing written without --yes; then what is no longer in the file
    is taken back, and stays in the log.
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
            message = "The past of the file was edited. Nothing was written: say --yes to record it so."
            tables.line(message, "yellow")
            return PROBLEMS
        told = f"{many(brought.recorded, 'row')} recorded"
        told += f", {many(brought.taken_back, 'row')} taken back" if brought.taken_back else ""
        tables.line(f"{brought.campaign.address}: {told}. Head {brought.head}")
        problems = brought.campaign.open().problems
    for problem in problems:
        click.echo(str(problem), err=True)
    return PROBLEMS if problems else FINE


def _lines(store: Any, file: str, name: str) -> int:
    from ...store.export import from_lines

    try:
        with open(file, encoding="utf-8") as lines:
            stored = from_lines(store, lines, name)
    except OSError as error:
        raise click.UsageError(f'"{file}" cannot be read: {error.strerror}') from None
    stored.open()
    tables.line(f"{stored.address}: head {stored.head}")
    return FINE
