"""A character's sheet: where am I, what comes next, what will be lost when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..accounts import (
    BANKED,
    CAMPAIGN,
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


def sheet(
    book: Book, who: str, about: Any, skills: Mapping[str, Any], losses: Mapping[tuple[str, str], int]
) -> Sheet:
    """The sheet of one character: ``losses`` says on which day each skill loses its next rank."""

    def total(kind: str, of: str = "") -> int:
        return _balance(book, who, kind, of)

    held = {of: n for (holder, kind, of), n in book.sheet().items() if holder == who and kind == HELD}
    to_next = book.figure("next level", book[who, LEVEL, ""]) if "next level" in book.figures else None
    return Sheet(
        who=who,
        name=about.name or who,
        player=about.player or "",
        profession=about.profession or "",
        day=_balance(book, CAMPAIGN, "day"),
        level=total(LEVEL),
        to_next_level=to_next if to_next is not None and to_next < LARGEST // 2 else None,
        earned=total(EARNED),
        spent=total(SPENT),
        relearned=total(RELEARNED),
        free=total(POINTS) - sum(held.values()),
        held=held,
        forfeited=total(FORFEITED),
        banked=total(BANKED),
        coins=total(COINS),
        above_limit=_above_limit(book, who),
        overruled=sum(
            n for (holder, kind, _), n in book.sheet().items() if holder == who and kind == OVERRULED
        ),
        talents=tuple(of for (holder, kind, of) in book.sheet() if holder == who and kind == TALENT),
        skills=tuple(_skill(book, who, of, skills, losses) for of in _known(book, who, skills)),
    )


def _balance(book: Book, who: str, kind: str, of: str = "") -> int:
    account = book.get((who, kind, of))
    return account.balance if account is not None else 0


def _above_limit(book: Book, who: str) -> int:
    return sum(n for (holder, kind, _), n in book.sheet().items() if holder == who and kind.endswith(".over"))


def _known(book: Book, who: str, skills: Mapping[str, Any]) -> list[str]:
    """Skills that were ever known or are on the way, in the order of the ruleset."""
    known = {of for (holder, kind, of) in book.sheet() if holder == who and kind in (RANK, PEAK, XP, TRAINED)}
    return [skill for skill in skills if skill in known]


def _skill(
    book: Book, who: str, skill: str, skills: Mapping[str, Any], losses: Mapping[tuple[str, str], int]
) -> SkillRow:
    rank = book[who, RANK, skill]
    used = _balance(book, who, LAST_USED, skill)
    return SkillRow(
        skill=skill,
        name=skills[skill].name or skill,
        rank=rank.balance,
        peak=_balance(book, who, PEAK, skill),
        bonus=book.figure("bonus", rank) if "bonus" in book.figures else None,
        price=book.figure("price", rank),
        xp=_balance(book, who, XP, skill),
        xp_needed=book.figure("xp price", rank),
        hours=_balance(book, who, TRAINED, skill),
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
    return _balance(book, PARTY, UNDIVIDED)
