"""L1 to L8. Enough points make a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import Factory, evolve, frozen

from ...curve import END, LARGEST, Curve, CurveError
from ...curve.formula import FormulaError
from ...curve.option import curve_option
from ...events import Joined, Refunded, Ruled
from ...ledger.accounts import EARNED, LEVEL, PRACTISED, PROFESSION, SPENT
from ...ledger.numbers import Truth, Whole, maximum, positive, where
from ...ledger.refusals import Code
from ...policy import Brought, Condition, Misfit, Stage, Steps, after, figure, memory, on, option, some
from ...policy.protocols import Account, Book, Names
from ...policy.traits import RAISES_LEVELS, Deeds
from .at_most import AtMost
from .milestones import Milestones

_COUNTED = {"earned": EARNED, "spent": SPENT, "earned and practised": EARNED}

_STEPS = Steps(
    "level",
    start=lambda levels: levels.start,
    last=lambda levels: max(levels.highest - levels.start, 1) if levels.highest else 0,
    per_point=lambda levels: levels.xp_per_point if levels.thresholds == "xp" else 1,
)
_BY_AWARDS = Condition(
    ("count",), "count: earned, or earned and practised", lambda levels: levels.count != "spent"
)
_ONE_OR_MORE = some("at_most", "1 or more")
_IN_XP = Condition(
    ("thresholds", "count"),
    "thresholds: xp, or count: earned and practised",
    lambda levels: levels.thresholds == "xp" or levels.count == "earned and practised",
)


@frozen(eq=False, repr=False)
class Levels(AtMost, Milestones):
    """Enough points make a level.

    `count` says which points: all that were earned, all that were spent, or all that were earned together
    with the XP from practice. The way from one level to the next is a `step` (the sums are rounded to whole
    points; a formula and bands go by the level that is left, a list and growth begin with the first step),
    or `chart` lists the totals at which levels begin, from level 1 on, or `by_profession` has such a chart
    for each profession. All these are points, or with `thresholds: xp` XP, of which a point is
    worth `xp_per_point`.

    Points can be spent at once: only what a level brings waits for its threshold, and the level comes once.
    With `at_most: 1` an award (or with `per: session` all awards of a session) takes nobody further than one
    point short of the second new level; the rest is forfeited, or banked until the next session (`excess`);
    levels that count points spent are not limited. With `highest: 10` the tenth level is the last, and
    points are earned all the same. With `on_loss: keep` a level stays when points are taken away; but it
    goes when the purchases that made it are refunded (`refunds`). A level that a ruling gives or takes is
    apart from those that points make: no award undoes it, and the way to the next level stays as long as it
    was. `awarded: {level: 5}` pays each exactly the points that they still lack for level 5.

        levels: {step: 40}
        levels: {step: {start: 40, growth: 1.25}}
        levels: {step: "level + 7", highest: 10}
        levels: {chart: [0, 400, 800, 1200, 1600], thresholds: xp, count: earned and practised}
        levels: {by_profession: {fighter: [0, 2000, 4000]}, chart: [0, 1500, 3000], at_most: 1}
    """

    revision: ClassVar[int] = 3
    does: ClassVar[Deeds] = {RAISES_LEVELS: None}
    asks: ClassVar[tuple[str, ...] | None] = ()
    covers: ClassVar[Mapping[str, str]] = {
        "L1": "levels: {step: 40}",
        "L2": "levels: {step: 50}",
        "L5": "levels: {chart: [0, 400, 800, 1200, 1600], thresholds: xp}",
        "L6": "levels: {count: earned and practised}",
        "L7": "levels: {step: {start: 40, growth: 1.25}}",
        "L8": "levels: {step: 40, at_most: 1}",
    }

    step: Curve = curve_option(
        40,
        unit="points",
        totals=True,
        least=1,
        names={"level": "the level that is left"},
        steps=_STEPS,
        only_with=Condition(("chart",), "no chart", lambda levels: levels.chart is None, warned=False),
        help="points from one level to the next",
    )
    chart: Curve | None = curve_option(
        None,
        unit="points",
        chart=True,
        steps=_STEPS,
        help="totals at which levels begin, from level 1 on; instead of a `step`",
    )
    by_profession: Mapping[str, Curve] = option(
        Factory(dict),
        unit="points",
        chart=True,
        steps=_STEPS,
        help="a chart for each profession; others use `chart`, or must have one",
    )
    count: str = option("earned", choices=tuple(_COUNTED), help="what counts toward the level")
    thresholds: str = option("points", choices=("points", "xp"), help="what `step` and charts are written in")
    xp_per_point: int = option(
        10, unit="xp", scale=1, least=1, only_with=_IN_XP, help="the XP that a point is worth"
    )
    start: int = option(1, least=0, help="the level that a character begins with")
    highest: int = option(0, least=0, help="the last level; 0: there is always another")
    on_loss: str = option(
        "keep", choices=("keep", "drop"), help="whether a level goes when points are taken away"
    )
    at_most: int = option(
        0,
        unit="levels",
        least=0,
        only_with=_BY_AWARDS,
        help="how many levels one award may bring; 0: any number",
    )
    per: str = option(
        "award", choices=("award", "session"), only_with=_ONE_OR_MORE, help="what `at_most` is counted for"
    )
    excess: str = option(
        "forfeit",
        choices=("forfeit", "bank"),
        only_with=_ONE_OR_MORE,
        help="what happens to points beyond `at_most`: lost, or banked until the next session",
    )
    gained: str = memory("gained this session")
    earned_it: str = memory("made by points")
    granted: str = memory("granted")  # levels that a ruling gave or took

    def brings(self) -> Brought:
        """Without a chart for others, the professions are those that have one."""
        return Brought(professions=() if self.chart is not None else tuple(self.by_profession))

    def fitted(self, names: Names) -> Levels:
        """With steps that begin at the first level. Raises Misfit where they cannot."""
        try:
            return evolve(self, step=self.step.counting_from(self.start, 1))
        except (CurveError, FormulaError) as error:
            if self.chart is not None:  # the steps are not read
                return self
            raise Misfit("step", f"{error} (start: {self.start})") from None

    def counted(self) -> tuple[str, ...]:
        return (EARNED, PRACTISED) if self.count == "earned and practised" else (_COUNTED[self.count],)

    def _total(self, who: str, book: Book) -> Whole:
        """What counts, in the thresholds' unit."""
        total = book[who, _COUNTED[self.count], ""].balance
        if self.count == "earned and practised":
            total = total * self.xp_per_point + book[who, PRACTISED, ""].balance
        elif self.thresholds == "xp":
            total = total * self.xp_per_point
        return total

    def _begins(self, who: str, level: Whole, book: Book) -> Whole:
        """The total at which a level begins, in the same unit: levels that a ruling gave take none."""
        n = maximum(level - book[who, self.granted, ""].balance - self.start + 1, 1)
        begins: Whole = self.step[n] if self.chart is None else self.chart[n]
        for profession, chart in self.by_profession.items():
            begins = where(book[who, PROFESSION, profession].balance > 0, chart[n], begins)
        if self.highest:
            begins = where(level > self.highest, LARGEST, begins)
        in_points = self.count == "earned and practised" and self.thresholds == "points"
        return begins * self.xp_per_point if in_points else begins

    def _in_points(self, amount: Whole) -> Whole:
        in_xp = self.count == "earned and practised" or self.thresholds == "xp"
        return -(-amount // self.xp_per_point) if in_xp else amount

    @figure("level begins")
    def begins(self, _: Whole, level: Account, book: Book) -> Whole:
        """points at which this level began"""
        return self._in_points(self._begins(level.who, level.balance, book))

    @figure("next level")
    def next_level(self, _: Whole, level: Account, book: Book) -> Whole:
        """points to the next level"""
        begins = self._begins(level.who, level.balance + 1, book)
        missing = self._in_points(begins - self._total(level.who, book))
        return where(begins >= LARGEST, LARGEST, missing)  # it never comes

    @on(Joined, stage=Stage.REMEMBER)
    def join(self, event: Joined, book: Book) -> None:
        """Begin at the first level, or with at least the points of the level brought along."""
        level, earned = book[event.who, LEVEL, ""], book[event.who, _COUNTED[self.count], ""]
        if not event.level:
            book.set(level, self.start, "the first level")
        begins = self._begins(event.who, level.balance, book)
        book.require(begins < LARGEST, Code.LEVEL_CAP, "there is no such level here", who=event.who)
        missing = self._in_points(begins - self._total(event.who, book))
        book.post(earned, positive(missing), "what the level takes")

    @after(counted, stage=Stage.LEVELS)
    def rise(self, account: Account, book: Book) -> None:
        book.repeat(self._one_level, account.who)
        if self.on_loss == "drop":
            book.repeat(self._one_level_less, account.who)

    def _one_level(self, who: str, book: Book) -> Truth:
        level = book[who, LEVEL, ""]
        enough = self._total(who, book) >= self._begins(who, level.balance + 1, book)
        enough = enough & (level.balance < END)  # where the table ends there is no next
        book.only(enough, self._move, level, 1)
        return enough

    def _one_level_less(self, who: str, book: Book) -> Truth:
        level = book[who, LEVEL, ""]
        earned = level.balance - book[who, self.granted, ""].balance
        lost = (self._total(who, book) < self._begins(who, level.balance, book)) & (earned > self.start)
        book.only(lost, self._move, level, -1)
        return lost

    @on(Ruled, stage=Stage.REMEMBER)
    def grant(self, event: Ruled, book: Book) -> None:
        """Keep what a ruling gave or took apart from what points bring."""
        if event.kind == LEVEL:
            book.post(book[event.who, self.granted, ""], event.amount, event.why)

    @on(Refunded, order=-1, given=lambda self: self.count == "spent")
    def before_refund(self, event: Refunded, book: Book) -> None:
        """Only a level that points made falls with them, not one that was granted."""
        enough = self._total(event.who, book) >= self._begins(
            event.who, book[event.who, LEVEL, ""].balance, book
        )
        book.set(book[event.who, self.earned_it, ""], enough * 1, "made by points")

    @on(Refunded, stage=Stage.REMEMBER, given=lambda self: self.count == "spent")
    def after_refund(self, event: Refunded, book: Book) -> None:
        earned_it = book[event.who, self.earned_it, ""]
        book.only(earned_it.balance > 0, self._fall, event.who)
        book.set(earned_it, 0, "given back")

    def _fall(self, who: str, book: Book) -> None:
        book.repeat(self._one_level_less, who)

    def _move(self, level: Account, by: int, book: Book) -> None:
        if self.at_most and self.per == "session":
            book.post(book[level.who, self.gained, ""], by, "a level")
        nth = level.balance + (by > 0)
        total, begins = self._total(level.who, book), self._begins(level.who, nth, book)
        book.post(level, by, ("{:u} " + self.count + ": level {:d} begins at {:u}", total, nth, begins))
