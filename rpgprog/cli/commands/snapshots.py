"""``rpgprog snapshots DATABASE``."""

from __future__ import annotations

import click

from ...api import is_address, stored
from ...views.columns import many
from .. import tables
from ..app import FINE
from ..common import needs


@click.command("snapshots")
@click.argument("database")
@click.option("--forget", is_flag=True, help="Delete them; they are made again when they are wanted.")
def command(database: str, forget: bool) -> int:
    """List the snapshots of a campaign: balances kept so that opening is quick. Deleting loses nothing."""
    if not is_address(database):
        raise click.UsageError("snapshots are in a database: sqlite:PATH or postgresql://...")
    with needs("store"):
        campaign = stored(database)
    if forget:
        tables.line(f"{many(campaign.forget_snapshots(), 'snapshot')} deleted.")
        return FINE
    rows = [[f"#{seq}", str(day), rules[:12], f"{size:,}"] for seq, day, rules, size in campaign.snapshots()]
    if rows:
        tables.table(("After", "Day", "Rules", "Bytes"), rows, ("Day", "Bytes"))
    else:
        tables.line("There are none.")
    return FINE
