"""``rpgprog erase DATABASE NAME``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .. import tables
from ..app import FINE, PROBLEMS
from ..common import database_campaign

if TYPE_CHECKING:
    from ...store.erase import Erased


@click.command("erase")
@click.argument("database")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Erase it without asking.")
def command(database: str, name: str, yes: bool) -> int:
    """Erase the name of a real person who recorded, ran sessions, decided or played a character.

    All campaigns of the database are searched. What the person did stays, and all hashes remain valid, since
    names are kept outside the chain. Notes, reasons and other free text are inside it: the command lists
    where the name is left. It asks first, and a later import does not bring the name back.
    """
    campaign = database_campaign(database, "erase is for a database")
    found = campaign.erase(name, preview=True)
    if not found:
        tables.line(f'Nobody here is called "{name}".')
        return PROBLEMS
    _show(found)
    if not yes and not sys.stdin.isatty():
        tables.line("Nothing erased yet: add --yes to erase it.")
        return FINE
    if not yes and not click.confirm(f'Erase "{name}"? This cannot be undone'):
        tables.line("Nothing erased.")
        return FINE
    erased = campaign.erase(name)
    for place in erased.left[len(found.left) :]:
        tables.line(f"Stays: {place}")
    tables.line(f'"{name}" has been erased.')
    return FINE


def _show(found: Erased) -> None:
    for place in found.erased:
        tables.line(f"To erase: {place}")
    for place in found.left:
        tables.line(f"Stays: {place}")
