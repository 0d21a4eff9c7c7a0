"""All that an event sets going in one function: for rulesets that have many events to work off."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from textwrap import indent
from typing import Any
from weakref import WeakKeyDictionary, finalize, proxy

from attrs import evolve

from ..award import Award
from ..rules import Acts, DueRule, Rules
from .inline import Writer
from .names import NO_REASON
from .offers import post
from .tables import Tables
from .text import Body, Unclear, calls, is_draft, lines, name, put

Once = Callable[..., None]
Bind = Callable[[Any], Once]

BIND = """
def bind(book):
    log, awards = book.receipts.append, book.awards
    {changes} = [changed for _, _, changed in book.after]
{tables}
    def {name}({args}):
{body}
    return {name}
"""
AWARDS = """
if awards:
    for opened in awards:
        begin
        scale
        if award.paid is None:
            worth
            award.paid = amount
        if award.paid:
            reason
            pay
        claim
    awards.clear()
"""
LOOSE = """
award.event, award.by, award.to, award.tally, award.amount, award.why = opened
award.who = award.to.who
award.factors = []
award.least = award.most = award.paid = None
"""
REASON = "\n".join(["reason = new(Award)", *(f"reason.{slot} = award.{slot}" for slot in Award.__slots__)])
REACTION = """
if changed:
    accounts = tuple(changed)
    changed.clear()
    for account in accounts:
        react
    reacted = True
"""
FORGET = """
if changed:
    changed.clear()
"""


FUSED: WeakKeyDictionary[Rules, Fused] = WeakKeyDictionary()  # each ruleset is written out once


class Fused:
    """A ruleset written out: what happens by itself after an event, and what follows on changes."""

    def __init__(self, rules: Rules) -> None:
        self.rules: Rules = proxy(rules)  # FUSED keeps this no longer than the rules
        watched = {kind for *_, kinds in rules.after for kind in kinds} | {rule.kind for rule in rules.due}
        self.writer = Writer(rules.figures, watched, Award=Award, new=Award.__new__)
        self.events: dict[type, Bind] = {}
        self.reactions = self._reactions()
        self.due = [(self._when(rule), self._lose(rule)) for rule in rules.due]

    def event(self, event_class: type) -> Bind:
        """All that an event of that class does by itself."""
        early, scaling, claims, late = self.rules.plans.get(event_class) or self.rules.plan(event_class)
        event = name("event")
        awards = self._awards(scaling, claims)
        body = [*self._acts(early, event), *awards, *self._acts(late, event)]
        return self._bound(event_class.__name__, "event", body)

    def _awards(self, scaling: Acts, claims: Acts) -> Body:
        """Each award: changed by policies, rounded, posted."""
        award, self.writer.by = name("award"), ast.Attribute(name("award"), "by", ast.Load())
        to, paid, tally, why = (ast.Attribute(award, p, ast.Load()) for p in ("to", "paid", "tally", "why"))
        pay = post(self.writer, to, paid, name("reason")) + post(self.writer, tally, paid, why)
        body = {"pay": pay, "worth": self.writer.body(Award.worth, [award], "amount")}
        body |= {"scale": self._acts(scaling, award), "claim": self._acts(claims, award)}
        if not claims:  # nobody changes an award that is paid
            try:
                return loose(_fill(AWARDS, begin=lines(LOOSE), reason=lines(REASON), **body))
            except Unclear:
                pass
        return _fill(AWARDS, begin=lines("award = Award(*opened)"), reason=lines("reason = award"), **body)

    def _reactions(self) -> Bind:
        body: Body = []
        forget: Body = []
        for number, (act, by, _) in enumerate(self.rules.after):
            changed = name(f"changes{number}")
            reaction = self._acts(((act, by),), name("account"))
            body += _fill(REACTION, react=reaction, changed=changed)
            forget += lines(FORGET, changed=changed)
        body += _fill("if reacted: forget", forget=forget)
        return self._bound("reactions", "", lines("reacted = False") + body)

    def _when(self, rule: DueRule) -> Bind:
        self.writer.by = NO_REASON
        body = self.writer.act(self.writer.known(rule.when), [name("account")], "day")
        return self._bound("when", "account, book", [*body, ast.Return(name("day"))])

    def _lose(self, rule: DueRule) -> Bind:
        return self._bound("lose", "account, book", self._acts(((rule.act, rule.by),), name("account")))

    def _acts(self, acts: Acts, what: ast.expr) -> Body:
        body: Body = []
        for act, by in acts:
            self.writer.by = ast.Constant(by)
            text = self.writer.act(self.writer.known(act), [what])
            body += (lines("book.by = policy", policy=self.writer.by) if calls(text) else []) + text
        return body

    def _bound(self, title: str, args: str, body: Body) -> Bind:
        changes = "".join(f"changes{number}, " for number in range(len(self.rules.after)))
        text = ast.unparse(ast.fix_missing_locations(ast.Module(body or [ast.Pass()], [])))
        used = [(table, key) for table, key in self.writer.tables.items() if f"{table}[" in text]
        tables = "".join(f"    {table} = book.tables[{key!r}]\n" for table, key in used)
        inner = indent(text, " " * 8)
        source = BIND.format(name=title, args=args, body=inner, changes=f"[{changes}]", tables=tables)
        where = f"<rpgprog {title} {id(self)}>"
        linecache.cache[where] = len(source), None, source.splitlines(keepends=True), where  # for tracebacks
        finalize(self, linecache.cache.pop, where, None)
        space = self.writer.space
        exec(compile(source, where, "exec"), space)
        return space["bind"]  # type: ignore[no-any-return]


class _Loose(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if not is_draft(node):
            return self.generic_visit(node)  # type: ignore[return-value]
        if node.attr not in Award.__slots__:
            raise Unclear
        return ast.Name(f"award_{node.attr}", node.ctx)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == "award":
            raise Unclear
        return node


def loose(body: Body) -> Body:
    """An award as loose values: only one that is paid is made into an object. Raises Unclear."""
    return [_Loose().visit(statement) for statement in put(body)]


def fuse(book: Any, event_class: type) -> Once:
    """From now on such events are handled in one go in this book; what it does so."""
    fused = FUSED.get(book.rules)
    if fused is None:
        fused = FUSED[book.rules] = Fused(book.rules)
    if not book.handlers:
        book.tables = Tables(book)
        book.react = fused.reactions(book)
        book.due = tuple(
            (evolve(rule, when=when(book), act=act(book)), changed)
            for (rule, changed), (when, act) in zip(book.due, fused.due, strict=True)
        )
    if event_class not in fused.events:
        fused.events[event_class] = fused.event(event_class)
    handler = book.handlers[event_class] = fused.events[event_class](book)
    return handler


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
