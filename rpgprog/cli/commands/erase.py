"""``rpgprog erase DATABASE NAME``."""

from __future__ import annotations

import click

from .. import tables
from ..app import FINE, PROBLEMS
from ..common import database_campaign


@click.command("erase")
@click.argument("database")
@click.argument("name")
def command(database: str, name: str) -> int:
    """Erase the name of a real person who recorded, ran sessions, decided or played a character.

    What they did stays, and all hashes remain valid, since names are kept outside the chain. Notes and
    reasons are free text and stay as they are.
    """
    if not database_campaign(database, "erase is for a database").erase(name):
        tables.line(f'Nobody here is called "{name}".')
        return PROBLEMS
    tables.line(f'"{name}" has been erased.')
    return FINE
