"""Pieces of program text, as trees: what the writing out of policies is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from inspect import getsource
from textwrap import dedent
from types import CodeType, FunctionType, MappingProxyType
from typing import Any

from ...ledger.numbers import maximum, minimum, positive, share, up, where

Body = list[ast.stmt]
PURE = (maximum, minimum, positive, share, up, where)
PURE_NAMES = {"abs", "divmod", "len", "max", "min", "sum"}
PURE_METHODS = {"get", "items", "keys", "values"}
BOOK = ast.Name("book", ast.Load())
NONE = ast.Constant(None)
READABLE = (
    ast.If, ast.For, ast.Return, ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign,
    ast.Pass, ast.Break, ast.Continue,
)  # fmt: skip
STRANGE = (ast.Lambda, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Await)


class Unclear(Exception):
    """This cannot be written out; the call stays."""


@cache
def read(function: FunctionType) -> ast.FunctionDef | None:
    """The text of a function; None if there is none, or if it is not plain."""
    try:
        source = dedent(getsource(function))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
    if not isinstance(tree, ast.FunctionDef) or function.__closure__:
        return None
    signature = tree.args
    if signature.kwonlyargs or signature.vararg or signature.kwarg or signature.posonlyargs:
        return None
    return tree if all(map(_is_readable, inside(tree.body))) and _is_true(source, function) else None


def _is_true(source: str, function: FunctionType) -> bool:
    """Whether the text is still that of the function: a file may have changed since it was loaded."""
    names = set(function.__code__.co_varnames) & function.__globals__.keys()
    above = "".join(f"import {one}\n" for one in sorted(names))  # names of imports compile otherwise
    module = compile(above + source, "<text>", "exec", dont_inherit=True)
    found = [code for code in module.co_consts if isinstance(code, CodeType)]
    return any(_is_same(code, function.__code__) for code in found)


def _is_same(one: CodeType, other: CodeType) -> bool:
    if (one.co_code, one.co_names, one.co_varnames) != (other.co_code, other.co_names, other.co_varnames):
        return False
    for a, b in zip(one.co_consts, other.co_consts, strict=False):
        same = _is_same(a, b) if isinstance(a, CodeType) and isinstance(b, CodeType) else a == b
        if not same:
            return False
    return True


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
    """Give a name a value."""
    return ast.Assign([ast.Name(target, ast.Store())], value, lineno=0)


def when(test: ast.expr, yes: Body, no: Body) -> Body:
    """``if test: yes else: no``, as short as it goes."""
    if yes:
        return [ast.If(test, yes, no)]
    return [ast.If(ast.UnaryOp(ast.Not(), test), no, [])] if no else [ast.Expr(test)]


def is_book(node: ast.expr) -> bool:
    """Whether it is something that the book offers, as ``book.post`` is."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "book"


def is_draft(node: ast.expr) -> bool:
    """Whether it is something of the award at hand, as ``award.amount`` is."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "award"


def calls(statements: Body) -> bool:
    """Whether something is called that may ask the book which policy is at hand."""
    called = [node.func for node in inside(statements) if isinstance(node, ast.Call)]
    return not all(isinstance(func, ast.Name) and func.id in {*PURE_NAMES, "log"} for func in called)


def pure(nodes: Iterable[ast.AST], space: dict[str, Any]) -> bool:
    """Whether this only works something out, so that it does not matter when."""
    return all(_is_pure(node, space) for node in inside(nodes))


def _is_pure(node: ast.AST, space: dict[str, Any]) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return all(isinstance(target, ast.Name) for target in targets)
    if not isinstance(node, ast.Call):
        return True
    if isinstance(node.func, ast.Name):
        return node.func.id in PURE_NAMES or space.get(node.func.id) in PURE
    return isinstance(node.func, ast.Attribute) and node.func.attr in PURE_METHODS and not is_book(node.func)


def put(node: Any, given: Mapping[str, ast.expr] = MappingProxyType({})) -> Any:
    """A copy with these names replaced: of a node, of a list of them."""
    if isinstance(node, list):
        return [put(one, given) for one in node]
    if isinstance(node, ast.Name) and node.id in given:
        instead = given[node.id]
        return ast.Name(instead.id, node.ctx) if isinstance(instead, ast.Name) else put(instead)
    if not isinstance(node, ast.AST):
        return node
    copy = type(node)()
    for field in node._fields:
        setattr(copy, field, put(getattr(node, field), given))
    return copy


def lines(template: str, **given: ast.expr) -> Body:
    """A text with these names replaced."""
    return put(_parsed(template), given)  # type: ignore[no-any-return]


@cache
def _parsed(template: str) -> Body:
    return ast.parse(template).body
