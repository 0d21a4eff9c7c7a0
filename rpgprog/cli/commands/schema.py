"""``rpgprog schema ruleset|campaign|builds``."""

from __future__ import annotations

import click

from ...journal.json_schema import campaign_schema, ruleset_schema
from .. import tables
from ..common import needs
from .policies import report_broken


@click.command("schema")
@click.argument("what", type=click.Choice(["ruleset", "campaign", "builds"]))
def command(what: str) -> int:
    """Print a JSON Schema that lets an editor complete and check a file as you type."""
    schema = {"ruleset": ruleset_schema, "campaign": campaign_schema, "builds": _builds_schema}[what]
    tables.as_json(schema())
    return report_broken() if what == "ruleset" else 0


def _builds_schema() -> dict[str, object]:
    with needs("sim"):
        from ...simulate.builds.json_schema import builds_schema
    return builds_schema()
