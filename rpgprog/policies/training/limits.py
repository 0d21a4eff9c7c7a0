"""O7. How far a trainer takes anybody, and from how many sources they may learn in a season."""

from __future__ import annotations

from ...events import Trained
from ...ledger.accounts import RANK, XP, supposed
from ...ledger.numbers import Truth, Whole, minimum, positive, where
from ...ledger.refusals import Code
from ...policy import Account, Award, Book, Stage, award, on

MOST_RANKS = 100  # that one training can bring where the trainer is a limit


class Limits:
    """The part of training that limits learning; its options are those of training."""

    governs: frozenset[str]
    sources: int
    season: int
    source: str
    counted: str
    counting: str
    limit: str
    room: str

    @on(Trained, stage=Stage.CHECK, given=lambda self: self.sources)
    def check_source(self, event: Trained, book: Book) -> None:
        if event.skill in self.governs:
            known, count = self._this_season(event, book)
            many = "one source" if self.sources == 1 else f"{self.sources} sources"
            book.require(
                known | (count < self.sources), Code.PERIOD_CAP, f"only {many} a season", who=event.who
            )

    def _this_season(self, event: Trained, book: Book) -> tuple[Truth, Whole]:
        """Whether this source has been counted in this season, and how many have been."""
        now = book.today.balance // self.season + 1
        known = book[event.who, self.source, self._source(event)].balance == now
        counts = book[event.who, self.counting, ""].balance == now
        return known, where(counts, book[event.who, self.counted, ""].balance, 0)

    @staticmethod
    def _source(event: Trained) -> str:
        return event.text or event.trainer or f"{event.skill} alone"

    @on(Trained, stage=Stage.REMEMBER, given=lambda self: self.sources)
    def count_source(self, event: Trained, book: Book) -> None:
        if event.skill in self.governs:
            known, count = self._this_season(event, book)
            now, why = book.today.balance // self.season + 1, "a source of this season"
            book.set(book[event.who, self.counted, ""], count + where(known, 0, 1), why)
            book.set(book[event.who, self.counting, ""], now, why)
            book.set(book[event.who, self.source, self._source(event)], now, why)

    @award(Trained, stage=Stage.CAP, given=lambda self: self.limit == "trainer")
    def cut(self, award: Award[Trained], book: Book) -> None:
        """Nobody learns beyond their trainer."""
        event = award.event
        if event.skill in self.governs and event.trainer:
            room = self._room(event, book[event.who, RANK, event.skill], book)
            award.at_most(room, ("the trainer has rank {:d}", event.trainer_rank))

    def _room(self, event: Trained, rank: Account, book: Book) -> Whole:
        """XP that are missing to the trainer's rank."""
        room = book[event.who, self.room, event.skill]
        highest = minimum(event.trainer_rank, rank.balance + MOST_RANKS)
        book.number(highest, self._upto, rank, room)
        worth = room.balance
        book.set(room, 0, "for no longer than this")
        return positive(worth - book[event.who, XP, event.skill].balance)

    def _upto(self, highest: int, rank: Account, room: Account, book: Book) -> None:
        book.number(rank.balance, self._from, highest, rank, room)

    @staticmethod
    def _from(lowest: int, highest: int, rank: Account, room: Account, book: Book) -> None:
        for n in range(lowest, highest):
            then = supposed(rank.who, RANK, rank.of, n)
            book.post(room, book.figure("xp price", then), "to the trainer's rank")
