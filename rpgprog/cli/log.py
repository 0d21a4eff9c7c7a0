"""``rpgprog log FILE [WHO...]``."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import click

from ..accounts import IN_UNITS
from ..codec import Names
from ..views.log import KINDS
from ..views.reasons import amount, plain
from ..views.why import Posting
from . import tables
from .common import file_argument, finish, format_option, opened, questions

COLUMNS = ("Day", "Who", "What", "Change", "Total", "Why", "Rule", "GM", "Session")
NUMBERS = ("Day", "Change", "Total")


@click.command("log")
@file_argument
@click.argument("who", nargs=-1)
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="Only these kinds of change; may be given again.",
)
@click.option("--skill", default="", help="Only this skill or talent.")
@click.option("--from", "since", type=int, help="From this day on.")
@click.option("--to", "until", type=int, help="Up to this day.")
@click.option("--gm", default="", help="Only what this game master recorded.")
@click.option("--session", default="", help="Only this session.")
@format_option("table", "csv", "json", "md")
def command(
    file: str,
    who: Sequence[str],
    kinds: Sequence[str],
    skill: str,
    since: int | None,
    until: int | None,
    gm: str,
    session: str,
    form: str,
) -> int:
    """List what was earned, spent, gained and lost, with day, game master and running total.

    All filters that are given must hold.
    """
    campaign = opened(file)
    filters = {"kinds": kinds, "of": skill, "since": since, "until": until, "gm": gm, "session": session}
    with questions():
        if skill:
            campaign.item(skill)
        rows = campaign.log(who, **filters)
    if form == "json":
        tables.as_json(rows)
    elif form == "csv":
        columns = [field.name for field in attrs.fields(Posting)]
        tables.as_csv(columns, [[_cell(row, column) for column in columns] for row in rows])
    elif not rows:
        tables.line("Nothing found.")
    else:
        shown = [_row(row, campaign.ruleset.names) for row in rows]
        (tables.markdown if form == "md" else tables.table)(COLUMNS, shown, NUMBERS)
    return finish(campaign)


def _cell(row: Posting, column: str) -> object:
    """A spreadsheet wants 1.5, not 1500 thousandths."""
    value = getattr(row, column)
    return plain(value) if column in ("amount", "balance") and row.kind in IN_UNITS else value


def _row(row: Posting, names: Names) -> list[str]:
    change, total = amount(row.kind, row.amount, names, signed=True), amount(row.kind, row.balance, names)
    why = f"{row.reason} [{row.note}]" if row.note else row.reason
    return [
        str(row.day),
        row.who,
        f"{row.kind} {row.of}".strip(),
        change,
        total,
        why,
        row.policy,
        row.gm,
        row.session,
    ]
