"""The engine's own promises, with policies made to provoke it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import frozen

from rpgprog.engine.book import Book
from rpgprog.engine.lanes import Lanes
from rpgprog.engine.rules import Rules
from rpgprog.events import Awarded, Bought, Joined, Override, Passed, Ruled, Saved, Used
from rpgprog.ledger.accounts import EARNED, LEVEL, POINTS, RANK, UNIT, XP
from rpgprog.ledger.numbers import NEVER
from rpgprog.ledger.refusals import Refused
from rpgprog.policies.awards import Awards
from rpgprog.policies.bookkeeping import Bookkeeping
from rpgprog.policies.decay import Decay
from rpgprog.policies.grain import Grain
from rpgprog.policies.purchase import Purchase
from rpgprog.policy import Policy, Stage, after, award, due, figure, memory, on

KEPT = Bookkeeping(name="bookkeeping")
PAID = Awards(name="awards")


def joined(*policies: Policy, **character: Any) -> Book:
    """A book with one character."""
    book = Book(Rules([KEPT, *policies]))
    book.step(Joined(who="ada", **character))
    return book


@frozen
class Nasty(Policy):
    """Posts, then refuses; reacts to everything; opens accounts that it only reads."""

    seen: str = memory("seen")

    @on(Used)
    def post_and_refuse(self, event: Used, book: Any) -> None:
        book.post(book[event.who, RANK, event.skill], 1, "too early")
        book.award(event, book[event.who, POINTS, ""], book[event.who, EARNED, ""], UNIT, "never paid")
        book.require(event.outcome != "fumble", "clumsy", "not like this", POINTS, 5, 3, event.who)

    @after(RANK, stage=Stage.RANKS)
    def count(self, rank: Any, book: Any) -> None:
        book.post(book[rank.who, self.seen, rank.of], 1, "a rank changed")

    @figure("nothing")
    def look(self, number: Any, account: Any, book: Any) -> Any:
        """reads an account nobody has"""
        return number + book[account.who, "unheard of", "x"].balance


def test_a_refused_event_leaves_nothing_for_the_next() -> None:
    """Neither balances, nor awards on their way, nor reactions that were pending."""
    book = joined(Nasty(name="nasty"))
    before = book.sheet()
    with pytest.raises(Refused):
        book.step(Used(who="ada", skill="swim", outcome="fumble"))
    assert book.sheet() == before
    posted = book.step(Passed(days=0))
    assert posted == []


def test_a_refusal_says_policy_code_need_have_short() -> None:
    """In the kind's smallest unit."""
    book = joined(Nasty(name="nasty"))
    with pytest.raises(Refused) as refused:
        book.step(Used(who="ada", skill="swim", outcome="fumble"))
    told = refused.value
    assert (told.policy, told.code, told.why, told.kind, told.need, told.have, told.short) == (
        "nasty",
        "clumsy",
        "not like this",
        POINTS,
        5,
        3,
        2,
    )


def test_an_override_is_posted_with_who_and_why() -> None:
    """And only sets the rules aside that it names."""
    book = joined(PAID, Purchase(name="purchase"))
    let = Override(by="GM", why="a gift", rules=("purchase",))
    posted = book.step(Bought(who="ada", skill="swim", override=let))
    account, amount, policy, why = posted[0]
    assert (account.key, amount, policy) == (("ada", "overruled", "purchase"), 1, "purchase")
    assert why[1:3] == ("GM", "a gift")
    assert book["ada", POINTS, ""].balance == -2 * UNIT
    with pytest.raises(Refused):
        book.step(Bought(who="ada", skill="swim", override=Override(by="GM", why="x", rules=("rank-cap",))))
    with pytest.raises(Refused):  # an override holds for its own event only
        book.step(Bought(who="ada", skill="swim"))


def test_what_no_rule_sells_or_holds_is_refused() -> None:
    """Nothing is dropped in silence."""
    some = Purchase(name="purchase", governs=frozenset({"swim"}), talents={"sight": UNIT})
    book = joined(PAID, some, points=9 * UNIT)
    book.step(Bought(who="ada", skill="swim"))
    book.step(Bought(who="ada", talent="sight"))
    for event in (
        Bought(who="ada", skill="lore"),
        Bought(who="ada", talent="hearing"),
        Saved(who="ada", target="x", points=1),
    ):
        with pytest.raises(Refused):
            book.step(event)
    with pytest.raises(Refused, match="swim is not for sale here"):
        joined(PAID).step(Bought(who="ada", skill="swim"))


def test_reading_leaves_no_trace() -> None:
    """Law 12: in figures, questions and previews."""
    book = joined(Nasty(name="nasty"))
    before = book.sheet()
    assert book.figure("nothing", book["ada", RANK, "never"], 7) == 7
    book.preview(Used(who="ada", skill="swim"))
    assert book.sheet() == before


@frozen
class Twice(Policy):
    """Two things due on one day, of which the first puts the second off."""

    first: str = memory("first")
    second: str = memory("second")
    happened: str = memory("happened")

    @on(Joined)
    def start(self, event: Joined, book: Any) -> None:
        book.post(book[event.who, self.first, ""], 10, "begins")
        book.post(book[event.who, self.second, ""], 10, "begins")

    def day(self, account: Any, book: Any) -> Any:
        """on the day that it holds"""
        return account.balance

    @due(lambda self: (self.first,), when=day)
    def act_first(self, account: Any, book: Any) -> None:
        book.post(account, 100, "again")
        book.post(book[account.who, self.second, ""], 5, "put off")
        book.post(book[account.who, self.happened, ""], 1, "first")

    @due(lambda self: (self.second,), when=day)
    def act_second(self, account: Any, book: Any) -> None:
        book.post(account, 100, "again")
        book.post(book[account.who, self.happened, ""], 1000, "second")


