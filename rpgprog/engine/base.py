"""What one campaign and many at once share: accounts by name, handlers by event, the order of one step."""

from __future__ import annotations

from abc import abstractmethod
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..events import Event, Override
from ..ledger.accounts import CAMPAIGN, DAY, Account, Key
from ..policy import Account as AnyAccount
from ..policy import Reason
from .award import Award
from .rules import Acts, Rules


class _Opened(dict[Key, Account]):
    """Accounts by name; asking for one opens it."""

    __slots__ = ("open",)

    def __init__(self, open_account: Callable[[Key], Account]) -> None:
        super().__init__()
        self.open = open_account

    def __missing__(self, key: Key) -> Account:
        account = self[key] = self.open(key)
        return account


class BaseBook:
    """The working set of balances. ``book[who, RANK, skill]`` is an account; one never posted to holds 0.

    ``accounts`` are those opened so far, by name.
    """

    keeps_due = True  # whether changes are noted for a clock of due days

    def __init__(self, rules: Rules, sheet: Mapping[Key, Any] | None = None) -> None:
        self.accounts: Mapping[Key, Account] = _Opened(self._open)
        self.by = ""
        self.override: Override | None = None
        self.receipts: list[tuple[Any, ...]] = []
        self.awards: list[tuple[Any, ...]] = []  # opened and not yet paid
        self.kinds: dict[str, list[tuple[tuple[str, str], Account]]] = {}
        BaseBook.bind(self, rules)
        for key, balance in (sheet or {}).items():
            self._open_with(self[key], balance)
        self.today = self[CAMPAIGN, DAY, ""]

    def bind(self, rules: Rules) -> None:
        """Let these rules hold from now on; balances stay as they are."""
        self.rules, self.plans, self.figures = rules, rules.plans, rules.figures
        self.after: tuple[tuple[Any, str, dict[Account, Any]], ...] = tuple(
            (act, by, {}) for act, by, _ in rules.after
        )
        self.due: tuple[tuple[Any, dict[Account, Any]], ...] = tuple(
            (rule, {}) for rule in rules.due if self.keeps_due
        )
        self.react: Callable[[], None] = self._react  # what follows on the accounts that changed
        self._watchers: dict[str, tuple[dict[Account, Any], ...]] = {}
        for account in self.accounts.values():
            account.watchers = self._watching(account.kind)

    def __getitem__(self, key: Key) -> Account:
        return self.accounts[key]

    def __contains__(self, key: object) -> bool:
        return key in self.accounts

    def _open(self, key: Key) -> Account:
        who, kind, of = key
        account = self._new(who, kind, of, self._watching(kind))
        insort(self.kinds.setdefault(kind, []), ((who, of), account))
        return account

    def _watching(self, kind: str) -> tuple[dict[Account, Any], ...]:
        watchers = self._watchers.get(kind)
        if watchers is None:
            reactions = zip(self.rules.after, self.after, strict=True)
            watchers = tuple(changed for (_, _, kinds), (_, _, changed) in reactions if kind in kinds)
            watchers += tuple(changed for rule, changed in self.due if rule.kind == kind)
            self._watchers[kind] = watchers
        return watchers

    def all(self, kind: str) -> Iterable[Account]:
        """The accounts of that kind ever opened, in the order of their names."""
        return [account for _, account in self.kinds.get(kind, ())]

    def award(self, event: Event, to: AnyAccount, tally: AnyAccount, amount: Any, why: Reason = "") -> None:
        """Open an award: paid into ``to`` and counted in ``tally`` once all policies have seen it."""
        self.awards.append((event, self.by, to, tally, amount, why))

    def figure(self, name: str, account: AnyAccount, start: Any = 0) -> Any:
        """A reading of an account: what its policies make of it, one after the other."""
        for act, _ in self.figures.get(name, ()):
            start = act(start, account, self)
        return start

    def set(self, account: AnyAccount, amount: Any, why: Reason = "") -> None:
        """Post the difference to this amount."""
        self.post(account, amount - account.balance, why)

    def clear(self, kind: str, why: Reason = "") -> None:
        """Set every account of that kind to 0."""
        self.each(kind, self._empty, why)

    @staticmethod
    def _empty(account: Account, why: Reason, book: BaseBook) -> None:
        book.post(account, -account.balance, why)

    def _handle(self, event: Event) -> None:
        """Everything an event does directly, once; what follows from changed accounts is a reaction."""
        early, scaling, claims, late = self.plans.get(event.__class__) or self.rules.plan(event.__class__)
        for act, self.by in early:
            act(event, self)
        if self.awards:
            self._pay(scaling, claims)
        for act, self.by in late:
            act(event, self)

    def _pay(self, scaling: Acts, claims: Acts) -> None:
        """Let the policies see each award, those too that are opened meanwhile, and pay it."""
        for opened in self.awards:
            award = Award(*opened)
            for act, self.by in scaling:
                act(award, self)
            if award.paid is None:
                award.paid = award.worth()
            self._settle(award, claims)
        self.awards.clear()

    def _settle(self, award: Award, claims: Acts) -> None:
        """Pay an award, and let the policies claim what it brought."""
        self.by = award.by
        self.post(award.to, award.paid, award)
        self.post(award.tally, award.paid, award)
        self._note_unpaid(award)
        for act, self.by in claims:
            act(award, self)

    def _note_unpaid(self, award: Award) -> None:
        """Keep an award that paid nothing among the postings; a book that explains nothing has no need."""

    def within(self) -> None:
        """Refuse an event that makes too many postings; in many campaigns at once none is counted."""

    def _react(self) -> None:
        """Each reaction once, forward through the stages, on what changed until then."""
        after, reacted = self.after, False
        for act, self.by, changed in after:
            if changed:
                reacted = True
                self._follow(act, changed)
        if reacted:
            self._forget_changes()

    def _forget_changes(self) -> None:
        for _, _, changed in self.after:
            if changed:
                changed.clear()

    # What a single campaign and lanes do each in their own way.

    @abstractmethod
    def post(self, account: Any, amount: Any, why: Any = "") -> None:
        """Add to an account."""

    @abstractmethod
    def each(self, kind: str, act: Any, *args: Any, who: str | None = None) -> None:
        """Act for every account of that kind (of that holder) that holds something."""

    @abstractmethod
    def _follow(self, act: Any, changed: dict[Account, Any]) -> None:
        """Act on each account that changed."""

    @abstractmethod
    def _open_with(self, account: Any, amount: Any) -> None:
        """Give a new account its balance, without a posting."""

    @abstractmethod
    def _new(self, who: str, kind: str, of: str, watchers: Any) -> Account:
        """Make an account."""
