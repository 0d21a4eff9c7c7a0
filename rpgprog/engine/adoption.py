"""Other rules from here on: whose clocks begin anew, what becomes of ranks and of the effort behind them.

What a rule that is new or was changed keeps for itself begins now: to it, everybody joins today with what
they have. ``keep="ranks"``: ranks, talents and levels stay. XP on the way to a rank are counted again, so
that half of the way stays half of the way; where levels take more than before, what is missing is taken as
earned. ``keep="effort"``: what ranks were paid for, or learned with, is spent anew under the new prices,
skill by skill: first the points that were paid, what is left of them is free again, then the XP. Ranks for
which the new rules have no such price stay. Levels follow what is counted toward them, up or down.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..curve import LARGEST
from ..events import Adopted, Joined
from ..ledger.accounts import (
    EARNED,
    FAVOURED,
    LEVEL,
    MEMBER,
    PAID,
    PAID_AGAIN,
    PEAK,
    POINTS,
    PROFESSION,
    RANK,
    RELEARNED,
    SPENT,
    STAT,
    TALENT,
    XP,
    Account,
)
from ..policy.payments import drawn_on, payments_for, standing
from .book import Book, Receipt
from .rules import Rules

BY = "adopted"


def adopt(book: Book, rules: Rules, event: Adopted) -> list[Receipt]:
    """Let these rules hold from that event on; what was posted. Raises Refused: then the old ones hold."""
    before, mark = book.rules, len(book.receipts)
    book.step(event)  # until that day it was the old rules
    book.began = len(book.receipts)
    try:
        _change(book, before, rules, event)
    except BaseException:
        book.adopt(before)
        book.take_back(mark)
        raise
    return book.receipts[mark:]


def _change(book: Book, before: Rules, rules: Rules, event: Adopted) -> None:
    fresh = {name for name, text in rules.written.items() if before.written.get(name) != text}
    new = {name for name in fresh if name not in before.written} - set(event.renamed.values())
    effort = [*_efforts(book)] if event.keep == "effort" else []
    xp = {account: book.figure("xp price", _rank(account, book)) for account in book.all(XP)}
    book.adopt(rules)
    book.by = BY
    _rename(book, event)
    if event.keep == "effort":
        for rank, paid, learned in effort:
            _spend_again(book, rank, paid, learned)
    else:
        for account, price in xp.items():
            _same_part(book, account, price)
    _welcome(book, fresh if event.keep == "ranks" else new, event)
    if event.keep == "effort":
        _lower_levels(book)
    _wake(book, fresh)
    book.react()


def _rank(account: Account, book: Book) -> Account:
    return book[account.who, RANK, account.of]


def _rename(book: Book, event: Adopted) -> None:
    """What a policy remembers goes on under its new name."""
    for old, new in event.renamed.items():
        for kind in [kind for kind in book.kinds if kind.startswith(f"{old}.")]:
            for account in book.all(kind):
                amount = account.balance
                book.post(account, -amount, f"{old} is called {new} now")
                book.post(
                    book[account.who, f"{new}.{kind[len(old) + 1 :]}", account.of], amount, f"was {old}"
                )


def _same_part(book: Book, xp: Account, price: int) -> None:
    """Half of the way to the next rank stays half of the way."""
    now = book.figure("xp price", _rank(xp, book))
    if 0 < xp.balance < price < LARGEST and 0 < now < LARGEST and now != price:
        book.set(xp, xp.balance * now // price, ("the same part of {:u} instead of {:u}", now, price))


Effort = tuple[
    Account, dict[int, int], dict[int, int]
]  # a rank; what was paid for each, what each took to learn


def _efforts(book: Book) -> Iterator[Effort]:
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


def _spend_again(book: Book, rank: Account, paid: dict[int, int], learned: dict[int, int]) -> None:
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
    """The rank that so many XP lead to, with those in hand, and what is left of them."""
    effort += book[rank.who, XP, rank.of].balance
    while 0 < (price := _price("xp price", rank, reached + 1, book)) <= effort and price < LARGEST:
        effort, reached = effort - price, reached + 1
    return reached, effort


def _bought(book: Book, rank: Account, ranks_kept: int, points: int) -> dict[int, int]:
    """The ranks that so many points pay for, on top of those that stay, each with its price."""
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


def _welcome(book: Book, fresh: set[str], event: Adopted) -> None:
    """To rules that are new, everybody joins today with what they have."""
    joining = [(act, by) for act, by, always in book.rules.on_joining() if by in fresh and not always]
    for member in [account for account in book.all(MEMBER) if account.balance]:
        joined = _as_they_are(book, member.who, event)
        for act, by in joining:
            book.by = by
            act(joined, book)
    book.by = BY


def _as_they_are(book: Book, who: str, event: Adopted) -> Joined:
    def table(kind: str) -> dict[str, int]:
        return {a.of: a.balance for a in book.all(kind) if a.who == who and a.balance}

    level = book[who, LEVEL, ""].balance if event.keep == "ranks" else 0
    return Joined(
        who=who,
        day=event.day,
        level=level,
        profession=next(iter(table(PROFESSION)), ""),
        favoured=tuple(table(FAVOURED)),
        stats=table(STAT),
        points=book[who, POINTS, ""].balance,
        earned=book[who, EARNED, ""].balance,
        ranks=table(RANK),
        peaks=table(PEAK),
        xp=table(XP),
        talents=tuple(table(TALENT)),
    )


def _lower_levels(book: Book) -> None:
    if "next level" not in book.figures:
        return
    for level in book.all(LEVEL):
        while level.balance > 1:
            below = Account(level.who, LEVEL, "")
            below.balance = level.balance - 1
            if book.figure("next level", below) <= 0:
                break
            book.post(level, -1, "the same effort, counted under the new rules")


def _wake(book: Book, fresh: set[str]) -> None:
    """Everything is news to a rule that is new."""
    for act, by, changed in book.after:
        kinds = next(kinds for other, name, kinds in book.rules.after if other is act and name == by)
        if by in fresh:
            changed.update({a: True for kind in kinds for a in book.all(kind) if a.balance})
