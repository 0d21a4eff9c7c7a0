"""What the commands share: opening a campaign, its problems, questions about unknown names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ..campaign import Campaign, Unknown, open_campaign
from .app import FINE, PROBLEMS

file_argument = click.argument("file", type=click.Path())


at_option = click.option(
    "--at", type=click.IntRange(min=0), help="As it was, or will be, at the end of that day."
)


def format_option(*formats: str) -> Callable[..., Any]:
    """``--format``, of which the first is what holds when nothing is said."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How it is written.",
    )


def opened(file: str, at: int | None = None) -> Campaign:
    """The campaign, at a day."""
    campaign = open_campaign(file)
    return campaign if at is None else campaign.at(at)


def finish(campaign: Campaign) -> int:
    """Tell the campaign's problems beside what was shown; the exit code."""
    for problem in campaign.problems:
        click.echo(str(problem), err=True)
    return PROBLEMS if campaign.problems else FINE


@contextmanager
def questions() -> Iterator[None]:
    """A name that nobody knows is wrong usage."""
    try:
        yield
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from None
