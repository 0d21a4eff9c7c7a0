"""``rpgprog export DATABASE``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...source.write import write_whole
from .. import tables
from ..app import FINE
from ..common import database_campaign

if TYPE_CHECKING:
    from ...store.store import StoredCampaign


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
    campaign = database_campaign(database, "export writes a campaign of a database")
    parts = _parts(campaign, form)
    if out is None:
        for part in parts:
            click.echo(part, nl=False)
        tables.line(f"head {campaign.head}", error=True)
        return FINE
    write_whole(out, (part.encode() for part in parts))
    tables.line(f"{out}: written. Head {campaign.head}")
    return FINE


def _parts(campaign: StoredCampaign, form: str) -> Iterable[str]:
    if form == "jsonl":
        return (f"{line}\n" for line in campaign.as_lines())
    return [campaign.as_yaml() if form == "yaml" else campaign.as_csv()]
