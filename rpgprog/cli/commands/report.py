"""``rpgprog report FILE [NAME...]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from ...campaign.campaign import Campaign
from ...problems.wording import did_you_mean, listing
from ...reader import Names
from ...views.reports import REPORTS, Asked, Played, Report
from .. import rows, tables
from ..common import file_argument, finish, format_option, opened
from ..moments import day_in, read_day

MOST_DAYS = 10_000


@click.command("report")
@file_argument
@click.argument("name", nargs=-1)
@click.option("--from", "begin", callback=read_day, metavar="DAY", help="What happened from this day on.")
@click.option("--to", "end", callback=read_day, metavar="DAY", help="Up to this day.")
@click.option(
    "--since",
    type=click.Choice(("level", "start")),
    help="For unused: spent since the last level [default], or since the start.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    help="For losses: how many days ahead [default: 180].",
)
@format_option("table", "json", "md", "csv")
def command(file: str, name: Sequence[str], form: str, **options: Any) -> int:
    """Report on awards, skills, goals and losses, for the game master.

    \b
    awards         points per hour for each game master and player, and who stands out
    demand         which skills the scenarios call for, and which are bought
    unused         points spent on skills that have not been used since
    goals          what players want to learn, and whether a planned scene asks for it
    concentration  how much of a character's spending went into one thing
    losses         which ranks will be lost, and when, if left unused

    Without a NAME, all of them. --from and --to go with awards, demand and concentration.
    """  # noqa: D301
    names = _names(name)
    chosen = {option: value for option, value in options.items() if value is not None}
    _check_options(names if name else tuple(REPORTS), chosen)
    if form == "csv" and len(names) > 1:
        raise click.UsageError(f"csv holds one report: name one of {listing(REPORTS)}")
    campaign = opened(file)
    chosen |= {word: day_in(campaign, chosen[word]) for word in ("begin", "end") if word in chosen}
    _check_order(chosen)
    reports = {word: REPORTS[word].make(_played(campaign), Asked(**chosen)) for word in names}
    _write(reports, form, campaign.names)
    return finish(campaign)


def _names(words: Sequence[str]) -> tuple[str, ...]:
    for word in words:
        if word not in REPORTS:
            raise click.UsageError(f'there is no report "{word}"{did_you_mean(word, REPORTS)}')
    return tuple(dict.fromkeys(words)) or tuple(REPORTS)


def _check_options(names: Sequence[str], options: Mapping[str, Any]) -> None:
    """What none of the reports can use is wrong usage, not left aside in silence."""
    words = {"begin": "from", "end": "to"}
    for option in options:
        word = words.get(option, option)
        if not any(word in REPORTS[name].takes for name in names):
            can = listing(name for name, kind in REPORTS.items() if word in kind.takes)
            raise click.UsageError(f"--{word} is for {can}")


def _check_order(options: Mapping[str, Any]) -> None:
    if {"begin", "end"} <= options.keys() and options["begin"] > options["end"]:
        raise click.UsageError(f"--from {options['begin']} comes after --to {options['end']}")


def _played(campaign: Campaign) -> Played:
    journal = campaign.journal
    names = campaign.names
    return Played(campaign.folded, campaign.book, journal.characters, journal.planned, names)


def _write(reports: Mapping[str, Report], form: str, names: Names) -> None:
    if form == "json":
        tables.as_json({word: rows.exact(_as_data(report)) for word, report in reports.items()})
        return
    for at, report in enumerate(reports.values()):
        if form == "csv":
            rows.as_csv(report.row, report.rows)
            return
        if at:
            tables.line()
        _show(report, form, names)


def _as_data(report: Report) -> dict[str, Any]:
    return {"title": report.title, "rows": report.rows, "notice": report.notice, "remarks": report.remarks}


def _show(report: Report, form: str, names: Names) -> None:
    tables.line(f"{'## ' if form == 'md' else ''}{report.title}", "bold cyan")
    if form == "md":
        tables.line()
    if report.rows:
        rows.show(report.row, report.rows, form, names)
    if form == "md" and report.rows:
        tables.line()
    for text in (report.notice, *report.remarks):
        tables.line(text)
