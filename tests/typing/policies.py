"""A house rule of one's own, typed: what the author of a policy is handed."""

# mypy: enable-error-code="truthy-bool"

from collections.abc import Iterable
from typing import Any, ClassVar, assert_type

from attrs import frozen

from rpgprog import policy
from rpgprog.curve import Curve
from rpgprog.curve.option import curve_option
from rpgprog.engine.award import Award as EngineAward
from rpgprog.engine.book import Book as EngineBook
from rpgprog.engine.lanes import Lanes
from rpgprog.events import Event, Met, SessionEnded, Trained, Used
from rpgprog.ledger.accounts import EARNED, LEVEL, MEMBER, POINTS, RANK, UNIT
from rpgprog.ledger.accounts import Account as EngineAccount
from rpgprog.policy import (
    NEVER,
    Account,
    Award,
    Book,
    Code,
    Reason,
    SkillPolicy,
    Stage,
    Truth,
    Whole,
    after,
    award,
    due,
    figure,
    maximum,
    memory,
    on,
    option,
    share,
    where,
)
from rpgprog.reader import Names


@frozen
class Supper(SkillPolicy):
    """Whoever stays to the end gets points, the more the higher their level."""

    several: ClassVar[bool] = True

    points: int = option(UNIT, unit="points", help="points for staying")
    mode: str = option("all", choices=("all", "best"), help="who gets them")
    scale: Curve = curve_option("1 / n", factor=True, help="what the n-th supper is worth")
    had: str = memory("suppers")

    @on(SessionEnded)
    def pay(self, event: SessionEnded, book: Book) -> None:
        """Numbers of options and of the book are added up alike; an award has its account and its tally."""
        assert_type(event.present, tuple[str, ...])
        for who in event.present:
            level = book[who, LEVEL, ""].balance
            worth = where(level > 3, 2 * self.points, self.points) + share(level * self.points, 10)
            assert_type(worth, Whole)
            book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], worth, "supper")
            book.only((level > 0) & (level <= 5), self._remember, who, 1, ("level {:d}", level))

    def _remember(self, who: str, times: Whole, why: Reason, book: Book) -> None:
        book.post(book[who, self.had, ""], times, why)

    @on(Used, Trained, stage=Stage.CHECK)
    def check(self, event: Used | Trained, book: Book) -> None:
        """What both events say, and one of them alone."""
        rank = book[event.who, RANK, event.skill]
        ready = rank.balance >= 0 if isinstance(event, Used) else event.hours > 0
        book.require(ready, Code.PRACTICE, "not today", RANK, 1, rank.balance, event.who)

    @on(Used, Trained, Met, stage=Stage.REMEMBER, given=lambda self: self.mode == "best")
    def count(self, event: Event, book: Book) -> None:
        """Of more than two kinds of event a method takes what they have in common."""
        assert_type(event.absent, tuple[str, ...])

    @award(Met, stage=Stage.SCALE)
    def less(self, award: Award[Met], book: Book) -> None:
        """An award knows the event that opened it."""
        assert_type(award.event.family, str)
        nth = book[award.who, self.had, ""].balance + 1
        award.scale(self.scale[nth], self.scale.over, ("the {:nth} supper", nth))
        if award.paid is None:
            award.paid = award.worth()

    @award(Met, Used, stage=Stage.CAP)
    def cap(self, award: Award[Met | Used], book: Book) -> None:
        """Awards of two kinds of event."""
        assert_type(award.event.memories.get("family"), str | None)
        award.most = maximum(self.points, 0)

    @award(Event, stage=Stage.ROUND)
    def whole(self, award: Award[Event], book: Book) -> None:
        """Any award."""
        award.paid = award.worth() // UNIT * UNIT

    def kinds(self) -> tuple[str, ...]:
        """A kind that only the policy knows."""
        return (self.had,)

    @after(RANK, kinds, stage=Stage.LIMITS)
    def follow(self, account: Account, book: Book) -> None:
        """Loops on balances, with what they hand on."""
        book.each(RANK, self._lose, 1, who=account.who)
        book.each(MEMBER, self._judge)
        book.repeat(self._one_less, account)
        book.number(account.balance + 1, self._paid, account, "a rank")

    def _lose(self, rank: Account, by: int, book: Book) -> None:
        if rank.of in self.governs:
            book.post(rank, -by, ("{:d} less", by))

    def _judge(self, member: Account, book: Book) -> None:
        book.set(book[member.who, self.had, ""], 0)

    def _one_less(self, account: Account, book: Book) -> Truth:
        more = account.balance > 0
        book.only(more, self._lose, account, 1)
        return more

    @staticmethod
    def _paid(nth: int, account: Account, why: str, book: Book) -> None:
        book.post(book[account.who, POINTS, f"{account.of} {nth}"], range(nth)[-1], why)

    def ends(self, account: Account, book: Book) -> Whole:
        """The day on which it is over."""
        return where(account.balance > 0, book.today.balance + 7, NEVER)

    @due(kinds, when=ends)
    def end(self, account: Account, book: Book) -> None:
        """On that day."""
        book.clear(self.had, "over")

    @figure("suppers", order=1)
    def suppers(self, number: Whole, account: Account, book: Book) -> Whole:
        """those that were had"""
        eaten = [a.balance for a in book.all(self.had) if a.who == account.who]
        return number + sum(eaten) + (account.balance > 3) * 2 + book.figure("other suppers", account)

    @figure("for one campaign")
    def alone(self, number: Whole, account: Account, book: Book) -> Whole:
        """a rule that is only ever asked of one campaign says so"""
        best = max((int(a.balance) for a in book.all(RANK)), default=0)
        return best if int(account.balance) else number


def tests(a: Whole, b: Whole, number: int, flag: bool) -> Iterable[Truth]:
    """Comparisons go together with each other, with flags, and with 0 for ``not``."""
    yield (a > b) & (number > a) & (number > 3)
    yield (a == b) | flag | (b > 0)
    yield (a >= number) == 0
    yield "x" in "xyz"


def numbers(a: Whole, b: Whole, number: int) -> Iterable[Whole]:
    """Arithmetic on whole numbers."""
    yield from (a + b, number - a, a * number, -a // b, a % 7, (a > b) * b, b + (a > 0), number, True)


def engine(book: EngineBook, award: EngineAward, account: EngineAccount, names: Names) -> None:
    """What the engine hands to policies is what these expect; books see ``test_policy_books``."""
    given: policy.Account = account
    held: policy.Balances[EngineAccount] = book
    draft: policy.Award[Any] = award
    words: policy.Names = names
    print(given, held, draft, words)


def lanes(book: Lanes) -> policy.Balances[EngineAccount]:
    """Many campaigns at once are read like one."""
    return book
