"""Decisions about a campaign's past or its rules: what they would change, what no longer holds, the answers.

A decision is a list of entries that are recorded together. Whatever they make a rule refuse gets an answer
first: reverted too, kept (what it is short of is given), or left as a debt.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import Factory, frozen

from ..engine.replay import corrections
from ..events import Joined
from ..events.describe import told
from ..journal.recorded import Recorded
from ..ledger.accounts import COINS, LEVEL, POINTS, Key
from ..ledger.refusals import Code, Refused
from ..reader import Names
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


@frozen(eq=False)
class Tried:
    """What entries would do: what else would be refused, and which balances would be others."""

    broken: Sequence[Broken]
    moved: Sequence[tuple[Key, int, int]]
    names: Names


@frozen(eq=False)
class Decision:
    """Entries to record together, what they would change, and what still waits for an answer."""

    entries: tuple[str, ...]
    tried: Tried
    open: tuple[Broken, ...]

    @property
    def fallen(self) -> list[tuple[str, int, int]]:
        """Levels that would be lower: who, before, after."""
        return [
            (who, old, new) for (who, kind, _), old, new in self.tried.moved if kind == LEVEL and new < old
        ]


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
    joining: list[Any] = [one for one in entries if isinstance(one.event, Joined)]
    joined = [(one.event.who, one.position in corrected.gone) for one in joining]
    missing = {who for who, gone in joined if gone} - {who for who, gone in joined if not gone}
    if not missing:
        return []
    left = (one for one in entries if one.position not in corrected.gone and one not in joining)
    return [
        Broken(
            one.position + 1,
            one.event.day,
            told(one.event),
            f"{who} never joined",
            Code.NEVER_JOINED,
            (REVERT, KEEP),
        )
        for one in left
        if one.position not in corrected.allowed and (who := _only_of(one, missing))
    ]


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
        fresh = [one for one in tried.broken if one.number not in answered and _answer(one, answers)]
        if not fresh:
            break
        decided += [_answered(one, _answer(one, answers), answers) for one in fresh]
        answered |= {one.number for one in fresh}
    kept = [_level_stays(*fall, answers) for fall in _falls(tried) if fall[0] in answers.levels]
    if kept:
        decided += kept
        tried = attempt(decided)
    return Decision(tuple(decided), tried, tuple(tried.broken))


def _falls(tried: Tried) -> list[tuple[str, int, int]]:
    return Decision((), tried, ()).fallen


def _answer(one: Broken, answers: Answers) -> str:
    answer = answers.each.get(one.number, answers.others)
    return answer if answer in one.choices else KEEP if answer == DEBT else ""


def _answered(one: Broken, answer: str, answers: Answers) -> str:
    about = {"event": one.number, "was": one.what}
    who = {"by": answers.by, "why": answers.why}
    if answer == REVERT:
        return entry("reverted", **about, **who)
    return entry("allowed", **about, debt=True if answer == DEBT else None, **who)


def _level_stays(who: str, old: int, new: int, answers: Answers) -> str:
    return entry("ruled", who=who, level=old - new, by=answers.by, why=answers.why)


def reverting(numbers: Iterable[tuple[int, str]], answers: Answers) -> list[str]:
    """Entries that take others back: each by its number and what it was."""
    return [entry("reverted", event=n, was=was, by=answers.by, why=answers.why) for n, was in numbers]
