"""Time for one campaign: it moves from due day to due day.

Each account that a due rule watches stands in a heap under a day that is never later than its true one;
the true day is asked for when that day comes. So a use, which only puts a loss off, costs nothing here.
"""

from __future__ import annotations

from heapq import heappop, heappush

from ..ledger.accounts import Account
from ..ledger.numbers import NEVER
from .base import BaseBook

MOST_ON_ONE_DAY = 1000  # times that rules may set each other off on the same day


class Clock:
    """Which account is due when, under which rule."""

    def __init__(self, book: BaseBook) -> None:
        self.book = book
        self.heap: list[tuple[int, int, str, str, str, Account]] = []  # day, rule, what is due
        self.known: list[dict[Account, int]] = [{} for _ in book.due]  # by rule: its day in the heap

    def forget(self) -> None:
        """Ask every account again: what was learned may have been taken back."""
        self.heap.clear()
        for known in self.known:
            known.clear()
        for rule, changed in self.book.due:
            for account in self.book.all(rule.kind):
                if account.balance:
                    changed[account] = True

    def advance(self, day: int) -> None:
        """Let everything happen that is due until then, each on its day; then it is that day."""
        book, busy = self.book, 0
        self._learn()
        while self.heap and self.heap[0][0] <= day:
            today, due = self._pop()
            busy = busy + 1 if today == book.today.balance else 0
            if busy > MOST_ON_ONE_DAY:
                raise RuntimeError(f"rules set each other off without end on day {today}")
            for at, (number, account) in enumerate(due):
                self._act(number, account, today, sure=not at)
                book.within()
            self._learn()
        book.by = "clock"
        book.post(book.today, day - book.today.balance, "time passed")

    def _learn(self) -> None:
        """Ask the accounts that changed."""
        for number, (rule, changed) in enumerate(self.book.due):
            if changed:
                for account in changed:
                    if account.balance:
                        self._note(number, account, rule.when(account, self.book))
                changed.clear()

    def _note(self, number: int, account: Account, day: int) -> None:
        if day < self.known[number].get(account, NEVER):
            self.known[number][account] = day
            heappush(self.heap, (day, number, account.who, account.of, account.kind, account))

    def _pop(self) -> tuple[int, list[tuple[int, Account]]]:
        """The first day, and what may be due on it, in the order of the rules and of the names."""
        heap, day, due = self.heap, self.heap[0][0], []
        while heap and heap[0][0] == day:
            _, number, _, _, _, account = heappop(heap)
            if self.known[number].get(account) == day:
                del self.known[number][account]
                true_day = self.book.due[number][0].when(account, self.book) if account.balance else NEVER
                if true_day <= day:
                    due.append((number, account))
                else:
                    self._note(number, account, true_day)
        return max(day, self.book.today.balance), due

    def _act(self, number: int, account: Account, today: int, sure: bool) -> None:
        book, (rule, changed) = self.book, self.book.due[number]
        changed[account] = True
        if sure or (account.balance and rule.when(account, book) <= today):
            book.by = "clock"
            book.post(book.today, today - book.today.balance, "time passed")
            book.by = rule.by
            rule.act(account, book)
            book.react()
