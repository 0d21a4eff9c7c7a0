"""N7, D10, D7. What a rank is worth when the dice are rolled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..ledger.accounts import PEAK
from ..ledger.numbers import Whole, where
from ..policy import Account, Book, Need, SkillPolicy, figure, option
from ..policy.traits import GIVES_BONUS, TAKES_RANKS, Deeds


@frozen(eq=False, repr=False)
class RankBonus(SkillPolicy):
    """Each rank adds to the bonus of a skill, and later ranks add less.

    A character who never learned the skill has the bonus `unskilled`; one who knew it and forgot it has 0.
    With `after_decay: reverse` a lost rank takes along what the first ranks brought: rank r of a peak P is
    worth bonus(P) - bonus(P - r), instead of bonus(r).

        rank-bonus: {per_rank: {1-10: 5, 11-20: 2, 21+: 1}, unskilled: -25}
    """

    does: ClassVar[Deeds] = {GIVES_BONUS: None}
    covers: ClassVar[Mapping[str, str]] = {
        "N7": "rank-bonus: on",
        "D10": "rank-bonus: {unskilled: -25}",
        "D7": "rank-bonus: {after_decay: reverse}",
    }

    per_rank: Curve = curve_option(
        {"1-10": 5, "11-20": 2, "21+": 1},
        names={"rank": "the rank: 1 for the first"},
        totals=True,
        help="what each rank adds to the bonus",
    )
    unskilled: int = option(-25, help="the bonus of a character who never learned the skill")
    after_decay: str = option(
        "forward",
        choices=("forward", "reverse"),
        useless_without=Need(
            (TAKES_RANKS,), "no rule takes ranks away", when=lambda self: self.after_decay == "reverse"
        ),
        help="what is lost with a rank: what the last rank brought (forward), or the first (reverse)",
    )

    @figure("bonus")
    def bonus(self, bonus: Whole, rank: Account, book: Book) -> Whole:
        """the ranks"""
        if rank.of not in self.governs:
            return bonus
        peak = book[rank.who, PEAK, rank.of].balance
        worth = self.per_rank[rank.balance + 1]
        if self.after_decay == "reverse":
            worth = self.per_rank[peak + 1] - self.per_rank[peak - rank.balance + 1]
        return where(peak > 0, worth, self.unskilled)

    def explain(self, step: str, account: Account, book: Book) -> str:
        """The rank and, where ranks were lost, the peak."""
        peak = int(book[account.who, PEAK, account.of].balance)
        if step != "bonus":
            return ""
        if not peak:
            return "never learned"
        lost = f", with a peak of {peak}" if peak != account.balance else ""
        return f"the ranks: {account.balance}{lost}"
