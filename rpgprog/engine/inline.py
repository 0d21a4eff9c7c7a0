"""Policies' methods written out in place: what they call, by the same text, without the calls.

A method of a policy is plain Python over known options and an unknown book. Here its text is taken apart and
put together again: options become their values, tests on options are decided, ``book.only`` becomes ``if``,
``book.repeat`` becomes ``while``, a posting becomes its three lines, helpers and readings are written out where
they are called. Whatever is not understood stays the call that it was, so that the meaning never changes.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from inspect import getsource, unwrap
from textwrap import dedent
from types import FunctionType, MethodType
from typing import Any

from attrs import fields_dict

from ..arith import maximum, minimum, positive, share, up, where
from ..policy import Policy, is_everything

Body = list[ast.stmt]
PLAIN = (str, int, bool, type(None))  # values that may stand in a text
PURE = (maximum, minimum, positive, share, up, where, divmod, len, max, min, sum, tuple)
PURE_METHODS = {"get", "items", "values", "worth"}
STRANGE = (
    ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.Try, ast.With, ast.Yield, ast.YieldFrom, ast.Global,
    ast.Nonlocal, ast.NamedExpr, ast.Starred, ast.Await, ast.Match, ast.Delete,
)  # fmt: skip
DEEPEST = 8


class Unclear(Exception):
    """This text cannot be written out; the call stays."""


@lru_cache(maxsize=None)
def _text(function: FunctionType) -> ast.FunctionDef:
    try:
        tree = ast.parse(dedent(getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError) as gone:
        raise Unclear from gone
    plain = isinstance(tree, ast.FunctionDef) and not function.__closure__
    if not plain or any(isinstance(node, STRANGE) for s in tree.body for node in ast.walk(s)):  # type: ignore[attr-defined]
        raise Unclear
    return tree  # type: ignore[return-value]
