"""``rpgprog why FILE WHO WHAT``."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import click

from ...reader import Names
from ...views.real_dates import session_in_words
from ...views.why import Posting, in_words, without_notes
from ...views.wording import amount
from .. import tables
from ..common import at_option, file_argument, finish, format_option, notes_option, opened, questions
from ..moments import Moment

COLUMNS = ("Day", "Change", "Total", "Rule", "Why", "Event", "Session")
NUMBERS = ("Day", "Change", "Total")


@click.command("why")
@file_argument
@click.argument("who")
@click.argument("what", nargs=-1, required=True)
@at_option
@notes_option
@format_option("table", "json", "md")
def command(file: str, who: str, what: Sequence[str], at: Moment, notes: bool, form: str) -> int:
    """Explain how a number of WHO came about: every change with its event, rule and arithmetic.

    WHAT is points, earned, spent, level, coins, a skill (its rank), or a skill and one of
    xp, peak, bonus, price, xp needed, hours needed: "climbing bonus"; free points, next level.
    """
    campaign = opened(file, at)
    with questions():
        why = campaign.why(who, " ".join(what))
    if not notes:
        why = attrs.evolve(why, postings=without_notes(why.postings))
    names = campaign.names
    if form == "json":
        tables.as_json(why)
        return finish(campaign)
    tables.line(in_words(why, names) + ("." if not (why.postings or why.terms) else ":"), "bold")
    rows = [_row(posting, names) for posting in why.postings]
    if rows:
        (tables.markdown if form == "md" else tables.table)(COLUMNS, rows, NUMBERS)
    for policy, words, number in why.terms:
        tables.line(f"  {amount(why.kind, number, names):>12}  {policy}: {words}")
    return finish(campaign)


def _row(posting: Posting, names: Names) -> list[str]:
    change = amount(posting.kind, posting.amount, names, signed=True)
    total = amount(posting.kind, posting.balance, names)
    at = f"line {posting.line}" if posting.line else f"#{posting.number}" if posting.number else ""
    session = session_in_words(posting.session, posting.played)
    event = f"{posting.event} ({at})" if at else posting.event
    return [names.day(posting.day), change, total, posting.policy, posting.in_words(), event, session]
