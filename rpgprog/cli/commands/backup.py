"""``rpgprog backup DATABASE FILE``."""

from __future__ import annotations

import click

from .. import tables
from ..app import FINE
from ..common import needs


@click.command("backup")
@click.argument("database")
@click.argument("file", type=click.Path())
def command(database: str, file: str) -> int:
    """Copy all campaigns of a database into a new SQLite file, even while others are recording.

    Keep the heads that are printed somewhere else, for `rpgprog verify --head`.
    """
    with needs("store"):
        from ...store import open_store
        from ...store.backup import backup
    with open_store(database, create=False) as store:
        for name, head in backup(store, file).items():
            tables.line(f"{name}: head {head}")
    tables.line(f"Written to {file}.")
    return FINE
