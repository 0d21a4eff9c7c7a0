"""X3. What a character may have earned in all rises with each game."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Event, Left, Returned, SessionStarted
from ..ledger.accounts import ATTENDED, EARNED, FORFEITED, LEGACY, POINTS, UNIT
from ..ledger.numbers import Whole, positive, share
from ..policy import Account, Award, Book, Policy, Stage, Steps, award, figure, on, option
from ..policy.traits import PAYS_POINTS, Deeds

_REFUND = {
    "0-49": Fraction(1),
    "50-99": Fraction(9, 10),
    "100-149": Fraction(4, 5),
    "150-199": Fraction(7, 10),
    "200-249": Fraction(3, 5),
    "250+": Fraction(1, 2),
}


@frozen(eq=False, repr=False)
class RisingCap(Policy):
    """Nobody may have earned more in all than a cap that rises with every session they attend.

    Attending a session raises the cap, and then pays `attendance` points. A character who is behind can
    catch up by other awards; what goes beyond the cap is forfeited. Characters who leave or die leave a
    part of all they earned to their player's next character: `refund` says which part, by the whole points
    that they earned. It is taken back if they return.

        rising-cap: {cap: "14 + 7 * n", attendance: 6}
        rising-cap: {cap: {0-9: 50, 10+: 100}, refund: 1/2}
    """

    does: ClassVar[Deeds] = {PAYS_POINTS: None}
    covers: ClassVar[Mapping[str, str]] = {"X3": 'rising-cap: {cap: "14 + 7 * n", attendance: 6}'}

    cap: Curve = curve_option(
        "14 + 7 * n",
        unit="points",
        names={"n": "the sessions attended so far: 0 before the first"},
        first=0,
        least=0,
        steps=Steps("session", cost=False),
        help="the most points that a character may have earned in all",
    )
    attendance: int = option(6 * UNIT, unit="points", least=0, help="points for attending a session")
    refund: Curve = curve_option(
        _REFUND,
        factor=True,
        names={"n": "the whole points that the character earned in all"},
        first=0,
        help="the part of all points earned that the player's next character gets",
    )

    def _room(self, who: str, book: Book) -> Whole:
        return positive(self.cap[book[who, ATTENDED, ""].balance] - book[who, EARNED, ""].balance)

    @figure("room")
    def room(self, _: Whole, points: Account, book: Book) -> Whole:
        """points one may still earn"""
        return self._room(points.who, book)

    @on(SessionStarted, given=lambda self: self.attendance)
    def attend(self, event: SessionStarted, book: Book) -> None:
        why = event.name or "a session"
        for who in event.present:
            book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], self.attendance, why)

    @award(Event, stage=Stage.CAP)
    def hold_back(self, award: Award[Event], book: Book) -> None:
        if award.to.kind != POINTS:
            return
        award.paid = award.worth() if award.paid is None else award.paid
        beyond = positive(award.paid - self._room(award.who, book))
        sessions = book[award.who, ATTENDED, ""].balance
        why = "beyond the cap of {:u} after {:d} sessions", self.cap[sessions], sessions
        award.change(-beyond, why)
        book.post(book[award.who, FORFEITED, ""], beyond, why)

    @on(Left)
    def leave(self, event: Left, book: Book) -> None:
        earned = positive(book[event.who, EARNED, ""].balance)
        part = share(earned * self.refund[earned // UNIT], self.refund.over)
        book.set(book[event.who, LEGACY, ""], part, ("of {:u} earned", earned))

    @on(Returned)
    def come_back(self, event: Returned, book: Book) -> None:
        book.set(book[event.who, LEGACY, ""], 0, "came back")
