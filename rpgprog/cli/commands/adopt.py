"""``rpgprog adopt FILE RULESET``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...api import home
from ...campaign.decisions import Answers, decide, entry
from ...ruleset import load_ruleset
from .. import tables
from ..app import FINE
from .revert import finished, show_moved


def _renamed(_ctx: click.Context, _param: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    found = dict(text.partition("=")[::2] for text in given)
    wrong = next((old for old, new in found.items() if not old or not new), None)
    if wrong is not None:
        raise click.BadParameter("write OLD=NEW, the names of a policy before and after")
    return found


@click.command("adopt")
@click.argument("file", type=click.Path())
@click.argument("ruleset")
@click.option("--by", required=True, help="Who decided.")
@click.option("--why", required=True, help="The reason, for the record.")
@click.option(
    "--keep",
    type=click.Choice(("ranks", "effort")),
    default="ranks",
    show_default=True,
    help="What stays: ranks and levels, or the points and XP behind them.",
)
@click.option("--renamed", multiple=True, callback=_renamed, help="A policy that has a new name: OLD=NEW.")
@click.option("--yes", is_flag=True, help="Record it.")
def command(file: str, ruleset: str, by: str, why: str, keep: str, renamed: dict[str, str], yes: bool) -> int:
    """Let other rules hold from here on. The past stays as it was.

    RULESET is the name of a pack or the path of a file. First it is shown what changes for whom. Rules
    that are new or changed start their clocks now. With --keep ranks, ranks, talents and levels stay; XP on
    the way to a rank are counted again, so that half of the way stays half of the way. With --keep effort,
    what ranks were paid for or learned with is spent anew under the new prices, skill by skill; what is
    left over is free, and levels follow the points they count. A database keeps the whole text of the rules.
    """
    place = home(file)
    campaign = place.open()
    found = load_ruleset(ruleset)
    known = {**campaign.ruleset.names.skills, **campaign.journal.skills}
    adopted = found.with_skills({s: known[s] for s in known if s not in found.names.skills})
    if adopted.digest == campaign.ruleset.digest:
        tables.line(f"These are the rules that hold already ({campaign.ruleset.name}).")
        return FINE
    about = {"keep": keep, "renamed": renamed or None, "digest": adopted.digest[:12]}
    text = entry("adopted", ruleset=place.ruleset_reference(ruleset), **about, by=by, why=why)
    decision = decide(place.attempt, [text], Answers(by, why))
    tables.line(f"From {campaign.ruleset.name} to {found.name}, {keep} kept:")
    show_moved(decision)
    return finished(place, file, decision, by, yes)
