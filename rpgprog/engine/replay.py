"""A ledger folded from its first event to its last: what each event posted, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from .book import Book, Receipt, Refused
from .rules import Rules


@frozen(eq=False, repr=False)
class Folded:
    """One recorded event: its postings, or why it was refused; neither when it was reverted.

    The first ``own`` of its receipts are not its doing: they were due until its day, by themselves.
    """

    recorded: Any
    receipts: Sequence[Receipt] = ()
    refused: Refused | None = None
    reverted: bool = False
    own: int = 0


def reverted_ids(ledger: Sequence[Any]) -> set[str]:
    """The ids of the entries that do not count: a revert that is itself reverted takes nothing back."""
    gone: set[str] = set()
    for recorded in sorted((r for r in ledger if r.reverts), key=lambda r: r.position, reverse=True):
        if not recorded.id or recorded.id not in gone:
            gone.add(recorded.reverts)
    return gone


def replay(rules: Rules, ledger: Sequence[Any]) -> tuple[Book, list[Folded]]:
    """Fold a ledger, which stands in its order. A refused event posts nothing and is told with the rest."""
    book, folded, gone = Book(rules), [], reverted_ids(ledger)
    for recorded in ledger:
        if recorded.id and recorded.id in gone:
            folded.append(Folded(recorded, reverted=True))
            continue
        mark = len(book.receipts)
        try:
            folded.append(Folded(recorded, book.step(recorded.event), own=book.began - mark))
        except Refused as refused:
            folded.append(Folded(recorded, refused=refused))
    return book, folded


def dated(folded: Iterable[Folded]) -> Iterable[tuple[int, Folded, bool, Receipt]]:
    """Each posting with its day, its entry, and whether that did it.

    What happened by itself has the day on which it was due.
    """
    day = 0
    for step in folded:
        for at, receipt in enumerate(step.receipts):
            if receipt[0].kind == "day":
                day += receipt[1]
            else:
                yield day, step, at >= step.own, receipt
