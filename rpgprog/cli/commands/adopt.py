"""``rpgprog adopt FILE RULESET``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...api import home
from ...campaign.campaign import Campaign
from ...campaign.decisions import Answers, decide, entry
from ...campaign.home import Home
from ...ruleset import load_ruleset
from .. import tables
from ..app import FINE
from ..decisions import by_option, finish_decision, show_moved, why_option, yes_option


def _renamed(_ctx: click.Context, _param: click.Parameter, texts: Sequence[str]) -> dict[str, str]:
    renamed = dict(text.partition("=")[::2] for text in texts)
    wrong = next((old for old, new in renamed.items() if not old or not new), None)
    if wrong is not None:
        raise click.BadParameter("write OLD=NEW: the policy's old name and its new one")
    return renamed


@click.command("adopt")
@click.argument("file", type=click.Path())
@click.argument("ruleset", required=False)
@by_option
@why_option
@click.option(
    "--keep",
    type=click.Choice(("ranks", "effort")),
    default="ranks",
    show_default=True,
    help="What stays: ranks and levels, or the points and XP behind them.",
)
@click.option("--renamed", multiple=True, callback=_renamed, help="A policy with a new name: OLD=NEW.")
@yes_option
def command(
    file: str, ruleset: str | None, by: str, why: str, keep: str, renamed: dict[str, str], yes: bool
) -> int:
    """Play by other rules from here on. The past stays as it was.

    RULESET is a pack's name or the path of a file. The command first shows what changes for whom. New and
    changed rules start their clocks now; a rule that is dropped hands back what it holds. With --keep
    ranks, ranks, talents and levels stay, and progress to the next rank is scaled: halfway there stays
    halfway there. With --keep effort, the points and XP that went into ranks are spent again at the new
    prices, skill by skill; whatever remains is free, and levels follow the points they count. A database
    keeps the full text of the rules.

    Without RULESET the campaign goes on by its rules as this version of rpgprog reads them: where they give
    other results than when they were recorded, that is accepted here.
    """
    place = home(file)
    campaign = place.open()
    if ruleset is None:
        return _accept(place, campaign, file, Answers(by, why), yes)
    rules = load_ruleset(ruleset)
    known = {**campaign.ruleset.names.skills, **campaign.journal.skills}
    adopted = rules.with_skills({s: known[s] for s in known if s not in rules.names.skills})
    if adopted.digest == campaign.ruleset.digest:
        tables.line(f"The campaign already plays by these rules ({campaign.ruleset.name}).")
        return FINE
    about = {"keep": keep, "renamed": renamed or None, "digest": adopted.digest[:12]}
    text = entry("adopted", ruleset=place.ruleset_reference(ruleset), **about, by=by, why=why)
    decision = decide(place.attempt, [text], Answers(by, why))
    tables.line(f"From {campaign.ruleset.name} to {rules.name}, {keep} kept:")
    show_moved(decision)
    return finish_decision(place, file, decision, by, yes)


def _accept(place: Home, campaign: Campaign, file: str, answers: Answers, yes: bool) -> int:
    """The same rules, with what this version makes of the past; how numbers differ is in the notices."""
    text = place.accepting(answers.by, answers.why)
    if not text:
        tables.line(
            f"There is nothing to accept: {campaign.ruleset.name} gives the results that were recorded."
        )
        return FINE
    for notice in campaign.notices:
        tables.line(notice)
    return finish_decision(place, file, decide(place.attempt, [text], answers), answers.by, yes)
