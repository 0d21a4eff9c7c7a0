"""Other ways to handle the same entries: each gives runs that must equal the one as recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve

from ..engine.book import Book
from ..engine.rules import Rules
from ..events import Passed
from .run import Adoption, Entry, Run, event_of, run, run_groups

Runs = Iterator[Run]
Way = Callable[[Rules, Sequence[Entry], Run], Runs]

MOST_SNAPSHOTS = 8


def recorded(rules: Rules, entries: Sequence[Entry]) -> Run:
    """One campaign, entry by entry."""
    return run(Book(rules), entries)


def again(rules: Rules, entries: Sequence[Entry], _: Run) -> Runs:
    """The same again: nothing depends on chance, the clock or a state outside the accounts."""
    yield recorded(rules, entries)


def previewed(rules: Rules, entries: Sequence[Entry], _: Run) -> Runs:
    """Each event is previewed before it is recorded: a preview leaves no trace."""
    yield run(Book(rules), entries, preview=True)


def compiled(rules: Rules, entries: Sequence[Entry], _: Run) -> Runs:
    """By the compiled rules, from the first event on."""
    yield run(Book(rules, plain=0), entries)


def repeats(rules: Rules, entries: Sequence[Entry], done: Run) -> Runs:
    """``times: 3`` as three events in a row. Refused entries are left out: they are refused as a whole."""
    yield _without_refused(run_groups(Book(rules), _groups(_single, entries, done)), done)


def pieces(rules: Rules, entries: Sequence[Entry], done: Run) -> Runs:
    """Time in pieces: between two entries a day first, then half of the rest, then the rest."""
    days = Days()
    yield _without_refused(run_groups(Book(rules), _groups(days.cut, entries, done)), done)


def snapshots(rules: Rules, entries: Sequence[Entry], done: Run) -> Runs:
    """From the balances at several moments, with nothing of what led to them."""
    book, every = Book(rules), max(1, len(entries) // MOST_SNAPSHOTS)
    for at, entry in enumerate(entries, 1):
        run(book, [entry])
        if at % every == 0:
            late = run(Book(book.rules, book.sheet()), entries[at:])
            yield evolve(late, steps=(*done.steps[:at], *late.steps))


WAYS: Mapping[str, Way] = {
    "a second time": again,
    "with each event previewed first": previewed,
    "with repeats as single events": repeats,
    "with time in pieces": pieces,
    "from a snapshot": snapshots,
    "by the compiled rules": compiled,
}


def _groups(
    parts: Callable[[Entry], list[Entry]], entries: Sequence[Entry], done: Run
) -> Iterator[list[Entry]]:
    for entry, step in zip(entries, done.steps, strict=True):
        yield [] if step.refused else parts(entry)


def _without_refused(other: Run, done: Run) -> Run:
    """With the refusals of the entries that were left out."""
    pairs = zip(other.steps, done.steps, strict=True)
    return evolve(other, steps=tuple(step if step.refused else own for own, step in pairs))


def _single(entry: Entry) -> list[Entry]:
    if isinstance(entry, Adoption):
        return [entry]
    first, later = evolve(entry, times=1), evolve(entry, times=1, day=None)
    return [first if not n else later for n in range(entry.times)]


class Days:
    """Cuts the time before each entry; it follows what day it is."""

    def __init__(self) -> None:
        self.today = 0

    def cut(self, entry: Entry) -> list[Entry]:
        """The entry, and before it the pieces of the time that passes until then."""
        event = event_of(entry)
        if not event.times:
            return [entry]
        until = self.today if event.day is None else event.day
        ahead: list[Entry] = [Passed(day=day, absent=event.absent) for day in self._between(until)]
        self.today = until
        return [*ahead, *(self._passed(event) if isinstance(event, Passed) else [entry])]

    def _between(self, until: int) -> list[int]:
        """Days on the way there, the last one not among them."""
        first = self.today + 1
        return sorted({day for day in (first, (first + until) // 2) if self.today < day < until})

    def _passed(self, event: Passed) -> list[Entry]:
        """Days that pass, each time in two pieces."""
        self.today += event.days * event.times
        half = event.days // 2
        pieces = (evolve(event, days=half, times=1), evolve(event, days=event.days - half, day=None, times=1))
        later = [evolve(piece, day=None) for piece in pieces] * (event.times - 1)
        return [*pieces, *later]
