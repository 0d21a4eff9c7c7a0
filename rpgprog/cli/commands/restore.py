"""``rpgprog restore FILE DATABASE``."""

from __future__ import annotations

import click

from .. import tables
from ..app import FINE
from ..common import needs


@click.command("restore")
@click.argument("file", type=click.Path())
@click.argument("database")
def command(file: str, database: str) -> int:
    """Copy a backup into a database without campaigns. A backup can also be used directly."""
    with needs("store"):
        from ...store import open_store
        from ...store.backup import restore
    with open_store(database) as store:
        for name, head in restore(file, store).items():
            tables.line(f"{name}: head {head}")
    tables.line(f"Restored to {store.address}.")
    return FINE
