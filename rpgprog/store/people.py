"""Names of real people: a token stands in what is recorded, the name apart, so that one can be erased."""

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
        """The name behind a token; whatever is no token is itself."""
        return self.names.get(token, token)

    def token(self, name: str) -> str:
        """What stands for a name; nothing for nobody."""
        if not name:
            return ""
        found = self.tokens.get(name)
        if found is None:
            found = self.tokens[name] = f"p:{secrets.token_hex(6)}"
            self.names[found] = name
            self.new.append(found)
        return found

    def save(self, connection: Connection) -> None:
        """Write the names that are new."""
        if self.new:
            rows = [{"campaign": self.campaign, "token": t, "name": self.names[t]} for t in self.new]
            connection.execute(insert(people), rows)

    def saved(self) -> None:
        """What was written is on disk."""
        self.new.clear()

    def forget_new(self) -> None:
        """What was not written is not known."""
        for token in self.new:
            del self.tokens[self.names.pop(token)]
        self.new.clear()

    def erase(self, connection: Connection, name: str) -> bool:
        """Take a name out of the table; whether it was there."""
        mine = update(people).where(self._mine, people.c.name == name)
        return connection.execute(mine.values(name=ERASED)).rowcount > 0
