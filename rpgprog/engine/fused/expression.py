"""Expressions of policies: known values are computed, readings and helpers are written out."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ...ledger.numbers import where
from ...policy import Policy
from ..award import Award
from .names import Names
from .offers import figure
from .text import AWARD, BOOK, Body, Unclear, ahead, is_book, is_draft, name, pure

_ANYTHING = object()  # what contains even this contains everything


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def drafts(func: ast.expr) -> FunctionType:
    """The method of an award that is called. Raises Unclear if it has none of that name."""
    method = vars(Award).get(func.attr)  # type: ignore[attr-defined]
    if not isinstance(method, FunctionType):
        raise Unclear("awards have no such method")
    return method


class Expression(ast.NodeTransformer):
    """One expression. ``before`` is what must stand before it; ``calm``: it only works something out."""

    def __init__(self, writer: Names, ahead: bool) -> None:
        self.writer, self.ahead = writer, ahead
        self.before: Body = []
        self.calm = True

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """An option of a policy is known."""
        node.value = self.visit(node.value)
        if self.writer.is_known(node.value) and isinstance(policy := self.writer.value(node.value), Policy):
            return self.writer.known(ahead(lambda: getattr(policy, node.attr)))
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """An account: by its holder alone, or by holder and what it is of, in a table for its kind."""
        self.generic_visit(node)
        key = node.slice
        if not (isinstance(node.value, ast.Name) and node.value.id == BOOK.id and isinstance(key, ast.Tuple)):
            return node
        if len(key.elts) != 3 or any(isinstance(part, ast.Starred) for part in key.elts):
            return node
        who, kind, of = key.elts
        if not _is_text(kind):
            return node
        constant = ast.literal_eval(of) if _is_text(of) else None
        table = ast.Subscript(self.writer.table(ast.literal_eval(kind), constant), who, ast.Load())
        return table if constant is not None else ast.Subscript(table, of, ast.Load())

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """A test on options is decided; what governs everything governs this."""
        self.generic_visit(node)
        op = node.ops[0]
        if len(node.ops) == 1 and isinstance(op, ast.In | ast.NotIn) and pure([node.left], self.writer.space):
            container = self.writer.value(right) if self.writer.is_known(right := node.comparators[0]) else ()
            if isinstance(container, frozenset) and ahead(lambda: _ANYTHING in container):
                return ast.Constant(isinstance(op, ast.In))
        return self._decided(node, node.left, *node.comparators)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """``not`` of a known value is known."""
        self.generic_visit(node)
        return self._decided(node, node.operand)

    def _decided(self, node: ast.expr, *parts: ast.expr) -> ast.expr:
        """What it comes to, if all its parts are known."""
        if not all(map(self.writer.is_known, parts)):
            return node
        text = ast.fix_missing_locations(ast.Expression(node))
        code = compile(text, "<a policy>", "eval")
        return self.writer.known(ahead(lambda: eval(code, self.writer.space)))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """``and`` and ``or``, without the parts that decide nothing."""
        stops_at, parts = isinstance(node.op, ast.Or), []
        for at, part in enumerate(node.values):
            part = self._later(part) if at else self.visit(part)
            stops = self.writer.is_known(part) and self.writer.truth(part) is stops_at
            if stops or not self.writer.is_known(part) or at == len(node.values) - 1:
                parts.append(part)
            if stops:
                break
        return parts[0] if len(parts) == 1 else ast.BoolOp(node.op, parts)

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """One of two, or the one that an option chooses."""
        test = self.visit(node.test)
        if self.writer.is_known(test):
            return self.visit(node.body if self.writer.truth(test) else node.orelse)  # type: ignore[no-any-return]
        return ast.IfExp(test, self._later(node.body), self._later(node.orelse))

    def _later(self, node: ast.expr) -> Any:
        """A part that may not be reached: nothing of it may be worked out ahead."""
        ahead, self.ahead = self.ahead, False
        try:
            return self.visit(node)
        finally:
            self.ahead = ahead

    def _comprehension(self, node: Any) -> Any:
        ahead, self.ahead = self.ahead, False
        self.generic_visit(node)
        self.ahead = ahead
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815 (ast's names)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.expr:
        """Texts within a text stand under names: their quotes and backslashes would not fit."""
        self.generic_visit(node)
        for part in ast.walk(node.value):
            for field, value in ast.iter_fields(part):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    setattr(part, field, self.writer.held(value.value))
        if isinstance(node.value, ast.Constant):
            node.value = self.writer.held(node.value.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A helper or a reading is written out; anything else stays a call."""
        if not is_book(node.func):
            node.func = self.visit(node.func)
        node.args = [self.visit(arg) for arg in node.args]
        node.keywords = [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords]
        try:
            return self._written(node)
        except Unclear:
            self.calm = self.calm and pure([node], self.writer.space)
            return node

    def _written(self, node: ast.Call) -> ast.expr:
        if node.keywords:
            raise Unclear("arguments by name")
        if is_book(node.func):
            if node.func.attr != "figure" or not 2 <= len(node.args) <= 3:  # type: ignore[attr-defined]
                raise Unclear("it does something")
            return self._place("number", lambda into: figure(self.writer, into, *node.args))
        if is_draft(node.func):
            act, args = drafts(node.func), [AWARD, *node.args]
        else:
            act, args = self.writer.value(node.func), node.args
        if act is where and len(args) == 3:
            return ast.IfExp(*args)
        return self._place("result", lambda into: self.writer.body(act, args, into))

    def _place(self, label: str, write: Callable[[str], Body]) -> ast.expr:
        """What is written out here if it is one expression, and else ahead, if that does not matter."""
        into = self.writer.fresh(label)
        body = write(into)
        if len(body) == 1 and isinstance(body[0], ast.Assign):
            self.calm = self.calm and pure(body, self.writer.space)
            return body[0].value
        if not self.ahead or not pure(body, self.writer.space):
            raise Unclear("it may not be worked out ahead")
        self.before += body
        return name(into)
