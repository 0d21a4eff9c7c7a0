"""Who plays along, as the accounts have it."""

from __future__ import annotations

from ..ledger.accounts import MEMBER, SHARE
from .book import Book


def gone(book: Book) -> tuple[str, ...]:
    """Who joined and has left: whoever joined has a share."""
    known = [account.who for account in book.all(SHARE) if account.balance]
    return tuple(who for who in known if not book[who, MEMBER, ""].balance)
