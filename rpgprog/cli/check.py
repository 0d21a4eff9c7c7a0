"""``rpgprog check FILE...``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from ..campaign import open_campaign
from ..problems import Mistakes, Problem
from ..ruleset import find_ruleset, load_ruleset
from ..source import Mapping, Source, read_source
from . import tables
from .app import FINE, PROBLEMS

MANY = 5  # files from which on a progress bar is worth its line


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def command(files: Sequence[str]) -> int:
    """Find every mistake in rulesets and campaigns, all at once, each with file, line and column.

    A file may also be the name of a ruleset that comes with rpgprog.
    """
    problems: list[Problem] = []
    for file in _with_progress(files):
        found, told = _check(file)
        problems += found
        tables.line(f"{file}: {told}", "green" if not found else "")
    for problem in problems:
        click.echo(str(problem), err=True)
    return PROBLEMS if problems else FINE


def _with_progress(files: Sequence[str]) -> Iterable[str]:
    console = tables.console(error=True)
    if len(files) < MANY or not console.is_terminal:
        return files
    from rich.progress import track

    return track(files, "checking", console=console, transient=True)


def _check(file: str) -> tuple[Sequence[Problem], str]:
    try:
        pack = find_ruleset(file)
        source = read_source(pack if pack else file)
        return _check_campaign(source) if _is_campaign(source) else _check_ruleset(file)
    except Mistakes as mistakes:
        return mistakes.problems, _count(len(mistakes.problems))


def _is_campaign(source: Source) -> bool:
    return isinstance(source.root, Mapping) and "campaign" in source.root.entries


def _check_campaign(source: Source) -> tuple[Sequence[Problem], str]:
    campaign = open_campaign(source)
    if campaign.problems:
        return campaign.problems, _count(len(campaign.problems))
    sessions = sum(recorded.word == "session" for recorded in campaign.journal.ledger)
    people, day = len(campaign.journal.characters), campaign.book.today.balance
    counted = f"{_many(people, 'character')}, {_many(sessions, 'session')}"
    return (), f"fine: {counted}, day {day}, rules {campaign.ruleset.name}"


def _check_ruleset(file: str) -> tuple[Sequence[Problem], str]:
    ruleset = load_ruleset(file)
    return (
        (),
        f"fine: ruleset {ruleset.name}, {len(ruleset.policies)} policies, {len(ruleset.names.skills)} skills",
    )


def _count(number: int) -> str:
    return _many(number, "problem")


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
