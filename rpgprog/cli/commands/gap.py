"""``rpgprog gap FILE [WHO [GOAL]]``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...campaign.campaign import Campaign
from ...planner import report, step_rows
from ...planner.gap import Gap
from .. import rows, tables
from ..common import as_of, at_option, file_argument, finish, format_option, opened, questions
from ..moments import Moment

NO_GOALS = "No goals yet: name one, or write some under a character (goals: [swimming 3, level 5])."

MOST_STEPS = 30  # of a way that are shown to people


@click.command("gap")
@file_argument
@click.argument("who", required=False)
@click.argument("goal", nargs=-1)
@at_option
@format_option("table", "json", "md")
def command(file: str, who: str | None, goal: Sequence[str], at: Moment, form: str) -> int:
    """Show how far away a goal is, and the cheapest way to it.

    \b
    rpgprog gap campaign.yaml Kessa climbing 12
    rpgprog gap campaign.yaml Kessa "far sight"
    rpgprog gap campaign.yaml Kessa level 8
    rpgprog gap campaign.yaml Kessa
    rpgprog gap campaign.yaml

    Without a GOAL, the goals in the campaign file (goals:), of WHO or of everybody. Prices, limits and
    prerequisites are the campaign's own, tried out on a copy; sessions are counted at the pace at which WHO
    has earned points so far.
    """  # noqa: D301
    campaign = opened(file, at)
    with questions():
        gaps = campaign.gaps(who, " ".join(goal) or None)
    if form == "json":
        tables.as_json({"points": campaign.names.points, "goals": rows.exact(gaps)})
        return finish(campaign)
    head = f"{campaign.journal.title}, {as_of(campaign)} ({campaign.ruleset.name})"
    tables.line(f"{'# ' if form == 'md' else ''}{head}", "bold")
    for gap in gaps:
        _show(gap, campaign, form)
    if not gaps:
        tables.line(NO_GOALS)
    return finish(campaign)


def _show(gap: Gap, campaign: Campaign, form: str) -> None:
    names = campaign.names
    tables.line()
    tables.line(f"{'## ' if form == 'md' else ''}{gap.name}: {gap.goal}", "bold cyan")
    if form == "md":
        tables.line()
    for text in report.sentences(gap, names):
        tables.line(text + ("  " if form == "md" else ""))
    if gap.steps:
        if form == "md":
            tables.line()
        steps = step_rows.rows(gap.steps, names)
        left_out = len(steps) - MOST_STEPS
        shown = [*steps[: MOST_STEPS - 1], steps[-1]] if left_out > 0 else steps
        rows.show(step_rows.Row, shown, form)
        if left_out > 0:
            tables.line(f"{left_out:,} steps before the last are left out; --format json has all.")
