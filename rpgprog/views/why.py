"""How a number came to be: every posting to its account, adding up to it; or a reading's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from ..engine.book import Book
from ..engine.replay import Folded, dated
from ..ledger.accounts import ABILITY, BOUND, HELD, HOURS, POINTS, XP, Account
from ..ledger.plain import Plain
from ..ledger.units import plain
from ..reader import Names
from .real_dates import RealDates
from .wording import amount, reason


@frozen
class Posting(Plain):
    """One posting: when, through which event, by which policy, why; numbers in the smallest unit.

    ``number`` is the event's, in the order of recording; 0: it was automatic. An event that was taken
    back posted nothing: its row has the kind "reverted", and says who took it back, on which day, and why.
    """

    number: int
    day: int
    session: str
    gm: str
    who: str
    kind: str
    of: str
    amount: int
    balance: int
    policy: str
    event: str
    line: int
    reason: str
    note: str = ""
    late: str = ""
    reverted_by: str = ""
    reverted_on: int | None = None
    reverted_why: str = ""
    played: str = ""  # the real date of its session
    on: str = ""  # the day, as the campaign's calendar has it

    def in_words(self) -> str:
        """The reason, with the note beside it and why it was entered late."""
        beside = "; ".join(filter(None, (self.note, f"late: {self.late}" if self.late else "")))
        return f"{self.reason} [{beside}]" if beside else self.reason


def without_notes(rows: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same for players: notes are the game master's own."""
    return tuple(evolve(row, note="") for row in rows)


@frozen
class Why(Plain):
    """A number and where it comes from: postings, or the terms of a reading (policy, number so far)."""

    who: str
    what: str
    kind: str
    number: int
    postings: tuple[Posting, ...] = ()
    terms: tuple[tuple[str, str, int], ...] = ()


def postings(folded: Sequence[Folded], wanted: Any, names: Names) -> list[Posting]:
    """The postings to accounts that are wanted, each with the running balance of its account."""
    return list(one_by_one(folded, wanted, names, RealDates.of(folded)))


def one_by_one(folded: Iterable[Folded], wanted: Any, names: Names, dates: RealDates) -> Iterator[Posting]:
    """The same, during the fold."""
    balances: dict[Account, int] = {}
    for day, step, own, (account, number, policy, why) in dated(folded):
        balances[account] = balance = balances.get(account, 0) + number
        if wanted(account):
            row = _posting(day, step, own, account, number, balance, policy, reason(why, names))
            yield evolve(row, **dated_as(day, step.recorded if own else None, names, dates))


def dated_as(day: int, recorded: Any, names: Names, dates: RealDates) -> dict[str, Any]:
    """The dates of a row: of the game night, if it is of an entry, and by the calendar."""
    on = "" if names.dates is None else names.on(day)
    return {"played": "" if recorded is None else dates.at(recorded), "on": on}


def _posting(
    day: int, step: Folded, own: bool, account: Account, number: int, balance: int, policy: str, why: str
) -> Posting:
    recorded = step.recorded
    return Posting(
        number=recorded.position + 1 if own else 0,
        day=day,
        session=recorded.session if own else "",
        gm=recorded.gm if own else "",
        who=account.who,
        kind=account.kind,
        of=account.of,
        amount=number,
        balance=balance,
        policy=policy,
        event=recorded.word if own else "time passed",
        line=recorded.place.line if own else 0,
        reason=why,
        note=recorded.note if own else "",
        late=recorded.late if own else "",
    )


def why_account(
    folded: Sequence[Folded], who: str, kind: str, of: str, names: Names, called: str = ""
) -> Why:
    """The postings to one account; ``called`` is what people call its kind."""
    rows = postings(folded, lambda account: account.key == (who, kind, of), names)
    return Why(who, f"{of} {called or kind}".strip(), kind, rows[-1].balance if rows else 0, tuple(rows))


COUNTED_AS = {
    "price": POINTS,
    "next level": POINTS,
    "above the limit": POINTS,
    "training time": HOURS,
    "xp price": XP,
}


def why_reading(book: Book, who: str, name: str, account: Account) -> Why:
    """The steps of a reading: what each policy made of the number."""
    number, terms = 0, []
    for act, policy in book.figures.get(name, ()):
        before, number = number, act(number, account, book)
        if number != before:
            words_ = act.__self__.explain(act.__name__, account, book)  # type: ignore[attr-defined]
            words = words_ or (act.__doc__ or name).strip().splitlines()[0]
            terms.append((policy, words, number))
    subject = account.of if name == ABILITY else f"{account.of} {name}".strip()
    return Why(who, subject, COUNTED_AS.get(name, name), number, terms=tuple(terms))


def in_words(why: Why, names: Names) -> str:
    """One sentence: what the number is."""
    return f"{why.what} of {why.who} is {amount(why.kind, why.number, names)}"


_ASIDE = {HELD: ("earmark", "set aside for"), BOUND: ("bound-points", "bound to")}


def why_free(book: Book, who: str) -> Why:
    """Unspent points, and what is taken off them: the points held and bound."""
    number = book[who, POINTS, ""].balance
    terms = [("bookkeeping", "unspent points", number)]
    for kind in (HELD, BOUND):
        for account in sorted(book.all(kind), key=lambda account: account.of):
            if account.who == who and account.balance:
                number -= account.balance
                policy, words = _ASIDE[kind]
                terms.append((policy, f"{plain(account.balance)} {words} {account.of}", number))
    return Why(who, "free", POINTS, number, terms=tuple(terms))
