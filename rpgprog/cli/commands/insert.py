"""``rpgprog insert FILE SESSION [EVENT...]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ...api import home
from ...campaign.effect import Change
from ...views.log import SHOWN
from ...views.wording import amount
from .. import tables
from ..app import FINE
from ..common import file_argument
from ..decisions import yes_option


@click.command("insert")
@file_argument
@click.argument("session")
@click.argument("events", nargs=-1, metavar="[EVENT...]")
@click.option(
    "--after", default="", metavar="ENTRY", help="After this session or entry: its id, title or number."
)
@click.option("--late", default="", metavar="WHY", help="Why it is entered only now; a database needs it.")
@click.option("--by", default="", help="For a database: who is recording.")
@yes_option
def command(file: str, session: str, events: Sequence[str], after: str, late: str, by: str, yes: bool) -> int:
    """Put a session that was forgotten where it belongs in the past.

    \b
    rpgprog insert road.yaml "{session: The ferry, day: 30, gm: Marit}" "awarded: {points: 2}"

    SESSION and EVENT are written as for `rpgprog record`. The command first shows what changes now, and asks
    (or takes --yes). Without a day: the session is of the day of the entry it comes --after. In a file it
    stands in its place, and everything else stays as it is, comments too; a database records it late, which
    ends a session that is open. If it breaks something that was recorded later, the command says what, and
    nothing changes.
    """  # noqa: D301
    place = home(file)
    if by and not place.shared:
        raise click.UsageError("--by is for a database")
    change = place.insert(session, *events, after=after, late=late, preview=True)
    _show(change)
    if not yes and not sys.stdin.isatty():
        tables.line("Nothing recorded yet: add --yes to record it.")
        return FINE
    if not yes and not click.confirm("Record it?"):
        tables.line("Nothing recorded.")
        return FINE
    place.insert(session, *events, after=after, late=late, by=by)
    tables.line(f"Recorded in {file}.")
    return FINE


def _show(change: Change) -> None:
    """What is different today."""
    names, campaign = change.after.names, change.after
    rows = [
        [
            campaign.display_name(who),
            f"{kind} {of}".strip(),
            amount(kind, old, names),
            amount(kind, new, names),
        ]
        for (who, kind, of), old, new in change.moved
        if kind in (*SHOWN, "xp", "coins", "earned", "spent", "peak")
    ]
    if rows:
        tables.table(("Who", "What", "Now", "After"), rows, ("Now", "After"))
    else:
        tables.line("No numbers change.")
