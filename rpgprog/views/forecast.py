"""What time alone will do: which ranks are lost and gained on which day if nothing happens."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.book import Book
from ..engine.party import gone
from ..events import Passed
from ..ledger.accounts import RANK

FORECAST = 1000  # days that a forecast looks ahead

Days = Mapping[tuple[str, str], int]  # by holder and skill


def ahead(book: Book, days: int = FORECAST) -> tuple[Days, Days]:
    """The days on which each skill loses and gains its next rank if nothing is done: time, previewed."""
    day = book.today.balance
    losses: dict[tuple[str, str], int] = {}
    gains: dict[tuple[str, str], int] = {}
    for account, amount, _, _ in book.preview(Passed(days=days, absent=gone(book))):
        if account is book.today:
            day += amount
        elif account.kind == RANK:
            (losses if amount < 0 else gains).setdefault((account.who, account.of), day)
    return losses, gains
