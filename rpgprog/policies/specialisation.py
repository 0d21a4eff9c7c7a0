"""C1 to C5. Characters specialise in what they mostly do."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Specialised, Trained, Used
from ..ledger.accounts import ABSENT, HOURS, RANK, SHARE, SPECIALITY, UNIT
from ..ledger.numbers import NEVER, Whole, maximum, up
from ..ledger.refusals import Code
from ..ledger.units import PARTS
from ..policy import Account, Book, SkillPolicy, Stage, after, due, figure, memory, on, option
from ..policy.traits import Deeds


def _of(skill: str, within: str) -> str:
    return f"{skill}, {within}"


def _skill(speciality: Account) -> str:
    return speciality.of.partition(", ")[0]


@frozen(eq=False, repr=False)
class Specialisation(SkillPolicy):
    """Characters may specialise within a skill, in what they mostly use it with.

    Uses and training may say `with:` what, and a player may pick one of these as the speciality of the
    skill (`specialised:`). It can be picked if at least the part `min_share` of the uses within the last
    `window` days, today included, were with it (uses that say nothing do not count); or after
    `training_hours` of training with it since the last switch or loss. There is one speciality for each
    skill. With `auto_follow` it also changes automatically, after a use with something that more than half
    of the uses were with.

    A speciality that is neither used nor trained for `lost_after` days is lost on that day, no rank with
    it, and only training brings it back. A use with the speciality has `bonus` more. Days on which the
    player was away do not count.

        specialisation: {window: 3 months, min_share: 1/2}
        specialisation: {auto_follow: true, lost_after: 4 months}
        specialisation: {training_hours: 40, bonus: 10, only: [arms]}
    """

    rewards_use: ClassVar[bool] = False
    does: ClassVar[Deeds] = {}
    covers: ClassVar[Mapping[str, str]] = {
        "C1": "specialisation: {window: 3 months}",
        "C2": "specialisation: {min_share: 1/2}",
        "C3": "specialisation: {training_hours: 40}",
        "C4": "specialisation: {lost_after: 120}",
        "C5": "specialisation: {bonus: 10}",
    }

    window: int = option(90, unit="days", least=1, help="how far back uses count, today included")
    min_share: int = option(
        PARTS // 2,
        unit="part",
        scale=PARTS,
        least=0,
        most=1,
        help="the part of the uses that must have been with it",
    )
    auto_follow: bool = option(
        False, help="whether the speciality changes automatically to what most uses are with"
    )
    training_hours: int = option(
        40 * UNIT, unit="hours", above=0, help="how many hours of training will do instead of uses"
    )
    lost_after: int = option(
        120, unit="days", least=90, most=180, help="how long a speciality may go unused before it is lost"
    )
    bonus: int = option(10, least=0, help="what is added when the skill is used with the speciality")
    uses: str = memory("uses")  # of "sword, 12" and "sword, longsword, 12": on that day
    recent: str = memory("recent uses")  # of "sword" and "sword, longsword": within the window
    hours: str = memory("hours")
    since: str = memory("since")
    lost: str = memory("lost")

    # How often with what.

    @staticmethod
    def _now(who: str, book: Book) -> Whole:
        return book.today.balance + 1 - book[who, ABSENT, ""].balance

    @on(Used, stage=Stage.REMEMBER)
    def use(self, event: Used, book: Book) -> None:
        if event.within and event.skill in self.governs:
            for of in (event.skill, _of(event.skill, event.within)):
                book.number(self._now(event.who, book), self._count, event.who, of)
            self._practise(event, book)
            if self.auto_follow:
                self._follow(event, book)

    def _count(self, day: int, who: str, of: str, book: Book) -> None:
        book.post(book[who, self.uses, f"{of}, {day}"], 1, "used")
        book.post(book[who, self.recent, of], 1, "used")

    def counted(self) -> tuple[str, ...]:
        return (self.uses,)

    def leaves(self, uses: Account, book: Book) -> Whole:
        """The first day of whose window it is not."""
        return int(uses.of.rpartition(", ")[2]) - 1 + self.window + book[uses.who, ABSENT, ""].balance

    @due(counted, when=leaves)
    def forget(self, uses: Account, book: Book) -> None:
        recent = book[uses.who, self.recent, uses.of.rpartition(", ")[0]]
        book.post(recent, -uses.balance, "too long ago")
        book.set(uses, 0, "too long ago")

    @figure("speciality share")
    def share(self, share: Whole, speciality: Account, book: Book) -> Whole:
        """its part of the uses in the window"""
        if _skill(speciality) not in self.governs:
            return share
        with_it, uses = self._uses(speciality.who, _skill(speciality), speciality.of, book)
        return with_it * UNIT // maximum(uses, 1)

    def _uses(self, who: str, skill: str, of: str, book: Book) -> tuple[Whole, Whole]:
        return book[who, self.recent, of].balance, book[who, self.recent, skill].balance

    # Which one it is.

    @figure("specialities")
    def has(self, number: Whole, rank: Account, book: Book) -> Whole:
        """whether one can specialise"""
        return number + (rank.of in self.governs)

    @on(Specialised, stage=Stage.CHECK)
    def check(self, event: Specialised, book: Book) -> None:
        who, skill, of = event.who, event.skill, _of(event.skill, event.within)
        can = book.figure("specialities", book[who, RANK, skill]) > 0
        book.require(can, Code.NO_RULE, f"nobody specialises in a kind of {skill} here", who=who)
        if skill not in self.governs:
            return
        with_it, uses = self._uses(who, skill, of, book)
        lost, hours = book[who, self.lost, of].balance > 0, book[who, self.hours, of].balance
        trained, needed = hours >= self.training_hours, self.training_hours
        used = (with_it > 0) & (with_it * PARTS >= self.min_share * uses)
        held = book[who, SPECIALITY, of].balance
        book.require(held == 0, Code.OWNED, f"{event.within} is already their speciality", who=who)
        why = f"{event.within} was lost, and takes training to regain"
        book.require((lost == 0) | trained, Code.PRACTICE, why, HOURS, needed, hours, who)
        share = with_it * UNIT // maximum(uses, 1)
        why = f"too few of the uses were with {event.within}, and there was too little training"
        book.require(used | trained, Code.PRACTICE, why, SHARE, up(self.min_share * UNIT, PARTS), share, who)

    @on(Specialised)
    def pick(self, event: Specialised, book: Book) -> None:
        if event.skill in self.governs:
            self._switch(event.who, event.skill, event.within, book)

    def _follow(self, event: Used, book: Book) -> None:
        who, skill, of = event.who, event.skill, _of(event.skill, event.within)
        with_it, uses = self._uses(who, skill, of, book)
        most = (with_it * 2 > uses) & (with_it * PARTS >= self.min_share * uses)
        free = (book[who, SPECIALITY, of].balance == 0) & (book[who, self.lost, of].balance == 0)
        book.only(most & free, self._switch, who, skill, event.within)

    def _switch(self, who: str, skill: str, within: str, book: Book) -> None:
        book.each(SPECIALITY, self._drop, skill, "another instead", who=who)
        book.each(self.hours, self._drop, skill, "another speciality", who=who)
        book.set(book[who, SPECIALITY, _of(skill, within)], 1, "specialised")
        book.set(book[who, self.lost, _of(skill, within)], 0, "regained")

    @staticmethod
    def _drop(account: Account, skill: str, why: str, book: Book) -> None:
        if _skill(account) == skill:
            book.set(account, 0, why)

    # How it is kept and lost.

    def hand_back(self, skills: Container[str], book: Book) -> None:
        self.empty(SPECIALITY, skills, book)
        super().hand_back(skills, book)

    @on(Trained, stage=Stage.REMEMBER)
    def train(self, event: Trained, book: Book) -> None:
        if event.within and event.skill in self.governs:
            of = _of(event.skill, event.within)
            book.post(book[event.who, self.hours, of], event.hours, "trained")
            book.only(event.hours > 0, self._practise, event)

    def _practise(self, event: Used | Trained, book: Book) -> None:
        speciality = book[event.who, SPECIALITY, _of(event.skill, event.within)]
        book.only(speciality.balance > 0, self._refresh, speciality)

    @after(SPECIALITY, stage=Stage.DECAY)
    def begin(self, speciality: Account, book: Book) -> None:
        if _skill(speciality) in self.governs:
            book.only(speciality.balance > 0, self._refresh, speciality)

    def _refresh(self, speciality: Account, book: Book) -> None:
        since = book[speciality.who, self.since, speciality.of]
        book.set(since, self._now(speciality.who, book), "practised")

    def runs_out(self, speciality: Account, book: Book) -> Whole:
        """The day on which it is lost, if nothing is done."""
        if _skill(speciality) not in self.governs:
            return NEVER
        since = book[speciality.who, self.since, speciality.of].balance
        return since - 1 + self.lost_after + book[speciality.who, ABSENT, ""].balance

    @due(SPECIALITY, when=runs_out)
    def lose(self, speciality: Account, book: Book) -> None:
        book.set(speciality, 0, ("unused for {:d} days", self.lost_after))
        book.set(book[speciality.who, self.lost, speciality.of], 1, "unused for long")
        book.set(book[speciality.who, self.hours, speciality.of], 0, "unused for long")

    # What it is worth.

    @figure("speciality bonus")
    def extra(self, extra: Whole, rank: Account, book: Book) -> Whole:
        """with the speciality"""
        if rank.of not in self.governs:
            return extra
        specialities = (
            account.balance
            for account in book.all(SPECIALITY)
            if account.who == rank.who and _skill(account) == rank.of
        )
        return extra + self.bonus * sum(specialities)
