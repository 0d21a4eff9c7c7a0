"""What will be forgotten, by whom and on which day, if nothing is done."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ...ledger.accounts import RANK, Account
from ...reader import Names
from ..columns import column, many, number
from ..forecast import passing
from ..wording import reason
from .table import Asked, Played, Report


@frozen(kw_only=True)
class Loss:
    """Ranks lost on a day as time passes."""

    day: int = number("Day", day=True)
    days: int = number("In days")
    who: str
    name: str = column("Who")
    skill: str
    called: str = column("Skill")
    rank: int = number("From")
    left: int = number("To")
    policy: str = column("Rule")
    why: str = column("Why")


def losses(played: Played, filters: Asked) -> Report:
    """Every rank lost within ``days``: time, previewed."""
    book = played.book
    today = day = book.today.balance
    ranks = {(account.who, account.of): account.balance for account in book.all(RANK)}
    rows = []
    days, posted = passing(book, filters.days)
    for account, amount, policy, why in posted:
        day += amount if account is book.today else 0
        if account.kind == RANK:
            before = ranks.get((account.who, account.of), 0)
            ranks[account.who, account.of] = rank_left = before + amount
            rule = {"policy": policy, "why": reason(why, played.names)}
            when = {"day": day, "days": day - today}
            rows += [_loss(account, before, rank_left, played, **when, **rule)] if amount < 0 else []
    title = f"What will be lost within {many(days, 'day')} if left unused"
    notice = _notice(rows, days, played.names)
    if days < filters.days:
        notice += f" It looks no further ahead: {many(filters.days, 'day')} are too much to work out at once."
    return Report(title, Loss, rows, notice)


def _loss(account: Account, before: int, rank_left: int, played: Played, **further: Any) -> Loss:
    who, skill = account.who, account.of
    names: dict[str, Any] = {
        "who": who,
        "name": played.called(who),
        "skill": skill,
        "called": played.item(skill),
    }
    return Loss(**names, rank=before, left=rank_left, **further)


def _notice(rows: list[Loss], days: int, names: Names) -> str:
    if not rows:
        return f"No ranks will be lost within {many(days, 'day')}."
    first, ranks = rows[0], sum(row.rank - row.left for row in rows)
    people = many(len({row.who for row in rows}), "character")
    goes = f"the first to go is {first.name}'s {first.called}, on {names.on(first.day)}"
    return f"{many(ranks, 'rank')} of {people}; {goes}."
