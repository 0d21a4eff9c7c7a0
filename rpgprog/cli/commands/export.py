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
    help="A campaign file, one line of JSON per row, or a table.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
def command(database: str, form: str, out: Path | None) -> int:
    """Export a campaign from a database to a campaign file, with the comments it was imported with.

    JSON lines hold everything, with the hash of every row, and can be imported into another database. Keep
    the head that is printed (number and hash of the last row) somewhere else: with it, `rpgprog verify
    --head` shows whether rows were cut off or rewritten.
    """
    campaign = database_campaign(database, "export is for a database")
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
