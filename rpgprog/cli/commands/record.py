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
@click.option("--preview", is_flag=True, help="Only show what it would do.")
@click.option("--by", default="", help="Who records, in a database.")
@click.option("--key", default="", help="In a database: the same under the same key is recorded once.")
@click.option("--expected", type=int, help="In a database: only if this is its last row's number.")
def command(file: str, events: Sequence[str], preview: bool, by: str, key: str, expected: int | None) -> int:
    """Append events to the journal, after showing what they do.

    An EVENT is written as in the file: 'used: {who: Kessa, skill: climbing, times: 2}'. It joins the
    last session or down-time; '{session: The pass, day: 40}' and '{downtime: 6 months}' begin a
    new one. The text of the file
    and its comments stay as they are. Either all events are written or none: one that cannot be read,
    or that a rule refuses, is told and nothing is changed.
    """
    campaign = home(file)
    if not campaign.shared and (by or key or expected is not None):
        raise click.UsageError("--by, --key and --expected are for a database")
    if preview:
        change = campaign.preview(*events)
    else:
        change = campaign.record(*events, by=by, key=key, expected=expected)
    _show(change, change.after.ruleset.names)
    tables.line("Nothing was written." if preview else f"Written to {file}.")
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
        tables.line(
            f"{throw.who} rolls for {throw.skill}: it takes {needed}. The dice fall when it is recorded."
        )
    posted = {account.key for folded in change.folded for account, *_ in folded.receipts}
    others = [(key, old, new) for key, old, new in change.moved if key not in posted and key[1] in SHOWN]
    for (who, kind, of), old, new in others:
        tables.line(
            f"Because of that, {kind} {of}".rstrip()
            + f" of {who} is {amount(kind, new, names)}, not {amount(kind, old, names)}.",
            "yellow",
        )
    if not rows and not others and not change.odds:
        tables.line("It changes no number.")
