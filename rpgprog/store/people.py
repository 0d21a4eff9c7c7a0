"""Names of real people, kept apart from the rows, which hold tokens, so that a name can be erased."""

from __future__ import annotations

import secrets
from typing import Any

from attrs import Factory, define
from sqlalchemy import Connection, insert, select, update

from .tables import people

ERASED = "(name erased)"


@define(eq=False)
class People:
    """The people of one campaign."""

    campaign: int
    names: dict[str, str] = Factory(dict)  # by token
    tokens: dict[str, str] = Factory(dict)  # by name
    new: list[str] = Factory(list)  # tokens that are not yet in the database

    def load(self, connection: Connection) -> None:
        """Read all names."""
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
        """The token of a name, made if new; "" for ""."""
        if not name:
            return ""
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

    def erase(self, connection: Connection, name: str) -> bool:
        """Remove a name from the table; return whether it was there."""
        rows = update(people).where(self._mine, people.c.name == name)
        return connection.execute(rows.values(name=ERASED)).rowcount > 0
