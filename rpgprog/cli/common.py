"""What commands share: opening a campaign, reporting its problems, unknown names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..api import is_address, open_campaign, stored
from ..campaign.campaign import Campaign
from ..campaign.questions import Unknown
from ..ledger.accounts import QUESTION
from ..views.columns import many
from ..views.sheet import Sheet
from .app import FINE, PROBLEMS
from .moments import NOW, Moment, read_moment

if TYPE_CHECKING:
    from ..store.store import StoredCampaign

file_argument = click.argument("file", type=click.Path())


at_option = click.option(
    "--at",
    callback=read_moment,
    metavar="DAY|'#N'",
    help="The state at the end of that day, past or future, or right after that event (log --numbers).",
)


notes_option = click.option("--notes", is_flag=True, help="Add the notes of entries: not for players.")


def format_option(*formats: str) -> Callable[..., Any]:
    """The option ``--format``; the first format is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Output format.",
    )


def opened(file: str, at: Moment = NOW) -> Campaign:
    """The campaign, at a moment."""
    return at.of(open_campaign(file))


def as_of(campaign: Campaign) -> str:
    """The day to which a campaign has come, and the date of its last game night, for a headline."""
    played = f", last played on {campaign.last_date}" if campaign.last_date else ""
    return f"{campaign.names.today(campaign.today)}{played}"


def finish(campaign: Campaign) -> int:
    """Print the campaign's notices and problems on stderr; return the exit code."""
    for notice in campaign.notices:
        click.echo(f"note: {notice}", err=True)
    for problem in campaign.problems:
        click.echo(str(problem), err=True)
    return PROBLEMS if campaign.problems else FINE


def provisional(campaign: Campaign) -> str:
    """A line for a handout of a campaign with mistakes; empty where there are none."""
    mistakes = len(campaign.problems)
    return f"Provisional: {many(mistakes, 'mistake')} in the campaign, left out here." if mistakes else ""


@contextmanager
def questions() -> Iterator[None]:
    """Turn an unknown name into wrong usage."""
    try:
        yield
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from None


def open_ends(campaign: Campaign, sheets: Iterable[Sheet]) -> list[str]:
    """List the questions to answer, each with the day that it is about, and the rolls to make."""
    texts = []
    for sheet in sheets:
        for skill in (skill for skill in sheet.skills if skill.asked):
            on = campaign.names.on(campaign.book[sheet.who, QUESTION, skill.skill].balance - 1)
            texts.append(f"When did {sheet.name} last use {skill.name} before {on}? (answered:)")
        marked = ", ".join(skill.name for skill in sheet.skills if skill.marked)
        texts += [f"{sheet.name} is to roll for {marked} (rolled:)"] if marked else []
    return texts


def database_campaign(address: str, purpose: str) -> StoredCampaign:
    """The campaign at a database's address; ``purpose`` says what only a database is for."""
    if not is_address(address):
        raise click.UsageError(f"{purpose}: sqlite:PATH or postgresql://...")
    return stored(address)


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn a missing package into wrong usage: name the extra to install."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("rpgprog"):
            raise
        how = f'pip install "rpgprog[{extra}]"'
        raise click.UsageError(f'this needs "{missing.name}": {how}') from None
