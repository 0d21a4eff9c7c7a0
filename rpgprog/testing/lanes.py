"""Many campaigns at once against each of them alone. Needs NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from ..engine.book import Book
from ..engine.rules import Rules
from ..events import Adopted, Event, Joined, Refunded, Trained
from ..events.describe import event_in_words
from ..ledger.accounts import Key
from ..ledger.refusals import Refused

if TYPE_CHECKING:
    from ..engine.lanes import Lanes

ONE_BY_ONE = (Refunded, Adopted)  # events that many campaigns at once do not support
NEEDS_NUMPY = 'comparing many campaigns at once needs NumPy: pip install "rpgprog[testing]"'

Lane = Callable[[int, Event], Event]  # the n-th event as it happens in that campaign


@frozen
class LaneDifference:
    """Where a campaign among many first differs from the same campaign alone, and in what."""

    lane: str
    position: int
    alone: Mapping[Key, int]
    among_many: Mapping[Key, int]
    refused_alone: str = ""
    refused_among_many: bool = False


def _as_recorded(_: int, event: Event) -> Event:
    return event


def _twice(_: int, event: Event) -> Event:
    return evolve(event, times=2 * event.times)


def _without_every(n: int) -> Lane:
    def without(at: int, event: Event) -> Event:
        return evolve(event, times=0) if at % n == n - 1 else event

    return without


def _half_the_hours(_: int, event: Event) -> Event:
    return evolve(event, hours=event.hours // 2) if isinstance(event, Trained) else event


LANES: Mapping[str, Lane] = {
    "as recorded": _as_recorded,
    "with every event twice": _twice,
    "without every second event": _without_every(2),
    "without every third event": _without_every(3),
    "with half the hours of training": _half_the_hours,
}


def lane_difference(rules: Rules, events: Sequence[Event]) -> LaneDifference | None:
    """Variants of a list of events, at once and each alone: the first difference, if there is one.

    Everybody joins in all of them. Events that many campaigns at once do not support are left out.
    Raises ModuleNotFoundError without NumPy, AssertionError where a rule cannot act on many at once.
    """
    events = [evolve(event, times=0) if isinstance(event, ONE_BY_ONE) else event for event in events]
    variants = {
        name: [_varied(lane, *numbered) for numbered in enumerate(events)] for name, lane in LANES.items()
    }
    if _first(rules, variants, each=False) is None:
        return None
    return _first(rules, variants, each=True)


def _varied(lane: Lane, at: int, event: Event) -> Event:
    return event if isinstance(event, Joined) else lane(at, event)


def _first(rules: Rules, variants: Mapping[str, Sequence[Event]], each: bool) -> LaneDifference | None:
    """The first difference; balances are compared after ``each`` event, or at the end."""
    lanes, books = _lanes(rules, len(variants)), [Book(rules) for _ in variants]
    several = list(zip(*variants.values(), strict=True))
    for at, events in enumerate(several):
        refused = _step(lanes, events)
        for lane, name in enumerate(variants):
            refusal, among_many = _refusal(books[lane], events[lane]), bool(refused[lane])
            sheets = (books[lane].sheet(), lanes.sheet(lane)) if each or at + 1 == len(several) else ({}, {})
            if bool(refusal) != among_many or sheets[0] != sheets[1]:
                return LaneDifference(name, at, *sheets, refusal, among_many)
    return None


def _step(lanes: Lanes, events: Sequence[Event]) -> Any:
    try:
        return lanes.step(_together(events))
    except Exception as error:
        raise AssertionError(_cannot(lanes.by, events[0], error)) from error


def _lanes(rules: Rules, size: int) -> Lanes:
    try:
        from ..engine.lanes import Lanes
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(NEEDS_NUMPY, name=missing.name) from None
    return Lanes(rules, size)


def _together(several: Sequence[Event]) -> Event:
    """The events of all campaigns as one, whose numbers are arrays where they are not all alike."""
    import numpy

    arrays: dict[str, Any] = {}
    for name in ("times", "hours"):
        numbers = [getattr(event, name, None) for event in several]
        if any(number != numbers[0] for number in numbers):
            arrays[name] = numpy.array(numbers, "int64")
    return evolve(several[0], **arrays)


def _cannot(policy: str, event: Event, error: Exception) -> str:
    message = f'"{policy}" cannot act on many campaigns at once ({event_in_words(event)}): '
    if "truth value" in str(error):
        message += "it tests a balance with if or while. Use book.only, book.each, book.repeat or where. "
    return f"{message}{type(error).__name__}: {error}"


def _refusal(book: Book, event: Event) -> str:
    try:
        book.step(event)
    except Refused as refused:
        return str(refused)
    return ""
