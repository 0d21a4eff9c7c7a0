"""U5. Only repeated use teaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..events import SessionStarted, Used
from ..policy import Award, Book, Need, SkillPolicy, Stage, award, memory, on, option
from ..policy.traits import PAYS_USES, Deeds


@frozen(eq=False, repr=False)
class Repetition(SkillPolicy):
    """Only repeated use teaches: a skill earns XP from its `uses`-th use in a session on.

    With `mode: block` it earns once for every so many uses. Each session starts counting again; uses in
    a down-time belong to the session before.

        repetition: {uses: 3}
        repetition: {uses: 3, mode: block}
    """

    rewards_use: ClassVar[bool] = False
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((PAYS_USES,), "no rule pays for uses (practice)"),)
    covers: ClassVar[Mapping[str, str]] = {"U5": "repetition: {uses: 3, mode: block}"}

    uses: int = option(3, unit="uses", least=1, help="which use of a skill in a session is the first to earn")
    mode: str = option(
        "threshold",
        choices=("threshold", "block"),
        help="whether every use from then on earns (threshold), or one in every so many (block)",
    )
    used: str = memory("uses this session")

    @award(Used, stage=Stage.ELIGIBLE)
    def allow(self, award: Award[Used], book: Book) -> None:
        skill = award.event.skill
        if skill in self.governs:
            nth = book[award.who, self.used, skill].balance + 1
            counts = nth >= self.uses if self.mode == "threshold" else nth % self.uses == 0
            award.scale(counts * 1, 1, ("the {:nth} use of the session", nth))

    @on(Used, stage=Stage.REMEMBER)
    def remember(self, event: Used, book: Book) -> None:
        if event.skill in self.governs:
            book.post(book[event.who, self.used, event.skill], 1, "used")

    @on(SessionStarted, stage=Stage.CLOCK)
    def new_session(self, event: SessionStarted, book: Book) -> None:
        book.clear(self.used, "a new session")
