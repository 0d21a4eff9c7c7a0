"""U8. What was bought and never used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from ...events import Joined, Used
from ...ledger.accounts import LEVEL, MEMBER
from ...problems.wording import listing
from ..columns import column, decimal, number, percent
from .table import Asked, Played, Report, deeds, spent


@frozen(kw_only=True)
class Unused:
    """One character: points spent on skills, and the part that went into those not used in that time."""

    who: str
    name: str = column("Who")
    since: str = column("Since")
    spent: Fraction = number("Spent on skills")
    unused: Fraction = number("On unused ones")
    share: Fraction | None = percent("Share")
    skills: tuple[str, ...] = column("Unused")


def unused(played: Played, filters: Asked) -> Report:
    """Points spent since the last level, or since the start, on skills that were not used since then."""
    levels = _last_levels(played) if filters.since == "level" else {}
    there = [who for who in played.characters if played.book[who, MEMBER, ""].balance]
    rows = [_row(who, played, *levels.get(who, (0, "the start"))) for who in there]
    points = played.names.points
    return Report(f"{points} spent on skills that have not been used", Unused, rows, _notice(rows, points))


def _last_levels(played: Played) -> Mapping[str, tuple[int, str]]:
    """The entry that brought each their last level, and how one says that; joining brings none."""
    levels: dict[str, tuple[int, str]] = {}
    balances: Counter[str] = Counter()
    day = 0
    for at, step in enumerate(played.folded):
        for account, amount, *_ in step.receipts:
            day += amount if account.kind == "day" else 0
            if account.kind == LEVEL:
                balances[account.who] += amount
                if amount > 0 and not isinstance(step.recorded.event, Joined):
                    levels[account.who] = at + 1, f"level {balances[account.who]}, {played.names.on(day)}"
    return levels


def _row(who: str, played: Played, begin: int, since: str) -> Unused:
    paid: dict[str, Fraction] = {}
    used = set()
    for deed in deeds(played.folded):
        if deed.at < begin:
            continue
        for buyer, item, points in spent(deed):
            if buyer == who and item in played.names.skills:
                paid[item] = paid.get(item, Fraction(0)) + points
        if isinstance(deed.event, Used) and deed.event.who == who and deed.event.times:
            used.add(deed.event.skill)
    total = sum(paid.values(), Fraction(0))
    idle = {skill: points for skill, points in paid.items() if skill not in used}
    wasted = sum(idle.values(), Fraction(0))
    return Unused(
        who=who,
        name=played.called(who),
        since=since,
        spent=total,
        unused=wasted,
        share=wasted / total if total else None,
        skills=tuple(played.item(skill) for skill in sorted(idle, key=lambda skill: -idle[skill])),
    )


def _notice(rows: list[Unused], points: str) -> str:
    if not any(row.spent for row in rows):
        return "Nobody has spent anything on skills in that time."
    worst = max(rows, key=lambda row: row.share or 0)
    if not worst.share:
        return "Everybody used whatever they bought."
    part = f"{decimal(worst.unused)} of {decimal(worst.spent)} {points}, on {listing(worst.skills)}"
    return f"{worst.name} spent most on skills unused since {worst.since}: {part}."
