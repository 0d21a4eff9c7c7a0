"""``rpgprog verify DATABASE``."""

from __future__ import annotations

import click

from .. import tables
from ..app import FINE, PROBLEMS
from ..common import database_campaign


@click.command("verify")
@click.argument("database")
@click.option("--head", default="", help="The head that an earlier export or backup printed.")
def command(database: str, head: str) -> int:
    """Find everything that was changed, removed or inserted from outside.

    Each row holds a hash of itself and of the row before, and digests of the characters, keys and rules that
    came with it. With --head, it also shows whether rows were cut off at the end, or everything was
    rewritten.
    """
    campaign = database_campaign(database, "verify is for a database")
    from ...store.verify import UNCOVERED, read_head

    try:
        known_head = read_head(head) if head else None
    except ValueError:
        raise click.UsageError("--head is a number, a colon and 64 digits, as export prints it") from None
    problems = campaign.verify(known_head)
    for problem in problems:
        click.echo(str(problem), err=True)
    if any(problem.level != "warning" for problem in problems):
        return PROBLEMS
    tables.line(f"Not covered: {'; '.join(UNCOVERED)}.")
    tables.line(f"{campaign.address}: all rows are as recorded. Head {campaign.head}", "green")
    return FINE
