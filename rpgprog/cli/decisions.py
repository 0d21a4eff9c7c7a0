"""Decisions that are shown first and recorded with --yes: what `revert` and `adopt` share."""

from __future__ import annotations

import click

from ..campaign.decisions import Decision
from ..campaign.home import Home
from ..problems.wording import listing
from ..views.log import SHOWN
from ..views.wording import amount
from . import tables
from .app import FINE, PROBLEMS

by_option = click.option("--by", required=True, help="Who decided.")
why_option = click.option("--why", required=True, help="The reason, for the record.")
yes_option = click.option("--yes", is_flag=True, help="Record it.")


def show_moved(decision: Decision) -> None:
    """Show the balances that would change and matter at the table."""
    names = decision.tried.names
    rows = [
        [who, f"{kind} {of}".strip(), amount(kind, old, names), amount(kind, new, names)]
        for (who, kind, of), old, new in decision.tried.moved
        if kind in (*SHOWN, "xp", "coins", "earned", "spent", "peak")
    ]
    if rows:
        tables.table(("Who", "What", "Now", "After"), rows, ("Now", "After"))
    else:
        tables.line("No numbers change.")


def finish_decision(home: Home, file: str, decision: Decision, by: str, yes: bool) -> int:
    """Record a decision, or print what it still needs; return the exit code."""
    if decision.open:
        numbers = listing(f"#{broken.number}" for broken in decision.open)
        need = "needs" if len(decision.open) == 1 else "need"
        tables.line(f"Nothing recorded: {numbers} {need} a decision (--answer, --others).", "yellow")
        return PROBLEMS
    if not yes:
        tables.line("Nothing recorded yet: add --yes to record it.")
        return FINE
    home.record(*decision.entries, by=by)
    tables.line(f"Recorded in {file}.")
    return FINE
