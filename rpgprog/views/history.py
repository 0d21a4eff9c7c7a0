"""A character's history, session by session: what was earned for what, learned, lost and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from attrs import Factory, define, frozen

from ..engine.book import Receipt
from ..engine.replay import Folded, dated
from ..events import (
    Adopted,
    DowntimeStarted,
    Joined,
    Left,
    Passed,
    Returned,
    Ruled,
    SessionEnded,
    SessionStarted,
)
from ..ledger.accounts import COINS, DAY, LEVEL, RANK, TRAINED, XP
from ..reader import Names
from .entries import people, words
from .real_dates import real_date
from .summary import deeds
from .wording import amount

SESSION, DOWNTIME, BETWEEN = "session", "downtime", "between"
_COUNTED = {XP: "practised", TRAINED: "trained"}  # in a chapter, not each time


@frozen
class Line:
    """One thing that happened; ``number`` 0: automatic. If it was taken back: by whom, when and why."""

    number: int
    day: int
    text: str
    note: str = ""
    reverted_by: str = ""
    reverted_on: int | None = None
    reverted_why: str = ""


@define
class Chapter:
    """A session, a down-time or the time between. XP, hours (both by skill) and coins are in thousandths."""

    kind: str
    day: int
    until: int
    session: str = ""
    gm: str = ""
    there: bool = False
    lines: list[Line] = Factory(list)
    practised: dict[str, int] = Factory(dict)
    trained: dict[str, int] = Factory(dict)
    coins: int = 0
    played: str = ""  # the real date of the session


def history(folded: Iterable[Folded], who: str, names: Names, notes: bool = False) -> list[Chapter]:
    """The chapters in which something happened to somebody, or which they were there for.

    Notes of entries are the game master's: they are left out unless asked for with ``notes``.
    """
    teller = _Teller(who, names, notes)
    for step, parts in _by_step(folded):
        teller.tell(step, parts)
    return [
        _with_full_days(chapter)
        for chapter in teller.chapters
        if chapter.lines or chapter.practised or chapter.trained or chapter.coins or chapter.there
    ]


def _with_full_days(chapter: Chapter) -> Chapter:
    """Cut the time in between to what happened in it."""
    if chapter.kind == BETWEEN and chapter.lines:
        chapter.day, chapter.until = chapter.lines[0].day, chapter.lines[-1].day
    return chapter


def joining(folded: Iterable[Folded], who: str) -> Joined | None:
    """With what they joined."""
    events = (step.recorded.event for step in folded if step.reverted is None and step.refused is None)
    return next((event for event in events if isinstance(event, Joined) and event.who == who), None)


Part = tuple[int, bool, list[Receipt]]  # a day, whether the event itself did it, what was posted


def _by_step(folded: Iterable[Folded]) -> Iterator[tuple[Folded, list[Part]]]:
    """Each step with its postings, those of one day together."""
    before = 0
    for step in folded:
        posted = groupby(dated([step]), key=lambda posting: (before + posting[0], posting[2]))
        yield step, [(day, own, [receipt for *_, receipt in group]) for (day, own), group in posted]
        before += sum(number for account, number, *_ in step.receipts if account.kind == DAY)


def _says_so(event: Any, kind: str) -> bool:
    """Whether an event has a line of its own for such a change, or is none that somebody practised for."""
    return (isinstance(event, Ruled) and kind in (COINS, XP)) or (isinstance(event, Adopted) and kind == XP)


@define(eq=False)
class _Teller:
    """Goes through the fold and writes the chapters."""

    who: str
    names: Names
    notes: bool
    chapters: list[Chapter] = Factory(list)
    open: Chapter | None = None
    now: dict[tuple[str, str], int] = Factory(dict)  # ranks and levels

    def tell(self, step: Folded, parts: Sequence[Part]) -> None:
        for day, own, receipts in parts:
            if not own:
                self._post(self._chapter(day), step, day, False, receipts)
        self._begin(step)
        recorded, day = step.recorded, step.recorded.event.day
        if step.reverted is not None and self.who in people(recorded):
            self._chapter(day).lines.append(_taken_back(step, self._note(recorded), self.names))
        for day, own, receipts in parts:
            if own:
                self._post(self._chapter(day), step, day, True, receipts)
        self._end(step)

    def _begin(self, step: Folded) -> None:
        event, recorded = step.recorded.event, step.recorded
        if isinstance(event, SessionStarted):
            there = self.who in event.present and step.reverted is None
            played = real_date(event.date)
            self._open(Chapter(SESSION, event.day, event.day, event.name, recorded.gm, there, played=played))
        elif isinstance(event, DowntimeStarted):
            self._open(Chapter(DOWNTIME, event.day, event.until))

    def _end(self, step: Folded) -> None:
        event, recorded = step.recorded.event, step.recorded
        away = isinstance(event, Passed) and not (recorded.reverts or recorded.allows)
        over = away and self.open is not None and self.open.kind == DOWNTIME and event.day >= self.open.until
        if isinstance(event, SessionEnded) or over:
            self.open = None

    def _open(self, chapter: Chapter) -> None:
        self.open = chapter
        self.chapters.append(chapter)

    def _chapter(self, day: int) -> Chapter:
        """Where something of that day belongs."""
        last = self.chapters[-1] if self.chapters else None
        if self.open is None and (last is None or last.kind != BETWEEN):
            self.chapters.append(last := Chapter(BETWEEN, day, day))
        chapter = self.open or last
        assert chapter is not None
        chapter.until = max(chapter.until, day)
        return chapter

    def _post(self, chapter: Chapter, step: Folded, day: int, own: bool, receipts: Iterable[Receipt]) -> None:
        own_receipts = [receipt for receipt in receipts if receipt[0].who == self.who]
        event, recorded = step.recorded.event, step.recorded
        for account, number, *_ in own_receipts:
            if account.kind in (RANK, LEVEL):
                key = account.kind, account.of
                self.now[key] = self.now.get(key, 0) + number
        if own and isinstance(event, Joined):
            return  # the heading says so
        self._count(
            chapter,
            [posting for posting in own_receipts if not (own and _says_so(event, posting[0].kind))],
        )
        texts = [
            *deeds(own_receipts, self.now, self.names),
            *(self._sentences(event, own_receipts) if own else ()),
        ]
        notes = (self._note(recorded), f"late: {recorded.late}" if recorded.late else "") if own else ()
        note = "; ".join(filter(None, notes))
        number = recorded.position + 1 if own else 0
        chapter.lines += [Line(number, day, text, "" if at else note) for at, text in enumerate(texts)]

    def _note(self, recorded: Any) -> str:
        return str(recorded.note) if self.notes else ""

    def _count(self, chapter: Chapter, receipts: Iterable[Receipt]) -> None:
        for account, number, *_ in receipts:
            if account.kind in _COUNTED and number > 0:
                counts = getattr(chapter, _COUNTED[account.kind])
                counts[account.of] = counts.get(account.of, 0) + number
            elif account.kind == COINS:
                chapter.coins += number

    def _sentences(self, event: Any, receipts: Iterable[Receipt]) -> Iterator[str]:
        """Sentences for what no posting shows."""
        if isinstance(event, Left) and event.who == self.who:
            yield f"left the party ({event.why})"
        elif isinstance(event, Returned) and event.who == self.who:
            yield "came back"
        elif isinstance(event, Ruled) and event.kind == COINS and receipts:
            yield f"{amount(COINS, int(event.amount), self.names, signed=True)} coins ({event.why})"
        elif isinstance(event, Ruled) and event.kind == XP and receipts:
            yield f"{event.of} {amount(XP, int(event.amount), self.names, signed=True)} ({event.why})"


def _taken_back(step: Folded, note: str, names: Names) -> Line:
    recorded, by = step.recorded, step.reverted
    return Line(
        number=recorded.position + 1,
        day=recorded.event.day,
        text=words(recorded, names),
        note=note,
        reverted_by=by.by,
        reverted_on=by.event.day,
        reverted_why=by.why,
    )
