"""S2. Points are set aside for something, with notice at the start."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Bought, PaidIn, Released, Saved
from ..ledger.accounts import HELD, PAID_HELD, POINTS, RANK, TALENT
from ..ledger.numbers import Whole, minimum, positive
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, Policy, Stage, after, figure, on
from ..policy.traits import SAVES_FOR_RANKS, SAVES_FOR_TALENTS, SELLS_RANKS, SELLS_TALENTS, Deeds


@frozen(eq=False, repr=False)
class Earmark(Policy):
    """Players may set points aside for one purchase, if they say so before they are over the hoard limit.

    `saved:` sets points aside for a skill or a talent. The first time it needs a reason (`why:`), and it
    must come no later than the first day over the limit. Points set aside can be spent on their target
    only; its purchase takes them first, after those that are bound to it anyway. They can be released again
    (`released:`), and are released once the character has the talent they were for. They do not count
    toward the hoard limit.

        earmark: {}
    """

    asks: ClassVar[tuple[str, ...] | None] = ("savings",)
    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {SAVES_FOR_TALENTS: None, SAVES_FOR_RANKS: None}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((SELLS_RANKS, SELLS_TALENTS), "nothing is for sale (purchase) to set points aside for"),
    )
    covers: ClassVar[Mapping[str, str]] = {"S2": "earmark: on"}

    @figure("held")
    @figure("set aside")
    def held(self, held: Whole, points: Account, book: Book) -> Whole:
        """what is set aside"""
        return held + sum(account.balance for account in book.all(HELD) if account.who == points.who)

    @figure("usable")
    def usable(self, usable: Whole, item: Account, book: Book) -> Whole:
        """what is set aside for it"""
        return usable + book[item.who, HELD, item.of].balance

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(HELD, skills, book)
        self.empty(PAID_HELD, skills, book)
        super().hand_back(skills, book)

    @on(Saved, stage=Stage.CHECK)
    def check_notice(self, event: Saved, book: Book) -> None:
        points, held = book[event.who, POINTS, ""], book[event.who, HELD, event.target]
        since, today = book.figure("over since", points), book.today.balance + 1
        in_time = (since == 0) | (today <= since) | (held.balance > 0)
        book.require(bool(event.why) | (held.balance > 0), Code.REASON, "a notice says why", who=event.who)
        book.require(
            in_time,
            Code.TOO_LATE,
            "notice comes too late: the limit was passed before",
            "day",
            since - 1,
            today - 1,
            event.who,
        )
        owned = book[event.who, TALENT, event.target].balance
        book.require(owned == 0, Code.OWNED, f"{event.target} is already theirs", who=event.who)
        free = points.balance - book.figure("held", points)
        book.require(
            event.points <= free, Code.FUNDS, "more than is free", POINTS, event.points, free, event.who
        )

    @on(Saved)
    def save(self, event: Saved, book: Book) -> None:
        book.post(book[event.who, HELD, event.target], event.points, event.why or "more of it")

    @on(Released, stage=Stage.CHECK)
    def check_release(self, event: Released, book: Book) -> None:
        held = book[event.who, HELD, event.target].balance
        book.require(
            held > 0, Code.NOTHING_OPEN, f"nothing is held for {event.target}", POINTS, 1, held, event.who
        )

    @on(Released)
    def release(self, event: Released, book: Book) -> None:
        book.set(book[event.who, HELD, event.target], 0, "released")

    @staticmethod
    def _item(event: Bought, book: Book) -> Account:
        item: Account = book[event.who, TALENT if event.talent else RANK, event.talent or event.skill]
        return item

    @on(Bought, stage=Stage.CHECK)
    def check_price(self, event: Bought, book: Book) -> None:
        item = self._item(event, book)
        self._check(item, book.figure("price", item), book)

    @on(PaidIn, stage=Stage.CHECK)
    def check_instalment(self, event: PaidIn, book: Book) -> None:
        self._check(book[event.who, TALENT, event.talent], event.points, book)

    def _check(self, item: Account, price: Whole, book: Book) -> None:
        points = book[item.who, POINTS, ""]
        free = points.balance - book.figure("held", points) + book.figure("usable", item)
        elsewhere = self.held(0, points, book) - book[item.who, HELD, item.of].balance
        short = (price > free) & (price <= points.balance) & (elsewhere > 0)  # not there at all: not ours
        book.require(
            short == 0, Code.RESERVED, "the rest is held for something else", POINTS, price, free, item.who
        )

    @on(Bought, order=-1)
    def take_held(self, event: Bought, book: Book) -> None:
        """Before anything else is paid: what the price takes of the held points is held no more."""
        item = self._item(event, book)
        unpaid = positive(book.figure("price", item) - book.figure("restricted", item))
        held = book[event.who, HELD, item.of]
        taken = minimum(held.balance, unpaid)
        if "refundable" in book.figures:
            book.only(taken > 0, self._remember_for, item, taken)
        self._take(held, taken, book)

    @on(PaidIn, order=-1)
    def pay_in(self, event: PaidIn, book: Book) -> None:
        held, talent = book[event.who, HELD, event.talent], book[event.who, TALENT, event.talent]
        taken = minimum(held.balance, event.points)
        if "refundable" in book.figures:
            self._remember(0, talent, taken, book)
        self._take(held, taken, book)

    @staticmethod
    def _take(held: Account, taken: Whole, book: Book) -> None:
        book.post(held, -taken, "bought what it was held for")

    def _remember_for(self, item: Account, taken: Whole, book: Book) -> None:
        book.number(item.balance + 1, self._remember, item, taken)

    @staticmethod
    def _remember(nth: int, item: Account, taken: Whole, book: Book) -> None:
        """What was held comes back as held; for a talent all that was paid in counts."""
        if item.kind == RANK:
            book.set(book[item.who, PAID_HELD, f"{item.of} {nth}"], taken, "bought")
        else:
            book.post(book[item.who, PAID_HELD, item.of], taken, "bought")

    @after(TALENT, stage=Stage.LIMITS)  # after levels brought theirs
    def let_go(self, talent: Account, book: Book) -> None:
        """What was held for a talent that is theirs is free."""
        held = book[talent.who, HELD, talent.of]
        book.post(held, -held.balance * (talent.balance > 0), "it is theirs: no more is needed")
