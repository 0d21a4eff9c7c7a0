"""X3. What a character may have earned in all rises with each game."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Event, Joined, Left, Returned, SessionStarted
from ..ledger.accounts import ATTENDED, EARNED, FORFEITED, LEGACY, PLAYER, POINTS, UNIT
from ..ledger.numbers import Whole, minimum, positive, share
from ..policy import Account, Award, Book, Policy, Stage, Steps, award, figure, memory, on, option
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
    catch up by other awards; what goes beyond the cap is forfeited.

    Characters who leave or die leave a part of all they earned, except the `base`, to their player's next
    character: `refund` says which part, by the whole points that they earned. The next character with the
    same `player:` gets it on joining, in whole points, as if they had brought it along: it counts as earned
    and is not cut. Until then it is taken back if they return.

        rising-cap: {cap: "14 + 7 * n", attendance: 6}
        rising-cap: {cap: {0-9: 50, 10+: 100}, refund: 1/2}
        rising-cap: {refund: 1/3, base: 14}
    """

    revision: ClassVar[int] = 2
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
    base: int = option(0, unit="points", least=0, help="points with which everybody begins: left to nobody")
    handed_on: str = memory("handed on")  # of the legacy: what the next character has got

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
        earned = positive(book[event.who, EARNED, ""].balance - self.base)
        factor, over = self.refund[earned // UNIT], self.refund.over
        part, legacy = share(earned * factor, over), book[event.who, LEGACY, ""]
        beyond = f" beyond the base of {self.base / UNIT:g}" if self.base else ""
        book.set(legacy, part, ("{} of {:u} earned" + beyond, (factor, over), earned))
        before = minimum(book[event.who, self.handed_on, ""].balance, part)
        book.post(legacy, -before, "handed on before")

    @on(Joined, stage=Stage.REMEMBER, order=2)  # after the level that they bring along
    def inherit(self, event: Joined, book: Book) -> None:
        if event.player:
            book.each(LEGACY, self._hand_on, event.who, event.player)

    def _hand_on(self, legacy: Account, who: str, player: str, book: Book) -> None:
        whole = legacy.balance // UNIT * UNIT
        whole = whole * ((legacy.who == player) | (book[legacy.who, PLAYER, player].balance > 0))
        book.post(legacy, -whole, ("handed on to {}", who))
        book.post(book[legacy.who, self.handed_on, ""], whole, ("handed on to {}", who))
        for kind in (POINTS, EARNED):
            book.post(book[who, kind, ""], whole, ("left by {}", legacy.who))

    @on(Returned)
    def come_back(self, event: Returned, book: Book) -> None:
        book.set(book[event.who, LEGACY, ""], 0, "came back")
