"""The one way in: what a book asks once it has handled enough events for writing out to pay."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary, proxy

from attrs import evolve

from ...events import Event
from ..base import BaseBook
from ..rules import Rules
from .fuse import Bind, Fused
from .tables import Tables
from .text import Unclear, log

FUSED: WeakKeyDictionary[Rules, Fused | None] = WeakKeyDictionary()  # each ruleset is written out once
_TABLES: WeakKeyDictionary[BaseBook, Tables] = WeakKeyDictionary()


def written_out(book: BaseBook, event_class: type) -> Callable[[Event], None] | None:
    """What handles such events in this book from now on; None: its policies as they are.

    The first time it also replaces what follows on changes, and what falls due.
    """
    fused = _fused(book.rules)
    if fused is None:
        return None
    if book.react == book._react:
        _take_over(book, fused)
    bind = _bind(fused, event_class)
    return None if bind is None else bind(book, _TABLES[book])


def _fused(rules: Rules) -> Fused | None:
    if rules not in FUSED:
        try:
            FUSED[rules] = Fused(rules)
        except Unclear as unclear:
            log.info("a ruleset stays with its policies: %s", unclear)
            FUSED[rules] = None
    return FUSED[rules]


def _bind(fused: Fused, event_class: type) -> Bind | None:
    if event_class not in fused.events:
        try:
            fused.events[event_class] = fused.event(event_class)
        except Unclear as unclear:
            log.info("%s stays with its policies: %s", event_class.__name__, unclear)
            fused.events[event_class] = None
    return fused.events[event_class]


def _take_over(book: BaseBook, fused: Fused) -> None:
    tables = _TABLES[book] = Tables(proxy(book))  # kept no longer than the book
    book.react = fused.reactions(book, tables)
    book.due = tuple(
        (evolve(rule, when=when(book, tables), act=act(book, tables)), changed)
        for (rule, changed), (when, act) in zip(book.due, fused.due, strict=True)
    )
