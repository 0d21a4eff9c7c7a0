"""The effort behind ranks and levels, spent again when other rules hold: points first, then XP."""

from __future__ import annotations

from collections.abc import Iterator

from ..curve import LARGEST
from ..ledger.accounts import LEVEL, PAID, PAID_AGAIN, PEAK, POINTS, RANK, RELEARNED, SPENT, XP, Account
from ..policy.payments import drawn_on, payments_for, standing
from .book import Book

Effort = tuple[
    Account, dict[int, int], dict[int, int]
]  # a rank; what was paid for each, what each took to learn


def efforts(book: Book) -> Iterator[Effort]:
    """What is behind each rank: the points paid for it, or the XP that learning it took."""
    for rank in book.all(RANK):
        payments = ((n, payment) for n, payment in payments_for(rank, book) if n <= rank.balance)
        paid = {n: int(standing(payment, book)) for n, payment in payments}
        bought = {n: amount for n, amount in paid.items() if amount}
        learned = [n for n in range(1, rank.balance + 1) if n not in bought]
        yield rank, bought, {n: _price("xp price", rank, n, book) for n in learned}


def _price(figure: str, rank: Account, nth: int, book: Book) -> int:
    """What the n-th rank takes of somebody who never had it."""
    then, peak = Account(rank.who, RANK, rank.of), book[rank.who, PEAK, rank.of]
    then.balance, known, peak.balance = nth - 1, peak.balance, 0
    try:
        return int(book.figure(figure, then))
    finally:
        peak.balance = known


def spend_again(book: Book, rank: Account, paid: dict[int, int], learned: dict[int, int]) -> None:
    """Spend points and XP again for ranks of one skill, under the rules in force."""
    had = rank.balance
    if not had:
        return
    sold, taught = book.figure("sold", rank) > 0, 0 < _price("xp price", rank, 1, book) < LARGEST
    again = [price for price in learned.values() if taught and 0 < price < LARGEST]
    ranks_kept = len(learned) - len(again) + (0 if sold else len(paid))
    bought = _bought(book, rank, ranks_kept, sum(paid.values())) if sold else {}
    reached, surplus = (
        _learned(book, rank, ranks_kept + len(bought), sum(again))
        if taught
        else (ranks_kept + len(bought), 0)
    )
    why = ("{:d} ranks for the same effort, not {:d}", reached, had)
    if sold:
        _pay_again(book, rank, paid, bought)
    if taught:
        book.set(book[rank.who, XP, rank.of], surplus, "left over from the same effort")
    peak = book[rank.who, PEAK, rank.of]
    forgotten = max(peak.balance - had, 0)
    book.set(rank, reached, why)
    book.set(peak, reached + forgotten, why)


def _learned(book: Book, rank: Account, reached: int, effort: int) -> tuple[int, int]:
    """The rank that the XP lead to, with those in hand, and the surplus."""
    effort += book[rank.who, XP, rank.of].balance
    while 0 < (price := _price("xp price", rank, reached + 1, book)) <= effort and price < LARGEST:
        effort, reached = effort - price, reached + 1
    return reached, effort


def _bought(book: Book, rank: Account, ranks_kept: int, points: int) -> dict[int, int]:
    """The ranks that the points pay for, on top of those that stay, each with its price."""
    bought: dict[int, int] = {}
    while (price := _price("price", rank, ranks_kept + len(bought) + 1, book)) <= points and price > 0:
        bought[ranks_kept + len(bought) + 1], points = price, points - price
    return bought


def _pay_again(book: Book, rank: Account, paid: dict[int, int], bought: dict[int, int]) -> None:
    who, why = rank.who, "what was paid is spent again"
    for n in {**paid, **bought}:
        before, after = paid.get(n, 0), bought.get(n, 0)
        account, again = book[who, PAID, f"{rank.of} {n}"], book[who, PAID_AGAIN, f"{rank.of} {n}"]
        for bound, drawn in drawn_on(account, book):  # what was bound is bound again
            book.post(bound, max(drawn.balance - after, 0), why)
            book.post(drawn, -max(drawn.balance - after, 0), why)
        book.post(book[who, RELEARNED, ""], -again.balance, why)
        book.post(book[who, SPENT, ""], again.balance - before + after, why)
        book.post(book[who, POINTS, ""], before - after, why)
        book.post(again, -again.balance, why)
        book.post(account, after - before, why)


def lower_levels(book: Book) -> None:
    """Lower each level to what is counted toward it under the rules in force."""
    if "next level" not in book.figures:
        return
    for level in book.all(LEVEL):
        while level.balance > 1:
            below = Account(level.who, LEVEL, "")
            below.balance = level.balance - 1
            if book.figure("next level", below) <= 0:
                break
            book.post(level, -1, "the same effort, counted under the new rules")
