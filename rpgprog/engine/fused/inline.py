"""Policies' methods written out in place: the same text without the calls.

A method of a policy is plain Python over known options and an unknown book. Its text is taken apart and
put together again: options become their values, tests on options are decided, ``book.only`` is an ``if``,
``book.repeat`` a ``while``, a posting is its few lines, helpers and readings stand where they are called.
Whatever is not understood stays the call that it was, so the meaning never changes.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from types import FunctionType, MethodType
from typing import Any

from ...ledger.numbers import where
from ..rules import Acts
from .expression import Expression, drafts
from .names import Names
from .offers import OFFERED, figure, fitted
from .text import (
    AWARD,
    BOOK,
    NONE,
    PYTHONS,
    Body,
    Unclear,
    assign,
    inside,
    is_book,
    is_draft,
    log,
    name,
    pure,
    put,
    read,
    returns,
    stored,
    when,
)

Keywords = dict[str, ast.expr]

DEEPEST = 12  # helpers within helpers
MOST = 5000  # statements of one function


class Writer(Names):
    """Writes methods out."""

    def __init__(self, figures: Mapping[str, Acts], watched: Collection[str], **space: Any) -> None:
        super().__init__(figures, watched, **space)
        self._depth = 0
        self.left = MOST  # statements that may still be written out for the function at hand

    def expression(self, node: ast.expr) -> tuple[Body, ast.expr]:
        """An expression written out, and what must stand before it."""
        work = Expression(self, ahead=True)
        value = work.visit(put(node))
        if work.before and not work.calm:  # more happens in it: nothing may be moved ahead of that
            work = Expression(self, ahead=False)
            value = work.visit(put(node))
        return work.before, value

    def expressions(self, nodes: Sequence[ast.expr]) -> tuple[Body, list[ast.expr]]:
        """The same of several, in their order."""
        before, together = self.expression(ast.Tuple(list(nodes), ast.Load()))
        return before, together.elts  # type: ignore[attr-defined]

    # Methods

    def body(self, act: Any, args: Sequence[ast.expr], into: str | None = None) -> Body:
        """What a method does with these arguments; what it returns goes into that name. Raises Unclear."""
        if isinstance(act, MethodType):
            act, args = act.__func__, [self.known(act.__self__), *args]
        if not isinstance(act, FunctionType):
            raise Unclear("it is not a function")
        try:
            return self._body(act, args, into)
        except Unclear as unclear:
            log.debug("%s is called: %s", act.__qualname__, unclear)
            raise

    def _body(self, act: FunctionType, args: Sequence[ast.expr], into: str | None) -> Body:
        tree = read(act)
        if len(tree.args.args) != len(args):
            raise Unclear("parameters are left out")
        if self._depth == DEEPEST:
            raise Unclear("helpers within helpers")
        before, arguments = self._given([parameter.arg for parameter in tree.args.args], args, tree.body)
        around = self._around(act, tree.body, arguments)
        self._depth += 1
        try:
            return before + self.block(put(tree.body, {**around, **arguments}), into)
        finally:
            self._depth -= 1

    def _around(self, act: FunctionType, text: Body, arguments: Keywords) -> Keywords:
        """The meanings of names that are not a method's own: those of its module, or Python's."""
        names = {node.id for node in inside(text) if isinstance(node, ast.Name)} - arguments.keys()
        missing = names - act.__globals__.keys() - PYTHONS
        if missing:
            raise Unclear(f"nothing is called {min(missing)}")
        return {word: self.known(act.__globals__[word]) for word in sorted(names & act.__globals__.keys())}

    def _given(self, names: list[str], args: Sequence[ast.expr], text: Body) -> tuple[Body, Keywords]:
        """What a method's own names become; an argument that is more than a name gets a name first."""
        own, before = stored(text), []
        arguments: dict[str, Any] = {word: name(self.fresh(word)) for word in sorted(own)}
        for parameter, arg in zip(names, args, strict=True):
            if parameter not in own and isinstance(arg, ast.Name | ast.Constant):
                arguments[parameter] = arg
            else:
                arguments.setdefault(parameter, name(self.fresh(parameter)))
                before.append(assign(arguments[parameter].id, arg))
        return before, arguments

    def block(self, statements: Body, into: str | None = None) -> Body:
        """Statements written out; a ``return`` becomes an assignment at the end of its branch."""
        out: Body = []
        for at, s in enumerate(statements):
            self.left -= 1
            if self.left < 0:
                raise Unclear("the text would be too long")
            if isinstance(s, ast.Return):
                return out + self._give(s.value or NONE, into)
            if isinstance(s, ast.If):
                written, done = self._if(s, statements[at + 1 :], into)
                out += written
                if done:
                    return out
            else:
                out += self._statement(s)
        return out if into is None else [*out, assign(into, NONE)]

    def _if(self, s: ast.If, rest: Body, into: str | None) -> tuple[Body, bool]:
        """Write a test; the second result says whether all that follows is in its branches."""
        before, test = self.expression(s.test)
        if self.is_known(test):
            return before + self.block((s.body if self.truth(test) else s.orelse) + rest, into), True
        if not returns(s):
            return before + when(test, self.block(s.body), self.block(s.orelse)), False
        return before + when(test, self.block(s.body + rest, into), self.block(s.orelse + rest, into)), True

    def _give(self, value: ast.expr, into: str | None) -> Body:
        if isinstance(value, ast.Call):
            return self._call(value, into)
        before, value = self.expression(value)
        return before if into is None else [*before, assign(into, value)]

    def _statement(self, s: ast.stmt) -> Body:
        if isinstance(s, ast.AnnAssign):
            s = ast.Assign([s.target], s.value, lineno=0) if s.value else ast.Pass()
        if isinstance(s, ast.For):
            return self._for(s)
        if isinstance(s, ast.Expr):
            return self._call(s.value, None) if isinstance(s.value, ast.Call) else []
        if isinstance(s, ast.Assign):
            into = s.targets[0]
            if isinstance(s.value, ast.Call) and isinstance(into, ast.Name) and len(s.targets) == 1:
                return self._call(s.value, into.id)
            before, value = self.expression(s.value)
            return [*before, ast.Assign(s.targets, value, lineno=0)]
        if isinstance(s, ast.AugAssign):
            before, value = self.expression(s.value)
            return [*before, ast.AugAssign(s.target, s.op, value)]
        return [] if isinstance(s, ast.Pass) else [s]

    def _for(self, s: ast.For) -> Body:
        if s.orelse or returns(s):
            raise Unclear("a loop that returns, or has an else")
        before, over = self.expression(s.iter)
        if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and self._is_empty(over.func):
            return before
        return [*before, ast.For(s.target, over, self.block(s.body) or [ast.Pass()], [], lineno=0)]

    def _is_empty(self, items: ast.Attribute) -> bool:
        """Whether it asks for the entries of an option that has none."""
        return items.attr == "items" and self.is_known(items.value) and not self.truth(items.value)

    # Calls that are a whole statement

    def _call(self, call: ast.Call, into: str | None) -> Body:
        before, together = self.expressions([*call.args, *(k.value for k in call.keywords)])
        args, named = together[: len(call.args)], together[len(call.args) :]
        keywords = {str(k.arg): value for k, value in zip(call.keywords, named, strict=True)}
        func = call.func if is_book(call.func) else self.expression(call.func)[1]
        if is_draft(func):
            func, args = self.known(drafts(func)), [AWARD, *args]
        if self.is_known(func) and self.value(func) is where and len(args) == 3 and not keywords:
            value = ast.IfExp(*args)
            return [*before, ast.Expr(value) if into is None else assign(into, value)]
        try:
            return before + self._written(func, args, keywords, into)
        except Unclear:
            remaining_call = ast.Call(
                func, args, [ast.keyword(key, value) for key, value in keywords.items()]
            )
            return [*before, ast.Expr(remaining_call) if into is None else assign(into, remaining_call)]

    def _written(self, func: ast.expr, args: list[ast.expr], keywords: Keywords, into: str | None) -> Body:
        if is_book(func):
            return self._book(func.attr, args, keywords, into)  # type: ignore[attr-defined]
        if keywords:
            raise Unclear("arguments by name")
        return self.body(self.value(func), args, into)

    def _book(self, method: str, args: list[ast.expr], keywords: Keywords, into: str | None) -> Body:
        if method == "figure" and into is not None:
            return fitted(figure, self, into, *args, **keywords)
        write = OFFERED.get(method)
        if write is None or into is not None or not pure([*args[1:], *keywords.values()], self.space):
            raise Unclear("it is left to the book")
        return fitted(write, self, *args, **keywords)

    def act(self, act: ast.expr, args: Sequence[ast.expr], into: str | None = None) -> Body:
        """A method that the book is told to call: written out, or called."""
        args = [*args, BOOK]
        try:
            return self.body(self.value(act), args, into)
        except Unclear:
            call = ast.Call(act, args, [])
            return [ast.Expr(call) if into is None else assign(into, call)]
