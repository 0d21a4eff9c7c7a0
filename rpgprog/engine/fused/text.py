"""Pieces of program text, as trees: what the writing out of policies is made of.

Every name in a text that is written out begins with ``PREFIX``, but for Python's own (``len``, ``sum``): so
none can be taken for another. A policy that uses such names itself is not read.
"""

from __future__ import annotations

import ast
import builtins
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from inspect import getsource
from textwrap import dedent
from types import CodeType, FunctionType, MappingProxyType
from typing import Any, TypeVar

from ...ledger.numbers import maximum, minimum, positive, share, up, where

Body = list[ast.stmt]
Value = TypeVar("Value")

log = logging.getLogger("rpgprog.engine.fused")

PREFIX = "fused_"
DEEPEST = 40  # an expression within an expression
PURE = (maximum, minimum, positive, share, up, where)
PURE_NAMES = {"abs", "divmod", "int", "len", "max", "min", "sum"}
PYTHONS = frozenset(vars(builtins))
PURE_METHODS = {"get", "items", "keys", "values"}
BOOK, AWARD, LOG = (ast.Name(f"{PREFIX}{one}", ast.Load()) for one in ("book", "award", "log"))
NONE = ast.Constant(None)
READABLE = (
    ast.If, ast.For, ast.Return, ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign,
    ast.Pass, ast.Break, ast.Continue,
)  # fmt: skip
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
STRANGE = (ast.Lambda, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Await)


class Unclear(Exception):
    """This cannot be written out, for this reason; the call stays."""


def ahead(work: Callable[[], Value]) -> Value:
    """What a policy's own code gives when it is asked ahead of time. Raises Unclear, whatever it raises."""
    try:
        return work()
    except Exception as error:
        raise Unclear(f"asked ahead it raises {type(error).__name__}: {error}") from error


def read(function: FunctionType) -> ast.FunctionDef:
    """The text of a function. Raises Unclear if there is none, or if it is not plain."""
    tree = _read(function)
    if isinstance(tree, str):
        raise Unclear(tree)
    return tree


@cache
def _read(function: FunctionType) -> ast.FunctionDef | str:
    """The text of a function, or why it is not taken."""
    try:
        source = dedent(getsource(function))
        tree = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return "its text cannot be found"
    if not isinstance(tree, ast.FunctionDef) or function.__closure__:
        return "it is not a function by itself"
    signature = tree.args
    if signature.kwonlyargs or signature.vararg or signature.kwarg or signature.posonlyargs:
        return "its parameters are not plain"
    strange = next((node for node in inside(tree.body) if not _is_readable(node)), None)
    if strange is not None:
        return f"it has {type(strange).__name__} in it"
    names = {node.id for node in inside(tree.body) if isinstance(node, ast.Name)}
    if any(word.startswith(PREFIX) for word in names | {parameter.arg for parameter in signature.args}):
        return f"it has names that begin with {PREFIX}"
    if _depth(tree) > DEEPEST:
        return "it is nested too deep"
    if twice := _meant_twice(tree):
        return f"{twice} is a variable of a comprehension and something else outside of it"
    return tree if _is_true(source, function) else "its file has changed since it was loaded"


def _meant_twice(function: ast.FunctionDef) -> str:
    """A name that a comprehension binds and the rest takes from the module or from Python; else empty.

    Each name is written out as one other name wherever it stands, so it must mean one thing.
    """
    free = [*_free(function, frozenset())]
    local = {parameter.arg for parameter in function.args.args}
    local |= {name.id for name in free if isinstance(name.ctx, ast.Store)}
    bound = {
        name for node in ast.walk(function) if isinstance(node, COMPREHENSIONS) for name in _targets(node)
    }
    return min((bound & {name.id for name in free}) - local, default="")


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[ast.Name]:
    """The names that no comprehension around them binds."""
    if isinstance(node, ast.Name) and node.id not in bound:
        yield node
    if isinstance(node, COMPREHENSIONS):
        yield from _free(node.generators[0].iter, bound)
        bound |= _targets(node)
    for child in ast.iter_child_nodes(node):
        yield from _free(child, bound)


def _targets(comprehension: Comprehension) -> frozenset[str]:
    targets = [generator.target for generator in comprehension.generators]
    return frozenset(node.id for node in inside(targets) if isinstance(node, ast.Name))


def _depth(tree: ast.AST) -> int:
    """How deep the deepest node is."""
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _is_true(source: str, function: FunctionType) -> bool:
    """Whether the text is still that of the function: a file may have changed since it was loaded."""
    names = set(function.__code__.co_varnames) & function.__globals__.keys()
    above = "".join(f"import {word}\n" for word in sorted(names))  # names of imports compile otherwise
    module = compile(above + source, "<text>", "exec", dont_inherit=True)
    codes = [code for code in module.co_consts if isinstance(code, CodeType)]
    return any(_is_same(code, function.__code__) for code in codes)


def _is_same(first: CodeType, other: CodeType) -> bool:
    if (first.co_code, first.co_names, first.co_varnames) != (
        other.co_code,
        other.co_names,
        other.co_varnames,
    ):
        return False
    for a, b in zip(first.co_consts, other.co_consts, strict=False):
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


def own(text: str) -> ast.Name:
    """A name of the text's own, which no policy has."""
    return name(PREFIX + text)


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
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == BOOK.id


def is_draft(node: ast.expr) -> bool:
    """Whether it is something of the award at hand, as ``award.amount`` is."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == AWARD.id


def calls(statements: Body) -> bool:
    """Whether something is called that may ask the book which policy is at hand."""
    called = [node.func for node in inside(statements) if isinstance(node, ast.Call)]
    return not all(isinstance(func, ast.Name) and func.id in {*PURE_NAMES, LOG.id} for func in called)


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


def put(node: Any, replacements: Mapping[str, ast.expr] = MappingProxyType({})) -> Any:
    """A copy with these names replaced: of a node, of a list of them."""
    if isinstance(node, list):
        return [put(child, replacements) for child in node]
    if isinstance(node, ast.Name) and node.id in replacements:
        instead = replacements[node.id]
        return ast.Name(instead.id, node.ctx) if isinstance(instead, ast.Name) else put(instead)
    if not isinstance(node, ast.AST):
        return node
    return type(node)(*(put(getattr(node, field), replacements) for field in node._fields))


def lines(template: str, **replacements: ast.expr) -> Body:
    """A text with these names replaced; all others are its own."""
    return put(_parsed(template), {PREFIX + key: value for key, value in replacements.items()})  # type: ignore[no-any-return]


@cache
def _parsed(template: str) -> Body:
    body = ast.parse(template).body
    names = {node.id for node in inside(body) if isinstance(node, ast.Name)} - PYTHONS
    return put(body, {word: own(word) for word in names})  # type: ignore[no-any-return]
