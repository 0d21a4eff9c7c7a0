"""R1 to R3. Study and practice away from adventure take time and money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ...curve import Curve
from ...curve.option import curve_option
from ...events import Started, Trained
from ...ledger.accounts import HOURS, PRACTISED, RANK, TRAINED, UNIT, XP
from ...ledger.numbers import Truth, Whole, maximum, minimum, positive, share
from ...ledger.refusals import Code
from ...policy import Brought, Need, SkillPolicy, Stage, Steps, figure, memory, on, option, some, when
from ...policy.protocols import Account, Book
from ...policy.traits import BRINGS_RANKS, TRAINS, TRAINS_BY_TIME, TRAINS_FOR_XP, TURNS_XP, Deeds
from .fees import Fees
from .limits import Limits

_BY_TIME, _FOR_XP, _PAID = when(model="time"), when(model="xp"), some("coins")


@frozen(eq=False, repr=False)
class Training(Fees, Limits, SkillPolicy):
    """Training takes weeks for each rank, more for higher ranks, and costs coins; or its weeks earn XP.

    A week has `hours_per_week`. With `per_known` each rank that the student has in any of these skills adds
    to `weeks`. A trainer must be better than the student, and is paid `coins` for each of their own ranks
    and each week; from rank `master_from` on it takes a master, who costs `master_times` as much, and
    nobody learns alone. Coins may run into debt, unless `cover` is true.

    With `model: xp` a week earns `xp_per_week` XP instead, for the same fee, or what the entry says
    (`xp:`); they turn into ranks as XP from use do. With `limit: trainer` nobody earns XP that would lift a
    rank above the trainer's. At most `sources` trainers, texts or skills studied alone can be learned from
    in a season.

        training: {weeks: "rank", coins: 25, master_from: 20, master_times: 10}
        training: {weeks: "rank", per_known: 1}
        training: {model: xp, xp_per_week: 4}
        training: {model: xp, limit: trainer, sources: 1, season: 3 months}
    """

    revision: ClassVar[int] = 3
    does: ClassVar[Deeds] = {
        TRAINS: None,
        BRINGS_RANKS: None,
        TRAINS_BY_TIME: _BY_TIME.holds,
        TRAINS_FOR_XP: _FOR_XP.holds,
    }
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((TURNS_XP,), "XP from training turn into ranks by practice, which is off", _FOR_XP.holds),
    )
    covers: ClassVar[Mapping[str, str]] = {
        "R1": "training: {weeks: rank}",
        "R2": "training: {coins: 25, master_from: 20, master_times: 10}",
        "R3": "training: {model: xp, xp_per_week: 4}",
        "O7": "training: {model: xp, sources: 1, season: 90}",
    }

    model: str = option(
        "time", choices=("time", "xp"), help="whether weeks of training become ranks (time) or earn XP (xp)"
    )
    weeks: Curve = curve_option(
        "rank",
        unit="weeks",
        names={"rank": "the rank that is reached: 1 for the first"},
        least=0,
        steps=Steps("rank"),
        only_with=_BY_TIME,
        help="how many weeks of training each rank takes",
    )
    per_known: int = option(
        0,
        unit="weeks",
        least=0,
        only_with=_BY_TIME,
        help="weeks more for each rank that the student has in all these skills",
    )
    hours_per_week: int = option(
        40, unit="hours", scale=1, least=1, help="how many hours of training a week has"
    )
    xp_per_week: int = option(
        4 * UNIT, unit="xp", least=0, only_with=_FOR_XP, help="XP for a week of training"
    )
    limit: str = option(
        "none",
        choices=("none", "trainer"),
        only_with=_FOR_XP,
        help="whether a rank can be lifted above the trainer's",
    )
    coins: int = option(
        25 * UNIT, unit="coins", least=0, help="the fee for a week, for each rank that the trainer has"
    )
    master_from: int = option(20, least=0, help="the rank from which on only a master can teach")
    master_times: int = option(
        10, unit="times", scale=1, least=1, only_with=_PAID, help="how much more a master costs"
    )
    cover: bool = option(False, only_with=_PAID, help="whether training that cannot be paid is refused")
    sources: int = option(
        0, unit="sources", least=0, help="how many sources there may be in a season; 0: any number"
    )
    season: int = option(90, unit="days", least=1, only_with=some("sources"), help="how long a season is")
    room: str = memory("room")
    source: str = memory("source")
    counted: str = memory("sources")
    counting: str = memory("season")
    studied: str = memory("studied")
    parts: str = memory("parts of a fee")

    def brings(self) -> Brought:
        return Brought(hours_per_week=self.hours_per_week)

    @figure("hours a week")
    def week(self, hours: Whole, rank: Account, book: Book) -> Whole:
        """hours of training in a week"""
        return self.hours_per_week if rank.of in self.governs else hours

    @figure("xp a week")
    def xp_of_a_week(self, xp: Whole, rank: Account, book: Book) -> Whole:
        """XP for a week of training"""
        return self.xp_per_week if rank.of in self.governs and self.model == "xp" else xp

    @figure("taught")
    def taught(self, taught: Whole, rank: Account, book: Book) -> Whole:
        """whether training makes ranks of it"""
        return taught + (rank.of in self.governs and self.model == "time")

    @figure("training time")
    def training_time(self, hours: Whole, rank: Account, book: Book) -> Whole:
        """what the next rank takes"""
        if rank.of not in self.governs:
            return hours
        weeks: Whole = self.weeks[rank.balance + 1]
        if self.per_known:
            ranks = (a for a in book.all(RANK) if a.who == rank.who and a.of in self.governs)
            weeks = weeks + sum(account.balance for account in ranks) * self.per_known
        return weeks * self.hours_per_week

    @staticmethod
    def _missing(rank: Account, book: Book) -> Whole:
        return positive(book.figure("training time", rank) - book[rank.who, TRAINED, rank.of].balance)

    @figure("training fee")
    def course_fee(self, trainer: Whole, rank: Account, book: Book) -> Whole:
        """coins for the rest of the way to the next rank, with a trainer of so many"""
        if rank.of not in self.governs:
            return trainer
        return self._fee(rank, trainer, self._missing(rank, book))

    # What may be.

    @on(Trained, Started, stage=Stage.CHECK)
    def check(self, event: Trained | Started, book: Book) -> None:
        if event.skill not in self.governs:
            return
        rank, trainer = book[event.who, RANK, event.skill].balance, event.trainer_rank
        if event.trainer:
            why = f"{event.trainer} must be better than the student"
            book.require(trainer > rank, Code.TRAINER, why, RANK, rank + 1, trainer, event.who)
        else:
            why = "from here on it takes a master"
            book.require(rank < self.master_from, Code.TRAINER, why, RANK, rank + 1, 0, event.who)

    @on(Started, stage=Stage.CHECK, given=lambda self: self.cover)
    def check_course(self, event: Started, book: Book) -> None:
        if event.skill in self.governs:
            rank = book[event.who, RANK, event.skill]
            self._cover(event.who, book.figure("training fee", rank, event.trainer_rank), book)

    @on(Trained, stage=Stage.CHECK, given=lambda self: self.model == "time")
    def check_xp(self, event: Trained, book: Book) -> None:
        if event.skill in self.governs:
            why = "training makes ranks here and no XP: leave xp: out"
            book.require(event.xp is None, Code.NO_RULE, why, who=event.who)

    # What is learned.

    @on(Trained)
    def train(self, event: Trained, book: Book) -> None:
        if event.skill not in self.governs:
            return
        rank = book[event.who, RANK, event.skill]
        study = book.figure("study", rank, event.hours)
        if self.model == "xp":
            self._earn(event, rank, study, book)
            return
        hours = book[event.who, HOURS, ""]
        book.post(hours, study, f"training {event.skill}")
        teaches = event.trainer_rank if event.trainer else self.master_from
        highest = maximum(teaches, rank.balance + 1)  # that it may be was checked, or overruled
        of_all = event.trainer_rank, study, event.hours
        book.repeat(self._study, event.who, event.skill, highest, *of_all)
        book.only(
            (study == 0) & (event.hours > 0), self._pay, event.who, rank, event.trainer_rank, event.hours
        )
        book.set(hours, 0, "nothing left to learn here")

    def _study(
        self, who: str, skill: str, highest: Whole, trainer: Whole, study: Whole, hours: Whole, book: Book
    ) -> Truth:
        unspent, rank = book[who, HOURS, ""], book[who, RANK, skill]
        again = (unspent.balance > 0) & (rank.balance < highest)
        book.only(again, self._towards_one_rank, who, skill, trainer, study, hours)
        return again

    def _towards_one_rank(
        self, who: str, skill: str, trainer: Whole, study: Whole, hours: Whole, book: Book
    ) -> None:
        """``study`` is what ``hours`` in all are worth: the fee is for the hours that were spent."""
        unspent, rank, trained = book[who, HOURS, ""], book[who, RANK, skill], book[who, TRAINED, skill]
        before, missing = unspent.balance, self._missing(rank, book)
        spent = minimum(before, missing)
        paid = share(hours * before, study) - share(hours * (before - spent), study)
        self._pay(who, rank, trainer, paid, book)
        book.post(unspent, -spent, f"training {skill}")
        book.post(trained, spent, "trained")
        book.only(spent == missing, self._finish, rank, trained)

    @staticmethod
    def _finish(rank: Account, trained: Account, book: Book) -> None:
        hours = book.figure("training time", rank)
        book.post(rank, 1, ("{:u} hours of training", hours))
        book.post(trained, -hours, "the rank is reached")

    # XP instead of ranks.

    def _earn(self, event: Trained, rank: Account, study: Whole, book: Book) -> None:
        self._pay(event.who, rank, event.trainer_rank, event.hours, book)
        worth = self._xp(event, study, book) if event.xp is None else event.xp
        accounts = book[event.who, XP, event.skill], book[event.who, PRACTISED, ""]
        book.award(event, *accounts, worth, "training" if event.xp is not None else self._hours(study))

    def _xp(self, event: Trained, study: Whole, book: Book) -> Whole:
        """XP for more hours: all hours so far are rounded together, so that no piece loses any."""
        studied = book[event.who, self.studied, event.skill]
        before = studied.balance
        book.post(studied, study, "trained")
        return self._xp_of(studied.balance) - self._xp_of(before)

    def _xp_of(self, hours: Whole) -> Whole:
        return share(hours * self.xp_per_week, self.hours_per_week * UNIT)
