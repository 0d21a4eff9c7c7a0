"""A ledger folded from its first event to its last: what each event posted, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from ..events import Override
from ..ledger.refusals import Code, Refused
from ..policy.faults import fault
from .adoption import adopt
from .book import Book, Receipt
from .rules import Rules


@frozen(eq=False, repr=False)
class Folded:
    """One recorded event: its postings, or why it was refused, or which entry took it back.

    The first ``own`` of its receipts are not its doing: they were due until its day, by themselves.
    """

    recorded: Any
    receipts: Sequence[Receipt] = ()
    refused: Refused | None = None
    reverted: Any = None
    own: int = 0


@frozen(eq=False, repr=False)
class Corrections:
    """What later entries say about earlier ones, by position: reverted, or allowed."""

    gone: Mapping[int, Any]
    allowed: Mapping[int, Override]

    def of(self, recorded: Any) -> Any:
        """The event with what was decided about it later."""
        answer = self.allowed.get(recorded.position)
        event = recorded.event
        if answer is None:
            return event
        own = event.override
        rules = (*own.rules, *answer.rules) if own and own.rules and answer.rules else ()
        return evolve(event, override=evolve(answer, rules=rules if own else answer.rules))


def corrections(ledger: Iterable[Any]) -> Corrections:
    """What counts of the reverts and permissions in a ledger: one that is itself reverted does nothing."""
    gone: dict[int, Any] = {}
    allowed: dict[int, Override] = {}
    correcting = (recorded for recorded in ledger if recorded.reverts or recorded.allows)
    for recorded in sorted(correcting, key=lambda recorded: recorded.position, reverse=True):
        if recorded.position not in gone:
            gone |= dict.fromkeys(recorded.reverts, recorded)
            for position in recorded.allows:
                allowed.setdefault(position, recorded.answer)
    return Corrections(gone, allowed)


def fold(book: Book, recorded: Any, corrected: Corrections) -> Folded:
    """Fold one more entry. What was reverted or is refused posts nothing, nor where a rule fails."""
    if recorded.position in corrected.gone:
        return Folded(recorded, reverted=corrected.gone[recorded.position])
    mark, event = len(book.receipts), corrected.of(recorded) if corrected.allowed else recorded.event
    try:
        if recorded.adopts is not None:
            receipts = adopt(book, recorded.adopts.rules, event)
        else:
            receipts = book.step(event)
        return Folded(recorded, receipts, own=book.began - mark)
    except Refused as refused:
        return Folded(recorded, refused=refused)
    except Exception as error:
        failed = fault(error)
        if failed is None:
            raise
        return Folded(recorded, refused=Refused(failed[0], Code.FAILED, failed[1]))


def replay(rules: Rules, ledger: Sequence[Any]) -> tuple[Book, list[Folded]]:
    """Fold a ledger in its order. A refused event posts nothing and is returned with the rest."""
    book, corrected = Book(rules), corrections(ledger)
    return book, [fold(book, recorded, corrected) for recorded in ledger]


def dated(folded: Iterable[Folded]) -> Iterable[tuple[int, Folded, bool, Receipt]]:
    """Each posting with its day, its entry, and whether that did it.

    What happened automatically has the day on which it was due.
    """
    day = 0
    for step in folded:
        for at, receipt in enumerate(step.receipts):
            if receipt[0].kind == "day":
                day += receipt[1]
            else:
                yield day, step, at >= step.own, receipt
