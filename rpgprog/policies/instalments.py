"""S6. A talent is paid for over several levels."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Agreed, PaidIn
from ..ledger.accounts import AGREED, LEVEL, PAID_FOR, PAID_HELD, PAID_IN, POINTS, SPENT, TALENT, UNIT
from ..ledger.numbers import Whole, positive
from ..ledger.refusals import Code
from ..policy import Account, Book, Need, Policy, Reason, Stage, after, figure, memory, on, option
from ..policy.traits import SAVES_FOR_TALENTS, SELLS_TALENTS, Deeds


@frozen(eq=False, repr=False)
class Instalments(Policy):
    """A talent may be paid for in instalments, over several levels.

    At most `per_level` points go into one talent during a level, until it is paid for. An instalment
    (`paid_in:`) needs an activity that works toward the talent and that the game master agreed to during
    this very level (`agreed: {who: kessa, to: far sight, by: GM, why: ...}`); a level without one accepts
    nothing, unless `activity: false`. Instalments lower the price: the rest may be paid at once where the
    talent is for sale. Instalments for a talent that the character does not have yet are not refunded.

        instalments: {per_level: 10}
        instalments: {per_level: 5, activity: false}
    """

    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {SAVES_FOR_TALENTS: None}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((SELLS_TALENTS,), "no talent is for sale (purchase)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"S6": "instalments: on"}

    per_level: int = option(
        10 * UNIT, unit="points", above=0, help="the most that one talent accepts during a level"
    )
    activity: bool = option(
        True, help="whether it takes an activity that the game master agreed to during the level"
    )
    paid: str = memory("paid this level")

    @figure("price", order=2)
    def price(self, price: Whole, item: Account, book: Book) -> Whole:
        """paid in already"""
        if item.kind != TALENT:
            return price
        return positive(price - book[item.who, PAID_IN, item.of].balance)

    @figure("instalments")
    def taken(self, taken: Whole, talent: Account, book: Book) -> Whole:
        """whether it may be paid for in instalments"""
        return taken + book.figure("sold", talent)

    @figure("agreeable", given=lambda self: self.activity)
    def agreeable(self, agreeable: Whole, agreed: Account, book: Book) -> Whole:
        """whether it is a talent to work towards"""
        return agreeable + book.figure("sold", book[agreed.who, TALENT, agreed.of])

    @on(Agreed, given=lambda self: self.activity)
    def agree(self, event: Agreed, book: Book) -> None:
        agreed, talent = book[event.who, AGREED, event.to], book[event.who, TALENT, event.to]
        why = ("agreed with {}: {}", event.by, event.why)
        book.only(book.figure("sold", talent) > 0, self._agree, agreed, int(event.holds), why)

    @staticmethod
    def _agree(agreed: Account, holds: int, why: Reason, book: Book) -> None:
        book.set(agreed, holds, why)

    def hand_back(self, skills: Container[str], book: Book) -> None:
        book.each(PAID_IN, self._pay_back)
        book.each(AGREED, self._lapse)
        super().hand_back(skills, book)

    @on(PaidIn, stage=Stage.CHECK)
    def check(self, event: PaidIn, book: Book) -> None:
        who, name, points = event.who, event.talent, event.points
        talent, had = book[who, TALENT, name], book[who, POINTS, ""]
        book.require(talent.balance == 0, Code.OWNED, f"{name} is already theirs", who=who)
        agreed = (book[who, AGREED, name].balance > 0) | (not self.activity)
        book.require(
            agreed, Code.AGREEMENT, f"no activity towards {name} is agreed to at this level", who=who
        )
        room = self.per_level - book[who, self.paid, name].balance
        book.require(points <= room, Code.PERIOD_CAP, "more than a level accepts", POINTS, points, room, who)
        unpaid = book.figure("price", talent)
        book.require(
            points <= unpaid, Code.EXCESS, "more than the rest of the price", POINTS, points, unpaid, who
        )
        book.require(
            points <= had.balance, Code.FUNDS, "more than they have", POINTS, points, had.balance, who
        )

    @on(PaidIn)
    def pay(self, event: PaidIn, book: Book) -> None:
        who, why = event.who, f"an instalment for {event.talent}"
        talent = book[who, TALENT, event.talent]
        in_full = event.points >= book.figure("price", talent)
        book.post(book[who, POINTS, ""], -event.points, why)
        accounts = book[who, SPENT, ""], book[who, PAID_IN, event.talent], book[who, self.paid, event.talent]
        for account in accounts:
            book.post(account, event.points, why)
        all_of_it = in_full * book[who, PAID_IN, event.talent].balance
        book.post(book[who, PAID_FOR, event.talent], all_of_it, "paid in full")
        book.post(talent, in_full * 1, "paid in full")

    @after(TALENT, stage=Stage.LIMITS)  # after levels brought theirs
    def close(self, talent: Account, book: Book) -> None:
        paid = book[talent.who, PAID_IN, talent.of]
        book.post(paid, -paid.balance * (talent.balance > 0), "the talent is theirs")

    @staticmethod
    def _pay_back(paid: Account, book: Book) -> None:
        """What went into a talent that nobody has yet is free again."""
        amount, why = paid.balance, "instalments paid back: the rule is no longer in force"
        book.post(book[paid.who, POINTS, ""], amount, why)
        book.post(book[paid.who, SPENT, ""], -amount, why)
        book.set(book[paid.who, PAID_HELD, paid.of], 0, why)
        book.set(paid, 0, why)

    @after(LEVEL, stage=Stage.BENEFITS)
    def new_level(self, level: Account, book: Book) -> None:
        book.each(self.paid, self._forget, who=level.who)
        book.each(AGREED, self._lapse, who=level.who)

    @staticmethod
    def _forget(account: Account, book: Book) -> None:
        book.set(account, 0, "a new level")

    def _lapse(self, agreed: Account, book: Book) -> None:
        talent = book[agreed.who, TALENT, agreed.of]
        book.only(book.figure("sold", talent) > 0, self._forget, agreed)
