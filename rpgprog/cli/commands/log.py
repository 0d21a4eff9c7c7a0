"""``rpgprog log FILE [WHO...]``."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import click

from ...campaign.campaign import Campaign
from ...ledger.accounts import IN_UNITS
from ...ledger.units import plain
from ...reader import Names
from ...views.log import KINDS, REVERTED
from ...views.real_dates import session_in_words
from ...views.why import Posting, without_notes
from ...views.wording import amount
from .. import tables
from ..common import file_argument, finish, format_option, notes_option, opened, questions
from ..moments import day_in, read_day

COLUMNS = ("Day", "Who", "What", "Change", "Total", "Why", "Rule", "GM", "Session")
NUMBERS = ("No.", "Day", "Change", "Total")


@click.command("log")
@file_argument
@click.argument("who", nargs=-1)
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only this kind of change; may be repeated.",
)
@click.option("--skill", default="", help="Only this skill or talent.")
@click.option("--from", "since", callback=read_day, metavar="DAY", help="Only from this day on.")
@click.option("--to", "until", callback=read_day, metavar="DAY", help="Only up to this day.")
@click.option("--gm", default="", help="Only what this game master recorded.")
@click.option("--session", default="", help="Only this session.")
@click.option("--numbers", is_flag=True, help="Show each event's number, as in sheet --at '#17'.")
@notes_option
@format_option("table", "csv", "json", "md")
def command(
    file: str,
    who: Sequence[str],
    kinds: Sequence[str],
    skill: str,
    since: int | str | None,
    until: int | str | None,
    gm: str,
    session: str,
    numbers: bool,
    notes: bool,
    form: str,
) -> int:
    """List what was earned, spent, gained and lost, with day, game master and running total.

    A reverted event is struck through, with who reverted it, on which day and why.

    An entry is listed if it passes every filter. With --only, reverted entries show up under --only reverted.
    """
    campaign = opened(file)
    days = {"since": since, "until": until}
    between = {word: day_in(campaign, day) for word, day in days.items() if day is not None}
    filters = {"kinds": kinds, "of": skill, "gm": gm, "session": session, **between}
    with questions():
        if skill:
            campaign.item(skill)
        rows = campaign.log(who, **filters)
    if not notes:
        rows = [*without_notes(rows)]
    if form == "json":
        tables.as_json(rows)
    elif form == "csv":
        columns = [field.name for field in attrs.fields(Posting)]
        tables.as_csv(columns, [[_cell(row, column) for column in columns] for row in rows])
    elif not rows:
        tables.line("No entries match.")
    else:
        first = 0 if numbers else 1
        shown = [_row(row, campaign)[first:] for row in rows]
        (tables.markdown if form == "md" else tables.table)(("No.", *COLUMNS)[first:], shown, NUMBERS)
    return finish(campaign)


def _cell(row: Posting, column: str) -> object:
    """A spreadsheet wants 1.5, not 1500 thousandths."""
    value = getattr(row, column)
    return plain(value) if column in ("amount", "balance") and row.kind in IN_UNITS else value


def _row(row: Posting, campaign: Campaign) -> list[str]:
    names = campaign.names
    who = ", ".join(map(campaign.display_name, row.who.split(", ")))
    number = str(row.number) if row.number else ""
    session = session_in_words(row.session, row.played)
    if row.kind == REVERTED:
        why = tables.struck(row.reason) + f" {taken_back(row, names)}"
        return [number, names.day(row.day), who, "", "", "", why, "", row.gm, session]
    change, total = amount(row.kind, row.amount, names, signed=True), amount(row.kind, row.balance, names)
    return [
        number,
        names.day(row.day),
        who,
        f"{row.kind} {row.of}".strip(),
        change,
        total,
        row.in_words(),
        row.policy,
        row.gm,
        session,
    ]


def taken_back(row: Posting, names: Names) -> str:
    """Who took the event of that row back, when and why."""
    by = f" by {row.reverted_by}" if row.reverted_by else ""
    why = f": {row.reverted_why}" if row.reverted_why else ""
    return f"taken back{by} on {names.on(row.reverted_on or 0)}{why}"
