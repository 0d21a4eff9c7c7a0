"""What a text speaks of: values that are known already, names for those that are not, tables of accounts."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..rules import Acts
from .text import PREFIX, Body, Unclear, ahead, assign, name

NO_REASON = ast.Constant("")
PLAIN = 10**18  # larger numbers, and those below 0, which read as a minus before a number, stand under a name


class Names(ABC):
    """``space`` holds what the text speaks of, ``by`` is the policy at hand."""

    def __init__(self, figures: Mapping[str, Acts], watched: Collection[str], **space: Any) -> None:
        self.figures, self.watched, self.space = figures, watched, space
        self.by: ast.expr = NO_REASON
        self.tables: dict[str, tuple[str, str | None]] = {}
        self._numbered: dict[tuple[str, str | None], str] = {}
        self._names: dict[int, str] = {}
        self._count = 0

    def known(self, value: Any) -> ast.expr:
        """A value as written in the text: itself, or a name for it."""
        if value is None or type(value) in (str, bool) or (type(value) is int and 0 <= value < PLAIN):
            return ast.Constant(value)
        return self.held(value)

    def held(self, value: Any) -> ast.expr:
        """A name for a value."""
        known = self._names.setdefault(id(value), f"{PREFIX}known{len(self._names)}")
        self.space[known] = value
        return name(known)

    def is_known(self, node: ast.expr) -> bool:
        """Whether its value is known already."""
        return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in self.space)

    def value(self, node: ast.expr) -> Any:
        """Its value. Raises Unclear."""
        if not self.is_known(node):
            raise Unclear(f"{ast.unparse(node)} is not known ahead")
        return node.value if isinstance(node, ast.Constant) else self.space[node.id]  # type: ignore[attr-defined]

    def truth(self, node: ast.expr) -> bool:
        """Whether its value counts as true. Raises Unclear."""
        value = self.value(node)
        return ahead(lambda: bool(value))

    def fresh(self, like: str) -> str:
        """A name that nothing else has."""
        self._count += 1
        return f"{PREFIX}{like.removeprefix(PREFIX).rstrip('0123456789').rstrip('_')}_{self._count}"

    def table(self, kind: str, of: str | None) -> ast.expr:
        """The name of the table of all accounts of that kind, of one thing or of any."""
        numbered = self._numbered.setdefault((kind, of), f"{PREFIX}accounts{len(self._numbered)}")
        self.tables[numbered] = kind, of
        return name(numbered)

    def kind(self, account: ast.expr) -> str | None:
        """The kind of an account, if the text says it."""
        while isinstance(account, ast.Subscript):
            account = account.value
        known = self.tables.get(account.id) if isinstance(account, ast.Name) else None
        return known[0] if known else None

    def named(self, like: str, value: ast.expr) -> tuple[Body, ast.expr]:
        """A value that is used more than once, as a name or number."""
        if isinstance(value, ast.Name | ast.Constant):
            return [], value
        into = self.fresh(like)
        return [assign(into, value)], name(into)

    @abstractmethod
    def body(self, act: Any, args: Sequence[ast.expr], into: str | None = None) -> Body:
        """What a method does with these arguments; what it returns goes into that name. Raises Unclear."""

    @abstractmethod
    def act(self, act: ast.expr, args: Sequence[ast.expr], into: str | None = None) -> Body:
        """A method that the book is told to call: written out, or called."""
