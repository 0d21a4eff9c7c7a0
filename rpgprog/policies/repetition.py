"""U5. Only repeated use teaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import frozen

from ..events import SessionStarted, Used
from ..policy import SkillPolicy, Stage, award, memory, on, option


@frozen(eq=False, repr=False)
class Repetition(SkillPolicy):
    """Only repeated use teaches: a skill earns XP from its `uses`-th use in a session on.

    With `mode: block` it earns once for every so many uses. Each session counts afresh.

        repetition: {uses: 3}
        repetition: {uses: 3, mode: block}
    """

    covers: ClassVar[Mapping[str, str]] = {
        "U5": "repetition: {uses: 3, mode: block}",
    }

    uses: int = option(3, least=1, help="uses in a session before one counts")
    mode: str = option(
        "threshold", choices=("threshold", "block"), help="every use from then on, or every so many"
    )
    used: str = memory("uses this session")

    @award(Used, stage=Stage.ELIGIBLE)
    def allow(self, award: Any, book: Any) -> None:
        skill = award.event.skill
        if skill in self.governs:
            nth = book[award.who, self.used, skill].balance + 1
            counts = nth >= self.uses if self.mode == "threshold" else nth % self.uses == 0
            award.scale(counts * 1, 1, ("the {:nth} use of the session", nth))

    @on(Used, stage=Stage.REMEMBER)
    def remember(self, event: Used, book: Any) -> None:
        if event.skill in self.governs:
            book.post(book[event.who, self.used, event.skill], 1, "used")

    @on(SessionStarted, stage=Stage.CLOCK)
    def new_session(self, event: SessionStarted, book: Any) -> None:
        book.clear(self.used, "a new session")
