"""L10. How many ranks one may buy at a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..accounts import LEVEL, RANK
from ..curve import Curve, read_curve
from ..events import Bought
from ..policy import SkillPolicy, Stage, on, option


@frozen(eq=False, repr=False)
class RankCap(SkillPolicy):
    """A skill may be bought up to a rank that depends on the level. Without this rule there is no cap.

    What use and training bring is not capped.

        rank-cap: {cap: "level + 3"}
        rank-cap: {cap: "2 * level", only: [magic]}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "L10": 'rank-cap: {cap: "level + 3"}',
    }

    cap: Curve = option(
        read_curve("level + 3", ("level",), first=0),
        names=("level",),
        first=0,
        help="the highest rank at a level",
    )

    @on(Bought, stage=Stage.CHECK)
    def check(self, event: Bought, book: Any) -> None:
        if event.skill and event.skill in self.governs:
            level, next_rank = (
                book[event.who, LEVEL, ""].balance,
                book[event.who, RANK, event.skill].balance + 1,
            )
            cap = self.cap[level]
            book.require(
                next_rank <= cap, "more ranks than the level allows", RANK, next_rank, cap, event.who
            )
