"""What time alone will do: which ranks are lost and gained on which day if nothing happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..engine.book import Book, Receipt
from ..engine.party import gone
from ..events import Passed
from ..ledger.accounts import RANK
from ..ledger.refusals import Code, Refused

FORECAST = 1000  # days that a forecast looks ahead

Days = Mapping[tuple[str, str], int]  # by holder and skill


def passing(book: Book, days: int) -> tuple[int, Sequence[Receipt]]:
    """What time will post in so many days; where that is too much for one entry, in half as many."""
    while days:
        try:
            return days, book.preview(Passed(days=days, absent=gone(book)))
        except Refused as refused:
            if refused.code != Code.WORK:
                raise
            days //= 2
    return 0, ()


def ahead(book: Book, days: int = FORECAST) -> tuple[Days, Days]:
    """The days on which each skill loses and gains its next rank if nothing is done: time, previewed."""
    day = book.today.balance
    losses: dict[tuple[str, str], int] = {}
    gains: dict[tuple[str, str], int] = {}
    for account, amount, _, _ in passing(book, days)[1]:
        if account is book.today:
            day += amount
        elif account.kind == RANK:
            (losses if amount < 0 else gains).setdefault((account.who, account.of), day)
    return losses, gains
