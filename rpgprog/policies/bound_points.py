"""S5. A part of the points must go to the skills that earned them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from itertools import accumulate
from typing import ClassVar

from attrs import frozen

from ..events import Awarded, Bought, Met, PaidIn
from ..ledger.accounts import BOUND, PAID_BOUND, POINTS, RANK, TALENT, UNIT
from ..ledger.numbers import Whole, minimum, positive, share, up
from ..ledger.refusals import Code
from ..ledger.units import PARTS
from ..policy import Account, Award, Book, Need, Policy, Stage, after, award, figure, on, option
from ..policy.traits import PAYS_POINTS, SELLS_RANKS, Deeds


@frozen(eq=False, repr=False)
class BoundPoints(Policy):
    """Part of every award can be spent only on the skills that earned it.

    The entry names those skills, with weights: `skills: {stealth: 3, climbing: 1}`; an award that names
    none is free to spend. Of any other the part `part` is bound, in whole points and never more than the
    award: to all its skills together (`scope: set`), or to each in proportion to its weight
    (`proportional`).

    A purchase takes bound points first, and those for the fewest skills before others. Bound points are
    points like any others, so they count toward a hoard limit. If points are taken away in some other way,
    no more stay bound than there are.

        bound-points: {part: 1/2}
        bound-points: {part: 1/4, round: down, scope: proportional}
    """

    asks: ClassVar[tuple[str, ...] | None] = ()
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((PAYS_POINTS,), "no rule pays points (awards)"),
        Need((SELLS_RANKS,), "no rule sells ranks (purchase)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"S5": "bound-points: on"}

    part: int = option(
        PARTS // 2,
        unit="part",
        scale=PARTS,
        least=0,
        most=1,
        help="the part of an award that is bound to its skills",
    )
    round: str = option("up", choices=("up", "down"), help="how the bound part is rounded to whole points")
    scope: str = option(
        "set",
        choices=("set", "proportional"),
        help="whether points are bound to all the skills together (set), or divided among them by weight",
    )

    @award(Met, Awarded, stage=Stage.CLAIM)
    def bind(self, award: Award[Met | Awarded], book: Book) -> None:
        if award.to.kind != POINTS or award.paid is None or not award.event.skills:
            return
        exact = award.paid * self.part
        points = up(exact, PARTS * UNIT) if self.round == "up" else exact // (PARTS * UNIT)
        bound = minimum(points * UNIT, award.paid)
        skills = dict(sorted(award.event.skills.items()))
        if self.scope == "set":
            book.post(book[award.who, BOUND, ", ".join(skills)], bound, "bound to what earned it")
            return
        weights = list(accumulate(skills.values(), initial=0))
        for skill, before, upto in zip(skills, weights[:-1], weights[1:], strict=True):
            bound_to_it = share(bound * upto, weights[-1]) - share(bound * before, weights[-1])
            book.post(book[award.who, BOUND, skill], bound_to_it, "bound to what earned it")

    @staticmethod
    def _for(item: Account, book: Book) -> Iterable[Account]:
        """What may be spent on it, that for the fewest skills first."""
        usable = (a for a in book.all(BOUND) if a.who == item.who and item.of in a.of.split(", "))
        return sorted(usable, key=lambda a: (a.of.count(","), a.of)) if item.kind == RANK else ()

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(BOUND, skills, book)
        self.empty(PAID_BOUND, skills, book)
        super().hand_back(skills, book)

    @figure("held")
    def held(self, held: Whole, points: Account, book: Book) -> Whole:
        """what is bound to skills"""
        return held + sum(account.balance for account in book.all(BOUND) if account.who == points.who)

    @figure("usable")
    @figure("restricted")
    def usable(self, usable: Whole, item: Account, book: Book) -> Whole:
        """what is bound to it"""
        return usable + sum(account.balance for account in self._for(item, book))

    @on(Bought, stage=Stage.CHECK)
    def check_price(self, event: Bought, book: Book) -> None:
        item = book[event.who, TALENT if event.talent else RANK, event.talent or event.skill]
        self._check(item, book.figure("price", item), book)

    @on(PaidIn, stage=Stage.CHECK)
    def check_instalment(self, event: PaidIn, book: Book) -> None:
        self._check(book[event.who, TALENT, event.talent], event.points, book)

    def _check(self, item: Account, price: Whole, book: Book) -> None:
        points = book[item.who, POINTS, ""]
        free = points.balance - self.held(0, points, book) + self.usable(0, item, book)
        short = (price > free) & (price <= points.balance)  # what is not there at all is not ours to refuse
        book.require(
            short == 0, Code.RESERVED, "the rest is bound to what earned it", POINTS, price, free, item.who
        )

    @on(Bought)
    def spend(self, event: Bought, book: Book) -> None:
        if event.skill:
            item = book[event.who, RANK, event.skill]
            unpaid = book.figure("price", item)
            for bound in self._for(item, book):
                spent = minimum(bound.balance, unpaid)
                unpaid = unpaid - spent
                book.post(bound, -spent, "bought what earned it")
                if "refundable" in book.figures:
                    book.only(spent > 0, self._remember_for, item, bound, spent)

    def _remember_for(self, item: Account, bound: Account, spent: Whole, book: Book) -> None:
        book.number(item.balance + 1, self._remember, item, bound, spent)

    @staticmethod
    def _remember(nth: int, item: Account, bound: Account, spent: Whole, book: Book) -> None:
        book.set(book[item.who, PAID_BOUND, f"{item.of} {nth}: {bound.of}"], spent, "bought")

    @after(POINTS, stage=Stage.LIMITS)
    def trim(self, points: Account, book: Book) -> None:
        book.each(BOUND, self._trim, who=points.who)

    def _trim(self, bound: Account, book: Book) -> None:
        points = book[bound.who, POINTS, ""]
        missing = positive(self.held(0, points, book) - points.balance)
        book.post(bound, -minimum(missing, bound.balance), "no more is bound than there is")
