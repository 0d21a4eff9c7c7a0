"""``rpgprog check FILE...``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import click

from ...api import home
from ...campaign.campaign import Campaign
from ...campaign.campaign import open_campaign as open_file
from ...problems import Mistakes, Problem
from ...ruleset import find_ruleset, load_ruleset
from ...source import Mapping, Source, read_source
from ...views.columns import many
from ...views.workload import kept, meter
from .. import tables
from ..app import FINE, PROBLEMS
from ..common import format_option, needs, open_ends

MANY = 5  # files from which on a progress bar is worth its line


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option("text", "json")
def command(files: Sequence[str], form: str) -> int:
    """Find every mistake in rulesets, campaigns and files of builds, all at once, each with its place.

    For a campaign it also lists questions to answer and rolls to make, and how many entries there are per
    character and session; for a ruleset, what it asks you to write down.

    FILE may also be the name of a ruleset that comes with rpgprog.

    Rules that fight each other or can never act are warnings (for a campaign, those of its ruleset). To
    keep such a rule, say why in the ruleset: accepted: {double-penalty: slow growth is what we want}.

    --format json prints a list with one object per file: file, fine, summary, remarks and problems, each
    with level, message and place (file, line, column, pointer; null where there is none).

    Exit codes: 0 fine, perhaps with warnings; 1 mistakes found.
    """
    problems: list[Problem] = []
    answers = []
    for file in _with_progress(files):
        file_problems, summary, remarks = _check(file)
        problems += file_problems
        answers.append(_answer(file, file_problems, summary, remarks))
        if form == "text":
            _show(file, summary, remarks, fine=not file_problems)
    if form == "json":
        tables.as_json(answers)
    else:
        for problem in dict.fromkeys(sorted(problems, key=_is_warning)):
            click.echo(str(problem), err=True)
    return FINE if all(map(_is_warning, problems)) else PROBLEMS


def _is_warning(problem: Problem) -> bool:
    return problem.level == "warning"


def _show(file: str, summary: str, remarks: Sequence[str], fine: bool) -> None:
    tables.line(f"{file}: {summary}", "green" if fine else "")
    for remark in remarks:
        tables.line(f"  {remark}")


def _answer(file: str, problems: Sequence[Problem], summary: str, remarks: Sequence[str]) -> dict[str, Any]:
    """One file's result for other programs; a problem without a place has null there."""
    fine = all(map(_is_warning, problems))
    rows = list(dict.fromkeys(problems))
    return {"file": file, "fine": fine, "summary": summary, "remarks": list(remarks), "problems": rows}


def _with_progress(files: Sequence[str]) -> Iterable[str]:
    console = tables.console(error=True)
    if len(files) < MANY or not console.is_terminal:
        return files
    from rich.progress import track

    return track(files, "checking", console=console, transient=True)


Checked = tuple[Sequence[Problem], str, Sequence[str]]  # what is wrong, in short, and what else to know


def _check(file: str) -> Checked:
    try:
        place = home(file)
        if place.shared:
            return _check_campaign(place.open())
        pack = find_ruleset(file)
        source = read_source(pack if pack else file)
        if isinstance(source.root, Mapping) and "builds" in source.root.entries:
            return _check_builds(source)
        return _check_campaign(open_file(source)) if _is_campaign(source) else _check_ruleset(file)
    except Mistakes as mistakes:
        return mistakes.problems, _count(len(mistakes.problems)), ()


def _is_campaign(source: Source) -> bool:
    keys = {key.casefold() for key in source.root.entries} if isinstance(source.root, Mapping) else set()
    return not keys.isdisjoint(("campaign", "journal"))


def _check_builds(source: Source) -> Checked:
    with needs("sim"):
        from ...simulate.builds.file import read_builds
    builds = read_builds(source)
    contents = f"{many(len(builds.builds), 'build')}, {many(builds.table.sessions, 'session')}"
    return (), f"fine: {contents}, rules {builds.ruleset.name}", ()


def _check_campaign(campaign: Campaign) -> Checked:
    doubts = [problem for problem in campaign.doubts if problem.level == "warning"]
    notes = [problem.message for problem in campaign.doubts if problem.level == "note"]
    warnings = (*campaign.ruleset.warnings, *doubts)
    remarks = (*open_ends(campaign, campaign.sheets()), *_entry_counts(campaign), *notes)
    if campaign.problems:
        summary = _count(len(campaign.problems))
        return (*campaign.problems, *warnings), f"{summary}{_and_warnings(warnings)}", remarks
    people = len(campaign.journal.characters)
    counted = f"{_many(people, 'character')}, {_many(_sessions(campaign), 'session')}"
    played = f", last played on {campaign.last_date}" if campaign.last_date else ""
    summary = f"fine: {counted}, {campaign.names.on(campaign.today)}, rules {campaign.ruleset.name}{played}"
    return warnings, f"{summary}{_and_warnings(warnings)}", remarks


def _sessions(campaign: Campaign) -> int:
    return sum(recorded.word == "session" for recorded in campaign.journal.ledger)


def _entry_counts(campaign: Campaign) -> list[str]:
    """How much the game masters wrote down."""
    fields = kept(campaign.folded, len(campaign.journal.characters)) if _sessions(campaign) else []
    counts = ", ".join(f"{float(row.each):.1f} {row.field}" for row in fields)
    return [f"entries per character and session: {counts}"] if counts else []


def _check_ruleset(file: str) -> Checked:
    ruleset = load_ruleset(file)
    counted = f"{len(ruleset.policies)} policies, {len(ruleset.names.skills)} skills"
    warnings = ruleset.warnings
    asks = ", ".join(field.field for field in meter(ruleset.policies)) or "nothing"
    summary = f"fine: ruleset {ruleset.name}, {counted}{_and_warnings(warnings)}"
    return warnings, summary, [f"to write down: {asks}"]


def _and_warnings(warnings: Sequence[Problem]) -> str:
    return f"; {_many(len(warnings), 'warning')}" if warnings else ""


def _count(number: int) -> str:
    return _many(number, "problem")


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
