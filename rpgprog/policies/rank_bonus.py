"""N7, D10, D7. What a rank is worth when the dice are rolled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..ledger.accounts import PEAK, Account
from ..ledger.numbers import Whole, where
from ..policy import SkillPolicy, figure, option


@frozen(eq=False, repr=False)
class RankBonus(SkillPolicy):
    """Each rank adds to the bonus, the later ones less. Whoever never learned the skill has `unskilled`.

    What was known once and is forgotten is worth 0, not `unskilled`. With `after_decay: reverse` the
    ranks lost take with them what the first ranks brought: bonus(peak) - bonus(peak - rank).

        rank-bonus: {per_rank: {1-10: 5, 11-20: 2, 21+: 1}, unskilled: -25}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "N7": "rank-bonus: on",
        "D10": "rank-bonus: {unskilled: -25}",
        "D7": "rank-bonus: {after_decay: reverse}",
    }

    per_rank: Curve = curve_option(
        {"1-10": 5, "11-20": 2, "21+": 1},
        names={"rank": "the rank: 1 for the first"},
        totals=True,
        help="what the rank-th rank adds",
    )
    unskilled: int = option(-25, help="the bonus of who never learned it")
    after_decay: str = option("forward", choices=("forward", "reverse"), help="how a forgotten rank counts")

    @figure("bonus")
    def bonus(self, bonus: Whole, rank: Account, book: Any) -> Whole:
        """the ranks"""
        if rank.of not in self.governs:
            return bonus
        peak = book[rank.who, PEAK, rank.of].balance
        worth = self.per_rank[rank.balance + 1]
        if self.after_decay == "reverse":
            worth = self.per_rank[peak + 1] - self.per_rank[peak - rank.balance + 1]
        return where(peak > 0, worth, self.unskilled)
