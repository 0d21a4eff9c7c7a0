"""A run: entries through one campaign, and what each of them did as plain values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ..engine.adoption import adopt
from ..engine.award import Award
from ..engine.book import Book, Receipt
from ..engine.rules import Rules
from ..events import Adopted, Event
from ..ledger.accounts import ABSENT, DAY, Key
from ..ledger.refusals import Refused


@frozen(eq=False)
class Adoption:
    """An entry from which on other rules hold."""

    event: Adopted
    rules: Rules


Entry = Event | Adoption


@frozen
class Posted:
    """One posting on its day; ``why`` is its reason as comparable text, ``reason`` the reason itself."""

    day: int
    key: Key
    amount: int
    policy: str
    why: tuple[str, ...]
    reason: Any = field(eq=False, repr=False)


@frozen
class Step:
    """What an entry did: its postings, or who refused it and why."""

    posted: tuple[Posted, ...] = ()
    refused: tuple[Any, ...] = ()


@frozen
class Run:
    """What each entry did, and the balances at the end."""

    steps: tuple[Step, ...]
    sheet: Mapping[Key, int]

    @property
    def posted(self) -> list[Posted]:
        """All postings, in their order."""
        return [posted for step in self.steps for posted in step.posted]

    @property
    def refused(self) -> list[int]:
        """The positions of the entries that a rule refused."""
        return [at for at, step in enumerate(self.steps) if step.refused]


def event_of(entry: Entry) -> Event:
    """The event of an entry."""
    return entry.event if isinstance(entry, Adoption) else entry


def fold(rules: Rules, *ledgers: Iterable[Entry], sheet: Mapping[Key, int] | None = None) -> tuple[Book, Run]:
    """A book after these entries, from these balances on, and what each entry did.

    >>> from rpgprog import load_ruleset
    >>> from rpgprog.events import Bought, Joined
    >>> entries = [Joined(who="ada", points=500), Bought(who="ada", skill="lore")]
    >>> book, done = fold(load_ruleset("dp-forty").rules, entries)
    >>> done.refused, done.sheet["ada", "points", ""]
    ([1], 500)
    """
    book = Book(rules, sheet)
    return book, run(book, (entry for ledger in ledgers for entry in ledger))


def run(book: Book, entries: Iterable[Entry], *, preview: bool = False) -> Run:
    """Handle entries; with ``preview`` each is previewed first."""
    return run_groups(book, ([entry] for entry in entries), preview=preview)


def run_groups(book: Book, groups: Iterable[Sequence[Entry]], *, preview: bool = False) -> Run:
    """Handle groups of entries, each of which stands for one entry and is one step of the run."""
    steps = tuple(_step(book, group, preview) for group in groups)
    return Run(steps, book.sheet())


def _step(book: Book, group: Sequence[Entry], preview: bool) -> Step:
    day, mark = book.today.balance, len(book.receipts)
    for entry in group:
        try:
            if preview and not isinstance(entry, Adoption):
                _preview(book, entry)
            _handle(book, entry)
        except Refused as no:
            return Step(refused=(no.policy, no.why, no.code, no.kind, no.need, no.have))
    return Step(dated(book.receipts[mark:], day))


def _handle(book: Book, entry: Entry) -> None:
    if isinstance(entry, Adoption):
        adopt(book, entry.rules, entry.event)
    else:
        book.step(entry)


def _preview(book: Book, event: Event) -> None:
    try:
        book.preview(event)
    except Refused:
        return


def dated(receipts: Iterable[Receipt], day: int = 0) -> tuple[Posted, ...]:
    """Postings with their days, without those by which time passes; ``day`` is the day before them."""
    rows = []
    for account, amount, policy, why in receipts:
        if account.kind == DAY:
            day += amount
        elif account.kind != ABSENT:
            rows.append(Posted(day, account.key, amount, policy, _plainly(why), why))
    return tuple(rows)


def _plainly(why: Any) -> tuple[str, ...]:
    """A reason as text: an award's is its accounts, its numbers and its factors."""
    if isinstance(why, Award):
        accounts = (*why.to.key, *why.tally.key, why.by, *_plainly(why.why))
        return (*accounts, *map(str, (why.amount, why.factors, why.least, why.most, why.paid, why.changes)))
    return tuple(str(part) for part in why) if isinstance(why, tuple) else (str(why),)
