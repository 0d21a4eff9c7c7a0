"""``rpgprog what-if FILE [WHO...]``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from ...campaign.campaign import Campaign
from ...events import SessionStarted
from ...reader import Names
from ...views.compare import Branch, Comparison, Judged, Parting, compare
from ...views.real_dates import real_date
from .. import tables
from ..common import file_argument, finish, format_option, needs, opened, questions
from ..differences import all_option, as_csv, show_differences
from ..files import read_out, write_out
from ..headings import headline, table_of
from ..rule_changes import Otherwise, otherwise, rules_in_words, set_option

PICTURES = (".html", ".svg", ".png")


@click.command("what-if")
@file_argument
@click.argument("who", nargs=-1)
@click.option("--ruleset", help="Other rules: a pack, or a path.")
@set_option('Change an option of the rules: policies.decay.period="3 months".')
@all_option
@click.option("--out", callback=read_out(PICTURES), help=f"Write charts: {', '.join(PICTURES)}.")
@format_option("table", "json", "csv", "md")
def command(
    file: str,
    who: Sequence[str],
    ruleset: str | None,
    changes: Any,
    everything: bool,
    out: Path | None,
    form: str,
) -> int:
    """Replay the whole past under other rules, side by side with what happened. Nothing is recorded.

    \b
    rpgprog what-if campaign.yaml --ruleset forgetful
    rpgprog what-if campaign.yaml Kessa --set policies.decay.period="3 months" --out page.html

    Shows where the two first differ, by event, day and session; what would have been refused, and what
    would no longer be; and levels, ranks, XP, points, talents and coins at the end. Without --ruleset,
    --set changes today's rules. The other rules hold from the start; later adoptions are ignored.
    """  # noqa: D301
    if not (ruleset or changes):
        raise click.UsageError(
            'name the other rules: --ruleset NAME, or --set policies.decay.period="3 months"'
        )
    if out is not None:
        with needs("plot"):
            import altair  # noqa: F401
    campaign = opened(file)
    with questions():
        people = [campaign.who(name) for name in who]
    other = otherwise(campaign, ruleset, changes)
    comparison = _only_people(compared(campaign, other.campaign, everything), people)
    if form == "json":
        tables.as_json(_as_data(campaign, other, comparison))
    elif form == "csv":
        as_csv(comparison.rows)
    else:
        _show(campaign, other, comparison, form)
    if out is not None:
        from ...plots.branches import Compared, report

        points, calendar = other.campaign.names.points, campaign.names.dates
        title = campaign.journal.title
        past = Compared(
            comparison, title, rules_in_words(campaign), other.label, points, calendar, _played(campaign)
        )
        write_out(out, report(past, out.suffix))
    return finish(campaign)


def _played(campaign: Campaign) -> tuple[str, ...]:
    """The real dates of the sessions that count, in the order of the fold."""
    steps = (step for step in campaign.folded if step.reverted is None and step.refused is None)
    events = (step.recorded.event for step in steps)
    return tuple(real_date(event.date) for event in events if isinstance(event, SessionStarted))


def compared(campaign: Campaign, other: Campaign, everything: bool = False) -> Comparison:
    """Two branches of one ledger, up to the same day."""
    day, until = campaign.book.today.balance, other.book.today.balance
    first, two = campaign if day >= until else campaign.at(until), other if until >= day else other.at(day)
    return compare(_branch(first), _branch(two), everything)


def _branch(campaign: Campaign) -> Branch:
    return Branch(campaign.folded, campaign.book, campaign.names)


def _only_people(comparison: Comparison, people: Sequence[str]) -> Comparison:
    """What is of these people; of everybody where none are named."""
    if not people:
        return comparison
    partings = [parting for parting in comparison.partings if parting.who in people]
    return evolve(
        comparison,
        parted=min(partings, key=lambda parting: (parting.day, parting.number), default=None),
        **{
            name: tuple(parting for parting in getattr(comparison, name) if parting.who in people)
            for name in ("rows", "partings", "by_day", "by_session")
        },
        **{
            name: tuple(parting for parting in getattr(comparison, name) if set(parting.who) & {*people})
            for name in ("refused", "passed")
        },
    )


def _same_rules(campaign: Campaign, other: Campaign) -> bool:
    adopted = any(recorded.adopts is not None for recorded in campaign.journal.ledger)
    return not adopted and campaign.journal.began.digest == other.journal.began.digest


def _as_data(campaign: Campaign, other: Otherwise, comparison: Comparison) -> dict[str, Any]:
    return {
        "was": rules_in_words(campaign),
        "becomes": other.label,
        "same_rules": _same_rules(campaign, other.campaign),
        "notes": other.notes,
        "parted": comparison.parted,
        "partings": comparison.partings,
        "rows": comparison.rows,
        "refused": comparison.refused,
        "passed": comparison.passed,
        "curves": {"by_day": comparison.by_day, "by_session": comparison.by_session},
    }


def _show(campaign: Campaign, other: Otherwise, comparison: Comparison, form: str) -> None:
    day = campaign.names.today(campaign.today)
    title = f"{campaign.journal.title}, {day}: {rules_in_words(campaign)}, or what if {other.label}"
    tables.line(f"{'# ' if form == 'md' else ''}{title}", "bold")
    for text in (*other.notes, _first(campaign, other, comparison)):
        tables.line()
        tables.line(text)
    if form == "md":
        tables.line()
    if len(comparison.partings) > 1:
        _head("First differences", form)
        columns = ("Who", "No.", "Day", "Event", "Session")
        called = campaign.names.day
        rows = [[p.who, f"{p.number or ''}", called(p.day), p.event, p.session] for p in comparison.partings]
        table_of(columns, rows, form, ("No.", "Day"))
    if comparison.rows:
        _head("At the end", form)
        names = campaign.names, other.campaign.names
        show_differences(comparison.rows, *names, ("Was", "Would be"), form)
    _judged("Would have been refused", comparison.refused, campaign.names, form)
    _judged("Would no longer be refused", comparison.passed, campaign.names, form)


def _first(campaign: Campaign, other: Otherwise, comparison: Comparison) -> str:
    parted = comparison.parted
    if parted is not None:
        return f"They first differ {_at(parted, campaign.names)}."
    if _same_rules(campaign, other.campaign):
        return "The campaign was played by these very rules: nothing would change."
    refused = comparison.refused or comparison.passed
    return "All numbers would stay the same." if refused else "Nothing would change."


def _at(parted: Parting, names: Names) -> str:
    if not parted.number:
        return f"on {names.on(parted.day)} (time passing)"
    session = f", in {parted.session}" if parted.session else ""
    return f"at #{parted.number} ({parted.event}){session}"


def _judged(title: str, events: Sequence[Judged], names: Names, form: str) -> None:
    if events:
        _head(title, form)
        columns = ("No.", "Day", "Event", "Why", "Session")
        rows = [
            [str(event.number), names.day(event.day), event.event, event.why, event.session]
            for event in events
        ]
        table_of(columns, rows, form, columns[:2])


def _head(title: str, form: str) -> None:
    if form != "md":
        tables.line()
    headline(title, form)
