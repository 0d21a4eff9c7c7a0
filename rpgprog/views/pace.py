"""A3. How fast levels come in play, and how far that is from what was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from attrs import define, frozen

from ..engine.book import Book
from ..engine.replay import Folded
from ..events import Joined, Met, SessionStarted
from ..ledger.accounts import LEVEL, MEMBER, PARTY
from .columns import column, decimal, many, number, percent, ratio
from .level_track import Way
from .schedule import Plan


@frozen(kw_only=True)
class Pace:
    """One character's pace, or the party's: points are what counts toward the level since they joined.

    ``encounters_a_level`` counts those up to the last level gained. ``each`` is all that was earned, by
    encounters, goals and use, over the encounters; ``planned`` what these should have been worth, and
    ``drift`` the difference. None: not known, or it never comes.
    """

    who: str
    name: str = column("Who")
    level: int | None = number("Level")
    level_points: Fraction | None = number("Takes")
    sessions: int
    encounters: int = number("Encounters")
    points: Fraction = number("Points")
    each: Fraction | None = ratio("Each")
    encounters_a_level: Fraction | None = ratio("A level took", places=1)
    to_next: Fraction | None = number("To the next")
    encounters_to_next: int | None = number("Encounters to go")
    sessions_to_next: int | None = number("Sessions to go")
    encounters_planned: int | None = number("Planned", default=None)
    planned: Fraction | None = ratio("Planned each", default=None)
    drift: Fraction | None = ratio("Drift", signed=True, default=None)
    drift_share: Fraction | None = percent("Drift %", signed=True, default=None)
    climbs: bool = True  # whether points make levels under these rules


@define(eq=False)
class Count:
    """Of one of them: encounters, those up to the last level gained, sessions, levels gained."""

    met: int = 0
    at_level: int = 0
    sessions: int = 0
    gained: int = 0

    def reached(self, levels: int, at_first: bool) -> None:
        """Levels were gained or lost; those one joins with are not counted."""
        self.at_level = self.met if levels > 0 else self.at_level
        self.gained = 0 if at_first else self.gained + levels

    @property
    def a_level(self) -> Fraction | None:
        """The encounters that a level took."""
        return Fraction(self.at_level, self.gained) if self.gained > 0 and self.at_level else None


def paces(
    folded: Sequence[Folded], book: Book, characters: Mapping[str, Any], plan: Plan | None = None
) -> list[Pace]:
    """The pace of each who is in play, and last the party's."""
    counts, beginning = _counted(folded), _beginning(folded, book)
    there = {who: about for who, about in characters.items() if book[who, MEMBER, ""].balance}
    rows = [
        _pace(Way(book, who), Way(beginning, who), counts[who], about.name or who, plan)
        for who, about in there.items()
    ]
    return [*rows, _party(rows, counts[PARTY], [counts[who] for who in there])] if rows else []


def _counted(folded: Iterable[Folded]) -> dict[str, Count]:
    counts: dict[str, Count] = defaultdict(Count)
    for step in folded:
        event = step.recorded.event
        if step.refused is None and not step.reverted:
            for who in (*event.who, PARTY) if isinstance(event, Met) else ():
                counts[who].met += event.times
            for who in (*event.present, PARTY) if isinstance(event, SessionStarted) else ():
                counts[who].sessions += 1
        for account, amount, *_ in step.receipts:
            if account.kind == LEVEL:
                counts[account.who].reached(amount, isinstance(event, Joined))
    return counts


def _beginning(folded: Iterable[Folded], book: Book) -> Book:
    """The balances with which each of them joined."""
    sheet: dict[tuple[str, str, str], int] = {}
    for step in folded:
        if isinstance(step.recorded.event, Joined):
            for account, amount, *_ in step.receipts[step.own :]:
                sheet[account.key] = sheet.get(account.key, 0) + amount
    return Book(book.rules, sheet)


