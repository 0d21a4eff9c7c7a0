"""``rpgprog export DATABASE``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ...api import is_address, stored
from ...source.write import write_whole
from .. import tables
from ..app import FINE
from ..common import needs


@click.command("export")
@click.argument("database")
@click.option(
    "--format",
    "form",
    type=click.Choice(("yaml", "jsonl", "csv")),
    default="yaml",
    show_default=True,
    help="A campaign file, every row as a line of JSON, or a table.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Into this file.")
def command(database: str, form: str, out: Path | None) -> int:
    """Write a campaign of a database as a campaign file, with the comments it was brought with.

    JSON lines hold everything, with the hash of every row: they can be brought into another database.
    The head that is told (the number and the hash of the last row) is worth keeping elsewhere: with it
    `rpgprog verify --head` finds out whether anything was cut off or written anew.
    """
    if not is_address(database):
        raise click.UsageError("export writes a campaign of a database: sqlite:PATH or postgresql://...")
    with needs("store"):
        campaign = stored(database)
        from ...store.export import as_csv, as_lines, as_yaml
    if form == "jsonl":
        parts: Iterator[str] = (f"{line}\n" for line in as_lines(campaign))
    else:
        parts = iter([as_yaml(campaign) if form == "yaml" else as_csv(campaign)])
    if out is None:
        for part in parts:
            click.echo(part, nl=False)
        tables.line(f"head {campaign.head}", error=True)
        return FINE
    write_whole(out, (part.encode() for part in parts))
    tables.line(f"{out}: written. Head {campaign.head}")
    return FINE
