"""``rpgprog snapshots DATABASE``."""

from __future__ import annotations

import click

from ...views.columns import many
from .. import tables
from ..app import FINE
from ..common import database_campaign


@click.command("snapshots")
@click.argument("database")
@click.option("--forget", is_flag=True, help="Delete them; they are made again when needed.")
def command(database: str, forget: bool) -> int:
    """List a campaign's snapshots: saved balances that let it open quickly. Deleting them loses nothing."""
    campaign = database_campaign(database, "snapshots is for a database")
    if forget:
        tables.line(f"{many(campaign.forget_snapshots(), 'snapshot')} deleted.")
        return FINE
    rows = [[f"#{seq}", str(day), rules[:12], f"{size:,}"] for seq, day, rules, size in campaign.snapshots()]
    if rows:
        tables.table(("After", "Day", "Rules", "Bytes"), rows, ("Day", "Bytes"))
    else:
        tables.line("No snapshots.")
    return FINE
