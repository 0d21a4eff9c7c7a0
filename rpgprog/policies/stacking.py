"""N8. Whether two rules may slow the same thing down together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import Used
from ..ledger.accounts import RANK
from ..ledger.numbers import Whole, maximum, minimum, share, where
from ..policy import Award, Book, Policy, Stage, award, option
from ..policy.traits import FORBIDS_PENALTIES, Deeds

_FINE = 1000  # how finely a cost factor is counted
_MOST = 1000  # a cost factor beyond that counts as that


@frozen(eq=False, repr=False)
class Stacking(Policy):
    """Settles what holds when a use teaches less because it is nothing new, for a rank that costs more.

    That is a double penalty. With `strongest only` just one of the two counts. Where novelty slows learning
    more than the cost of the next rank does, the XP are raised by as much as that rank costs more than the
    first; otherwise the novelty factor is left out. `allow` says that both are meant, `warn` has `check`
    point it out, and `forbid` refuses a ruleset that has both.

        stacking: {mode: strongest only}
        stacking: {mode: allow}
    """

    finer: ClassVar[int] = _FINE
    does: ClassVar[Deeds] = {FORBIDS_PENALTIES: lambda self: self.mode == "forbid"}
    covers: ClassVar[Mapping[str, str]] = {"N8": "stacking: {mode: strongest only}"}

    mode: str = option(
        "warn",
        choices=("allow", "warn", "forbid", "strongest only"),
        help="whether both penalties hold, are pointed out, are refused, or only the stronger one holds",
    )

    @award(Used, stage=Stage.STACK, given=lambda self: self.mode == "strongest only")
    def keep_strongest(self, award: Award[Used], book: Book) -> None:
        rank = book[award.who, RANK, award.event.skill]
        num: Whole = 1
        over = 1
        for factor, den, _ in award.factors:
            num, over = num * factor, over * den
        first = maximum(book.figure("first xp price", rank), 1)
        dearer = share(book.figure("xp price", rank) * _FINE, first)
        cost = minimum(maximum(dearer, _FINE), _MOST * _FINE)
        novelty_wins = (num > 0) & (over * _FINE > num * cost)
        cost_wins = (num > 0) & (num < over)
        stronger = where(novelty_wins, num * cost, where(cost_wins, over, num) * _FINE)
        award.factors = [(stronger, over * _FINE, "the stronger of two penalties")]
