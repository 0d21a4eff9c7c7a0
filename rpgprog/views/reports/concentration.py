"""S8. How much of what somebody spent went into one thing. It is shown, never forbidden."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from ...ledger.accounts import MEMBER
from ..columns import column, decimal, number, percent, ratio
from .table import Asked, Played, Report, deeds, spent


@frozen(kw_only=True)
class Concentration:
    """One character: 1 is all points on one thing; n equal things give 1/n."""

    who: str
    name: str = column("Who")
    spent: Fraction = number("Spent")
    on: int = number("Things bought")
    hhi: Fraction | None = ratio("Concentration")
    most: str = column("Most of it on")
    share: Fraction | None = percent("Share")


def hhi(amounts: Iterable[Fraction]) -> Fraction | None:
    """The sum of the squares of the shares; None when there is nothing to share.

    >>> hhi([Fraction(40)]), hhi([Fraction(1), Fraction(1)])
    (Fraction(1, 1), Fraction(1, 2))
    """
    parts = list(amounts)
    total = sum(parts)
    return sum(((part / total) ** 2 for part in parts), Fraction(0)) if total else None


def concentration(played: Played, filters: Asked) -> Report:
    """How the points each spent are spread over skills and talents."""
    paid: dict[str, dict[str, Fraction]] = {
        who: {} for who in played.characters if played.book[who, MEMBER, ""].balance
    }
    for deed in deeds(played.folded):
        for who, item, points in spent(deed) if filters.covers(deed.event.day) else ():
            if who in paid:
                paid[who][item] = paid[who].get(item, Fraction(0)) + points
    rows = [_row(who, items, played) for who, items in paid.items()]
    return Report(f"How the {played.names.points} spent are spread", Concentration, rows, _notice(rows))


def _row(who: str, items: dict[str, Fraction], played: Played) -> Concentration:
    total, most = sum(items.values(), Fraction(0)), max(items, key=lambda item: items[item], default="")
    return Concentration(
        who=who,
        name=played.called(who),
        spent=total,
        on=len(items),
        hhi=hhi(items.values()),
        most=played.item(most),
        share=items[most] / total if total else None,
    )


def _notice(rows: list[Concentration]) -> str:
    spread = [row for row in rows if row.hhi is not None]
    if not spread:
        return "Nobody has spent anything yet."
    top = max(spread, key=lambda row: row.hhi or 0)
    part = decimal((top.share or 0) * 100, 1)
    return f"{top.name} is the most specialised: {part} % on {top.most}. Nothing forbids it."
