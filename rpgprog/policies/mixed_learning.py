"""R4. A mix of use and training is best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Trained, Used
from ..ledger.accounts import PRACTISED, UNIT, XP
from ..ledger.numbers import Whole, share, where
from ..policy import Account, Award, Book, Need, SkillPolicy, Stage, award, due, memory, option
from ..policy.traits import PAYS_XP_FOR_USES, TRAINS_FOR_XP, Deeds


@frozen(eq=False, repr=False)
class MixedLearning(SkillPolicy):
    """A skill that is both trained and used in play within one period gains extra XP.

    What both brought during one `interval` is multiplied by `factor`. Intervals are periods of the
    calendar, counted from day 0. When one ends, the extra XP are paid on the first day of the next.

        mixed-learning: {factor: 1.25, interval: 10 weeks}
    """

    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (
        Need((TRAINS_FOR_XP,), "no training earns XP (model: xp)"),
        Need((PAYS_XP_FOR_USES,), "no use earns XP (practice)"),
    )
    covers: ClassVar[Mapping[str, str]] = {"R4": "mixed-learning: {factor: 1.25}"}

    factor: int = option(
        5 * UNIT // 4, unit="times", least=1, help="how many times as much the XP of both are worth together"
    )
    interval: int = option(70, unit="days", least=1, help="how long a period is")
    since: str = memory("since")
    used: str = memory("used")
    trained: str = memory("trained")

    @award(Used, Trained, stage=Stage.CLAIM)
    def count(self, award: Award[Used | Trained], book: Book) -> None:
        if award.to.kind != XP or award.to.of not in self.governs or award.paid is None:
            return
        kind = self.used if isinstance(award.event, Used) else self.trained
        book.post(book[award.who, kind, award.to.of], award.paid, "XP in this period")
        since = book[award.who, self.since, award.to.of]
        first = (since.balance == 0) & (award.paid > 0)
        book.post(since, where(first, book.today.balance + 1, 0), "the first in this period")

    def closes(self, since: Account, book: Book) -> Whole:
        """The first day of the period after the one in which something was learned."""
        return ((since.balance - 1) // self.interval + 1) * self.interval

    @due(lambda self: (self.since,), when=closes)
    def close(self, since: Account, book: Book) -> None:
        used, trained = book[since.who, self.used, since.of], book[since.who, self.trained, since.of]
        mixed = (used.balance > 0) & (trained.balance > 0)
        bonus = share((used.balance + trained.balance) * (self.factor - UNIT), UNIT) * mixed
        why = ("{:u} XP from use and {:u} from training in one period", used.balance, trained.balance)
        book.post(book[since.who, XP, since.of], bonus, why)
        book.post(book[since.who, PRACTISED, ""], bonus, why)
        for account in (since, used, trained):
            book.set(account, 0, "the period is over")
