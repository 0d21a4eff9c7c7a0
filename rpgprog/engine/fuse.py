"""All that an event sets going in one function: for rulesets that have many events to work off."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from textwrap import indent
from typing import Any

from .award import Award
from .inline import Writer
from .rules import Acts, Rules
from .text import BOOK, Body, Unclear, lines, name

Once = Callable[..., None]
Bind = Callable[[Any], Once]

BIND = """
def bind(book):
    log, awards = book.receipts.append, book.awards
    {changes} = [changed for _, _, changed in book.after]
    def {name}({args}):
{body}
    return {name}
"""
AWARDS = """
if awards:
    for award in awards:
        scale
        if award.paid is None:
            award.paid = award.worth()
        pay
        claim
    awards.clear()
"""
REACTION = """
if changed:
    accounts = tuple(changed)
    changed.clear()
    book.by = policy
    for account in accounts:
        react
"""
FORGET = """
if changed:
    changed.clear()
"""


class Fuse:
    """Writes out, for one ruleset, what happens after an event of a class."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.writer = Writer(rules.figures, Award=Award)

    def event(self, event_class: type) -> Bind:
        """All that an event of that class does by itself, without the reactions."""
        early, scaling, claims, late = self.rules.plans.get(event_class) or self.rules.plan(event_class)
        event, award = name("event"), name("award")
        body = self._acts(early, event)
        body += _fill(AWARDS, scale=self._acts(scaling, award), pay=self._pay(), claim=self._acts(claims, award))
        body += self._acts(late, event)
        return self._bound(event_class.__name__, "event", body)

    def reactions(self) -> Bind:
        """What follows on the accounts that changed."""
        body: Body = []
        forget: Body = []
        for number, (act, by, _) in enumerate(self.rules.after):
            changed = name(f"changes{number}")
            reaction = self._acts(((act, by),), name("account"))[1:]
            body += _fill(REACTION, react=reaction, changed=changed, policy=ast.Constant(by))
            forget += lines(FORGET, changed=changed)
        return self._bound("reactions", "", body + forget)

    def _acts(self, acts: Acts, what: ast.expr) -> Body:
        body: Body = []
        for act, by in acts:
            self.writer.by = ast.Constant(by)
            body += lines("book.by = policy", policy=self.writer.by)
            try:
                body += self.writer.body(act, [what, BOOK])
            except Unclear:
                body.append(ast.Expr(ast.Call(self.writer.known(act), [what, BOOK], [])))
        return body

    def _pay(self) -> Body:
        self.writer.by = name("by")
        parts = ("award.to", "award.paid", "award", "award.tally", "award.why")
        to, paid, award, tally, why = (ast.parse(part, mode="eval").body for part in parts)
        start = lines("book.by = by = award.by\npaid = award.paid")
        return start + self.writer.post(to, name("paid"), award) + self.writer.post(tally, name("paid"), why)

    def _bound(self, title: str, args: str, body: Body) -> Bind:
        changes = "".join(f"changes{number}, " for number in range(len(self.rules.after)))
        text = ast.unparse(ast.fix_missing_locations(ast.Module(body or [ast.Pass()], [])))
        source = BIND.format(name=title, args=args, body=indent(text, " " * 8), changes=f"[{changes}]")
        where = f"<rpgprog {title} {id(self)}>"
        linecache.cache[where] = len(source), None, source.splitlines(keepends=True), where  # for tracebacks
        space = self.writer.space
        exec(compile(source, where, "exec"), space)
        return space["bind"]  # type: ignore[no-any-return]


def _fill(template: str, **given: Any) -> Body:
    """A text with names replaced, and whole lines that are a name replaced by statements."""
    bodies = {key: value for key, value in given.items() if isinstance(value, list)}
    statements = lines(template, **{key: value for key, value in given.items() if key not in bodies})
    for node in [node for statement in statements for node in ast.walk(statement)]:
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, _filled(block, bodies) or ([ast.Pass()] if field == "body" else []))
    return statements


def _filled(block: Body, bodies: dict[str, Body]) -> Body:
    out: Body = []
    for statement in block:
        value = statement.value if isinstance(statement, ast.Expr) else None
        out += bodies.get(value.id, [statement]) if isinstance(value, ast.Name) else [statement]
    return out
