"""C10. No ticking off of checklists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import frozen

from ..curve import Curve
from ..curve.option import curve_option
from ..events import SessionStarted, Used
from ..ledger.numbers import Whole, maximum, share, where
from ..policy import Award, Book, Need, SkillPolicy, Stage, award, memory, on, option
from ..policy.traits import PAYS_USES, Deeds

_NTH = "the {:nth} skill of the session"
_PARTS = 4096  # of a use: twelve halvings come out even, and there is room for other factors beside it


@frozen(eq=False, repr=False)
class CheckList(SkillPolicy):
    """Using every skill once, just for the XP, does not pay.

    A use with nothing at stake (`stakes: false`) earns nothing. A skill earns once per scene; uses that
    name no scene count as one scene, the whole session. Uses in a down-time belong to the session before.
    The first `free` different skills of a session earn in full, the n-th skill beyond them the part
    `factor`. A skill that earns again in another scene keeps its place.

        check-list: on
        check-list: {free: 4, factor: "1 / 2 ** n"}
        check-list: {free: 6, factor: 0}
    """

    rewards_use: ClassVar[bool] = False
    revision: ClassVar[int] = 3
    does: ClassVar[Deeds] = {}
    useless_without: ClassVar[tuple[Need, ...]] = (Need((PAYS_USES,), "no rule pays for uses (practice)"),)
    covers: ClassVar[Mapping[str, str]] = {"C10": 'check-list: {free: 4, factor: "1 / 2 ** n"}'}

    free: int = option(4, unit="skills", least=0, help="how many different skills of a session earn in full")
    factor: Curve = curve_option(
        "1 / 2 ** n",
        factor=True,
        parts=_PARTS,
        names={"n": "1 for the first skill beyond the free ones"},
        help="the part that each skill beyond the free ones earns",
    )
    earned: str = memory("earned this scene")
    place: str = memory("place in the session")
    skills: str = memory("skills this session")

    @award(Used, stage=Stage.ELIGIBLE)
    def allow(self, award: Award[Used], book: Book) -> None:
        event = award.event
        if event.skill not in self.governs:
            return
        if not event.stakes:
            award.scale(0, 1, "nothing was at stake")
            return
        again = book[award.who, self.earned, self._scene(event)].balance > 0
        award.scale((again == 0) * 1, 1, "once in a scene")
        nth = self._place(event, book)
        num = where(nth > self.free, self.factor[nth - self.free], self.factor.over)
        award.scale(num, self.factor.over, (_NTH, nth))

    @award(Used, stage=Stage.ROUND)
    def even_out(self, award: Award[Used], book: Book) -> None:
        """What skills earn together is rounded, not what each earns: so the parts add up."""
        award.paid = award.worth()
        own = [why[0] == _NTH for _, _, why in award.factors]
        if not any(own) or award.least is not None or award.most is not None:
            return
        others: Whole = award.amount
        over = self.factor.over
        for (num, den, _), mine in zip(award.factors, own, strict=True):
            others, over = (others, over) if mine else (others * num, over * den)
        before, part = self._before(award.event, book)
        together = share(others * (before + part), over) - share(others * before, over)
        beyond = self._place(award.event, book) > self.free
        award.change(where(beyond, together - award.paid, 0), "so that the parts add up")

    def _before(self, event: Used, book: Book) -> tuple[Whole, Whole]:
        """What the skills beyond the free ones earned before it, in parts of a use, and its own part."""
        n = maximum(self._place(event, book) - self.free, 1)
        part, over = self.factor[n], self.factor.over
        before = self.factor.before(n) % over
        return where(before + part > over, 0, before), part  # products stay as small as they were proved

    @on(Used, stage=Stage.REMEMBER)
    def remember(self, event: Used, book: Book) -> None:
        if event.skill in self.governs and event.stakes:
            place, nth = book[event.who, self.place, event.skill], self._place(event, book)
            book.post(book[event.who, self.skills, ""], (place.balance == 0) * 1, "another skill")
            book.set(place, nth, "used")
            book.set(book[event.who, self.earned, self._scene(event)], 1, "used")

    @staticmethod
    def _scene(event: Used) -> str:
        return f"{event.skill}, {event.scene}" if event.scene else event.skill

    def _place(self, event: Used, book: Book) -> Whole:
        """Which of the session's different skills it is."""
        place = book[event.who, self.place, event.skill].balance
        return where(place > 0, place, book[event.who, self.skills, ""].balance + 1)

    @on(SessionStarted, stage=Stage.CLOCK)
    def new_session(self, event: SessionStarted, book: Book) -> None:
        for kind in (self.earned, self.place, self.skills):
            book.clear(kind, "a new session")
