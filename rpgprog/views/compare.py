"""Two branches of a campaign side by side: differences at the end, where they begin, refusals of one only.

A branch is a ledger and its fold: another moment, or the same past under other rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import evolve, frozen

from ..engine.book import Book
from ..engine.replay import Folded
from ..ledger.accounts import (
    BOUND,
    CAMPAIGN,
    COINS,
    EARNED,
    HELD,
    LEVEL,
    PARTY,
    POINTS,
    RANK,
    TALENT,
    XP,
    Key,
)
from ..ledger.plain import Plain
from ..reader import Names
from .entries import people, words
from .timeline import FREE, Standing, Standings, Step, steps
from .wording import refusal

KINDS = (LEVEL, EARNED, FREE, TALENT, COINS, RANK, XP)  # what is compared, in the order it is shown
_OF_FREE = {POINTS: 1, HELD: -1, BOUND: -1}


@frozen(eq=False, repr=False)
class Branch:
    """A fold, and the words of its rules."""

    folded: Sequence[Folded]
    book: Book
    names: Names


@frozen
class Difference(Plain):
    """A number of a character in two branches; points, XP and coins in thousandths."""

    who: str
    kind: str
    of: str
    was: int
    becomes: int
    difference: int


@frozen
class Parting:
    """The first event after which two branches differ; ``number`` 0: time passing."""

    who: str
    number: int
    day: int
    session: str
    event: str


@frozen
class Judged:
    """An event that only one of two branches refuses, and why."""

    number: int
    day: int
    session: str
    who: tuple[str, ...]
    event: str
    why: str
    code: str


@frozen
class Comparison:
    """Two branches of one ledger: ``partings`` by character, ``by_day`` and ``by_session`` as they went on.

    ``refused``: what only the second refuses; ``passed``: what only the first does.
    """

    rows: tuple[Difference, ...]
    parted: Parting | None
    partings: tuple[Parting, ...]
    refused: tuple[Judged, ...]
    passed: tuple[Judged, ...]
    by_day: tuple[Standing, ...]
    by_session: tuple[Standing, ...]


class Moved(NamedTuple):
    """A balance that differs between two sheets, in the smallest unit of its account."""

    account: Key
    was: int
    becomes: int


def moved(was: Mapping[Key, int], other: Mapping[Key, int], everything: bool = False) -> list[Moved]:
    """The balances that differ, or with ``everything`` all of them, in the order of their names."""
    numbers = (Moved(key, was.get(key, 0), other.get(key, 0)) for key in sorted({*was, *other}))
    return [n for n in numbers if n.was != n.becomes or (everything and n.was)]


def differences(was: Book, other: Book, everything: bool = False) -> list[Difference]:
    """What differs, or with ``everything`` all that is compared, character by character."""
    before, after = _balances(was), _balances(other)
    order = {who: at for at, who in enumerate(dict.fromkeys(who for who, _, _ in (*before, *after)))}
    numbers = moved(before, after, everything)
    numbers.sort(key=lambda number: (order[number.account[0]], KINDS.index(number.account[1])))
    return [Difference(*key, a, b, b - a) for key, a, b in numbers]


def _balances(book: Book) -> Mapping[Key, int]:
    balances: dict[Key, int] = {}
    for key, balance in ((key, account.balance) for key, account in book.accounts.items()):
        if (at := shown(key)) is not None:
            balances[at] = balances.get(at, 0) + balance * _OF_FREE.get(key[1], 1)
    return balances


def shown(key: Key) -> Key | None:
    """As which number an account is compared, if at all."""
    who, kind, _ = key
    if who in (PARTY, CAMPAIGN):
        return None
    if kind in _OF_FREE:
        return who, FREE, ""
    return key if kind in KINDS else None


def compare(was: Branch, would_be: Branch, everything: bool = False) -> Comparison:
    """The same ledger under two rules."""
    entries = {step.recorded.position + 1: step.recorded for step in was.folded}
    parted: dict[str, Parting] = {}
    before, after = Standings("was"), Standings("would be")
    for first, other in steps(was.folded, would_be.folded):
        for key in sorted({*_apply(before, first), *_apply(after, other)}):
            if key[0] not in parted and before[key] != after[key]:
                parted[key[0]] = _parting(key[0], first, entries, was.names)
    for standings, branch in ((before, was), (after, would_be)):
        standings.end(branch.book.today.balance)
    partings = tuple(parted[who] for who in before.people if who in parted)
    return Comparison(
        rows=tuple(differences(was.book, would_be.book, everything)),
        parted=_first(partings),
        partings=partings,
        refused=tuple(_refused(would_be, was)),
        passed=tuple(_refused(was, would_be)),
        by_day=(*before.by_day, *after.by_day),
        by_session=(*before.by_session, *after.by_session),
    )


def _apply(standings: Standings, step: Step) -> Iterable[Key]:
    changed: dict[Key, None] = {}
    for key, amount in step.postings:
        if (at := shown(key)) is not None:
            standings.add(at, amount * _OF_FREE.get(key[1], 1))
            changed[at] = None
    standings.pass_by(step, dict.fromkeys(who for who, _, _ in changed))
    return changed


def _first(partings: Sequence[Parting]) -> Parting | None:
    """The first of all, of everybody who parts there."""
    first = min(partings, key=lambda parting: (parting.day, parting.number), default=None)
    if first is None:
        return None
    at = (first.day, first.number)
    return evolve(first, who=", ".join(other.who for other in partings if (other.day, other.number) == at))


def _parting(who: str, step: Step, entries: Mapping[int, Any], names: Names) -> Parting:
    if not step.number:
        return Parting(who, 0, step.day, "", "time passed")
    recorded = entries[step.number]
    return Parting(who, step.number, step.day, recorded.session, words(recorded, names))


def _refused(by: Branch, not_by: Branch) -> Iterator[Judged]:
    """What one branch refuses, and the other does not."""
    fine = {step.recorded.position for step in not_by.folded if step.refused is None}
    for step in by.folded:
        recorded = step.recorded
        if step.refused is not None and recorded.position in fine:
            yield Judged(
                number=recorded.position + 1,
                day=recorded.event.day,
                session=recorded.session,
                who=people(recorded),
                event=words(recorded, by.names),
                why=refusal(step.refused, by.names),
                code=step.refused.code,
            )
