"""A character's sheet: where am I, what comes next, what will be lost when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import frozen

from ..curve import LARGEST
from ..engine.book import Book
from ..ledger.accounts import (
    ABILITY,
    AGREED,
    BANKED,
    BOUND,
    CERTIFICATE,
    COINS,
    COURSE,
    EARNED,
    FORFEITED,
    HELD,
    LAST_USED,
    LEGACY,
    LEVEL,
    MARKED,
    OVERRULED,
    PAID_IN,
    PARTY,
    PEAK,
    POINTS,
    PROGRESS,
    QUESTION,
    RANK,
    RELEARNED,
    SPECIALITY,
    SPENT,
    TALENT,
    TRAINED,
    UNDIVIDED,
    XP,
)
from ..ledger.plain import Plain
from ..reader import Names
from .forecast import Days


@frozen
class SkillRow(Plain):
    """One skill; ``xp_needed``, ``hours_needed`` and ``price`` are for the next rank, in thousandths.

    ``course``: hours of a course of training that are left, and ``finished_on`` its day; ``marked``: a roll
    for it is due; ``asked``: nobody knows when it was last used before.
    """

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
    speciality: str
    speciality_bonus: int
    course: int
    finished_on: int | None
    marked: bool
    asked: bool


@frozen
class Sheet(Plain):
    """A character at a day. Points, XP, coins and hours are in thousandths; None: it never comes.

    ``skills_to_next_level``: how many are missing, at which rank; ``progress``: thousandths of a level;
    ``counts``: what rules keep and show, in whole numbers.
    """

    who: str
    name: str
    player: str
    profession: str
    day: int
    level: int
    to_next_level: int | None
    skills_to_next_level: tuple[int, int] | None
    progress: int
    earned: int
    spent: int
    relearned: int
    free: int
    held: Mapping[str, int]
    bound: Mapping[str, int]
    paid_in: Mapping[str, int]
    forfeited: int
    banked: int
    coins: int
    above_limit: int
    overruled: int
    legacy: int
    agreed: tuple[str, ...]
    certificates: tuple[str, ...]
    abilities: Mapping[str, int]
    counts: Mapping[str, int]
    talents: tuple[str, ...]
    skills: tuple[SkillRow, ...]


Balances = Mapping[tuple[str, str], int]  # of one holder, by kind and what they are of

# What a sheet shows of one balance: its own word, and the kind of account.
TOTALS = {
    "level": LEVEL,
    "progress": PROGRESS,
    "earned": EARNED,
    "spent": SPENT,
    "relearned": RELEARNED,
    "forfeited": FORFEITED,
    "banked": BANKED,
    "coins": COINS,
    "legacy": LEGACY,
}


def sheet(
    book: Book,
    who: str,
    about: Any,
    names: Names,
    ahead: tuple[Days, Days],
    abilities: Iterable[str] = (),
    counts: Mapping[str, str] = MappingProxyType({}),
) -> Sheet:
    """The sheet of one character: ``ahead`` says on which day each skill loses and gains its next rank.

    ``counts`` are what rules keep and show: for each its words, and the kind of account that holds it.
    """
    balances = {(a.kind, a.of): a.balance for a in book.accounts.values() if a.who == who and a.balance}
    of_kind: dict[str, dict[str, int]] = {}
    for (kind, of), n in sorted(balances.items()):
        of_kind.setdefault(kind, {})[of] = n
    held = of_kind.get(HELD, {})
    total = {kind: n for (kind, of), n in balances.items() if not of}
    known = {of for kind, of in balances if kind in (RANK, PEAK, XP, TRAINED, COURSE, QUESTION)}
    return Sheet(
        who=who,
        name=about.name or who,
        player=about.player or "",
        profession=about.profession or "",
        day=book.today.balance,
        **{name: total.get(kind, 0) for name, kind in TOTALS.items()},
        to_next_level=_to_next_level(book, who),
        skills_to_next_level=_skills_missing(book, who),
        free=total.get(POINTS, 0) - sum(held.values()) - sum(of_kind.get(BOUND, {}).values()),
        held=held,
        bound=of_kind.get(BOUND, {}),
        paid_in={of: n for of, n in of_kind.get(PAID_IN, {}).items() if not balances.get((TALENT, of))},
        above_limit=book.figure("above the limit", book[who, POINTS, ""]),
        overruled=sum(n for (kind, _), n in balances.items() if kind == OVERRULED),
        agreed=tuple(of_kind.get(AGREED, ())),
        certificates=tuple(of_kind.get(CERTIFICATE, ())),
        abilities={name: book.figure("ability", book[who, ABILITY, name]) for name in abilities},
        counts=_shown_counts(counts, of_kind),
        talents=tuple(of_kind.get(TALENT, ())),
        skills=tuple(
            _skill(book, who, of, about, balances, ahead) for of, about in names.skills.items() if of in known
        ),
    )


def _shown_counts(counts: Mapping[str, str], of_kind: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """What rules keep and show, by its words and what it is of."""
    return {
        f"{words} ({of})" if of else words: number
        for words, kind in counts.items()
        for of, number in of_kind.get(kind, {}).items()
    }


def _to_next_level(book: Book, who: str) -> int | None:
    if "next level" not in book.figures:
        return None
    missing: int = book.figure("next level", book[who, LEVEL, ""])
    return missing if missing < LARGEST // 2 else None


def _skills_missing(book: Book, who: str) -> tuple[int, int] | None:
    if "skills missing" not in book.figures:
        return None
    level = book[who, LEVEL, ""]
    return book.figure("skills missing", level), book.figure("next rank needed", level)


def _speciality(skill: str, balances: Balances) -> str:
    return next(
        (
            of.removeprefix(f"{skill}, ")
            for kind, of in balances
            if kind == SPECIALITY and of.startswith(f"{skill}, ")
        ),
        "",
    )


def _skill(
    book: Book, who: str, skill: str, about: Any, balances: Balances, ahead: tuple[Days, Days]
) -> SkillRow:
    losses, gains = ahead
    rank, used = book[who, RANK, skill], balances.get((LAST_USED, skill), 0)
    return SkillRow(
        skill=skill,
        name=about.name or skill,
        rank=rank.balance,
        peak=balances.get((PEAK, skill), 0),
        bonus=book.figure("bonus", rank) if "bonus" in book.figures else None,
        price=book.figure("price", rank),
        xp=balances.get((XP, skill), 0),
        xp_needed=book.figure("xp price", rank),
        hours=balances.get((TRAINED, skill), 0),
        hours_needed=book.figure("training time", rank),
        last_used=used - 1 if used else None,
        loses_on=losses.get((who, skill)),
        speciality=_speciality(skill, balances),
        speciality_bonus=book.figure("speciality bonus", rank),
        course=balances.get((COURSE, skill), 0) or book.figure("waits in line", rank),
        finished_on=gains.get((who, skill)),
        marked=(MARKED, skill) in balances,
        asked=(QUESTION, skill) in balances,
    )


def undivided(book: Book) -> int:
    """Points that were left over when awards were shared out."""
    points: int = book[PARTY, UNDIVIDED, ""].balance
    return points
