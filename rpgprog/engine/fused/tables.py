"""Accounts of one kind by holder: shorter ways to the accounts that a written-out ruleset asks for."""

from __future__ import annotations

from typing import Any


class Table(dict[str, Any]):
    """Accounts by their holder; each is opened when it is first asked for."""

    def __init__(self, book: Any, kind: str, of: str | None) -> None:
        self.book, self.kind, self.of = book, kind, of

    def __missing__(self, who: str) -> Any:
        entry = self[who] = self.book[who, self.kind, self.of] if self.of is not None else Things(self, who)
        return entry


class Things(dict[str, Any]):
    """Accounts of one holder by what they are of."""

    def __init__(self, table: Table, who: str) -> None:
        self.table, self.who = table, who

    def __missing__(self, of: str) -> Any:
        account = self[of] = self.table.book[self.who, self.table.kind, of]
        return account


class Tables(dict[tuple[str, str | None], Table]):
    """A table for each kind of account that the text asks for."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def __missing__(self, key: tuple[str, str | None]) -> Table:
        table = self[key] = Table(self.book, *key)
        return table
