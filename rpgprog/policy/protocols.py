"""What a policy is handed: accounts to read, a book to post to, awards to change.

A policy sees these and never the engine behind them. One campaign and many at once offer the same.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar, TypeVarTuple

from ..ledger.accounts import Key
from ..ledger.numbers import Truth, Whole

Reason = str | tuple[str, *tuple[object, ...]]  # a text, or a template and the numbers that go into it
Factor = tuple[Whole, int, Reason]  # numerator, denominator, why

Args = TypeVarTuple("Args")
Event = TypeVar("Event", covariant=True)


class Account(Protocol):
    """One balance of one holder. Only a posting changes it."""

    @property
    def who(self) -> str:
        """The holder: a character, the party or the campaign."""

    @property
    def kind(self) -> str:
        """What is counted: points, ranks, a policy's own memory."""

    @property
    def of(self) -> str:
        """What it is counted of: a skill, a talent; empty if there is only one."""

    @property
    def balance(self) -> Whole:
        """What it holds, in the smallest unit of its kind."""

    @property
    def key(self) -> Key:
        """Its name: (who, kind, of)."""


Of = TypeVar("Of", bound=Account, covariant=True)


class Balances(Protocol[Of]):
    """Accounts by name, to be read."""

    @property
    def kinds(self) -> Mapping[str, Sequence[tuple[tuple[str, str], Of]]]:
        """The kinds of account ever opened; for each its accounts by (who, of), in order."""

    def __getitem__(self, key: Key, /) -> Of: ...

    def __contains__(self, key: object, /) -> bool: ...

    def all(self, kind: str, /) -> Iterable[Of]:
        """The accounts of a kind ever opened, in the order of their names."""


class Rules(Protocol):
    """The policies in force."""

    @property
    def taken(self) -> Container[type]:
        """The events that some house rule acts on."""


class Book(Balances[Account], Protocol):
    """A campaign, or many at once: what a policy may ask of it and do with it.

    ``book[who, RANK, skill]`` is an account; one that was never posted to holds 0. What ``only``, ``each``,
    ``repeat`` and ``number`` call gets the book as its last argument and reads for itself what it needs.
    """

    @property
    def today(self) -> Account:
        """Its balance is the day."""

    @property
    def figures(self) -> Container[str]:
        """The names of the readings that some policy in force works out."""

    @property
    def rules(self) -> Rules:
        """The policies in force."""

    def post(self, account: Account, amount: Whole, why: Reason = "") -> None:
        """Add to an account. An amount of 0 posts nothing."""

    def set(self, account: Account, amount: Whole, why: Reason = "") -> None:
        """Post the difference to this amount."""

    def clear(self, kind: str, why: Reason = "") -> None:
        """Set every account of a kind to 0."""

    def award(self, event: object, to: Account, tally: Account, amount: Whole, why: Reason = "") -> None:
        """Open an award: paid into ``to`` and counted in ``tally`` once all policies have seen it."""

    def figure(self, name: str, account: Account, start: Whole = 0) -> Whole:
        """A reading of an account: what its policies make of it, one after the other."""

    def require(
        self,
        ok: Truth,
        code: str,
        why: str,
        kind: str = "",
        need: Whole | None = None,
        have: Whole | None = None,
        who: str = "",
    ) -> None:
        """Refuse the event unless ok.

        ``code`` is one of ``Code`` or a word of the rule's own, ``why`` a sentence; ``need`` and ``have`` are
        in the smallest unit of ``kind``; ``who`` is whose exception it is where the rule is set aside.
        """

    def only(self, test: Truth, act: Callable[[*Args, Book], object], *args: *Args) -> None:
        """Act where the test holds: an ``if``."""

    def each(
        self,
        kind: str,
        act: Callable[[Account, *Args, Book], object],
        *args: *Args,
        who: str | None = None,
    ) -> None:
        """Act on every account of a kind (of one holder) that holds something: a ``for``."""

    def repeat(self, act: Callable[[*Args, Book], Truth], *args: *Args) -> None:
        """Act again where it returned that it did something: a ``while``."""

    def number(self, number: Whole, act: Callable[[int, *Args, Book], object], *args: *Args) -> None:
        """Act with a plain number, for what an account is named by: the rank that was paid for."""

    def advance(self, day: Whole, absent: tuple[str, ...] = ()) -> None:
        """Move time on to a day. The absent do not age."""


class Award(Protocol[Event]):
    """An award on its way: policies put factors on it before it is rounded once and paid."""

    amount: Whole  # before any factor
    factors: list[Factor]
    least: Whole | None  # after all factors
    most: Whole | None
    paid: Whole | None  # None until it has been rounded
    raised: Whole  # what a policy added to the amount
    floors: tuple[tuple[Whole, Reason], ...]  # what ``least`` comes from
    caps: tuple[tuple[Whole, Reason], ...]  # what ``most`` comes from
    notes: tuple[Reason, ...]  # what changes no number
    changes: tuple[tuple[Whole, Reason], ...]  # what was added or taken off after rounding

    @property
    def event(self) -> Event:
        """The event that opened it."""

    @property
    def by(self) -> str:
        """The policy that opened it."""

    @property
    def who(self) -> str:
        """Who gets it."""

    @property
    def to(self) -> Account:
        """The account it is paid into."""

    @property
    def tally(self) -> Account:
        """The account that counts what was ever paid."""

    def scale(self, num: Whole, over: int, why: Reason) -> None:
        """Put a factor ``num / over`` on it."""

    def at_least(self, amount: Whole, why: Reason) -> None:
        """Pay no less than this after all factors, whatever else holds."""

    def at_most(self, amount: Whole, why: Reason) -> None:
        """Pay no more than this after all factors."""

    def note(self, why: Reason) -> None:
        """Add a remark that changes no number."""

    def change(self, amount: Whole, why: Reason) -> None:
        """Pay this much more, or less, than it was rounded to."""

    def worth(self) -> Whole:
        """The amount times all factors, to the nearest unit, within ``least`` and ``most``."""


class Names(Protocol):
    """The words of a ruleset."""

    @property
    def skills(self) -> Mapping[str, object]:
        """The skills, by name."""

    def categories(self) -> Sequence[str]:
        """The categories of the skills, each once."""

    def members(self, name: str, /) -> Sequence[str]:
        """The skills that a skill's or category's name means."""

    def stats(self) -> Sequence[str]:
        """The stats that skills go with, each once."""
