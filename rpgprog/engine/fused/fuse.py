"""All that an event sets going in one function: for rulesets that have many events to work off."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from textwrap import indent
from typing import Any
from weakref import finalize, proxy

from ..award import Award
from ..rules import Acts, DueRule, Rules
from .inline import MOST, Writer
from .names import NO_REASON
from .offers import post
from .tables import Tables
from .text import AWARD, BOOK, LOG, PREFIX, Body, Unclear, calls, inside, is_draft, lines, own, put

EVENT, ACCOUNT = own("event"), own("account")

Once = Callable[..., Any]
Bind = Callable[[Any, Tables], Once]  # from a book, and its accounts, to what acts in it

BIND = f"""
def {PREFIX}bind({PREFIX}book, {PREFIX}tables):
    {LOG.id}, {PREFIX}awards = {PREFIX}book.receipts.append, {PREFIX}book.awards
    [{{changes}}] = [{PREFIX}after[2] for {PREFIX}after in {PREFIX}book.after]
{{tables}}
    def {PREFIX}act({{args}}):
{{body}}
    return {PREFIX}act
"""
AWARDS = """
if awards:
    for opened in awards:
        begin
        scale
        if award.paid is None:
            worth
            award.paid = amount
        reason
        if award.paid:
            pay
        else:
            unpaid
        claim
    awards.clear()
"""
LOOSE = """
award.event, award.by, award.to, award.tally, award.amount, award.why = opened
award.who = award.to.who
award.factors = []
award.least = award.most = award.paid = None
award.raised, award.changes, award.floors, award.caps, award.notes = 0, (), (), (), ()
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


class Fused:
    """A ruleset written out: what happens automatically after an event, and what follows on changes.

    Raises Unclear where these cannot be written out.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules: Rules = proxy(rules)  # this is kept no longer than the rules
        watched = {kind for *_, kinds in rules.after for kind in kinds} | {rule.kind for rule in rules.due}
        self.writer = Writer(rules.figures, watched)
        self.events: dict[type, Bind | None] = {}  # what was written out; None: what is unclear
        self.reactions = self._reactions()
        self.due = [(self._when(rule), self._lose(rule)) for rule in rules.due]

    def event(self, event_class: type) -> Bind:
        """Everything an event of that class does directly. Raises Unclear."""
        early, scaling, claims, late = self.rules.plans.get(event_class) or self.rules.plan(event_class)

        def body() -> Body:
            awards = self._awards(scaling, claims)
            return [*self._acts(early, EVENT), *awards, *self._acts(late, EVENT)]

        return self._bound(event_class.__name__, EVENT.id, body)

    def _awards(self, scaling: Acts, claims: Acts) -> Body:
        """Each award: changed by policies, rounded, posted."""
        self.writer.by = ast.Attribute(AWARD, "by", ast.Load())
        to, paid, tally = (ast.Attribute(AWARD, part, ast.Load()) for part in ("to", "paid", "tally"))
        pay = post(self.writer, to, paid, own("reason")) + post(self.writer, tally, paid, own("reason"))
        body = {
            "pay": pay,
            "unpaid": lines("log((to, 0, by, reason))", to=to, by=self.writer.by, log=LOG),
            "worth": self.writer.body(Award.worth, [AWARD], own("amount").id),
        }
        body |= {"scale": self._acts(scaling, AWARD), "claim": self._acts(claims, AWARD)}
        known = {"Award": self.writer.known(Award), "new": self.writer.known(Award.__new__)}
        if not claims:  # nobody changes an award that is paid
            try:
                return loose(_fill(AWARDS, begin=lines(LOOSE), reason=lines(REASON, **known), **body))
            except Unclear:
                pass
        begin = lines("award = Award(*opened)", **known)
        return _fill(AWARDS, begin=begin, reason=lines("reason = award"), **body)

    def _reactions(self) -> Bind:
        def body() -> Body:
            body, forget = lines("reacted = False"), []
            for number, (act, by, _) in enumerate(self.rules.after):
                changed = own(f"changes{number}")
                body += _fill(REACTION, react=self._acts(((act, by),), ACCOUNT), changed=changed)
                forget += lines(FORGET, changed=changed)
            return body + _fill("if reacted: forget", forget=forget)

        return self._bound("reactions", "", body)

    def _when(self, rule: DueRule) -> Bind:
        def body() -> Body:
            self.writer.by, day = NO_REASON, own("day")
            return [*self.writer.act(self.writer.known(rule.when), [ACCOUNT], day.id), ast.Return(day)]

        return self._bound("when", f"{ACCOUNT.id}, {BOOK.id}", body)

    def _lose(self, rule: DueRule) -> Bind:
        acts = ((rule.act, rule.by),)
        return self._bound("lose", f"{ACCOUNT.id}, {BOOK.id}", lambda: self._acts(acts, ACCOUNT))

    def _acts(self, acts: Acts, subject: ast.expr) -> Body:
        body: Body = []
        for act, by in acts:
            self.writer.by = ast.Constant(by)
            text = self.writer.act(self.writer.known(act), [subject])
            body += (lines("book.by = policy", policy=self.writer.by) if calls(text) else []) + text
        return body

    def _bound(self, title: str, args: str, write: Callable[[], Body]) -> Bind:
        where, space = f"<rpgprog {title} {id(self)}>", self.writer.space
        try:
            source = self._source(args, write)
            code = compile(source, where, "exec")
        except RecursionError:
            raise Unclear("it is nested too deep") from None
        except SyntaxError as error:  # more blocks within blocks than Python takes
            raise Unclear(str(error)) from None
        linecache.cache[where] = len(source), None, source.splitlines(keepends=True), where  # for tracebacks
        finalize(self, linecache.cache.pop, where, None)
        exec(code, space)
        return space[f"{PREFIX}bind"]  # type: ignore[no-any-return]

    def _source(self, args: str, write: Callable[[], Body]) -> str:
        self.writer.left = MOST
        body = write() or [ast.Pass()]
        names = {node.id for node in inside(body) if isinstance(node, ast.Name)}
        used = [(table, key) for table, key in self.writer.tables.items() if table in names]
        return BIND.format(
            args=args,
            body=indent(ast.unparse(ast.fix_missing_locations(ast.Module(body, []))), " " * 8),
            changes="".join(f"{own(f'changes{number}').id}, " for number in range(len(self.rules.after))),
            tables="".join(f"    {table} = {PREFIX}tables[{key!r}]\n" for table, key in used),
        )


class _Loose(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if not is_draft(node):
            return self.generic_visit(node)  # type: ignore[return-value]
        if node.attr not in Award.__slots__:
            raise Unclear("awards have nothing of that name")
        return ast.Name(f"{AWARD.id}_{node.attr}", node.ctx)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == AWARD.id:
            raise Unclear("an award is handed on")
        return node


def loose(body: Body) -> Body:
    """An award as loose values: only one that is paid is made into an object. Raises Unclear."""
    return [_Loose().visit(statement) for statement in put(body)]


def _fill(template: str, **inserts: Any) -> Body:
    """A text with names replaced, and whole lines that are a name replaced by statements."""
    bodies = {key: value for key, value in inserts.items() if isinstance(value, list)}
    statements = lines(template, **{key: value for key, value in inserts.items() if key not in bodies})
    bodies = {PREFIX + key: value for key, value in bodies.items()}
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
