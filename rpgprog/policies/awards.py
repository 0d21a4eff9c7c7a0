"""A1, L3. What the party gets for what it met and for what it achieved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import Factory, frozen

from ..accounts import EARNED, PARTY, POINTS, SHARE, UNDIVIDED, UNIT
from ..arith import Whole
from ..events import Awarded, Met
from ..policy import Policy, Stage, on, option


@frozen(eq=False, repr=False)
class Awards(Policy):
    """Points for encounters and for goals: earned, and spendable at once.

    An encounter is worth what the event says (`points:`), else what its `rating:` stands for,
    else `encounter`. A goal is worth what the game master awards. With `division: split` the
    figure is for the whole party: each gets their share in whole points (a retainer whose `share:`
    is 1/2 half of it), and what is left stands in the party's undivided points.

        awards: {encounter: 2}
        awards: {rated: {1/4: 50, 1/2: 100, 1: 200}, division: split}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "A1": "awards: {encounter: 2}",
        "L3": "awards: on",
    }

    encounter: int = option(
        2 * UNIT, unit=UNIT, least=0, help="points for an encounter that has no figure of its own"
    )
    rated: Mapping[str, int] = option(
        Factory(dict), unit=UNIT, least=0, help="points by the encounter's rating"
    )
    division: str = option("each", choices=("each", "split"), help="each gets the figure, or they share it")

    @on(Met, stage=Stage.CHECK, given=lambda self: self.rated)
    def check(self, event: Met, book: Any) -> None:
        known = event.points is not None or not event.rating or event.rating in self.rated
        book.require(known, f'the rating "{event.rating}" is worth nothing here', who=event.who[0])

    @on(Met)
    def meet(self, event: Met, book: Any) -> None:
        worth = self.rated.get(event.rating, self.encounter) if event.points is None else event.points
        self._pay(event, worth, event.what or event.family or event.situation or event.tag, book)

    @on(Awarded)
    def reward(self, event: Awarded, book: Any) -> None:
        self._pay(event, event.points, event.why or "an award", book)

    def _pay(self, event: Any, worth: Whole, why: str, book: Any) -> None:
        if self.division == "split":
            self._split(event, worth, why, book)
            return
        for who in event.who:
            book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], worth, why)

    def _split(self, event: Any, worth: Whole, why: str, book: Any) -> None:
        shares = {who: book[who, SHARE, ""].balance for who in event.who}
        parts, left = sum(shares.values()), worth
        for who, part in shares.items():
            amount = worth * part // (parts * UNIT) * UNIT
            left = left - amount
            book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], amount, why)
        book.post(book[PARTY, UNDIVIDED, ""], left, "left over when it was shared out")
