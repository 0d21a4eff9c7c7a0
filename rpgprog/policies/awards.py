"""A1, L3. What the party gets for what it met and for what it achieved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import Factory, frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import Awarded, Event, Met, Used
from ..ledger.accounts import EARNED, LEVEL, MEMBER, PARTY, POINTS, SHARE, UNDIVIDED, UNIT
from ..ledger.apportion import FINE, floors, fractions, largest
from ..ledger.numbers import Whole, maximum, share, where
from ..ledger.refusals import Code
from ..ledger.units import PARTS
from ..policy import Award, Book, Policy, Reason, Stage, award, memory, on, option, when
from ..policy.traits import PAYS_ENCOUNTERS, PAYS_POINTS, PAYS_USES, Deeds
from ..reader import Reader, described
from ..source import Node

_OUTCOMES = ("success", "failure", "critical", "fumble")


def read_outcomes(reader: Reader, node: Node, label: str) -> dict[str, int]:
    """Points by how a use went; a word that is not an outcome is refused."""
    worths = {}
    for word, (key, value) in reader.entries(node, label).items():
        outcome, worth = reader.choice(key, label, _OUTCOMES), reader.amount(value, f"{label}, {word}")
        if outcome and worth is not None and worth < 0:
            reader.problem(value, f"{label}, {word}: must be at least 0, not {described(value)}")
        elif outcome and worth is not None:
            worths[outcome] = worth
    return worths


@frozen(eq=False, repr=False)
class Awards(Policy):
    """Encounters and goals pay points, which can be spent at once; uses of skills may pay some too.

    An encounter is worth what its entry says (`points:`), or else what `rated` has for its `rating:`, or
    else `encounter`. A goal is worth what the game master awards. With `outcomes` a use of a skill pays by
    how it went: a point for each failed roll, say.

    With `division: split` the figure is for the whole party. Each member gets a share in whole points (a
    retainer with `share: 1/2` gets half a share), and `remainder` says what happens to the rest. It stays
    with the party (`leave`), is added to the next award (`carry`), or goes out point by point to those who
    lost most to rounding, earlier losses included (`largest`); then only what is less than a point waits
    for the next award.

    An entry may say `division: each` or `division: split` for itself.

    Members of the party who were not there get the part `absent` of an award to `all`; they have met
    nothing. Characters below the party's highest level get `catch_up` times as much, and a curve makes that
    depend on how many levels they are behind.

        awards: {encounter: 2}
        awards: {rated: {1/4: 50, 1/2: 100, 1: 200}, division: split}
        awards: {division: split, remainder: largest, absent: 1/2}
        awards: {encounter: 80, catch_up: 2}
        awards: {outcomes: {failure: 1}}
    """

    does: ClassVar[Deeds] = {PAYS_POINTS: None, PAYS_ENCOUNTERS: None, PAYS_USES: lambda self: self.outcomes}
    covers: ClassVar[Mapping[str, str]] = {
        "A1": "awards: {encounter: 2}",
        "L3": "awards: on",
        "O2": "awards: {division: split, remainder: largest, absent: 1/2}",
        "O3": "awards: {catch_up: 2}",
        "O4": "awards: {outcomes: {failure: 1}}",
    }

    encounter: int = option(
        2 * UNIT, unit="points", least=0, help="points for an encounter that does not say what it is worth"
    )
    rated: Mapping[str, int] = option(
        Factory(dict), unit="points", least=0, help="points for each rating that encounters may have"
    )
    outcomes: Mapping[str, int] = option(
        Factory(dict),
        unit="points",
        reads=read_outcomes,
        takes="a map: success, failure, critical or fumble, each with points",
        help="points for a use of a skill, by how it went",
    )
    division: str = option(
        "each", choices=("each", "split"), help="whether everyone gets the full figure, or they share it"
    )
    remainder: str = option(
        "leave",
        choices=("leave", "carry", "largest"),
        only_with=when(division="split"),
        help="what happens to points left over when an award is shared out",
    )
    absent: int = option(
        0,
        unit="part",
        scale=PARTS,
        least=0,
        most=1,
        help="the part of an award that absent members of the party get",
    )
    catch_up: Curve | None = curve_option(
        None,
        factor=True,
        names={"n": "how many levels the character is behind"},
        help="how many times as much characters below the party's highest level get",
    )
    owed: str = memory("owed")  # parts of a point, in FINE-ths

    @on(Met, stage=Stage.CHECK, given=lambda self: self.rated)
    def check(self, event: Met, book: Book) -> None:
        known = event.points is not None or not event.rating or event.rating in self.rated
        book.require(
            known, Code.UNKNOWN, f'the rating "{event.rating}" is worth nothing here', who=event.who[0]
        )

    @on(Met)
    def meet(self, event: Met, book: Book) -> None:
        worth = self.rated.get(event.rating, self.encounter) if event.points is None else event.points
        self._pay(event, worth, event.what or event.family or event.situation or event.tag, book)

    @on(Awarded)
    def reward(self, event: Awarded, book: Book) -> None:
        if event.in_points:
            self._pay(event, event.points, event.why or "an award", book)

    @on(Used, given=lambda self: self.outcomes)
    def use(self, event: Used, book: Book) -> None:
        worth = self.outcomes.get(event.outcome, 0)
        if worth:
            self._open(event, event.who, worth, f"a {event.outcome} in {event.skill}", book)

    @award(Met, Awarded, stage=Stage.SCALE, given=lambda self: self.catch_up is not None)
    def help_up(self, award: Award[Met | Awarded], book: Book) -> None:
        if self.catch_up is None or award.by != self.name:
            return
        behind = self._highest_level(book) - book[award.who, LEVEL, ""].balance
        factor = where(behind > 0, self.catch_up[behind], self.catch_up.over)
        award.scale(factor, self.catch_up.over, ("{:d} behind the party's highest level", behind))

    def _highest_level(self, book: Book) -> Whole:
        highest: Whole = 0
        for member in book.all(MEMBER):
            level = book[member.who, LEVEL, ""].balance
            highest = maximum(highest, where(member.balance > 0, level, 0))
        return highest

    def _open(self, event: Event, who: str, worth: Whole, why: Reason, book: Book) -> None:
        book.award(event, book[who, POINTS, ""], book[who, EARNED, ""], worth, why)

    def _away(self, event: Met | Awarded) -> tuple[str, ...]:
        """Members of the party who were absent and get a part all the same."""
        return tuple(who for who in event.others if who not in event.who) if self.absent else ()

    def _pay(self, event: Met | Awarded, worth: Whole, why: str, book: Book) -> None:
        if (event.division or self.division) == "split":
            self._split(event, worth, why, book)
            return
        for who in event.who:
            self._open(event, who, worth, why, book)
        if self.absent:
            absent = "{} of the {:u} for {}, without being there", (self.absent, PARTS), worth, why
            for who in self._away(event):
                self._open(event, who, share(worth * self.absent, PARTS), absent, book)

    def _split(self, event: Met | Awarded, worth: Whole, why: str, book: Book) -> None:
        away, over = Fraction(self.absent, PARTS).as_integer_ratio()  # shares in parts: a third stays one
        parts = {who: book[who, SHARE, ""].balance * over for who in event.who}
        for who in self._away(event):
            parts[who] = book[who, SHARE, ""].balance * away
        undivided = book[PARTY, UNDIVIDED, ""]
        pool = worth if self.remainder == "leave" else worth + undivided.balance
        unshared, shares = pool, sum(parts.values())
        for who, amount in self._shares(parts, pool, book).items():
            unshared = unshared - amount
            own, of_all = (parts[who], UNIT * over), (shares, UNIT * over)
            share_of = "{}: {} of {} shares of {:u}, in whole points", why, own, of_all, pool
            self._open(event, who, amount, share_of, book)
        book.post(undivided, unshared + worth - pool, "left over when it was shared out")

    def _shares(self, parts: Mapping[str, Whole], pool: Whole, book: Book) -> Mapping[str, Whole]:
        """Whole points for each."""
        if self.remainder == "largest":
            return self._by_largest_remainder(parts, pool // UNIT, book)
        exact = floors(pool, list(parts.values()))
        return {who: amount // UNIT * UNIT for who, amount in zip(parts, exact, strict=True)}

    def _by_largest_remainder(
        self, parts: Mapping[str, Whole], points: Whole, book: Book
    ) -> Mapping[str, Whole]:
        """The points that are left go to the largest claims; of equal ones to the first in order of names."""
        people = sorted(parts)
        weights = [parts[who] for who in people]
        sure, missing = floors(points, weights), fractions(points, weights)
        claims = [
            book[who, self.owed, ""].balance + missed for who, missed in zip(people, missing, strict=True)
        ]
        extra = largest(claims, points - sum(sure))
        for who, claim, added in zip(people, claims, extra, strict=True):
            book.set(book[who, self.owed, ""], claim - added * FINE, "parts of a point")
        return {who: (n + added) * UNIT for who, n, added in zip(people, sure, extra, strict=True)}
