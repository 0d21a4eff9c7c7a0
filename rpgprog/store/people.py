"""Names of real people, kept apart from the rows, which hold tokens, so that a name can be erased."""

from __future__ import annotations

import secrets
from typing import Any

from attrs import Factory, define
from sqlalchemy import Connection, func, insert, select

from ..journal.entries.naming import ERASED
from .tables import erased, people


@define(eq=False)
class People:
    """The people of one campaign."""

    campaign: int
    names: dict[str, str] = Factory(dict)  # by token
    tokens: dict[str, str] = Factory(dict)  # by name
    new: list[str] = Factory(list)  # tokens that are not yet in the database
    erased: int | None = None  # how many names had been erased when they were read

    def are_outdated(self, connection: Connection) -> bool:
        """Whether a name was erased since they were read."""
        return self.erased is not None and self.erased != _erased(connection)

    def load(self, connection: Connection) -> None:
        """Read all names."""
        self.erased = _erased(connection)
        rows = connection.execute(select(people.c.token, people.c.name).where(self._mine))
        self.names = {row.token: row.name for row in rows}
        self.tokens = {name: token for token, name in self.names.items() if name != ERASED}
        self.new.clear()

    @property
    def _mine(self) -> Any:
        return people.c.campaign == self.campaign

    def name(self, token: str) -> str:
        """The name behind a token; anything else is returned unchanged."""
        return self.names.get(token, token)

    def token(self, name: str) -> str:
        """The token of a name, made if new; nobody and an erased name stand for themselves."""
        if name in ("", ERASED):
            return name
        token = self.tokens.get(name)
        if token is None:
            token = self.tokens[name] = f"p:{secrets.token_hex(6)}"
            self.names[token] = name
            self.new.append(token)
        return token

    def save(self, connection: Connection) -> None:
        """Write new names."""
        if self.new:
            rows = [{"campaign": self.campaign, "token": t, "name": self.names[t]} for t in self.new]
            connection.execute(insert(people), rows)

    def saved(self) -> None:
        """Note that new names were committed."""
        self.new.clear()

    def forget_new(self) -> None:
        """Forget new names, which were not committed."""
        for token in self.new:
            del self.tokens[self.names.pop(token)]
        self.new.clear()


def _erased(connection: Connection) -> int:
    """How many names were erased in a database."""
    return int(connection.execute(select(func.count()).select_from(erased)).scalar_one())
