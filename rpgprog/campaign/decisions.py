"""Decisions about a campaign's past or its rules: what they would change, what no longer holds, the answers.

A decision is a list of entries that are recorded together. Whatever they make a rule refuse gets an answer
first: reverted too, kept (what it is short of is given), or left as a debt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import Factory, frozen

from ..engine.replay import corrections
from ..events import Joined
from ..events.describe import told
from ..journal.recorded import Recorded
from ..ledger.accounts import COINS, LEVEL, POINTS
from ..ledger.refusals import Code, Refused
from ..reader import Names
from ..views.compare import Moved
from ..views.wording import refusal

REVERT, KEEP, DEBT = "revert", "keep", "debt"


@frozen(eq=False)
class Broken:
    """An entry that would be refused: its number, what it was, why it no longer holds, what can be done."""

    number: int
    day: int
    what: str
    why: str
    code: str
    choices: tuple[str, ...]


class Fall(NamedTuple):
    """A level that would be lower."""

    who: str
    was: int
    becomes: int


@frozen(eq=False)
class Tried:
    """What entries would do: what else would be refused, and which balances would be others."""

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

    @property
    def open(self) -> tuple[Broken, ...]:
        """What still waits for an answer."""
        return self.tried.broken


@frozen(eq=False)
class Answers:
    """Who decides and why; an answer for each entry by its number, or one for all others."""

    by: str
    why: str
    each: Mapping[int, str] = Factory(dict)
    others: str = ""
    levels: tuple[str, ...] = ()  # whose levels stay


Try = Callable[[Sequence[str]], Tried]


def broken(recorded: Recorded, refused: Refused, names: Names) -> Broken:
    """An entry that a rule refuses now."""
    short = refused.kind in (POINTS, COINS) and refused.short is not None
    choices = (REVERT, KEEP, DEBT) if short else (REVERT, KEEP)
    number, event = recorded.position + 1, recorded.event
    return Broken(number, event.day, told(event), refusal(refused, names), refused.code, choices)


def strangers(ledger: Iterable[Recorded]) -> list[Broken]:
    """What is left of whoever never joined, once that they joined was taken back."""
    entries = tuple(ledger)
    corrected = corrections(entries)
    joined = [
        (e.who, one.position in corrected.gone) for one in entries if isinstance(e := one.event, Joined)
    ]
    missing = {who for who, gone in joined if gone} - {who for who, gone in joined if not gone}
    if not missing:
        return []
    decided = corrected.gone.keys() | corrected.allowed.keys()
    left = (one for one in entries if one.position not in decided and not isinstance(one.event, Joined))
    return [_stranger(one, who) for one in left if (who := _only_of(one, missing))]


def new_strangers(before: Iterable[Recorded], after: Iterable[Recorded]) -> list[Broken]:
    """Of what is left of strangers in a ledger, the entries that were not before."""
    known = {one.number for one in strangers(before)}
    return [one for one in strangers(after) if one.number not in known]


def _stranger(one: Recorded, who: str) -> Broken:
    number, why = one.position + 1, f"{who} never joined"
    return Broken(number, one.event.day, told(one.event), why, Code.NEVER_JOINED, (REVERT, KEEP))


def _only_of(one: Any, missing: set[str]) -> str:
    """Whom an entry is about, if it is about nobody else."""
    who = getattr(one.event, "who", ())
    people = (who,) if isinstance(who, str) else who
    return ", ".join(people) if people and missing.issuperset(people) else ""


def entry(word: str, **said: Any) -> str:
    """An entry as text.

    >>> entry("reverted", event=17, by="Ann", why="a slip")
    'reverted: {event: 17, by: "Ann", why: "a slip"}'
    """
    words = ((key, value) for key, value in said.items() if value not in (None, "", ()))
    return f"{word}: {{{', '.join(f'{key}: {_text(value)}' for key, value in words)}}}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def decide(attempt: Try, entries: Iterable[str], answers: Answers) -> Decision:
    """Try entries, and answer what they break, until nothing is broken that has an answer."""
    decided, answered = list(entries), set[int]()
    while True:
        tried = attempt(decided)
        new = {one: _answer(one, answers) for one in tried.broken if one.number not in answered}
        new = {one: answer for one, answer in new.items() if answer}
        if not new:
            break
        decided += [_answered(one, answer, answers) for one, answer in new.items()]
        answered |= {one.number for one in new}
    kept = [_level_stays(fall, answers) for fall in tried.fallen if fall.who in answers.levels]
    if kept:
        decided += kept
        tried = attempt(decided)
    return Decision(tuple(decided), tried)


def _answer(one: Broken, answers: Answers) -> str:
    """The answer for a broken entry; none where nobody gave one that fits it."""
    answer = answers.each.get(one.number, answers.others)
    if answer in one.choices:
        return answer
    if answer == DEBT:  # only points can be owed: what is short of nothing is let pass
        return KEEP
    return ""


def _answered(one: Broken, answer: str, answers: Answers) -> str:
    about = {"event": one.number, "was": one.what}
    who = {"by": answers.by, "why": answers.why}
    if answer == REVERT:
        return entry("reverted", **about, **who)
    return entry("allowed", **about, debt=True if answer == DEBT else None, **who)


def _level_stays(fall: Fall, answers: Answers) -> str:
    return entry("ruled", who=fall.who, level=fall.was - fall.becomes, by=answers.by, why=answers.why)
