"""Record entries: read, checked against everything recorded so far, folded, chained, written in one go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import frozen
from sqlalchemy import Connection

from ..campaign.effect import Change
from ..journal.typed_entry import Entry, values_of
from ..ledger.accounts import Account
from ..problems import Mistakes, Problem
from ..views.compare import Moved, moved
from .campaign import Stored
from .end import End, Entries, Extended, writing
from .queries import ask
from .results import Appended, Conflict, Head, KeyTaken
from .rows import HASH
from .state import State
from .write import write

T = TypeVar("T")


@frozen
class Terms:
    """Who records, under which key, and the last row number that they have seen."""

    by: str = ""
    key: str = ""
    expected: int | None = None


def append(stored: Stored, entries: Entries, terms: Terms) -> Appended:
    """Record entries: all of them or none."""
    appended, _ = _record_and_look(stored, entries, terms, None)
    return appended


def record(stored: Stored, entries: Entries, terms: Terms) -> Change:
    """Record entries and return what they changed: nothing ``again`` if recorded before under the key."""
    _, change = _record_and_look(stored, entries, terms, _change)
    stored.save_work()
    if change is None:
        now = stored.open()
        return Change(now, now, (), (), again=True)
    return change


def _change(end: End, extended: Extended) -> Change:
    return end.effect(extended).change()


def _record_and_look(
    stored: Stored, entries: Entries, terms: Terms, observe: Callable[[End, Extended], T] | None
) -> tuple[Appended, T | None]:
    """Record entries; ``observe`` sees their effect before they are written."""
    with stored.lock:
        with writing(stored, watched=observe is not None) as end:
            connection, state = end.connection, end.state
            if terms.key and (before := _recorded_before(stored, connection, terms.key, entries)) is not None:
                return before, None
            _check_expected(stored, connection, state, terms.expected)
            complete, _ = end.complete(entries, throw=True)
            extended = end.extend(complete)
            extended.check()
            observation = None if observe is None else observe(end, extended)
            number, draft = state.seq, extended.draft
            draft.key = (terms.key, _request_digest(entries)) if terms.key else None
            digest = write(stored, connection, draft, state.hash, terms.by, state.ruleset)
        changes = _changes(state, extended)
        _adopt_state(stored, extended, digest)
    head = Head(number + len(draft.recorded), digest.hex())
    return Appended(number + 1, head.seq, head, extended.folded, changes=changes), observation


def _changes(before: State, extended: Extended) -> list[Moved]:
    """The balances that the entries moved."""
    if extended.state.book is not before.book:
        return moved(before.book.sheet(), extended.state.book.sheet())
    amounts: dict[Account, int] = {}
    for step in extended.folded:
        for account, amount, *_ in step.receipts:
            amounts[account] = amounts.get(account, 0) + amount
    moves = (Moved(a.key, a.balance - amount, a.balance) for a, amount in amounts.items() if amount)
    return sorted(moves)


def _check_expected(stored: Stored, connection: Connection, state: State, expected: int | None) -> None:
    if expected is None or expected == state.seq:
        return
    if expected > state.seq:
        raise Conflict(f"the last entry should be #{expected}, but it is #{state.seq}", ())
    rows = stored.reading.rows(connection, expected)
    between = [stored.reading.entry(row, connection) for row in rows]
    raise Conflict.since(expected, between, stored.about(connection).calendar)


def _adopt_state(stored: Stored, extended: Extended, digest: bytes) -> None:
    """Bring the campaign in memory up to what is now on disk."""
    after, recorded = extended.state, extended.draft.recorded
    after.forget_receipts()
    after.seq = recorded[-1].position + 1 if recorded else after.seq
    after.hash, stored.state = digest, after


# Keys.


def _request_digest(entries: Iterable[Entry]) -> str:
    """Digest of a request to record, to recognise a repeat."""
    words = [entry if isinstance(entry, str) else values_of(entry) for entry in entries]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False, default=str).encode()).hexdigest()


def _recorded_before(stored: Stored, connection: Connection, key: str, entries: Entries) -> Appended | None:
    sql = "SELECT first, last, asked FROM keys WHERE campaign = ? AND key = ?"
    rows = ask(connection, sql, (stored.reading.campaign, key))
    if not rows:
        return None
    first, last, digest = rows[0]
    if digest != _request_digest(entries):
        raise KeyTaken([Problem(None, f"the key {key} was used to record something else (#{first})")])
    row = stored.reading.row(connection, last)
    if row is None:
        message = (
            f"what was recorded under the key {key} is missing: rpgprog verify tells what was done to it"
        )
        raise Mistakes([Problem(None, message)])
    return Appended(first, last, Head(last, bytes(row[HASH]).hex()), again=True)
