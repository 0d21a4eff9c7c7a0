"""What a book offers to policies, written out: ``book.only`` is an ``if``, a posting is a few lines."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from .names import NO_REASON, Names
from .text import BOOK, Body, Unclear, assign, lines, name, when

ZERO = ast.Constant(0)
POST = """
log((account, amount, by, why))
account.balance += amount
"""
TELL = """
for changed in account.watchers:
    changed[account] = True
"""


def figure(writer: Names, into: str, figure: ast.expr, account: ast.expr, start: ast.expr = ZERO) -> Body:
    """A reading: each step of it takes the number so far."""
    before, account = writer.named("account", account)
    prelude, number = writer.named("number", start)
    for act, _ in writer.figures.get(writer.value(figure), ()):
        step = writer.fresh("number")
        prelude += writer.act(writer.known(act), [number, account], step)
        number = name(step)
    return [*before, *prelude, assign(into, number)]


def post(writer: Names, account: ast.expr, amount: ast.expr, why: ast.expr = NO_REASON) -> Body:
    """Add to an account; kinds that nobody watches notify nobody."""
    kind = writer.kind(account)
    before, account = writer.named("account", account)
    prelude, amount = writer.named("amount", amount)
    posted = lines(POST, account=account, amount=amount, by=writer.by, why=why)
    if kind is None or kind in writer.watched:
        posted += lines(TELL, account=account, changed=name(writer.fresh("changed")))
    if writer.is_known(amount):
        return before + prelude + (posted if writer.truth(amount) else [])
    return before + prelude + when(amount, posted, [])


def set_to(writer: Names, account: ast.expr, amount: ast.expr, why: ast.expr = NO_REASON) -> Body:
    """Post the difference to this amount."""
    before, account = writer.named("account", account)
    missing = ast.BinOp(amount, ast.Sub(), ast.Attribute(account, "balance", ast.Load()))
    return before + post(writer, account, missing, why)


def award(writer: Names, event: ast.expr, *arguments: ast.expr) -> Body:
    """Open an award, as it stands until it is paid: event, policy, account, tally, amount, what for."""
    if not 3 <= len(arguments) <= 4:
        raise Unclear("an award takes an event, two accounts and an amount")
    parts = [event, writer.by, *arguments, *[NO_REASON] * (4 - len(arguments))]
    return lines("awards.append(opened)", opened=ast.Tuple(parts, ast.Load()))


def require(
    _: Names,
    ok: ast.expr,
    code: ast.expr,
    why: ast.expr,
    kind: ast.expr | None = None,
    need: ast.expr | None = None,
    have: ast.expr | None = None,
    who: ast.expr | None = None,
) -> Body:
    """Refuse unless ok; what else it says is worked out only then."""
    arguments = {"code": code, "why": why, "kind": kind, "need": need, "have": have, "who": who}
    keywords = [ast.keyword(key, value) for key, value in arguments.items() if value is not None]
    refuse = ast.Call(ast.Attribute(BOOK, "require", ast.Load()), [ast.Constant(False)], keywords)
    return when(ast.UnaryOp(ast.Not(), ok), [ast.Expr(refuse)], [])


def only(writer: Names, test: ast.expr, act: ast.expr, *args: ast.expr) -> Body:
    """Act where the test holds."""
    if writer.is_known(test):
        return writer.act(act, args) if writer.truth(test) else []
    return when(test, writer.act(act, args), [])


def number(writer: Names, number: ast.expr, act: ast.expr, *args: ast.expr) -> Body:
    """Act with a number."""
    return writer.act(act, [number, *args])


def repeat(writer: Names, act: ast.expr, *args: ast.expr) -> Body:
    """Act again as long as it says that it did something."""
    before: Body = []
    once: list[ast.expr] = []
    for arg in args:
        prelude, value = writer.named("arg", arg)
        before += prelude
        once.append(value)
    again = writer.fresh("again")
    stop = when(ast.UnaryOp(ast.Not(), name(again)), [ast.Break()], [])
    within = lines("book.within()", book=BOOK)
    return [*before, ast.While(ast.Constant(True), [*writer.act(act, once, again), *stop, *within], [])]


def fitted(write: Callable[..., Body], *args: Any, **named: ast.expr) -> Body:
    """What is written for these arguments. Raises Unclear if they do not fit."""
    try:
        signature(write).bind(*args, **named)
    except TypeError as error:
        raise Unclear(str(error)) from None
    return write(*args, **named)


OFFERED: Mapping[str, Any] = {
    "post": post,
    "set": set_to,
    "award": award,
    "require": require,
    "only": only,
    "number": number,
    "repeat": repeat,
}
