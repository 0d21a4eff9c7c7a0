"""Decisions about a campaign's past or its rules: what they would change, what no longer holds, the answers.

A decision is a list of entries that are recorded together. Whatever they make a rule refuse gets an answer
first: reverted too, kept (missing points are granted), or left as a debt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import Factory, frozen

from ..engine.replay import corrections
from ..events import Event, Joined
from ..events.describe import event_in_words as in_words
from ..journal.decision_reader import whole
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED, Recorded
from ..ledger.accounts import COINS, LEVEL, POINTS
from ..ledger.calendar import Calendar
from ..ledger.plain import Plain, plain
from ..ledger.refusals import Code, Refused
from ..reader import Names
from ..views.compare import Moved
from ..views.wording import refusal

REVERT, KEEP, DEBT = "revert", "keep", "debt"


@frozen(eq=False)
class Broken(Plain):
    """An entry that would be refused: its number, what it was, why it no longer holds, what can be done."""

    number: int
    day: int
    what: str
    why: str
    code: str
    choices: tuple[str, ...]
    words: str = ""  # what it was, for people: its day as the calendar has it


class Fall(NamedTuple):
    """A level that would be lower."""

    who: str
    was: int
    becomes: int


@frozen(eq=False)
class Tried:
    """What entries would do: which others they would break, and which balances would change."""

    broken: tuple[Broken, ...]
    moved: Sequence[Moved]
    names: Names

    @property
    def fallen(self) -> list[Fall]:
        """Levels that would be lower."""
        return [
            Fall(who, was, becomes)
            for (who, kind, _), was, becomes in self.moved
            if kind == LEVEL and becomes < was
        ]


@frozen(eq=False)
class Decision:
    """Entries to record together, and what they would change."""

    entries: tuple[str, ...]
    tried: Tried
    recorded: bool = False  # whether it was recorded, by whoever decided

    @property
    def open(self) -> tuple[Broken, ...]:
        """What still waits for an answer."""
        return self.tried.broken

    def to_dict(self) -> dict[str, Any]:
        """Its entries, what still waits for an answer, and what would change, as values that JSON knows."""
        tried = self.tried
        changes = {"moved": tried.moved, "fallen": tried.fallen, "recorded": self.recorded}
        fields: dict[str, Any] = plain({"entries": self.entries, "open": self.open, **changes})
        return fields


@frozen(eq=False)
class Answers:
    """Who decides and why; an answer for each entry by its number, or the same for all others."""

    by: str
    why: str
    each: Mapping[int, str] = Factory(dict)
    others: str = ""
    levels: tuple[str, ...] = ()  # whose levels stay


Try = Callable[[Sequence[str]], Tried]


def broken_entry(recorded: Recorded, refused: Refused, names: Names) -> Broken:
    """An entry that a rule refuses now."""
    short = refused.kind in (POINTS, COINS) and refused.short is not None
    choices = (REVERT, KEEP, DEBT) if short else (REVERT, KEEP)
    number, event = recorded.position + 1, recorded.event
    what, words = in_words(event), in_words(event, names.dates)
    return Broken(number, event.day, what, refusal(refused, names), refused.code, choices, words)


def orphaned(ledger: Iterable[Recorded], calendar: Calendar | None = None) -> list[Broken]:
    """The entries that are only about characters whose joining was reverted."""
    entries = tuple(ledger)
    corrected = corrections(entries)
    joining = [(e.who, recorded.position) for recorded in entries if isinstance(e := recorded.event, Joined)]
    missing = {who for who, position in joining if position in corrected.gone}
    missing -= {who for who, position in joining if position not in corrected.gone}
    if not missing:
        return []
    decided = corrected.gone.keys() | corrected.allowed.keys()
    undecided = (r for r in entries if r.position not in decided and not isinstance(r.event, Joined))
    return [
        _orphan(recorded, who, calendar)
        for recorded in undecided
        if (who := _only_of(recorded.event, missing))
    ]


def newly_orphaned(
    before: Iterable[Recorded], after: Iterable[Recorded], calendar: Calendar | None = None
) -> list[Broken]:
    """The orphaned entries of a ledger that were not orphaned before."""
    known = {broken.number for broken in orphaned(before)}
    return [broken for broken in orphaned(after, calendar) if broken.number not in known]


def _orphan(recorded: Recorded, who: str, calendar: Calendar | None) -> Broken:
    number, event = recorded.position + 1, recorded.event
    why, choices = f"{who} never joined", (REVERT, KEEP)
    what, words = in_words(event), in_words(event, calendar)
    return Broken(number, event.day, what, why, Code.NEVER_JOINED, choices, words)


def _only_of(event: Event, missing: set[str]) -> str:
    """Those an event is about, if all of them are missing."""
    who = getattr(event, "who", ())
    people = (who,) if isinstance(who, str) else who
    return ", ".join(people) if people and missing.issuperset(people) else ""


@frozen(eq=False)
class _Ledger:
    """The rows of a whole ledger by their positions."""

    rows: Mapping[int, Recorded]

    @property
    def position(self) -> int:
        return max(self.rows, default=-1) + 1

    def at(self, position: int) -> Recorded:
        return self.rows[position]


def inside(ledger: Iterable[Recorded], position: int) -> list[Recorded]:
    """What was recorded in the session or down-time at a position, which is reverted with it."""
    rows = _Ledger({recorded.position: recorded for recorded in ledger})
    held = (rows.at(target) for target in whole((position,), rows)[1:])
    return [recorded for recorded in held if recorded.word not in (SESSION_ENDED, DOWNTIME_ENDED)]


def entry(word: str, **details: Any) -> str:
    """An entry as text; details without a value are left out.

    >>> entry("reverted", event=17, by="Ann", why="a slip")
    'reverted: {event: 17, by: "Ann", why: "a slip"}'
    """
    texts = (f"{key}: {_text(value)}" for key, value in details.items() if value not in (None, "", ()))
    return f"{word}: {{{', '.join(texts)}}}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def decide(attempt: Try, entries: Iterable[str], answers: Answers) -> Decision:
    """Try entries, and answer what they break, until nothing is broken that has an answer."""
    decided, answered = list(entries), set[int]()
    while True:
        tried = attempt(decided)
        waiting = (broken for broken in tried.broken if broken.number not in answered)
        new = [(broken, answer) for broken in waiting if (answer := _answer(broken, answers))]
        if not new:
            break
        decided += [_answered(broken, answer, answers) for broken, answer in new]
        answered |= {broken.number for broken, _ in new}
    kept_levels = [_level_stays(fall, answers) for fall in tried.fallen if fall.who in answers.levels]
    if kept_levels:
        decided += kept_levels
        tried = attempt(decided)
    return Decision(tuple(decided), tried)


def _answer(broken: Broken, answers: Answers) -> str:
    """The answer for a broken entry; empty where none was given that fits it."""
    answer = answers.each.get(broken.number, answers.others)
    if answer in broken.choices:
        return answer
    if answer == DEBT:  # only points can be owed: an entry that lacks no points is let pass
        return KEEP
    return ""


def _answered(broken: Broken, answer: str, answers: Answers) -> str:
    about, who = {"event": broken.number, "was": broken.what}, {"by": answers.by, "why": answers.why}
    if answer == REVERT:
        return entry("reverted", **about, **who)
    return entry("allowed", **about, debt=True if answer == DEBT else None, **who)


def _level_stays(fall: Fall, answers: Answers) -> str:
    return entry("ruled", who=fall.who, level=fall.was - fall.becomes, by=answers.by, why=answers.why)
