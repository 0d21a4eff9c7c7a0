"""S1, S3, S4. Unspent points have a limit, unless they are held for something."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Agreed, Event, SessionEnded
from ..ledger.accounts import AGREED, FORFEITED, HELD, MEMBER, POINTS, UNIT
from ..ledger.numbers import Whole, minimum, positive, where
from ..ledger.units import plain
from ..policy import Account, Award, Book, Policy, Stage, after, award, figure, memory, on, option
from ..policy.base import NOT_IN_FORCE
from ..policy.traits import Deeds

HOARDING = "hoarding"  # what a game master agrees to


@frozen(eq=False, repr=False)
class HoardLimit(Policy):
    """Players may keep only so many unspent points.

    When a session ends, unspent points beyond `cap` are judged; points set aside (`earmark`) do not count,
    points bound to skills (`bound-points`) do. With `mode: warn` they are pointed out. With `block` the
    character gets no more points until enough are spent: later awards are forfeited. With `expire` what is
    beyond the cap is lost. The cap is a number of points, or `dearest`: the price of the dearest talent.

    While the game master agrees (`agreed: {who: kessa, to: hoarding, by: GM, why: ...}`, until
    `withdrawn:`) nothing is over the limit.

        hoard-limit: {cap: 5, mode: warn}
        hoard-limit: {cap: dearest, mode: expire}
    """

    asks: ClassVar[tuple[str, ...] | None] = ()
    does: ClassVar[Deeds] = {}
    covers: ClassVar[Mapping[str, str]] = {
        "S1": "hoard-limit: {cap: 5, mode: warn}",
        "S3": "hoard-limit: {cap: dearest}",
        "S4": "hoard-limit: on",
    }

    cap: int | str = option(
        5 * UNIT,
        unit="points",
        least=0,
        words=("dearest",),
        help="the most unspent points that a character may keep",
    )
    mode: str = option(
        "warn",
        choices=("warn", "block", "expire"),
        help="what happens to points over the cap when a session ends",
    )
    over: str = memory("over")
    since: str = memory("over since")

    def _most(self, points: Account, book: Book) -> Whole:
        return book.figure("dearest", points) if self.cap == "dearest" else int(self.cap)

    def _above(self, points: Account, book: Book) -> Whole:
        above = points.balance - book.figure("set aside", points) - self._most(points, book)
        agreed = book[points.who, AGREED, HOARDING].balance > 0
        return where(agreed, minimum(above, 0), above)

    @figure("agreeable")
    def agreeable(self, agreeable: Whole, agreed: Account, book: Book) -> Whole:
        """whether hoarding can be agreed to"""
        return agreeable + (agreed.of == HOARDING)

    @on(Agreed)
    def agree(self, event: Agreed, book: Book) -> None:
        if event.to == HOARDING:
            agreed = book[event.who, AGREED, HOARDING]
            book.set(agreed, int(event.holds), ("agreed with {}: {}", event.by, event.why))

    def restart(self, skills: Container[str], book: Book) -> None:
        for kind in (self.since, self.over):
            self.empty(kind, skills, book)

    def hand_back(self, skills: Container[str], book: Book) -> None:
        book.each(AGREED, self._end_agreement)
        super().hand_back(skills, book)

    @staticmethod
    def _end_agreement(agreed: Account, book: Book) -> None:
        if agreed.of == HOARDING:
            book.set(agreed, 0, NOT_IN_FORCE)

    @figure("over since")
    def over_since(self, _: Whole, points: Account, book: Book) -> Whole:
        """the first day above the limit, plus 1"""
        return book[points.who, self.since, ""].balance

    @figure("above the limit")
    def above(self, above: Whole, points: Account, book: Book) -> Whole:
        """points above the limit"""
        return above + positive(self._above(points, book))

    @after(POINTS, HELD, AGREED, stage=Stage.LIMITS)
    def watch(self, account: Account, book: Book) -> None:
        points = book[account.who, POINTS, ""]
        since = book[account.who, self.since, ""]
        above = self._above(points, book) > 0
        first = where(since.balance > 0, since.balance, book.today.balance + 1)
        book.set(since, where(above, first, 0), "above the limit from here on")
        over = book[account.who, self.over, ""]
        book.only((above == 0) & (over.balance > 0), self._clear, over)

    @staticmethod
    def _clear(over: Account, book: Book) -> None:
        book.set(over, 0, "below the limit again")

    @on(SessionEnded)
    def judge(self, event: SessionEnded, book: Book) -> None:
        book.each(MEMBER, self._judge)

    def _judge(self, member: Account, book: Book) -> None:
        points = book[member.who, POINTS, ""]
        above, aside = positive(self._above(points, book)), book.figure("set aside", points)
        most = self._most(points, book)
        why = "{:u} unspent, {:u} set aside, {:u} allowed: {:u} above", points.balance, aside, most, above
        if self.mode == "expire":
            book.post(points, -above, why)
            book.post(book[member.who, FORFEITED, ""], above, why)
        else:
            book.set(book[member.who, self.over, ""], above, why)

    def explain(self, step: str, account: Account, book: Book) -> str:
        """What there is, what does not count, and what is allowed."""
        if step != "above":
            return ""
        numbers = account.balance, book.figure("set aside", account), self._most(account, book)
        unspent, aside, most = (plain(int(number)) for number in numbers)
        return f"{unspent} unspent, {aside} set aside, {most} allowed"

    @award(Event, stage=Stage.CAP, given=lambda self: self.mode == "block")
    def block(self, award: Award[Event], book: Book) -> None:
        if award.to.kind != POINTS:
            return
        award.paid = award.worth() if award.paid is None else award.paid
        over = book[award.who, self.over, ""].balance
        lost = award.paid * (over > 0)
        why = "{:u} lost while {:u} above the limit", lost, over
        award.change(-lost, why)
        book.post(book[award.who, FORFEITED, ""], lost, why)
