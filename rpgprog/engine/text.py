"""Pieces of program text, as trees: what the writing out of policies is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from inspect import getsource
from textwrap import dedent
from types import FunctionType
from typing import Any

from ..arith import maximum, minimum, positive, share, up, where

Body = list[ast.stmt]
PURE = (maximum, minimum, positive, share, up, where)
PURE_NAMES = {"abs", "divmod", "len", "max", "min", "sum"}
PURE_METHODS = {"get", "items", "keys", "values"}
BOOK = ast.Name("book", ast.Load())
NONE = ast.Constant(None)
READABLE = (
    ast.If, ast.For, ast.Return, ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Pass, ast.Break, ast.Continue,
)  # fmt: skip
STRANGE = (ast.Lambda, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Await)


class Unclear(Exception):
    """This cannot be written out; the call stays."""


@cache
def read(function: FunctionType) -> ast.FunctionDef | None:
    """The text of a function; None if there is none, or if it is not plain."""
    try:
        tree = ast.parse(dedent(getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
    if not isinstance(tree, ast.FunctionDef) or function.__closure__:
        return None
    signature = tree.args
    if signature.kwonlyargs or signature.vararg or signature.kwarg or signature.posonlyargs:
        return None
    return tree if all(map(_is_readable, inside(tree.body))) else None


def _is_readable(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and any(isinstance(arg, ast.Starred) for arg in node.args):
        return False
    return not isinstance(node, STRANGE) and (isinstance(node, READABLE) or not isinstance(node, ast.stmt))


def inside(statements: Iterable[ast.AST]) -> list[ast.AST]:
    """Every node of these statements."""
    return [node for statement in statements for node in ast.walk(statement)]


def returns(statement: ast.stmt) -> bool:
    """Whether there is a ``return`` in it."""
    return any(isinstance(node, ast.Return) for node in ast.walk(statement))


def stored(statements: Body) -> set[str]:
    """The names that these statements give a value to."""
    return {n.id for n in inside(statements) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def name(text: str) -> ast.Name:
    """A name."""
    return ast.Name(text, ast.Load())


def assign(target: str, value: ast.expr) -> ast.stmt:
    """``target = value``"""
    return ast.Assign([ast.Name(target, ast.Store())], value, lineno=0)


def when(test: ast.expr, yes: Body, no: Body) -> Body:
    """``if test: yes else: no``, as short as it goes."""
    if yes:
        return [ast.If(test, yes, no)]
    return [ast.If(ast.UnaryOp(ast.Not(), test), no, [])] if no else [ast.Expr(test)]


def is_book(node: ast.expr) -> bool:
    """Whether it is something that the book offers: ``book.post``"""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "book"


def pure(nodes: Iterable[ast.AST], space: dict[str, Any]) -> bool:
    """Whether this only works something out, so that it does not matter when."""
    return all(map(lambda node: _is_pure(node, space), inside(nodes)))


def _is_pure(node: ast.AST, space: dict[str, Any]) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(isinstance(target, ast.Name) for target in targets)
    if not isinstance(node, ast.Call):
        return True
    if isinstance(node.func, ast.Name):
        return node.func.id in PURE_NAMES or space.get(node.func.id) in PURE
    return isinstance(node.func, ast.Attribute) and node.func.attr in PURE_METHODS and not is_book(node.func)


class _Put(ast.NodeTransformer):
    def __init__(self, given: dict[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, node: ast.Name) -> ast.expr:
        given = deepcopy(self.given.get(node.id, node))
        return ast.Name(given.id, node.ctx) if isinstance(given, ast.Name) else given


def put(statements: Body, given: dict[str, ast.expr]) -> Body:
    """The same statements with these names replaced."""
    return [_Put(given).visit(deepcopy(statement)) for statement in statements]


def lines(template: str, **given: ast.expr) -> Body:
    """A text with these names replaced."""
    return put(ast.parse(template).body, given)
