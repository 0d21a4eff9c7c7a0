"""``rpgprog revert FILE EVENT``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...api import home
from ...campaign.campaign import Campaign
from ...campaign.decisions import DEBT, KEEP, REVERT, Answers, Decision, decide, entry, inside
from ...campaign.home import Home
from ...events.describe import event_in_words as in_words
from ...journal.recorded import Recorded
from ...problems.wording import listing
from ...reader import Names
from .. import tables
from ..common import questions
from ..decisions import by_option, finish_decision, show_moved, why_option, yes_option

CHOICES = (REVERT, KEEP, DEBT)
BROKEN = ("No.", "Day", "Entry", "Problem", "Choices")


def _answers(_ctx: click.Context, _param: click.Parameter, values: Sequence[str]) -> dict[int, str]:
    answers = {}
    for text in values:
        number, _, answer = text.partition("=")
        if not number.strip("#").isdecimal() or answer not in CHOICES:
            raise click.BadParameter(f'"{text}": write 23=revert, 23=keep or 23=debt')
        answers[int(number.strip("#"))] = answer
    return answers


@click.command("revert")
@click.argument("file", type=click.Path())
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@by_option
@why_option
@click.option("--answer", "each", multiple=True, callback=_answers, help="For one event: 23=revert, 23=debt.")
@click.option("--others", type=click.Choice(CHOICES), help="For every event without an --answer.")
@click.option("--keep-level", "levels", multiple=True, metavar="WHO", help="Keep this character's level.")
@yes_option
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
    """Undo events as if they had never happened, whatever came after them.

    EVENT is a number (see `rpgprog log --numbers`) or an entry's id; a session or down-time is undone with
    everything in it, which is listed first. The command first shows what else
    changes and which later entries no longer hold. Each of those needs a decision: revert it too, keep it
    (the game master lets it pass and grants what is missing), or leave what is missing as a debt. A level
    that would fall can be kept. Reverting a revert restores the entry. Nothing disappears: the log shows
    what was reverted, by whom and why.
    """
    place = home(file)
    campaign = place.open()
    with questions():
        answers = Answers(by, why, each, others or "", tuple(campaign.who(who) for who in levels))
    entries = [_reverted(place, campaign, event, answers) for event in events]
    decision = decide(place.attempt, entries, answers)
    _show(decision)
    return finish_decision(place, file, decision, by, yes)


def _reverted(place: Home, campaign: Campaign, event: str, answers: Answers) -> str:
    name = event.removeprefix("#")
    who = {"by": answers.by, "why": answers.why}
    if not name.isdecimal():
        for recorded in campaign.journal.ledger:
            if recorded.id == name:
                _show_undone(campaign, recorded)
        return entry("reverted", event=name, **who)
    old_entry = place.entry(int(name))
    if old_entry is None:
        raise click.UsageError(f"there is no event #{name}: rpgprog log --numbers lists them")
    if old_entry.reverted_by is not None:
        raise click.UsageError(f"#{name} is already reverted: to restore it, revert #{old_entry.reverted_by}")
    _show_undone(campaign, old_entry.recorded)
    return entry("reverted", event=int(name), was=in_words(old_entry.recorded.event), **who)


def _show_undone(campaign: Campaign, recorded: Recorded) -> None:
    """What an entry was, and what a session or down-time holds that goes with it."""
    held = inside(campaign.journal.ledger, recorded.position)
    undone = f"Undoes #{recorded.position + 1} {_described(recorded, campaign.names)}"
    if not held:
        tables.line(f"{undone}.")
        return
    tables.line(f"{undone}, with everything in it:")
    day, names = campaign.names.day, campaign.names
    rows = [[f"#{r.position + 1}", day(r.event.day or 0), _described(r, names)] for r in held]
    tables.table(("No.", "Day", "Entry"), rows, ("No.", "Day"))


def _described(recorded: Recorded, names: Names) -> str:
    reverted = listing(f"#{position + 1}" for position in recorded.reverts)
    return f"(which reverted {reverted})" if recorded.reverts else in_words(recorded.event, names.dates)


def _show(decision: Decision) -> None:
    show_moved(decision)
    for who, old, new in decision.tried.fallen:
        tables.line(f"{who} falls from level {old} to {new} (keep it with --keep-level {who}).", "yellow")
    if decision.open:
        tables.line("These entries no longer hold:")
        day = decision.tried.names.day
        rows = [
            [
                f"#{broken.number}",
                day(broken.day),
                broken.words or broken.what,
                broken.why,
                ", ".join(broken.choices),
            ]
            for broken in decision.open
        ]
        tables.table(BROKEN, rows, ("No.", "Day"))
