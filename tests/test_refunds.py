"""Nobody is ahead for giving back what was bought: law 10, over drawn prices and all that may happen."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpgprog.curve import read_curve
from rpgprog.engine.book import Book
from rpgprog.engine.rules import Rules
from rpgprog.events import Bought, Joined, Passed, Refunded, Used
from rpgprog.ledger.accounts import (
    COINS,
    EARNED,
    FEES,
    LEVEL,
    PAID_AGAIN,
    PAID_BOUND,
    PAID_HELD,
    PAID_IN_VAIN,
    PEAK,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    UNIT,
)
from rpgprog.ledger.refusals import Refused
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.decay import Decay
from rpgprog.policies.level_benefits import LevelBenefits
from rpgprog.policies.levels import Levels
from rpgprog.policies.practice import Practice
from rpgprog.policies.purchase import Purchase
from rpgprog.policies.refunds import Refunds
from rpgprog.policies.relearning import Relearning
from rpgprog.testing.house_rules import rules_of
from rpgprog.testing.run import fold
from rpgprog.testing.strategies import EVENTS, events, roster, rulesets


def flat(cost: int) -> Any:
    """A price that is always the same."""
    return read_curve([F(cost)], unit=UNIT)


_PRICES = st.lists(st.integers(0, 12), min_size=1, max_size=5).map(
    lambda prices: read_curve([F(price, 2) for price in prices], unit=UNIT)
)
_SKILL = st.sampled_from(("climb", "swim"))
_DEEDS = st.lists(
    st.one_of(
        st.builds(Bought, who=st.just("ann"), skill=_SKILL, times=st.integers(1, 3)),
        st.builds(Bought, who=st.just("ann"), skill=_SKILL),
        st.builds(Used, who=st.just("ann"), skill=_SKILL),
        st.builds(Passed, days=st.integers(1, 40)),
        st.builds(
            Refunded,
            who=st.just("ann"),
            skills=st.sampled_from((("climb",), ("swim",), ("climb", "swim"), ())),
            ranks=st.sampled_from((None, 1, 2)),
        ),
    ),
    min_size=4,
    max_size=25,
)


@st.composite
def _tables(draw: Any) -> Rules:
    """Prices that rise or fall, forgetting, relearning, learning by use, refunds."""
    relearning = Relearning(name="relearning", cost=draw(_PRICES))
    policies = [
        Bookkeeping(name="bookkeeping"),
        Purchase(name="purchase", cost=draw(_PRICES)),
        Practice(name="practice", xp=2 * UNIT, cost=flat(draw(st.integers(1, 4)))),
        Decay(name="decay", period=draw(st.integers(5, 40))),
        Levels(name="levels", count="spent", step=flat(draw(st.integers(1, 9))).totals(UNIT)),
        LevelBenefits(name="level-benefits", bonus=0, coins=50 * UNIT),
        Refunds(
            name="refunds",
            gives=draw(st.sampled_from(("paid", "today", "nothing"))),
            fee=draw(st.sampled_from((0, 0, 333))),
            order=draw(st.sampled_from(("any", "last first"))),
        ),
    ]
    return Rules([*policies, *([relearning] if draw(st.booleans()) else [])])


def _of(book: Book, kind: str) -> dict[str, int]:
    return {skill: book["ann", kind, skill].balance for skill in ("climb", "swim")}


def _total(book: Book, *kinds: str) -> int:
    return sum(book["ann", kind, ""].balance for kind in kinds)


class Payments:
    """What stands of what was paid, told in another way: a pile of payments for each skill, None: learned."""

    def __init__(self) -> None:
        self.piles: dict[str, list[int | None]] = {"climb": [None], "swim": []}

    def follow(self, receipts: Any) -> None:
        """Ranks that come and go, and what was paid for one."""
        paid = None
        for account, amount, by, _ in receipts:
            if account.kind == "paid" and by == "purchase":
                paid = amount
            if account.kind == RANK and by != "refunds":
                pile = self.piles[account.of]
                pile += [paid] * amount if amount > 0 else []
                del pile[len(pile) + min(amount, 0) :]
                paid = None

    def give_back(self, event: Refunded) -> int:
        """Take the topmost payments off; what they were."""
        total = 0
        for skill in event.skills or tuple(self.piles):
            pile = self.piles[skill]
            paid = [at for at, price in enumerate(pile) if price][::-1][: event.ranks]
            total += sum(pile.pop(at) or 0 for at in paid)
        return total


@given(_tables(), _DEEDS)
def test_nobody_is_ahead_for_giving_back(rules: Any, deeds: Any) -> None:
    """Points go nowhere; what stands is what comes back; bought back, nobody has more than before."""
    book, payments = Book(rules), Payments()
    book.step(Joined(who="ann", points=60 * UNIT, earned=60 * UNIT, ranks={"climb": 1}))
    for deed in deeds:
        before = Book(rules, book.sheet())
        try:
            receipts = book.step(deed)
        except Refused:
            continue
        payments.follow(receipts)
        if isinstance(deed, Refunded):
            given = payments.give_back(deed)
            assert _total(book, POINTS, FEES) - _total(before, POINTS, FEES) == given
            _check_bought_back(before, book, rules)
        assert _total(book, POINTS, SPENT, RELEARNED, FEES) == _total(book, EARNED)
        assert min(_total(book, SPENT), _total(book, RELEARNED), _total(book, FEES)) >= 0
        assert {skill: len(pile) for skill, pile in payments.piles.items()} == _of(book, RANK)


def _check_bought_back(before: Book, after: Book, rules: Any) -> None:
    """The same ranks again: no more points, no higher peak, no cheaper next rank, no level for nothing.

    Where a rank learned by use has moved down, the same ranks may cost more than before: that is spent.
    """
    again = Book(rules, after.sheet())
    for skill, rank in _of(before, RANK).items():
        missing = rank - again["ann", RANK, skill].balance
        try:
            again.step(Bought(who="ann", skill=skill, times=missing))
        except Refused:
            return  # not even that many are left
    assert _of(again, RANK) == _of(before, RANK)
    assert _total(again, POINTS) <= _total(before, POINTS)
    paid = _total(before, POINTS) - _total(again, POINTS)
    assert _total(again, SPENT) - _total(before, SPENT) <= paid  # a level by points spent takes points
    if not paid:
        assert _total(again, LEVEL) <= _total(before, LEVEL)
        assert _total(again, COINS) <= _total(before, COINS)
    assert all(peak <= _of(before, PEAK)[skill] for skill, peak in _of(again, PEAK).items())
    for skill in ("climb", "swim"):
        dearer = [book.figure("price", book["ann", RANK, skill]) for book in (before, again)]
        assert dearer == sorted(dearer)
        assert again.figure("refundable", again["ann", RANK, skill]) >= 0


@given(_tables(), _DEEDS)
def test_refunding_everything_gives_no_more_than_was_earned(rules: Any, deeds: Any) -> None:
    """Whatever happened: no more points than were earned, and twice gives nothing."""
    book, _ = fold(rules, [Joined(who="ann", points=60 * UNIT, earned=60 * UNIT)], deeds)
    every, _ = fold(rules, [Refunded(who="ann")], sheet=book.sheet())
    assert every["ann", POINTS, ""].balance <= 60 * UNIT
    assert not any(every.figure("refundable", every["ann", RANK, skill]) for skill in ("climb", "swim"))
    with pytest.raises(Refused):
        every.step(Refunded(who="ann"))


_OWN = (PAID_AGAIN, PAID_IN_VAIN, PAID_BOUND, PAID_HELD)


@given(
    rulesets(),
    roster(),
    st.lists(events(EVENTS.keys() - {Refunded}, st.integers(0, 2)), min_size=3, max_size=20),
)
def test_until_something_is_given_back_nothing_is_different(ruleset: str, joined: Any, ledger: Any) -> None:
    """With the rule or without: the same balances, but for what it remembers."""
    without = Rules([policy for policy in rules_of(ruleset).policies if policy.kind != "refunds"])
    with_it = Rules([*without.policies, Refunds(name="refunds", order="last first")])
    (_, plain), (_, other) = fold(without, joined, ledger), fold(with_it, joined, ledger)
    own = {key for key in other.sheet if key[1] in _OWN or key[1].startswith("refunds.")}
    assert {key: n for key, n in other.sheet.items() if key not in own} == plain.sheet
    assert plain.refused == other.refused
