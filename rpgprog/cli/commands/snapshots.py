"""``rpgprog snapshots DATABASE``."""

from __future__ import annotations

import click

from ...views.columns import many
from .. import tables
from ..app import FINE
from ..common import database_campaign


@click.command("snapshots")
@click.argument("database")
@click.option("--forget", is_flag=True, help="Delete them; they are made again when they are wanted.")
def command(database: str, forget: bool) -> int:
    """List the snapshots of a campaign: balances kept so that opening is quick. Deleting loses nothing."""
    campaign = database_campaign(database, "snapshots are in a database")
    if forget:
        tables.line(f"{many(campaign.forget_snapshots(), 'snapshot')} deleted.")
        return FINE
    rows = [[f"#{seq}", str(day), rules[:12], f"{size:,}"] for seq, day, rules, size in campaign.snapshots()]
    if rows:
        tables.table(("After", "Day", "Rules", "Bytes"), rows, ("Day", "Bytes"))
    else:
        tables.line("There are none.")
    return FINE
