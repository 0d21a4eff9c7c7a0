"""``rpgprog record FILE EVENT...``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...api import home
from ...campaign.effect import Change
from ...ledger.accounts import MARKED
from ...reader import Names
from ...views.log import SHOWN
from ...views.wording import amount, reason
from .. import tables
from ..common import file_argument

COLUMNS = ("Who", "What", "Change", "Why", "Rule")


@click.command("record")
@file_argument
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@click.option("--preview", is_flag=True, help="Show what would happen; record nothing.")
@click.option("--by", default="", help="For a database: who is recording.")
@click.option("--key", default="", help="For a database: makes a retry safe; the same key records once.")
@click.option("--expected", type=int, help="For a database: only if its last row still has this number.")
def command(file: str, events: Sequence[str], preview: bool, by: str, key: str, expected: int | None) -> int:
    """Add events to the journal, and show what they did.

    Write an EVENT as in the file: 'used: {who: Kessa, skill: climbing, times: 2}'. It joins the last
    session or down-time; '{session: The pass, day: 40}' or '{downtime: 6 months}' begins a new one.
    The rest of the file and its comments stay as they are. All events are recorded or none: if one
    cannot be read, or a rule refuses it, the command says so and nothing changes.
    """
    campaign = home(file)
    if not campaign.shared and (by or key or expected is not None):
        raise click.UsageError("--by, --key and --expected are for a database")
    if preview:
        change = campaign.preview(*events)
    else:
        change = campaign.record(*events, by=by, key=key, expected=expected)
    _show(change, change.after.ruleset.names)
    tables.line("Nothing recorded." if preview else f"Recorded in {file}.")
    return 0


def _show(change: Change, names: Names) -> None:
    rows = [
        [
            account.who,
            f"{account.kind} {account.of}".strip(),
            amount(account.kind, number, names, signed=True),
            reason(why, names),
            policy,
        ]
        for folded in change.folded
        for account, number, policy, why in folded.receipts
        if account.kind in (*SHOWN, "xp", "coins", MARKED)
    ]
    if rows:
        tables.table(COLUMNS, rows, ("Change",))
    for throw in change.odds:
        needed = f"{throw.needed} or more on a die of {throw.die}, a chance of {throw.percent} %"
        tables.line(f"{throw.who} rolls for {throw.skill} and needs {needed}. Recording rolls the dice.")
    posted = {account.key for folded in change.folded for account, *_ in folded.receipts}
    unposted = [(key, old, new) for key, old, new in change.moved if key not in posted and key[1] in SHOWN]
    for (who, kind, of), old, new in unposted:
        tables.line(
            f"As a result, {kind} {of}".rstrip()
            + f" of {who} is {amount(kind, new, names)}, not {amount(kind, old, names)}.",
            "yellow",
        )
    if not rows and not unposted and not change.odds:
        tables.line("No numbers change.")
