"""``rpgprog record FILE EVENT...``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from ...api import home
from ...campaign.effect import Change
from ...campaign.home import Home
from ...engine.replay import Folded
from ...ledger.accounts import MARKED
from ...problems import Mistakes
from ...views.compare import Moved
from ...views.log import KINDS
from ...views.wording import amount, reason
from .. import tables
from ..app import PROBLEMS
from ..common import file_argument, format_option

SHOWN = (*KINDS, MARKED)
COLUMNS = ("Who", "What", "Change", "Why", "Rule")


@click.command("record")
@file_argument
@click.argument("events", nargs=-1, metavar="[EVENT...]")
@click.option("--preview", is_flag=True, help="Show what would happen; record nothing.")
@click.option("--by", default="", help="For a database: who is recording.")
@click.option("--key", default="", help="For a database: makes a retry safe; the same key records once.")
@click.option("--expected", type=int, help="For a database: only if its last row still has this number.")
@format_option("text", "json")
def command(
    file: str,
    events: Sequence[str],
    preview: bool,
    by: str,
    key: str,
    expected: int | None,
    form: str,
) -> int:
    """Add events to the journal, and show what they did.

    Write an EVENT as in the file: 'used: {who: Kessa, skill: climbing, times: 2}'. It joins the last
    session or down-time; '{session: The pass, day: 40}' or '{downtime: 6 months}' begins a new one.
    The rest of the file and its comments stay as they are. All events are recorded or none: if one
    cannot be read, or a rule refuses it, the command says so and nothing changes.

    Without an EVENT it asks, question by question, shows what each entry does, and records them all at the
    end, if you say so.

    --format json prints an object: recorded, problems (level, message, place) and change: entries, moved
    (amounts in thousandths), odds and again.
    """
    campaign = home(file)
    if not campaign.shared and (by or key or expected is not None):
        raise click.UsageError("--by, --key and --expected are for a database")
    if not events and form == "json":
        raise click.UsageError("--format json takes an EVENT: it asks nothing")
    asked = not events
    try:
        events = events or _asked(campaign, preview)
        if not events:
            tables.line("Nothing recorded.")
            return 0
        if preview:
            change = campaign.preview(*events)
        else:
            change = campaign.record(*events, by=by, key=key, expected=expected)
    except Mistakes as mistakes:
        if form == "text":
            raise
        tables.as_json({"recorded": False, "problems": mistakes.problems, "change": None})
        return PROBLEMS
    if form == "json":
        recorded = not (preview or change.again)
        tables.as_json({"recorded": recorded, "problems": [], "change": change.to_dict()})
        return 0
    if change.again:
        tables.line(f"Nothing recorded: the same was recorded before under the key {key}.")
        return 0
    if not asked or any(entry.startswith("rolled:") for entry in events):  # or else it was shown before
        _show(change, change.folded)
    tables.line("Nothing recorded." if preview else f"Recorded in {file}.")
    return 0


def _asked(campaign: Home, preview: bool) -> Sequence[str]:
    """The entries that somebody answers with; none where they do not want them recorded."""
    from ..dialogue import ask_for_entries

    try:
        entries = ask_for_entries(campaign, lambda change, rows: _show(change, change.folded[rows:]))
        for entry in entries:
            tables.line(f"- {entry}")
        these = "this entry" if len(entries) == 1 else f"these {len(entries)} entries"
        wanted = entries and (preview or click.confirm(f"Record {these}?", default=True))
    except click.Abort:
        tables.line()
        return ()
    return entries if wanted else ()


def _show(change: Change, shown: Sequence[Folded]) -> None:
    campaign, names = change.after, change.after.names
    rows = [
        [
            campaign.display_name(account.who),
            f"{account.kind} {account.of}".strip(),
            amount(account.kind, number, names, signed=True),
            reason(why, names),
            policy,
        ]
        for folded in shown
        for account, number, policy, why in folded.receipts
        if account.kind in SHOWN
    ]
    if rows:
        tables.table(COLUMNS, rows, ("Change",))
    for throw in change.odds:
        needed = f"{throw.needed} or more on a die of {throw.die}, a chance of {throw.percent} %"
        rolls = f"{campaign.display_name(throw.who)} rolls for {throw.skill}"
        tables.line(f"{rolls} and needs {needed}. Recording rolls the dice.")
    unposted = _unposted(change)
    for (who, kind, of), old, new in unposted:
        number = f"{kind} {of}".rstrip() + f" of {campaign.display_name(who)}"
        values = f"{amount(kind, new, names)}, not {amount(kind, old, names)}"
        tables.line(f"As a result, {number} is {values}.", "yellow")
    if not rows and not unposted and not change.odds:
        tables.line("No numbers change.")


def _unposted(change: Change) -> list[Moved]:
    """Balances that moved by more or less than the new entries post: by what they revert or allow."""
    posted: Counter[tuple[str, str, str]] = Counter()
    for folded in change.folded:
        for account, number, *_ in folded.receipts:
            posted[account.key] += number
    return [m for m in change.moved if m.account[1] in SHOWN and m.becomes - m.was != posted[m.account]]
