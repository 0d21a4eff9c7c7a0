"""R1 to R3. Study and practice away from adventure take time and money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..accounts import COINS, HOURS, PRACTISED, RANK, TRAINED, UNIT, XP, Account
from ..arith import Whole, maximum, minimum, share
from ..curve import Curve, read_curve
from ..events import Trained
from ..policy import SkillPolicy, Stage, figure, on, option


@frozen(eq=False, repr=False)
class Training(SkillPolicy):
    """So many weeks of training make the next rank, and the time grows with the rank; or training earns XP.

    A week has `hours_per_week`. A trainer must be better than the student, and is paid `coins`
    for each of their own ranks and week; from rank `master_from` on it takes a master, who costs
    `master_times` as much. Beyond that rank nobody learns alone. Coins may run into debt unless `cover`
    is true. With `model: xp` a week earns `xp_per_week` XP instead (for the same fee), which turn into
    ranks as XP from use do.

        training: {weeks: "rank", coins: 25, master_from: 20, master_times: 10}
        training: {model: xp, xp_per_week: 4}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "R1": "training: {weeks: rank}",
        "R2": "training: {coins: 25, master_from: 20, master_times: 10}",
        "R3": "training: {model: xp, xp_per_week: 4}",
    }

    model: str = option("time", choices=("time", "xp"), help="weeks make ranks, or weeks earn XP")
    weeks: Curve = option(
        read_curve("rank", ("rank",), unit=UNIT),
        unit=UNIT,
        names=("rank",),
        least=0,
        help="weeks for the rank-th rank",
    )
    hours_per_week: int = option(40, least=1, help="hours of training in a week")
    xp_per_week: int = option(4 * UNIT, unit=UNIT, least=0, help="XP for a week, with model: xp")
    coins: int = option(25 * UNIT, unit=UNIT, least=0, help="coins for each rank of the trainer and week")
    master_from: int = option(20, least=0, help="from this rank on it takes a master")
    master_times: int = option(10, least=1, help="a master costs so many times as much")
    cover: bool = option(False, help="whether the coins must be there")

    @figure("training time")
    def training_time(self, hours: Whole, rank: Account, book: Any) -> Whole:
        """what the next rank takes"""
        return self.weeks[rank.balance + 1] * self.hours_per_week if rank.of in self.governs else hours

    @on(Trained, stage=Stage.CHECK)
    def check(self, event: Trained, book: Any) -> None:
        if event.skill not in self.governs:
            return
        rank, trainer = book[event.who, RANK, event.skill].balance, event.trainer_rank
        if event.trainer:
            why = f"{event.trainer} must be better than the student"
            book.require(trainer > rank, why, RANK, rank + 1, trainer, event.who)
        else:
            book.require(
                rank < self.master_from, "from here on it takes a master", RANK, rank + 1, 0, event.who
            )

    @on(Trained)
    def train(self, event: Trained, book: Any) -> None:
        if event.skill not in self.governs:
            return
        rank = book[event.who, RANK, event.skill]
        if self.model == "xp":
            self._pay(event.who, rank, event.trainer_rank, event.hours, book)
            worth = share(event.hours * self.xp_per_week, self.hours_per_week * UNIT)
            accounts = book[event.who, XP, event.skill], book[event.who, PRACTISED, ""]
            book.award(event, *accounts, worth, "training")
            return
        hours = book[event.who, HOURS, ""]
        book.post(hours, event.hours, f"training {event.skill}")
        teaches = event.trainer_rank if event.trainer else self.master_from
        highest = maximum(teaches, rank.balance + 1)  # that it may be was checked, or overruled
        book.repeat(self._study, event.who, event.skill, highest, event.trainer_rank)
        book.set(hours, 0, "nothing left to learn here")

    def _study(self, who: str, skill: str, highest: Whole, trainer: Whole, book: Any) -> Any:
        hours, rank = book[who, HOURS, ""], book[who, RANK, skill]
        again = (hours.balance > 0) & (rank.balance < highest)
        book.only(again, self._towards_one_rank, who, skill, trainer)
        return again

    def _towards_one_rank(self, who: str, skill: str, trainer: Whole, book: Any) -> None:
        hours, rank, trained = book[who, HOURS, ""], book[who, RANK, skill], book[who, TRAINED, skill]
        missing = book.figure("training time", rank) - trained.balance
        spent = minimum(hours.balance, missing)
        self._pay(who, rank, trainer, spent, book)
        book.post(hours, -spent, f"training {skill}")
        book.post(trained, spent, "trained")
        book.only(spent == missing, self._finish, rank, trained)

    def _pay(self, who: str, rank: Account, trainer: Whole, spent: Whole, book: Any) -> None:
        times = 1 + (self.master_times - 1) * (rank.balance >= self.master_from)
        fee = share(self.coins * trainer * times * spent, self.hours_per_week * UNIT)
        coins = book[who, COINS, ""]
        book.require(
            (coins.balance >= fee) | (not self.cover),
            "the fee is not covered",
            COINS,
            fee,
            coins.balance,
            who,
        )
        book.post(coins, -fee, ("{:u} hours with a trainer of rank {:d}", spent, trainer))

    @staticmethod
    def _finish(rank: Account, trained: Account, book: Any) -> None:
        book.post(rank, 1, ("{:u} hours of training", trained.balance))
        book.set(trained, 0, "the rank is reached")
