"""S2. Points are set aside for something, with notice at the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..accounts import HELD, POINTS, RANK, TALENT, Account
from ..arith import Whole, minimum
from ..events import Bought, Released, Saved
from ..policy import Policy, Stage, figure, on


@frozen(eq=False, repr=False)
class Earmark(Policy):
    """Saving for something takes notice: what for and why, no later than the first day above the hoard limit.

    Points that are held can be spent on their target only; the purchase takes them first. They can
    be released again. Held points do not count for the hoard limit.

        earmark: {}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "S2": "earmark: on",
    }

    @figure("held")
    def held(self, held: Whole, points: Account, book: Any) -> Whole:
        """what is set aside"""
        return held + sum(account.balance for account in book.all(HELD) if account.who == points.who)

    @on(Saved, stage=Stage.CHECK)
    def check_notice(self, event: Saved, book: Any) -> None:
        points, mine = book[event.who, POINTS, ""], book[event.who, HELD, event.target]
        since, today = book.figure("over since", points), book.today.balance + 1
        in_time = (since == 0) | (today <= since) | (mine.balance > 0)
        book.require(bool(event.why) | (mine.balance > 0), "a notice says why", who=event.who)
        book.require(
            in_time,
            "notice comes too late: the limit was passed before",
            "day",
            since - 1,
            today - 1,
            event.who,
        )
        owned = book[event.who, TALENT, event.target].balance
        book.require(owned == 0, f"{event.target} is theirs already", who=event.who)
        free = points.balance - book.figure("held", points)
        book.require(event.points <= free, "more than is free", POINTS, event.points, free, event.who)

    @on(Saved)
    def save(self, event: Saved, book: Any) -> None:
        book.post(book[event.who, HELD, event.target], event.points, event.why or "more of it")

    @on(Released, stage=Stage.CHECK)
    def check_release(self, event: Released, book: Any) -> None:
        held = book[event.who, HELD, event.target].balance
        book.require(held > 0, f"nothing is held for {event.target}", POINTS, 1, held, event.who)

    @on(Released)
    def release(self, event: Released, book: Any) -> None:
        book.set(book[event.who, HELD, event.target], 0, "released")

    @on(Bought, stage=Stage.CHECK)
    def check_claims(self, event: Bought, book: Any) -> None:
        item, points, mine = self._sides(event, book)
        price = book.figure("price", item)
        free = points.balance - book.figure("held", points) + mine.balance
        others_stay = (price <= free) | (
            price > points.balance
        )  # what there is not at all is purchase's to refuse
        book.require(others_stay, "the rest is held for something else", POINTS, price, free, event.who)

    @on(Bought)
    def take_held(self, event: Bought, book: Any) -> None:
        """Before the price is paid: what it takes of the held points is held no more."""
        item, _, mine = self._sides(event, book)
        spent = mine.balance if event.talent else minimum(mine.balance, book.figure("price", item))
        book.post(mine, -spent, "bought what it was held for")

    @staticmethod
    def _sides(event: Bought, book: Any) -> tuple[Account, Account, Account]:
        of = event.talent or event.skill
        item = book[event.who, TALENT if event.talent else RANK, of]
        return item, book[event.who, POINTS, ""], book[event.who, HELD, of]