def _pace(now: Way, then: Way, count: Count, name: str, plan: Plan | None) -> Pace:
    points, taken = now.earned() - then.earned(), now.takes(now.level)
    each = points / count.met if count.met else None
    missing = None if taken is None else now.begins(now.level + 1) - now.earned()
    return Pace(
        who=now.who,
        name=name,
        level=now.level if now.climbs else now.level or None,
        level_points=taken,
        climbs=now.climbs,
        sessions=count.sessions,
        encounters=count.met,
        points=points,
        each=each,
        encounters_a_level=count.a_level,
        to_next=missing,
        encounters_to_next=_to_go(missing, each),
        sessions_to_next=_to_go(missing, points / count.sessions if count.sessions else None),
        **_drift(each, _planned_each(now, then, points, taken, plan) if plan else None),
        encounters_planned=plan.at(now.level) if plan and taken else None,
    )


def _to_go(missing: Fraction | None, each: Fraction | None) -> int | None:
    return ceil(missing / each) if missing is not None and each is not None and each > 0 else None


def _planned_each(
    now: Way, then: Way, points: Fraction, taken: Fraction | None, plan: Plan
) -> Fraction | None:
    """What an encounter should have been worth on the way so far; before the first, at this level."""
    if taken is None:
        return None
    should = now.planned(plan, then.level) - then.planned(plan, then.level)
    return points / should if points > 0 and should > 0 else taken / plan.at(now.level)


def _drift(each: Fraction | None, planned: Fraction | None) -> dict[str, Any]:
    drift = None if each is None or planned is None else each - planned
    share = drift / planned if drift is not None and planned else None
    return {"planned": planned, "drift": drift, "drift_share": share}


def _party(rows: Sequence[Pace], party: Count, counts: Sequence[Count]) -> Pace:
    """All of them together: an encounter of the party is one for each who was there."""
    gained = [count for count in counts if count.a_level]
    levels = Count(
        at_level=sum(count.at_level for count in gained), gained=sum(count.gained for count in gained)
    )
    points, met = sum((row.points for row in rows), Fraction(0)), sum(row.encounters for row in rows)
    planned = [(row.planned, row.encounters) for row in rows if row.planned is not None]
    weights = sum(weight for _, weight in planned)
    should = sum((value * weight for value, weight in planned), Fraction(0)) / weights if weights else None
    each = points / met if met else None
    return Pace(
        who=PARTY,
        name="the party",
        level=None,
        level_points=None,
        climbs=any(row.climbs for row in rows),
        sessions=party.sessions,
        encounters=party.met,
        points=points / len(rows),
        each=each,
        encounters_a_level=levels.a_level,
        to_next=None,
        encounters_to_next=None,
        sessions_to_next=None,
        **_drift(each, should),
    )


def in_words(rows: Sequence[Pace], points: str) -> str:
    """One plain sentence: what to notice."""
    if not rows:
        return "Nobody is in the party any more."
    if not any(row.encounters for row in rows):
        return "No encounters yet: each met: in the journal is one."
    party = rows[-1]
    if party.drift is not None and party.planned is not None:
        return _drifted(party.drift, party.planned, party.drift_share, points)
    coming = [row for row in rows if row.encounters_to_next is not None]
    if not coming:
        return _no_forecast(rows)
    first = min(coming, key=lambda row: row.encounters_to_next or 0)
    sessions = f" or {many(first.sessions_to_next, 'session')}" if first.sessions_to_next is not None else ""
    away = many(first.encounters_to_next or 0, "encounter")
    return f"At this pace the next level is {first.name}'s, {away}{sessions} away."


def _drifted(drift: Fraction, planned: Fraction, share: Fraction | None, points: str) -> str:
    if not drift:
        return f"Encounters are worth what was planned, {decimal(planned)} {points} each."
    more, sooner = ("more", "sooner") if drift > 0 else ("less", "later")
    part = f" ({decimal(share * 100, 1, signed=True)} %)" if share is not None else ""
    by = f"{decimal(abs(drift))} {points}"
    return f"Encounters are worth {by} {more} than planned{part}: levels come {sooner} than planned."


def _no_forecast(rows: Sequence[Pace]) -> str:
    if not any(row.climbs for row in rows):
        return "Under these rules points do not lead to levels: nothing to forecast."
    if not any(row.level_points for row in rows):
        return "Everybody has reached the last level."
    return "Nothing has been earned yet: at this pace no level ever comes."
