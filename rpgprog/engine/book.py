"""One campaign: balances, receipts, one step at a time, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from threading import RLock
from typing import Any

from ..events import Event
from ..ledger.accounts import ABSENT, COINS, DAY, OVERRULED, POINTS, Account, Key
from ..ledger.numbers import NEVER
from ..ledger.refusals import Code, Refused
from .award import Award
from .base import BaseBook
from .clock import Clock
from .rules import Rules

PLAIN = 8000  # so many events are handled under the same rules before it pays to write these out

Receipt = tuple[Account, int, str, Any]  # account, amount, policy, reason with its numbers


class Book(BaseBook):
    """One campaign. Balances are whole numbers; ``receipts`` says what was posted, in order."""

    def __init__(self, rules: Rules, sheet: Mapping[Key, int] | None = None, plain: int = PLAIN) -> None:
        super().__init__(rules, sheet)
        self.plain = plain
        self.lock = RLock()  # a question may try things out and take them back: one at a time
        self.began = 0  # where the last event's own receipts begin, after those that were due until its day
        self._begin()

    _new = Account

    def _begin(self) -> None:
        self.handlers: dict[type, Callable[[Event], None]] = {}
        self.clock = Clock(self)
        self.clock.forget()

    def adopt(self, rules: Rules) -> None:
        """Let other rules hold from now on; balances stay as they are."""
        self.bind(rules)
        self._begin()

    def _open_with(self, account: Account, amount: int) -> None:
        account.balance = amount

    def post(self, account: Account, amount: int, why: Any = "") -> None:
        """Add to an account: because of the policy at hand, for this reason with its numbers."""
        if amount:
            account.balance += amount
            self.receipts.append((account, amount, self.by, why))
            for changed in account.watchers:
                changed[account] = True

    def _note_unpaid(self, award: Award) -> None:
        """Keep an award that paid nothing among the receipts: a posting of 0 with its reason."""
        if not award.paid:
            self.receipts.append((award.to, 0, self.by, award))

    def require(
        self,
        ok: bool,
        code: str,
        why: str,
        kind: str = "",
        need: Any = None,
        have: Any = None,
        who: str = "",
    ) -> None:
        """Refuse the event unless ok, or unless a game master set this rule aside.

        ``code`` is one of ``Code`` or a word of the rule's own, ``why`` a sentence; ``need`` and ``have``
        are in the smallest unit of ``kind``; ``who`` is whose exception it is where the rule is set aside.
        """
        if ok:
            return
        refusal = Refused(self.by, code, why, kind, need, have)
        override = self.override
        if override is None or (override.rules and self.by not in override.rules):
            raise refusal
        passed = "{} let it pass: {} ({})", override.by, override.why, refusal
        self.post(self[who, OVERRULED, self.by], 1, passed)
        if override.forgive and kind in (POINTS, COINS):
            self.post(self[who, kind, ""], need - have, passed)

    # if, for and while on balances. What is called reads for itself what it needs.

    def only(self, test: bool, act: Any, *args: Any) -> None:
        """Act where the test holds."""
        if test:
            act(*args, self)

    def each(self, kind: str, act: Any, *args: Any, who: str | None = None) -> None:
        """Act for every account of that kind (of that holder) that holds something."""
        for account in self.all(kind):
            if account.balance and (who is None or account.who == who):
                act(account, *args, self)

    def repeat(self, act: Any, *args: Any) -> None:
        """Act again as long as it says that it did something."""
        while act(*args, self):
            self.within()

    def number(self, number: int, act: Any, *args: Any) -> None:
        """Act with a number that an account is named by (the rank that was paid for)."""
        act(number, *args, self)

    def _follow(self, act: Any, changed: dict[Account, Any]) -> None:
        accounts = tuple(changed)
        changed.clear()
        for account in accounts:
            act(account, self)

    def advance(self, day: int, absent: tuple[str, ...] = ()) -> None:
        """Move time on to that day, from due day to due day. The absent do not age."""
        today, by = self.today.balance, self.by
        days = day - today
        self.require(days >= 0, Code.DAY_ORDER, "the day goes backwards", DAY, day, today)
        self.by = "clock"
        if days:
            for who in absent:
                self.post(self[who, ABSENT, ""], days, "away")
            if absent:
                self.react()  # on the day on which the absence begins
            self.clock.advance(day)
        self.by = by

    # A step is whole or not at all.

    def step(self, event: Event) -> list[Receipt]:
        """Handle one event, all of its ``times`` or none of them; what was posted. Raises Refused."""
        mark = self.began = len(self.receipts)
        self.override, self.done = event.override, 0
        if not event.times:
            return []
        handle = self.handlers.get(event.__class__) or self._handler(event.__class__)
        try:
            if event.day is not None and event.day != self.today.balance:
                self.by = "clock"
                self.advance(event.day, event.absent)
                self.began = len(self.receipts)
            for self.done in range(event.times):
                before = len(self.receipts)
                handle(event)
                self.react()
                self.within()
                if len(self.receipts) == before:
                    break  # it changed nothing, so it never will again
        except BaseException as error:
            if isinstance(error, Refused):
                error.done, error.times = self.done, event.times
            self.take_back(mark)
            raise
        return self.receipts[mark:]

    def within(self) -> None:
        """Refuse an event with more postings than the rules allow: few words can ask for endless work."""
        most = self.rules.most_postings
        if len(self.receipts) - self.began > most:
            why = f"this takes more than {most:,} postings: write it as several entries"
            raise Refused("most_postings", Code.WORK, why)

    def _handler(self, event_class: type) -> Callable[[Event], None]:
        """What handles such an event: the policies as they are, or in a long run the same written out."""
        if self.rules.handled < self.plain:
            self.rules.handled += 1
            return self._handle
        from .fused import written_out

        handler = self.handlers[event_class] = written_out(self, event_class) or self._handle
        return handler

    def preview(self, event: Event) -> list[Receipt]:
        """What a step would post; nothing stays. Raises Refused."""
        mark = len(self.receipts)
        posted = self.step(event)
        self.take_back(mark)
        return posted

    def take_back(self, mark: int) -> None:
        """Undo the last postings, back to that mark."""
        self.awards.clear()
        self._forget_changes()
        taken = self.receipts[mark:]
        for account, amount, _, _ in taken:
            account.balance -= amount
        del self.receipts[mark:]
        if any(account is self.today for account, *_ in taken):
            self.clock.forget()

    def sheet(self) -> dict[Key, int]:
        """All balances that are not 0."""
        accounts = sorted(self.accounts.items(), key=itemgetter(0))
        return {key: account.balance for key, account in accounts if account.balance}


__all__ = ["NEVER", "Book", "Receipt"]
