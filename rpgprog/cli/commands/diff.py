"""``rpgprog diff FILE A B``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from ...campaign.campaign import Campaign
from ...views.columns import many
from ...views.compare import Difference, differences
from .. import tables
from ..common import file_argument, finish, format_option, opened
from ..differences import all_option, as_csv, show_differences
from ..headings import headline, sentence
from ..moments import Moment, read_moment
from ..rule_changes import Changes, otherwise, set_option

_IDLE = {"refused": "refused", "reverted": "reverted"}  # events that count for nothing


@click.command("diff")
@file_argument
@click.argument("a", callback=read_moment)
@click.argument("b", callback=read_moment)
@click.option("--ruleset", help="B under other rules: a pack, or a path.")
@set_option("B with this changed.")
@click.option("--a-ruleset", help="A under other rules.")
@set_option("A with this changed.", "--a-set", "a_changes")
@all_option
@format_option("table", "json", "csv", "md")
def command(
    file: str,
    a: Moment,
    b: Moment,
    ruleset: str | None,
    changes: Changes,
    a_ruleset: str | None,
    a_changes: Changes,
    everything: bool,
    form: str,
) -> int:
    """Compare two moments of a campaign, or two what-ifs: levels, ranks, XP, points, talents, coins.

    A and B are days (120), events ("#17", in quotes: see log --numbers), or now.

    \b
    rpgprog diff campaign.yaml 120 now
    rpgprog diff campaign.yaml "#17" "#18"
    rpgprog diff campaign.yaml now now --a-ruleset forgetful --set policies.decay.period=90

    --ruleset and --set choose the rules for B, --a-ruleset and --a-set those for A.
    """  # noqa: D301
    campaign = opened(file)
    first, a_called, a_notes = _branch(campaign, a, a_ruleset, a_changes)
    other, b_called, b_notes = _branch(campaign, b, ruleset, changes)
    rows = differences(first.book, other.book, everything)
    only_a, only_b = _only(first, other), _only(other, first)
    if form == "csv":
        as_csv(rows)
    elif form == "json":
        tables.as_json({"a": a_called, "b": b_called, "only_a": only_a, "only_b": only_b, "rows": rows})
    else:
        headline(f"{campaign.journal.title}: {a_called} (A) and {b_called} (B)", form)
        for text in dict.fromkeys((*a_notes, *b_notes, *_one_sided(only_a, only_b))):
            sentence(text, form)
        if form != "md":
            tables.line()
        _show(rows, first, other, form)
    return finish(campaign)


def _branch(
    campaign: Campaign, at: Moment, ruleset: str | None, changes: Changes
) -> tuple[Campaign, str, tuple[str, ...]]:
    """The campaign there, what it is called, and what is to be said of it."""
    if not (ruleset or changes):
        return at.of(campaign), at.within(campaign), ()
    other = otherwise(campaign, ruleset, changes)
    return at.of(other.campaign), f"{at.within(campaign)} under {other.label}", other.notes


def _only(campaign: Campaign, other: Campaign) -> dict[str, Any]:
    """What only one of the two has: how many events of which kind, how many of them count for nothing."""
    known = {recorded.position for recorded in other.journal.ledger}
    pairs = zip(
        campaign.journal.ledger, campaign.folded, strict=False
    )  # the fold may go on to a day without events
    steps = [step for recorded, step in pairs if recorded.position not in known]
    return {
        "number": len(steps),
        "refused": sum(step.refused is not None for step in steps),
        "reverted": sum(step.reverted is not None for step in steps),
        "words": dict(Counter(step.recorded.word for step in steps).most_common()),
    }


def _one_sided(only_a: dict[str, Any], only_b: dict[str, Any]) -> list[str]:
    sides = ((only_b, "only in B"), (only_a, "only in A"))
    return [_counted(only, where) for only, where in sides if only["number"]] or [
        "Both have the same events."
    ]


def _counted(only: dict[str, Any], where: str) -> str:
    words = ", ".join(f"{number} {word}" for word, number in only["words"].items())
    idle = [f"{only[how]} {effect}" for how, effect in _IDLE.items() if only[how]]
    return (
        f"{many(only['number'], 'event')} {where}: {words}{', of which ' if idle else ''}{', '.join(idle)}."
    )


def _show(rows: Sequence[Difference], first: Campaign, other: Campaign, form: str) -> None:
    if rows:
        show_differences(rows, first.names, other.names, ("Was", "Is"), form)
    else:
        tables.line("No differences.")
