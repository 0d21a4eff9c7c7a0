"""Rules written out do what the policies do, posting for posting, and say the same about it."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import ref

import attrs
import pytest
from hypothesis import given, settings

from rpgprog.engine.book import Book
from rpgprog.engine.fused.fuse import Fused
from rpgprog.engine.fused.hook import FUSED
from rpgprog.engine.rules import Rules
from rpgprog.events import Event, Met, Used
from rpgprog.ledger.accounts import RANK, XP, Account
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.novelty import Novelty
from rpgprog.policy import Policy, Stage, after, award, on, option
from rpgprog.testing.house_rules import rules_of
from rpgprog.testing.run import Run, run
from rpgprog.testing.strategies import ledgers, roster, rulesets


def done(rules: Rules, events: Iterable[Event], plain: int) -> tuple[Run, list[Any]]:
    """All that a book says of these events, down to the passing of time and the event of each award."""
    book = Book(Rules(rules.policies), plain=plain)
    came_to = run(book, events)
    rows = [
        (account.key, amount, by, getattr(why, "event", None)) for account, amount, by, why in book.receipts
    ]
    return came_to, rows


@pytest.mark.slow
@given(rulesets(), roster(), ledgers())
def test_rules_written_out_do_the_same(ruleset: str, joined: Any, ledger: Any) -> None:
    """From the first event on, or from the fifth: the same postings, reasons and refusals."""
    rules = rules_of(ruleset)
    expected = done(rules, joined + ledger, plain=10**9)
    assert done(rules, joined + ledger, plain=0) == expected
    assert done(rules, joined + ledger, plain=5) == expected


@pytest.mark.slow
@given(rulesets())
@settings(max_examples=20, deadline=None)
def test_shipped_policies_can_all_be_written_out(ruleset: str) -> None:
    """Nothing in them is so strange that writing out gives up on a whole class of events."""
    rules = rules_of(ruleset)
    fused = Fused(rules)
    for event_class in Event.__subclasses__():
        assert fused.event(event_class)


@attrs.frozen
class Odd(Policy):
    """Text of many shapes."""

    most: int = option(3)
    names: tuple[str, ...] = option(("a", "b"))
    table: Any = option(attrs.Factory(dict))

    @on(Used)
    def loops(self, event: Used, book: Any) -> None:
        found = kept = self._value(event.who, book)
        for number, one in enumerate(self.names):
            if one == event.skill:
                continue
            if number < self.most < 9:
                book.post(book[event.who, RANK, one], number + found + kept, [n * 2 for n in range(number)])
        for _ in self.table.items():
            book.post(book[event.who, XP, "never"], 1, "never")
        book.set(account=book[event.who, XP, "set"], amount=self._value(event.who, book), why="named")

    def _value(self, who: str, book: Any) -> Any:
        if self.most > 2:
            rank = book[who, RANK, "a"].balance
            if rank > 4:
                return rank
        return 7 if self.most else self._never()

    @after(RANK, stage=Stage.MARKS)
    def follow(self, rank: Account, book: Any) -> None:
        book.repeat(self._down, rank)
        book.only(rank.balance == 2, lambda account, book: book.post(account, 5, "by a lambda"), rank)
        book.each(XP, self._mark, who=rank.who)

    def _down(self, rank: Account, book: Any) -> Any:
        high = rank.balance > 6
        book.only(high, self._lower, rank, -rank.balance // 2)
        return high

    @staticmethod
    def _lower(rank: Account, by: int, book: Any) -> None:
        book.post(rank, by, ("lowered from", rank.balance))

    def _mark(self, xp: Account, book: Any) -> None:
        while xp.balance < self.most:
            book.post(xp, 1, "more")

    @award(Met, stage=Stage.SCALE)
    def scale(self, award: Any, book: Any) -> None:
        award.scale(2, 3, "two thirds")
        if award.worth() > 100:
            award.most = 100

    @award(Met, stage=Stage.CAP)
    def cap(self, award: Any, book: Any) -> None:
        try:
            award.paid = award.worth() - 1
        finally:
            award.factors.append((1, 1, "capped"))


def test_text_of_many_shapes() -> None:
    """Loops, lambdas, comprehensions, named arguments, early returns, ``try``: written out or called."""
    rules = rules_of(["awards: on", "novelty: on", Odd()])
    met = Met(who=("ann", "bob"), what="orc", times=3)
    events = [Used(who="ann", skill="a"), Used(who="bob", skill="b"), met] * 4
    assert Fused(rules).event(Met)
    assert done(rules, events, plain=0) == done(rules, events, plain=10**9)


def test_what_cannot_be_written_out_is_called() -> None:
    """A policy without a text, as one that was typed in, works all the same."""
    space: dict[str, Any] = {}
    exec(TYPED_IN, space)
    rules = Rules([Bookkeeping(name="bookkeeping"), space["TypedIn"](name="typed in")])
    events = [Used(who="ann", skill="a")] * 3
    assert done(rules, events, plain=0) == done(rules, events, plain=10**9)
    assert done(rules, events, plain=0)[0].sheet["ann", "rank", "a"] == 3


@pytest.mark.slow
def test_short_ledgers_do_not_load_it() -> None:
    """Neither importing nor the sheets of a long campaign: only so many events that it pays."""
    root = Path(__file__).parent.parent
    campaign = root / "rulesets" / "dp-forty" / "campaign.yaml"
    subprocess.run([sys.executable, "-c", SHEETS, str(campaign)], check=True, cwd=root)


SHEETS = """
import sys
from rpgprog.api import open_campaign
campaign = open_campaign(sys.argv[1])
assert campaign.sheets() and len(campaign.folded) > 500
assert not [name for name in sys.modules if name.startswith("rpgprog.engine.fused")]
"""


def test_events_count_under_the_same_rules() -> None:
    """A second book goes on where the first one ended; the third is written out from its first event."""
    rules = Rules([Bookkeeping(name="bookkeeping")])
    for handlers in (0, 0, 1):
        book = Book(rules, plain=4)
        for _ in range(2):
            book.step(Used(who="ann", skill="a"))
        assert len(book.handlers) == handlers


def test_rules_that_nobody_holds_are_gone() -> None:
    """With what was written out for them."""
    rules = Rules([Bookkeeping(name="bookkeeping"), Novelty(name="novelty")])
    Book(rules, plain=0).step(Met(who=("ann",), what="orc"))
    assert rules in FUSED
    gone = ref(rules)
    del rules
    gc.collect()
    assert gone() is None


TYPED_IN = """
from rpgprog.events import Used
from rpgprog.policy import Policy, on

class TypedIn(Policy):
    @on(Used)
    def act(self, event, book):
        book.post(book[event.who, "rank", event.skill], 1, "typed in")
"""
