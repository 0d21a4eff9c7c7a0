"""Names that were erased, as salted digests: a later import knows them again, and nobody can read them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, insert, select
from yaml import YAMLError

from ..journal.entries.naming import ERASED
from ..source import Source, parse_source
from .erased_text import plain_name, without
from .tables import erased

Digests = frozenset[tuple[str, str]]


@frozen(eq=False)
class ErasedNames:
    """The names that were erased in a database."""

    digests: Digests = frozenset()

    @classmethod
    def read(cls, connection: Connection) -> ErasedNames:
        """Those of a database."""
        rows = connection.execute(select(erased.c.salt, erased.c.digest))
        return cls(frozenset((salt, digest) for salt, digest in rows))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(_digest(salt, name) == digest for salt, digest in self.digests)

    def source(self, source: Source) -> Source:
        """A campaign file without them."""
        text = self.text(source.text)
        return source if text == source.text else parse_source(text, source.file)

    def text(self, text: str) -> str:
        """A text of a campaign file without them; what is not YAML stays as it is."""
        if not self.digests:
            return text
        try:
            return without(text, self.__contains__)
        except YAMLError:
            return text

    def rows(self, table: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows that come from elsewhere, without them: people by their names, entries by their text."""
        column = {"people": "name", "entries": "text", "characters": "about"}.get(table)
        return [{**row, column: self._value(table, row[column])} if column else row for row in rows]

    def _value(self, table: str, value: str) -> str:
        if table == "people":
            return ERASED if value in self else value
        return self.text(value)


def remember(connection: Connection, name: str) -> None:
    """Remember that a name was erased."""
    salt = secrets.token_hex(16)
    connection.execute(insert(erased), {"salt": salt, "digest": _digest(salt, name)})


def _digest(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt} {plain_name(name)}".encode()).hexdigest()
