"""O8. What was bought may be given back: in one campaign at a time, as the payments that stand decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Bought, Joined, Refunded
from ..ledger.accounts import (
    FEES,
    HELD,
    HELD_ONCE,
    PAID,
    PAID_AGAIN,
    PAID_FOR,
    PAID_HELD,
    PAID_IN_VAIN,
    PEAK,
    POINTS,
    RANK,
    RELEARNED,
    SPENT,
    TALENT,
)
from ..ledger.numbers import Whole, minimum, up
from ..ledger.refusals import Code
from ..ledger.units import PARTS
from ..policy import Account, Book, SkillPolicy, Stage, after, figure, memory, on, option
from ..policy.payments import counted_before, drawn_on, payments_for, standing
from ..policy.traits import Deeds

Payment = tuple[Account, Account, int]  # what was bought, the account of its price, which rank (0: a talent)


@frozen(eq=False, repr=False)
class Refunds(SkillPolicy):
    """Ranks and talents that were bought can be given back for the points that were paid.

    `refunded: {who: kessa, skill: climbing, ranks: 2, by: GM, why: ...}` gives back the two highest ranks
    that were paid for; without `ranks` all of them. Instead of `skill` it may name a `category`, a `talent`
    or `everything: true`. What was learned by use, granted or brought along stays. A lost rank gives
    nothing back; one that was bought again gives what it cost then.

    Each payment is undone where it was counted: the points are free again, or bound or held as they were,
    and no longer count as spent. A limit on unspent points holds for them too. The highest rank ever held
    falls to what is left, so whoever buys it again learns it as new; but whatever was paid for that rank
    and lost with it counted as spent, and is not counted again. A level that these points or ranks had
    made goes with them, and brings nothing again when it returns.

    With `gives: paid` that is what was paid; with `today` it is no more than the rank would cost now if it
    had never been held. Where learned ranks lie above bought ones, the topmost rank goes, and no more is
    given than that one costs. The part `fee` of it is kept, rounded up; `gives: nothing` keeps all. With
    `order: last first` only what was bought last can be given back first. With `only` talents are not given
    back.

        refunds: on
        refunds: {gives: today, fee: 1/10}
        refunds: {order: last first}
        refunds: {gives: nothing, only: [languages]}
    """

    asks: ClassVar[tuple[str, ...] | None] = ()
    revision: ClassVar[int] = 2
    does: ClassVar[Deeds] = {}
    covers: ClassVar[Mapping[str, str]] = {"O8": "refunds: on"}

    gives: str = option("paid", choices=("paid", "today", "nothing"), help="how much is given back")
    fee: int = option(0, unit="part", scale=PARTS, least=0, most=1, help="the part that is kept as a fee")
    order: str = option("any", choices=("any", "last first"), help="what can be given back first")
    serial: str = memory("bought as")  # the number of the purchase, by payment
    count: str = memory("purchases")

    def _payments(self, item: Account, book: Book) -> list[Payment]:
        """What may be given back of it, the highest rank first."""
        if not self._is_for(item) or not int(item.balance):
            return []
        if item.kind == TALENT:
            payments = [(0, book[item.who, PAID_FOR, item.of])]
        else:
            payments = sorted(pair for pair in payments_for(item, book) if pair[0] <= item.balance)[::-1]
        return [(item, paid, nth) for nth, paid in payments if standing(paid, book) > 0]

    def _is_for(self, item: Account) -> bool:
        return not self.only if item.kind == TALENT else item.of in self.governs

    @figure("refundable")
    def refundable(self, number: Whole, item: Account, book: Book) -> Whole:
        """ranks or talents that may be given back"""
        return number + len(self._payments(item, book))

    @figure("gives back")
    def concerns(self, number: Whole, item: Account, book: Book) -> Whole:
        """whether it is given back at all"""
        return number + self._is_for(item)

    @on(Joined, stage=Stage.REMEMBER)
    def begin(self, event: Joined, book: Book) -> None:
        """Where the rule comes later, what was lost before stays lost."""
        for rank in book.all(RANK):
            if rank.who == event.who and rank.of in self.governs:
                self._forget_lost(rank, book)

    @on(Bought, stage=Stage.REMEMBER)
    def bought(self, event: Bought, book: Book) -> None:
        if event.skill in self.governs and event.skill:
            rank = book[event.who, RANK, event.skill]
            book.number(rank.balance, self._note_number, rank)

    def _note_number(self, nth: int, rank: Account, book: Book) -> None:
        paid = book[rank.who, PAID, f"{rank.of} {nth}"]
        book.only(counted_before(nth, rank, book), self._note_again, paid)

    @staticmethod
    def _note_again(paid: Account, book: Book) -> None:
        book.set(book[paid.who, PAID_AGAIN, paid.of], standing(paid, book), "known before")

    @after(RANK, stage=Stage.LIMITS)  # after all that takes ranks
    def forget(self, rank: Account, book: Book) -> None:
        if rank.of in self.governs:
            lost = rank.balance < book[rank.who, PEAK, rank.of].balance
            book.only(lost, self._forget_lost, rank)

    def _forget_lost(self, rank: Account, book: Book) -> None:
        for nth, paid in payments_for(rank, book):
            book.only(rank.balance < nth, self._forget_number, paid)

    def _forget_number(self, paid: Account, book: Book) -> None:
        book.only(standing(paid, book) > 0, self._forget_payment, paid)

    def _forget_payment(self, paid: Account, book: Book) -> None:
        book.set(book[paid.who, PAID_IN_VAIN, paid.of], paid.balance, "lost with the rank")
        self._forget_details(paid, book)

    def _forget_details(self, paid: Account, book: Book) -> None:
        for kind in (PAID_AGAIN, PAID_HELD, self.serial):
            book.set(book[paid.who, kind, paid.of], 0, "no longer")
        for _, was in drawn_on(paid, book):
            book.set(was, 0, "no longer")

    @after(TALENT, stage=Stage.LIMITS)
    def forget_talent(self, talent: Account, book: Book) -> None:
        paid = book[talent.who, PAID_FOR, talent.of]
        book.only((talent.balance == 0) & (paid.balance > 0), self._forget_talent, paid)

    def _forget_talent(self, paid: Account, book: Book) -> None:
        book.set(paid, 0, "it is theirs no longer")
        self._forget_details(paid, book)

    @after(PAID, PAID_FOR, stage=Stage.LIMITS, given=lambda self: self.order == "last first")
    def number(self, paid: Account, book: Book) -> None:
        stands = standing(paid, book) > 0
        book.only(stands, self._number, paid, book[paid.who, self.count, ""])

    def _number(self, paid: Account, count: Account, book: Book) -> None:
        book.post(count, 1, "bought")
        book.set(book[paid.who, self.serial, paid.of], count.balance, "bought")

    def _items(self, event: Refunded, book: Book) -> list[Account]:
        """The skills and talents that are named, or all that somebody has."""
        who, named = event.who, event.skills or event.talents
        if named:
            return [book[who, RANK, of] for of in event.skills] + [
                book[who, TALENT, of] for of in event.talents
            ]
        return [account for kind in (RANK, TALENT) for account in book.all(kind) if account.who == who]

    @on(Refunded, stage=Stage.CHECK)
    def check(self, event: Refunded, book: Book) -> None:
        items = self._items(event, book)
        had = {item: book.figure("refundable", item) for item in items}
        book.require(sum(had.values()) > 0, Code.NOT_PAID, self._nothing_paid(items, book), who=event.who)
        if event.ranks is not None:
            for item in items:
                why = f"more ranks of {item.of} than were paid for"
                book.require(
                    event.ranks <= had[item], Code.EXCESS, why, RANK, event.ranks, had[item], event.who
                )

    @staticmethod
    def _nothing_paid(items: list[Account], book: Book) -> str:
        if len(items) != 1:
            return "nothing of it was paid for"
        (item,) = items
        if not int(book.figure("gives back", item)):
            return f"{item.of} is not given back here"
        if not int(item.balance):
            return f"there is no {item.of} to give back"
        came = "was learned" if item.kind == RANK else "was given"
        return f"nothing was paid for {item.of}: it {came}"

    @on(Refunded)
    def give_back(self, event: Refunded, book: Book) -> None:
        most = None if event.ranks is None else int(event.ranks)
        due = [payment for item in self._items(event, book) for payment in self._payments(item, book)[:most]]
        if self.order == "last first":
            due.sort(key=lambda payment: -self._serial(payment[1], book))
        for item, paid, nth in due:
            if self.order == "last first":
                self._check_last(paid, book)
            book.post(item, -1, ("given back ({}: {})", event.by, event.why))
            self._undo(item, paid, nth, book)

    def _serial(self, paid: Account, book: Book) -> int:
        return int(book[paid.who, self.serial, paid.of].balance)

    def _check_last(self, paid: Account, book: Book) -> None:
        serials = (serial for serial in book.all(self.serial) if serial.who == paid.who)
        later = max(serials, key=lambda serial: int(serial.balance), default=paid)
        last = self._serial(paid, book) >= self._serial(later, book)
        book.require(
            last, Code.PREREQUISITE, f"{later.of} was bought after {paid.of}, and goes first", who=paid.who
        )

    def _undo(self, item: Account, paid: Account, nth: int, book: Book) -> None:
        """Its peak, the points, what they were counted as, and what was remembered of it."""
        who, price, topmost = item.who, standing(paid, book), int(item.balance) + 1
        again = minimum(book[who, PAID_AGAIN, paid.of].balance, price)
        if item.kind == RANK:
            book.set(book[who, PEAK, item.of], item.balance, "given back")
            book.only(again > 0, self._note_held, paid)
        refund = self._worth(item, price, topmost > nth > 0, book)
        why = f"{paid.of} given back"
        book.post(book[who, POINTS, ""], refund, why)
        book.post(book[who, FEES, ""], price - refund, why)
        book.post(book[who, RELEARNED, ""], -again, why)
        book.post(book[who, SPENT, ""], again - price, why)
        book.post(paid, -price, why)
        self._tie(item, paid, refund, book)
        self._forget_details(paid, book)

    @staticmethod
    def _note_held(paid: Account, book: Book) -> None:
        book.set(book[paid.who, HELD_ONCE, paid.of], 1, "known before it was bought back")

    def _worth(self, item: Account, price: Whole, below: bool, book: Book) -> Whole:
        """The points given back for it, once it has been given up."""
        if self.gives == "nothing":
            return 0
        if below or self.gives == "today":
            price = minimum(price, book.figure("price", item))
        return price - up(price * self.fee, PARTS)

    def _tie(self, item: Account, paid: Account, points: Whole, book: Book) -> None:
        """What was bound or held before is so again."""
        held = book[paid.who, HELD, item.of], book[paid.who, PAID_HELD, paid.of]
        for to, was in (*drawn_on(paid, book), held):
            tied = minimum(was.balance, points)
            points = points - tied
            book.post(to, tied, f"{paid.of} given back")
