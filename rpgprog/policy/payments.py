"""What was paid for ranks, as accounts remember it: of which number, how much of it stands, out of what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..ledger.accounts import BOUND, HELD_ONCE, PAID, PAID_BOUND, PAID_FOR, PAID_IN_VAIN, PEAK
from ..ledger.numbers import Truth, Whole, positive
from .protocols import Account, Balances, Of


def payments_for(rank: Account, book: Balances[Of]) -> Iterator[tuple[int, Of]]:
    """The payments ever made for ranks of that skill, each with the number of the rank."""
    paid, skill = book.kinds.get(PAID, ()), f"{rank.of} "
    for (who, of), account in paid[bisect_left(paid, ((rank.who, skill),)) :]:
        if who != rank.who or not of.startswith(skill):
            return
        if of[len(skill) :].isdecimal():
            yield int(of[len(skill) :]), account


def counted_before(nth: int, rank: Account, book: Balances[Of]) -> Truth:
    """Whether buying the n-th rank is not new spending: it was held before, or paid for and lost."""
    lost = book[rank.who, PAID_IN_VAIN, f"{rank.of} {nth}"].balance > 0
    held = book[rank.who, HELD_ONCE, f"{rank.of} {nth}"].balance > 0
    return (nth <= book[rank.who, PEAK, rank.of].balance) | lost | held


def standing(paid: Account, book: Balances[Of]) -> Whole:
    """The part of a payment that was not lost with the rank."""
    if paid.kind == PAID_FOR:
        return paid.balance
    return positive(paid.balance - book[paid.who, PAID_IN_VAIN, paid.of].balance)


def drawn_on(paid: Account, book: Balances[Of]) -> list[tuple[Of, Of]]:
    """The accounts of bound points that a payment drew on, each with what was taken from it."""
    of = ((bound, (paid.who, PAID_BOUND, f"{paid.of}: {bound.of}")) for bound in book.all(BOUND))
    return [(bound, book[key]) for bound, key in of if bound.who == paid.who and key in book]
