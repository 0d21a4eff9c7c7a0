"""Appending to a campaign file: previewed first, its text and comments kept, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ..engine.replay import Folded
from ..journal.edit import appended
from ..ledger.accounts import Key
from ..problems import Mistakes, Problem
from ..source import parse_source, read_source
from ..source.write import write_whole
from .campaign import Campaign, open_campaign
from .decisions import Tried, broken, strangers
from .roll_entry import missing_roll, odds_of, thrown
from .rolls import Odds


@frozen(eq=False, repr=False)
class Change:
    """What recording does: the campaign after it, the new events' postings, all balances that moved.

    ``odds``: what a preview can tell of dice that are still to fall.
    """

    before: Campaign
    after: Campaign
    folded: Sequence[Folded]
    moved: Sequence[tuple[Key, int, int]]
    text: str = ""
    odds: Sequence[Odds] = ()


def preview(path: str | os.PathLike[str], *events: str) -> Change:
    """What these events would do at the end of a campaign file; nothing is written.

    Each event is a text as it would stand in the file: ``"used: {who: Kessa, skill: climbing}"``.
    A ``rolled:`` without a roll is not thrown: ``odds`` says what it would take.
    Raises Mistakes when one cannot be read or is refused by a rule.

    >>> change = preview("tests/road.yaml", "used: {who: Kessa, skill: climbing}")
    >>> [folded.recorded.word for folded in change.folded]
    ['used']
    """
    return _change(path, events, dice=False)


def attempt(path: str | os.PathLike[str]) -> Callable[[Sequence[str]], Tried]:
    """Tries entries at the end of a campaign file: what they would break and change. Raises Mistakes."""

    def trying(events: Sequence[str]) -> Tried:
        change = _change(path, events, dice=False, tolerant=True)
        names = change.after.ruleset.names
        known = {one.number for one in strangers(change.before.journal.ledger)}
        refused = {step.recorded.position for step in change.before.folded if step.refused is not None}
        found = [
            broken(step.recorded, step.refused, names)
            for step in change.after.folded
            if step.refused is not None and step.recorded.position not in refused
        ]
        found += [one for one in strangers(change.after.journal.ledger) if one.number not in known]
        return Tried(found, change.moved, names)

    return trying


def _change(
    path: str | os.PathLike[str], events: Sequence[str], dice: bool, tolerant: bool = False
) -> Change:
    source = read_source(path)
    before, entries, ahead = open_campaign(source), list[str](), []
    for event in events:
        throw = missing_roll(event)
        if throw is None:
            entries.append(event)
            continue
        now = open_campaign(parse_source(appended(source, entries), source.file))
        if dice:
            entries.append(thrown(throw, now))
        else:
            ahead.append(odds_of(throw, now))
    text = appended(source, entries)
    after = open_campaign(parse_source(text, source.file))
    _refuse_new_problems(before, after.journal.problems if tolerant else after.problems)
    moved = moved_between(before.book.sheet(), after.book.sheet())
    return Change(before, after, _new(before, after), moved, text, ahead)


def record(path: str | os.PathLike[str], *events: str) -> Change:
    """Append events to a campaign file, all of them or none.

    A ``rolled:`` without a roll is thrown now, from the campaign's ``seed:``.
    Raises Mistakes as ``preview`` does, and when the file changed meanwhile.

    >>> record("tests/road.yaml", "used: {who: Kessa, skill: knitting}")
    Traceback (most recent call last):
    rpgprog.problems.Mistakes: tests/road.yaml:19:34: skill: there is no skill "knitting"
    """
    bytes_before = Path(path).read_bytes() if os.path.isfile(path) else b""
    change = _change(path, events, dice=True)
    mark = b"\xef\xbb\xbf" if bytes_before.startswith(b"\xef\xbb\xbf") else b""
    write_whole(path, [mark, change.text.encode()], unchanged=bytes_before)
    return change


def _refuse_new_problems(before: Campaign, problems: Sequence[Problem]) -> None:
    known = {(problem.message, problem.place and problem.place.line) for problem in before.problems}
    new = [p for p in problems if (p.message, p.place and p.place.line) not in known]
    if new:
        raise Mistakes(new)


def _new(before: Campaign, after: Campaign) -> list[Folded]:
    old = {(r.place.line, r.place.column, r.word) for r in before.journal.ledger}
    added = [
        f
        for f in after.folded
        if (f.recorded.place.line, f.recorded.place.column, f.recorded.word) not in old
    ]
    return [folded for folded in added if folded.recorded.word != "session ended"]


def moved_between(old: Mapping[Key, int], new: Mapping[Key, int]) -> list[tuple[Key, int, int]]:
    """The balances that differ: the account, before, after."""
    return [
        (key, old.get(key, 0), new.get(key, 0))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]
