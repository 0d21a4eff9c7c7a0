"""``rpgprog revert FILE EVENT``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...api import home
from ...campaign.decisions import DEBT, KEEP, REVERT, Answers, Decision, decide, entry
from ...campaign.home import Home
from ...events.describe import told
from ...views.log import SHOWN
from ...views.wording import amount
from .. import tables
from ..app import FINE, PROBLEMS
from ..common import questions

CHOICES = (REVERT, KEEP, DEBT)
BROKEN = ("No.", "Day", "What", "Why it no longer holds", "Choices")


def _answers(_ctx: click.Context, _param: click.Parameter, given: Sequence[str]) -> dict[int, str]:
    found = {}
    for text in given:
        number, _, answer = text.partition("=")
        if not number.strip("#").isdecimal() or answer not in CHOICES:
            raise click.BadParameter(f'"{text}": write 23=revert, 23=keep or 23=debt')
        found[int(number.strip("#"))] = answer
    return found


@click.command("revert")
@click.argument("file", type=click.Path())
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@click.option("--by", required=True, help="Who decided.")
@click.option("--why", required=True, help="The reason, for the record.")
@click.option("--answer", "each", multiple=True, callback=_answers, help="For one event: 23=revert, 23=debt.")
@click.option("--others", type=click.Choice(CHOICES), help="For all that have no answer of their own.")
@click.option("--keep-level", "levels", multiple=True, metavar="WHO", help="This level does not fall.")
@click.option("--yes", is_flag=True, help="Record it.")
def command(
    file: str,
    events: Sequence[str],
    by: str,
    why: str,
    each: dict[int, str],
    others: str | None,
    levels: tuple[str, ...],
    yes: bool,
) -> int:
    """Take back events as if they had never been, whatever came after them.

    EVENT is a number (`rpgprog log --numbers`) or the id of an entry. First it is shown what else changes
    and what no longer holds. Each of those needs an answer: revert it too, keep it (the game master lets it
    pass, and what it is short of is given), or leave what it is short of as a debt. A level that falls can
    be kept. Taking back a revert restores. Nothing disappears: the log shows what was taken back, by whom
    and why.
    """
    place = home(file)
    campaign = place.open()
    with questions():
        answers = Answers(by, why, each, others or "", tuple(campaign.who(who) for who in levels))
    entries = [_reverted(place, event, answers) for event in events]
    decision = decide(place.attempt, entries, answers)
    _show(decision)
    return finished(place, file, decision, by, yes)


def _reverted(place: Home, event: str, answers: Answers) -> str:
    name = event.removeprefix("#")
    who = {"by": answers.by, "why": answers.why}
    if not name.isdecimal():
        return entry("reverted", event=name, **who)
    found = place.entry(int(name))
    if found is None:
        raise click.UsageError(f"there is no event #{name}: rpgprog log --numbers lists them")
    if found.reverted:
        raise click.UsageError(f"#{name} is taken back already: to restore it, take back what did that")
    tables.line(f"Takes back #{name} {told(found.recorded.event)}.")
    return entry("reverted", event=int(name), was=told(found.recorded.event), **who)


def finished(place: Home, file: str, decision: Decision, by: str, yes: bool) -> int:
    """Record a decision, or say what it still needs; the exit code."""
    if decision.open:
        numbers = ", ".join(f"#{one.number}" for one in decision.open)
        tables.line(f"Nothing was written: {numbers} needs an answer (--answer, --others).", "yellow")
        return PROBLEMS
    if not yes:
        tables.line("Nothing was written: say --yes to record it.")
        return FINE
    place.record(*decision.entries, by=by)
    tables.line(f"Recorded in {file}.")
    return FINE


def _show(decision: Decision) -> None:
    show_moved(decision)
    for who, old, new in decision.tried.fallen:
        tables.line(f"The level of {who} falls from {old} to {new} (--keep-level {who}).", "yellow")
    if decision.open:
        tables.line("No longer holds:")
        rows = [
            [f"#{one.number}", str(one.day), one.what, one.why, ", ".join(one.choices)]
            for one in decision.open
        ]
        tables.table(BROKEN, rows, ("No.", "Day"))


def show_moved(decision: Decision) -> None:
    """The balances that would be others, as far as they matter at the table."""
    names = decision.tried.names
    rows = [
        [who, f"{kind} {of}".strip(), amount(kind, old, names), amount(kind, new, names)]
        for (who, kind, of), old, new in decision.tried.moved
        if kind in (*SHOWN, "xp", "coins", "earned", "spent", "peak")
    ]
    if rows:
        tables.table(("Who", "What", "Is", "Would be"), rows, ("Is", "Would be"))
    else:
        tables.line("It changes no number.")