@pytest.mark.parametrize("cuts", [(20,), (9, 11), (10, 10), (14, 1, 5), (15, 5), (1,) * 20])
def test_due_days_come_in_order_however_time_is_cut(cuts: tuple[int, ...]) -> None:
    """What is put off on its own day happens later, on the day it was put off to."""
    book = joined(Twice(name="twice"))
    lanes = Lanes(book.rules, 2)
    lanes.step(Joined(who="ada", times=np.ones(2, "int64")))
    days = []
    for cut in cuts:
        for account, amount, _, _ in book.step(Passed(days=cut)):
            if account.kind == "twice.happened":
                days.append((amount, book.sheet()["campaign", "day", ""]))
        lanes.step(Passed(days=cut, times=np.ones(2, "int64")))
    assert book["ada", "twice.happened", ""].balance == 1001
    assert book["ada", "twice.first", ""].balance == 110
    assert book["ada", "twice.second", ""].balance == 115
    assert lanes.sheet(0) == lanes.sheet(1) == book.sheet()


@frozen
class Restless(Policy):
    """Is due again on the same day, for ever."""

    mark: str = memory("mark")

    @on(Joined)
    def start(self, event: Joined, book: Any) -> None:
        book.post(book[event.who, self.mark, ""], 1, "begins")

    def today(self, account: Any, book: Any) -> Any:
        """always today"""
        return book.today.balance

    @due(lambda self: (self.mark,), when=today)
    def act(self, account: Any, book: Any) -> None:
        book.post(account, 1, "again")


def test_rules_that_set_each_other_off_without_end_are_stopped() -> None:
    """With an error that names the day, and nothing stays."""
    book = joined(Restless(name="restless"))
    before = book.sheet()
    with pytest.raises(RuntimeError, match="without end on day 0"):
        book.step(Passed(days=3))
    assert book.sheet() == before


def test_an_account_is_ready_for_a_policy_that_has_never_seen_the_event() -> None:
    """Reactions follow accounts, not events: a GM's ruling sets off what an award would."""

    @frozen
    class Medal(Policy):
        """Somebody's hundredth point."""

        medals: str = memory("medals")

        @after(EARNED, stage=Stage.BENEFITS)
        def give(self, earned: Any, book: Any) -> None:
            book.only(earned.balance >= 100 * UNIT, self._give, earned)

        def _give(self, earned: Any, book: Any) -> None:
            book.set(book[earned.who, self.medals, ""], 1, "a hundred")

    book = joined(PAID, Medal(name="medal"))
    book.step(Ruled(who="ada", kind=EARNED, amount=100 * UNIT, why="long ago"))
    assert book["ada", "medal.medals", ""].balance == 1


def test_factors_multiply_before_one_rounding() -> None:
    """2 points x 1/3 x 1/2 are 333 thousandths, not 334 of 667."""

    @frozen
    class Third(Policy):
        @award(Awarded, stage=Stage.SCALE)
        def scale(self, award: Any, book: Any) -> None:
            award.scale(1, 3, "a third")
            award.scale(1, 2, "a half")

    book = joined(PAID, Third(name="third"))
    book.step(Awarded(who=("ada",), points=2 * UNIT))
    assert book["ada", POINTS, ""].balance == 333


@pytest.mark.parametrize(
    ("amount", "over", "paid"), [(5, 2, 2), (7, 2, 4), (-5, 2, -2), (9, 2, 4), (1, 3, 0), (2, 3, 1)]
)
def test_halves_go_to_even(amount: int, over: int, paid: int) -> None:
    """As the design says, in units."""

    @frozen
    class Part(Policy):
        @award(Awarded, stage=Stage.SCALE)
        def scale(self, award: Any, book: Any) -> None:
            award.scale(1, over, "a part")

    book = joined(PAID, Part(name="part"))
    book.step(Awarded(who=("ada",), points=amount))
    assert book["ada", POINTS, ""].balance == paid


def test_the_order_of_policies_in_the_file_does_not_matter() -> None:
    """Within a stage they act in the order of their kinds."""
    policies = [PAID, Grain(name="grain"), Purchase(name="purchase"), Decay(name="decay"), KEPT]
    events = [Joined(who="ada", points=9 * UNIT), Bought(who="ada", skill="swim"), Passed(days=400)]
    books = [Book(Rules(order)) for order in (policies, policies[::-1])]
    for book in books:
        for event in events:
            book.step(event)
    assert [(a.key, n, by) for a, n, by, _ in books[0].receipts] == [
        (a.key, n, by) for a, n, by, _ in books[1].receipts
    ]


def test_a_decorator_takes_only_its_own_stages() -> None:
    """Told when the class is made."""
    with pytest.raises(TypeError, match="@award acts in"):
        award(Used, stage=Stage.LEVELS)
    with pytest.raises(TypeError, match="@after acts in"):
        after(XP, stage=Stage.CHECK)
    with pytest.raises(TypeError, match="@on acts in"):
        on(Used, stage=Stage.RANKS)


def test_balances_in_lanes_are_copies() -> None:
    """What a policy read stays what it was, whatever is posted afterwards."""
    lanes = Lanes(Rules([KEPT]), 3)
    account = lanes["ada", LEVEL, ""]
    before = account.balance
    lanes.post(account, np.array([1, 2, 3]), "x")
    seen = account.balance
    lanes.post(account, 1, "x")
    assert (before, seen.tolist(), account.balance.tolist()) == (0, [1, 2, 3], [2, 3, 4])


def test_never_is_a_day_that_does_not_come() -> None:
    """Far beyond what a campaign may hold."""
    assert NEVER > 10**9
