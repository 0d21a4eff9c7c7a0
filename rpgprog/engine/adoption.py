"""Other rules from here on: whose clocks start again, what becomes of ranks and of the effort behind them.

A rule that no longer holds gives back what it holds, while the old rules are still in force. What a rule
that is new or was changed keeps for itself begins now: to it, everybody joins today with what they have,
and its clocks start. ``keep="ranks"``: ranks, talents and levels stay. XP on the way to a rank are counted
again, so that half of the way stays half of the way; where levels take more than before, what is missing is
taken as earned. ``keep="effort"``: what ranks were paid for, or learned with, is spent again under the new
prices, skill by skill: first the points that were paid, what is left of them is free again, then the XP.
Ranks for which the new rules have no such price stay. Levels follow what is counted toward them, up or down.
"""

from __future__ import annotations

from ..curve import LARGEST
from ..events import Adopted, Joined
from ..ledger.accounts import (
    EARNED,
    FAVOURED,
    LEVEL,
    MEMBER,
    PEAK,
    POINTS,
    PROFESSION,
    RANK,
    SHARE,
    STAT,
    TALENT,
    XP,
    Account,
)
from .book import Book, Receipt
from .effort import efforts, lower_levels, spend_again
from .rule_change import RuleChange
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
    change = RuleChange(before, rules, event.renamed)
    change.hand_back(book)
    effort = [*efforts(book)] if event.keep == "effort" else []
    xp = {account: book.figure("xp price", _rank(account, book)) for account in book.all(XP)}
    book.adopt(rules)
    book.by = BY
    _rename(book, event)
    if event.keep == "effort":
        for rank, paid, learned in effort:
            spend_again(book, rank, paid, learned)
    else:
        for account, price in xp.items():
            _same_part(book, account, price)
    _welcome(book, change.fresh if event.keep == "ranks" else change.new, event)
    if event.keep == "effort":
        lower_levels(book)
    change.restart(book)
    _wake(book, change.fresh)
    book.react()


def _rank(account: Account, book: Book) -> Account:
    return book[account.who, RANK, account.of]


def _rename(book: Book, event: Adopted) -> None:
    """A policy's memory continues under its new name."""
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


def _welcome(book: Book, fresh: frozenset[str], event: Adopted) -> None:
    """For new rules everybody joins today with what they have, including those who left."""
    joining = [(act, by) for act, by, always in book.rules.on_joining() if by in fresh and not always]
    known = [account.who for kind in (MEMBER, SHARE) for account in book.all(kind) if account.balance]
    for who in dict.fromkeys(known):
        joined = _as_they_are(book, who, event)
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


def _wake(book: Book, fresh: frozenset[str]) -> None:
    """Everything is news to a rule that is new."""
    for act, by, changed in book.after:
        kinds = next(kinds for other, name, kinds in book.rules.after if other is act and name == by)
        if by in fresh:
            changed.update({a: True for kind in kinds for a in book.all(kind) if a.balance})
