"""A character's sheet: where am I, what comes next, what will be lost when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..accounts import (
    BANKED,
    COINS,
    EARNED,
    FORFEITED,
    HELD,
    LAST_USED,
    LEVEL,
    MEMBER,
    OVERRULED,
    PARTY,
    PEAK,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    TALENT,
    TRAINED,
    UNDIVIDED,
    XP,
)
from ..curve import LARGEST
from ..engine.book import Book
from ..events import Passed

FORECAST = 1000  # days that a forecast looks ahead


@frozen
class SkillRow:
    """One skill; ``xp_needed``, ``hours_needed`` and ``price`` are for the next rank, in thousandths."""

    skill: str
    name: str
    rank: int
    peak: int
    bonus: int | None
    price: int
    xp: int
    xp_needed: int
    hours: int
    hours_needed: int
    last_used: int | None
    loses_on: int | None


@frozen
class Sheet:
    """A character at a day. Points, XP, coins and hours are in thousandths; None: it never comes."""

    who: str
    name: str
    player: str
    profession: str
    day: int
    level: int
    to_next_level: int | None
    earned: int
    spent: int
    relearned: int
    free: int
    held: Mapping[str, int]
    forfeited: int
    banked: int
    coins: int
    above_limit: int
    overruled: int
    talents: tuple[str, ...]
    skills: tuple[SkillRow, ...]


Balances = Mapping[tuple[str, str], int]  # of one holder, by kind and what they are of


def sheet(
    book: Book, who: str, about: Any, skills: Mapping[str, Any], losses: Mapping[tuple[str, str], int]
) -> Sheet:
    """The sheet of one character: ``losses`` says on which day each skill loses its next rank."""
    mine = {(a.kind, a.of): a.balance for a in book.values() if a.who == who and a.balance}
    held = {of: n for (kind, of), n in sorted(mine.items()) if kind == HELD}
    total = {kind: n for (kind, of), n in mine.items() if not of}
    known = {of for kind, of in mine if kind in (RANK, PEAK, XP, TRAINED)}
    return Sheet(
        who=who,
        name=about.name or who,
        player=about.player or "",
        profession=about.profession or "",
        day=book.today.balance,
        level=total.get(LEVEL, 0),
        to_next_level=_to_next_level(book, who),
        earned=total.get(EARNED, 0),
        spent=total.get(SPENT, 0),
        relearned=total.get(RELEARNED, 0),
        free=total.get(POINTS, 0) - sum(held.values()),
        held=held,
        forfeited=total.get(FORFEITED, 0),
        banked=total.get(BANKED, 0),
        coins=total.get(COINS, 0),
        above_limit=sum(n for (kind, _), n in mine.items() if kind.endswith(".over")),
        overruled=sum(n for (kind, _), n in mine.items() if kind == OVERRULED),
        talents=tuple(sorted(of for kind, of in mine if kind == TALENT)),
        skills=tuple(
            _skill(book, who, of, about, mine, losses) for of, about in skills.items() if of in known
        ),
    )


def _to_next_level(book: Book, who: str) -> int | None:
    if "next level" not in book.figures:
        return None
    missing: int = book.figure("next level", book[who, LEVEL, ""])
    return missing if missing < LARGEST // 2 else None


def _skill(
    book: Book, who: str, skill: str, about: Any, mine: Balances, losses: Mapping[tuple[str, str], int]
) -> SkillRow:
    rank, used = book[who, RANK, skill], mine.get((LAST_USED, skill), 0)
    return SkillRow(
        skill=skill,
        name=about.name or skill,
        rank=rank.balance,
        peak=mine.get((PEAK, skill), 0),
        bonus=book.figure("bonus", rank) if "bonus" in book.figures else None,
        price=book.figure("price", rank),
        xp=mine.get((XP, skill), 0),
        xp_needed=book.figure("xp price", rank),
        hours=mine.get((TRAINED, skill), 0),
        hours_needed=book.figure("training time", rank),
        last_used=used - 1 if used else None,
        loses_on=losses.get((who, skill)),
    )


def losses(book: Book, days: int = FORECAST) -> dict[tuple[str, str], int]:
    """The day on which each skill loses its next rank if nothing is done: time, previewed."""
    day = book.today.balance
    first: dict[tuple[str, str], int] = {}
    gone = tuple(who for who, kind, _ in book if kind == MEMBER and not book[who, MEMBER, ""].balance)
    for account, amount, _, _ in book.preview(Passed(days=days, absent=gone)):
        if account is book.today:
            day += amount
        elif account.kind == RANK and amount < 0:
            first.setdefault((account.who, account.of), day)
    return first


def undivided(book: Book) -> int:
    """Points that were left over when awards were shared out."""
    left: int = book[PARTY, UNDIVIDED, ""].balance
    return left
