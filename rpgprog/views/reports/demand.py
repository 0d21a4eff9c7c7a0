"""U7. Which skills the scenarios ask for, beside those that are bought."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from attrs import frozen

from ...events import Bought, Used
from ...ledger.accounts import RANK
from ...problems.wording import listing
from ..columns import column, many, number, percent
from .table import Asked, Played, Report, deeds


@frozen(kw_only=True)
class Demand:
    """One skill: how often it was used, how many ranks of it were bought, each with its share of all."""

    skill: str
    name: str = column("Skill")
    uses: int = number("Uses")
    uses_share: Fraction | None = percent("of all")
    bought: int = number("Ranks bought")
    bought_share: Fraction | None = percent("of all")
    flagged: bool
    note: str = column("")


def demand(played: Played, filters: Asked) -> Report:
    """Uses of each skill beside the ranks of it that were bought."""
    uses: Counter[str] = Counter()
    bought: Counter[str] = Counter()
    for deed in deeds(played.folded):
        if isinstance(deed.event, Used) and filters.covers(deed.event.day):
            uses[deed.event.skill] += deed.event.times
        if isinstance(deed.event, Bought) and filters.covers(deed.event.day):
            ranks = (amount for account, amount, *_ in deed.receipts if account.kind == RANK and amount > 0)
            bought[deed.event.skill] += sum(ranks)
    skills = [skill for skill in played.names.skills if uses[skill] or bought[skill]]
    skills.sort(key=lambda skill: (-uses[skill], -bought[skill]))
    rows = [_row(played.item(skill), skill, uses, bought, not uses[skill]) for skill in skills]
    return Report("What the scenarios call for, and what is bought", Demand, rows, _notice(rows))


def _row(name: str, skill: str, uses: Counter[str], bought: Counter[str], unasked: bool) -> Demand:
    return Demand(
        skill=skill,
        name=name,
        uses=uses[skill],
        uses_share=_share(uses, skill),
        bought=bought[skill],
        bought_share=_share(bought, skill),
        flagged=unasked,
        note="bought, never called for" if unasked else "",
    )


def _share(count: Counter[str], skill: str) -> Fraction | None:
    return Fraction(count[skill], count.total()) if count.total() else None


def _notice(rows: list[Demand]) -> str:
    if not rows:
        return "Nothing was used, and no ranks were bought."
    flagged = [row for row in rows if row.flagged]
    if flagged:
        items = listing(f"{row.name} ({many(row.bought, 'rank')})" for row in flagged)
        return f"Bought, but never called for: {items}."
    return f"Everything bought was also called for, most of all {rows[0].name}."
