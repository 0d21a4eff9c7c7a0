"""A private copy of a campaign on which purchases are tried with real events; it notes what rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..engine.book import Book, Receipt
from ..engine.rules import Rules
from ..events import Bought, Ruled
from ..ledger.accounts import BOUND, CAMPAIGN, HELD, PAID, PEAK, POINTS, RANK, RELEARNED, TALENT, Account, Key
from ..ledger.refusals import Code, Refused

Item = tuple[str, str]  # the kind of account (rank or talent) and the skill or talent
ANY = "*"  # all accounts of a kind
MONEY = {POINTS, HELD, BOUND, PAID, RELEARNED}  # what is short is lent: a purchase never waits for it
LENT = {Code.FUNDS, Code.RESERVED}  # refusals that more points would lift
_PLAIN = 1 << 60  # nothing is written out for a few tries
_LOANS = 5  # rules that may each miss points for one purchase


class Seen(Account):
    """An account that notes which rule looks at it."""

    __slots__ = ("book", "held")

    def __init__(self, who: str, kind: str, of: str, watchers: Any, book: Trial) -> None:
        self.book, self.held = book, 0
        super().__init__(who, kind, of, watchers)

    @property
    def balance(self) -> Any:
        """What it holds."""
        if self.book.watching:
            self.book.seen.setdefault(self.book.by, set()).add(self.key)
        return self.held

    @balance.setter
    def balance(self, amount: Any) -> None:
        self.held = amount


class Trial(Book):
    """A book of one's own. ``seen`` says which accounts each rule looked at while ``watching``."""

    def __init__(self, rules: Rules, sheet: Any) -> None:
        self.seen: dict[str, set[Key]] = {}
        self.watching = False
        self.hopeless: set[Any] = set()  # refusals that nothing lifted
        super().__init__(rules, sheet, plain=_PLAIN)

    def _new(self, who: str, kind: str, of: str, watchers: Any = ()) -> Account:  # type: ignore[override]
        return Seen(who, kind, of, watchers, self)

    def all(self, kind: str) -> Iterable[Account]:
        """The accounts of that kind; who asks looks at all of them."""
        if self.watching:
            self.seen.setdefault(self.by, set()).add((ANY, kind, ANY))
        return super().all(kind)

    def post(self, account: Any, amount: Any, why: Any = "") -> None:
        """Add to an account, which is not looking at it."""
        if amount:
            account.held += amount
            self.receipts.append((account, amount, self.by, why))
            for changed in account.watchers:
                changed[account] = True

    def take_back(self, mark: int) -> None:
        """Undo the last postings, which is not looking at them."""
        watched, self.watching = self.watching, False
        super().take_back(mark)
        self.watching = watched

    def again(self, receipts: Iterable[Receipt]) -> None:
        """Post once more what was taken back; what followed from it is among it."""
        for account, amount, *_ in receipts:
            self.post(account, amount)
        self._forget_changes()

    def holds(self, who: str, kind: str, of: str = "") -> int:
        """A balance, without a trace."""
        account = self.accounts.get((who, kind, of))
        return account.held if isinstance(account, Seen) else 0

    def give(self, who: str, kind: str, amount: int, of: str = "") -> list[Receipt]:
        """Change a number by hand."""
        return self.step(Ruled(who=who, kind=kind, of=of, amount=amount, why="what if"))

    def at(self, who: str, kind: str, of: str, balance: int) -> Account:
        """An account that is not in the book, to ask a reading by."""
        account = Account(who, kind, of)
        account.balance = balance
        return account

    def buy(self, who: str, item: Item) -> tuple[int, int, list[Receipt]]:
        """Buy one rank or a talent; its price, the points that were lent for it, its postings.

        Raises Refused for any other reason than missing points.
        """
        mark, event = len(self.receipts), bought(who, item)
        lent = 0
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
                return paid(posted, who), lent, posted
        self.take_back(mark)
        raise Refused("purchase", Code.FUNDS, f"{item[1]} cannot be paid for")

    def price(self, who: str, item: Item, balance: int) -> int:
        """What the next rank costs at that rank, all else being as it is."""
        price: int = self.figure("price", self.at(who, *item, balance))
        return price


def bought(who: str, item: Item) -> Bought:
    """The purchase as it would be recorded."""
    kind, of = item
    return Bought(who=who, talent=of) if kind == TALENT else Bought(who=who, skill=of)


def paid(posted: Iterable[Receipt], who: str) -> int:
    """The points that a purchase took."""
    return -sum(n for account, n, *_ in posted if account.kind == POINTS and account.who == who and n < 0)


def own(key: Key, item: Item) -> bool:
    """Whether an account is of that very thing."""
    return key[2] == item[1] and key[1] in (RANK, PEAK, TALENT)


def apart(key: Key) -> bool:
    """Whether an account is no matter of purchases: points are lent, and the day is the same."""
    return key[1] in MONEY or key[0] == CAMPAIGN
