"""``rpgprog schema ruleset|campaign``."""

from __future__ import annotations

import click

from ..schema import campaign_schema, ruleset_schema
from . import tables


@click.command("schema")
@click.argument("what", type=click.Choice(["ruleset", "campaign"]))
def command(what: str) -> int:
    """Print a JSON Schema, with which an editor's YAML plug-in completes and checks a file while you type."""
    tables.as_json(ruleset_schema() if what == "ruleset" else campaign_schema())
    return 0
