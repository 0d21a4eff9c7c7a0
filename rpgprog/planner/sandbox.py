"""A private copy of a campaign: real events are tried on it and undone, and it notes what rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..engine.book import Book, Receipt
from ..engine.rules import Rules
from ..events import Bought, Event, Ruled
from ..ledger.accounts import BOUND, CAMPAIGN, HELD, PAID, PEAK, POINTS, RANK, RELEARNED, TALENT, Account, Key
from ..ledger.refusals import Code, Refused

Item = tuple[str, str]  # the kind of account (rank or talent) and the skill or talent
Seen = dict[str, set[Key]]  # by rule: the accounts it looked at

ANY = "*"  # in a key: all accounts of a kind
LENT = (Code.FUNDS, Code.RESERVED)  # refusals that points on loan lift
PASSING = (Code.FEE, Code.PERIOD_CAP)  # refusals that money or time lifts
_MONEY = {POINTS, HELD, BOUND, PAID, RELEARNED}
_INTERPRETED = 1 << 60  # compiling the rules would not pay for a few trials
_LOANS = 5  # rules that may each miss points for one purchase


class WatchedAccount(Account):
    """An account that notes which rule reads it."""

    __slots__ = ("book", "held")

    def __init__(self, who: str, kind: str, of: str, watchers: Any, book: Sandbox) -> None:
        self.book, self.held = book, 0
        super().__init__(who, kind, of, watchers)

    @property
    def balance(self) -> Any:
        """The balance."""
        if self.book.seen is not None:
            self.book.seen.setdefault(self.book.by, set()).add(self.key)
        return self.held

    @balance.setter
    def balance(self, amount: Any) -> None:
        self.held = amount


class Sandbox(Book):
    """A copy of a book. ``seen`` gathers the accounts that rules read, while somebody watches."""

    def __init__(self, rules: Rules, sheet: Any) -> None:
        self.seen: Seen | None = None
        self.dead_ends: set[Any] = set()  # refusals that nothing lifted
        super().__init__(rules, sheet, plain=_INTERPRETED)

    def _new(self, who: str, kind: str, of: str, watchers: Any = ()) -> Account:  # type: ignore[override]
        return WatchedAccount(who, kind, of, watchers, self)

    def all(self, kind: str) -> Iterable[Account]:
        """The accounts of that kind; asking counts as reading all of them."""
        if self.seen is not None:
            self.seen.setdefault(self.by, set()).add((ANY, kind, ANY))
        return super().all(kind)

    def post(self, account: Any, amount: Any, why: Any = "") -> None:
        """Add to an account, without reading it."""
        if amount:
            account.held += amount
            self.receipts.append((account, amount, self.by, why))
            for changed in account.watchers:
                changed[account] = True

    def within(self) -> None:
        """Trials are bounded by what a plan looks at, not by what an entry may do."""

    def take_back(self, mark: int) -> None:
        """Undo the last postings, unwatched."""
        before, self.seen = self.seen, None
        super().take_back(mark)
        self.seen = before

    def replay(self, receipts: Iterable[Receipt]) -> None:
        """Post again what was undone; whatever followed from it is among the receipts."""
        for account, amount, *_ in receipts:
            self.post(account, amount)
        self._forget_changes()

    # Watching and undoing.

    @contextmanager
    def watched(self) -> Iterator[Seen]:
        """Gather the accounts that rules read meanwhile."""
        before, self.seen = self.seen, {}
        try:
            yield self.seen
        finally:
            self.seen = before

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Read without being noticed."""
        before, self.seen = self.seen, None
        try:
            yield
        finally:
            self.seen = before

    @contextmanager
    def undone(self) -> Iterator[int]:
        """Undo everything that happens inside; gives where its receipts begin."""
        mark = len(self.receipts)
        try:
            yield mark
        finally:
            self.take_back(mark)

    # Asking.

    def holds(self, who: str, kind: str, of: str = "") -> int:
        """A balance, unwatched and without opening an account."""
        account = self.accounts.get((who, kind, of))
        return account.held if isinstance(account, WatchedAccount) else 0

    def at(self, who: str, kind: str, of: str, balance: int) -> Account:
        """An account with that balance, outside the book, to ask a reading about."""
        account = Account(who, kind, of)
        account.balance = balance
        return account

    def price(self, who: str, item: Item, balance: int) -> int:
        """What the next rank costs at that rank, all else being as it is; thousandths of a point."""
        price: int = self.figure("price", self.at(who, *item, balance))
        return price

    def refusal(self, event: Event) -> Refused | None:
        """Why the event would be refused, or None. Nothing of it stays."""
        with self.undone():
            try:
                self.step(event)
            except Refused as refused:
                return refused
        return None

    # Acting.

    def give(self, who: str, kind: str, amount: int, of: str = "") -> None:
        """Change a balance by a ruling; the rules react to it."""
        self.step(Ruled(who=who, kind=kind, of=of, amount=amount, why="what if"))

    def buy(self, who: str, item: Item) -> tuple[int, int]:
        """Buy one rank or a talent: its price and the part of it that was lent, in thousandths of a point.

        Raises Refused for any reason but missing points; then nothing is changed.
        """
        mark, event, lent = len(self.receipts), purchase_of(who, item), 0
        for _ in range(_LOANS):
            try:
                posted = self.step(event)
            except Refused as refused:
                if refused.code not in LENT or not refused.short:
                    self.take_back(mark)
                    raise
                lent += refused.short
                self.give(who, POINTS, refused.short)
            else:
                return _paid(posted, who), lent
        self.take_back(mark)
        raise Refused("purchase", Code.FUNDS, f"{item[1]} cannot be paid for")


def purchase_of(who: str, item: Item) -> Bought:
    """The purchase as it would be recorded."""
    kind, of = item
    return Bought(who=who, talent=of) if kind == TALENT else Bought(who=who, skill=of)


def _paid(posted: Iterable[Receipt], who: str) -> int:
    return -sum(n for account, n, *_ in posted if account.kind == POINTS and account.who == who and n < 0)


def is_about(key: Key, item: Item) -> bool:
    """Whether an account is of that very skill or talent."""
    return key[2] == item[1] and key[1] in (RANK, PEAK, TALENT)


def is_irrelevant(key: Key) -> bool:
    """Whether purchases never wait for an account: points are lent, and the day stays the same."""
    return key[1] in _MONEY or key[0] == CAMPAIGN
