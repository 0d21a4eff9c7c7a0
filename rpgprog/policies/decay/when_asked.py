"""C6. Under ``clock: when asked`` nothing fades until a player says when the skill was last used."""

from __future__ import annotations

from collections.abc import Sequence

from ...events import Answered
from ...ledger.accounts import ABSENT, COURSE, KEPT_UP, QUESTION, RANK
from ...ledger.numbers import Truth, Whole, maximum, minimum, positive
from ...ledger.refusals import Code
from ...policy import Account, Book, Stage, after, on

ASKED = "when asked"


class WhenAsked:
    """The part of decay that waits for answers; the options it reads are those of decay.

    Absences are kept one by one, each in ``(who, "absent", its first day)``: an answer may name any day.
    """

    governs: frozenset[str]
    clock: str
    period: int
    since: str

    @after(ABSENT, stage=Stage.DECAY, given=lambda self: self.clock == ASKED)
    def note_absence(self, absent: Account, book: Book) -> None:
        """Note the absence that begins today, or goes on."""
        if not absent.of:
            book.only(self._unnoted(absent.who, book) > 0, self._go_on, absent.who)

    def _go_on(self, who: str, book: Book) -> None:
        for span in _spans(who, book):
            goes_on = (span.balance > 0) & (int(span.of) + span.balance == book.today.balance)
            book.only(goes_on, self._extend, span)
        book.only(self._unnoted(who, book) > 0, self._begin_span, who)

    def _begin_span(self, who: str, book: Book) -> None:
        book.number(book.today.balance, self._open_span, who)

    def _open_span(self, day: int, who: str, book: Book) -> None:
        self._extend(book[who, ABSENT, str(day)], book)

    def _extend(self, span: Account, book: Book) -> None:
        book.post(span, self._unnoted(span.who, book), "away")

    @staticmethod
    def _unnoted(who: str, book: Book) -> Whole:
        return book[who, ABSENT, ""].balance - sum(span.balance for span in _spans(who, book))

    def note_past_absences(self, book: Book) -> None:
        """Where the rule comes later: nobody knows the days of earlier absences, nor does it need them."""
        for absent in book.all(ABSENT):
            if not absent.of:
                book.only(self._unnoted(absent.who, book) > 0, self._open_span, 0, absent.who)

    @on(Answered, stage=Stage.CHECK, given=lambda self: self.clock == ASKED)
    def check_asked(self, event: Answered, book: Book) -> None:
        opened = book[event.who, QUESTION, event.skill].balance
        book.require(opened > 0, Code.NOTHING_OPEN, f"no question about {event.skill} is open", who=event.who)

    @on(Answered, given=lambda self: self.clock == ASKED)
    def answer(self, event: Answered, book: Book) -> None:
        """Take the ranks lost from the last use to the question."""
        if event.skill in self.governs:
            rank = book[event.who, RANK, event.skill]
            periods = self._idle(event, book) // self.period * (is_kept_up(rank, book) == 0)
            lost = minimum(periods, positive(rank.balance - book.figure("floor", rank)))
            book.post(rank, -lost, ("unused for {:d} days", lost * self.period))

    def _idle(self, event: Answered, book: Book) -> Whole:
        """Days from the last use to the question on which the player was not away."""
        opened = book[event.who, QUESTION, event.skill].balance
        last = maximum(event.last_used, book[event.who, self.since, event.skill].balance)
        away: Whole = 0
        for span in _spans(event.who, book):
            begun = int(span.of) + 1
            away = away + positive(minimum(begun + span.balance, opened) - maximum(begun, last))
        return positive(opened - last - away)


def is_kept_up(rank: Account, book: Book) -> Truth:
    """Whether some hours a week go into it, or a course of training is under way."""
    if KEPT_UP not in book.kinds and COURSE not in book.kinds:
        return False
    return (book[rank.who, KEPT_UP, rank.of].balance > 0) | (book[rank.who, COURSE, rank.of].balance > 0)


def _spans(who: str, book: Book) -> Sequence[Account]:
    return [account for account in book.all(ABSENT) if account.who == who and account.of]
