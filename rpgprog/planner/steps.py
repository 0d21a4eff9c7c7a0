"""The parts of a plan: the steps to a goal, and the obstacles on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import field, frozen

from ..ledger.accounts import LEVEL, RANK, TALENT
from ..ledger.refusals import Refused


class StepKind(StrEnum):
    """What is done in a step."""

    RANK = RANK  # a rank is bought
    TALENT = TALENT  # a talent is bought
    LEVEL = LEVEL  # a level is reached
    SPEND = "spend"  # points are spent on anything, which brings a level
    SESSION = "session"  # the next session begins
    USE = "use"  # a skill is used or trained


@frozen
class Obstacle:
    """What a rule says against it: a code, a sentence, and the numbers in the smallest unit of ``kind``."""

    policy: str
    code: str
    why: str
    kind: str = ""
    need: Any = None
    have: Any = None
    short: Any = None

    @classmethod
    def of(cls, refused: Refused) -> Obstacle:
        """The obstacle behind a refusal."""
        parts = (refused.policy, refused.code, refused.why, refused.kind)
        return cls(*parts, refused.need, refused.have, refused.short)

    @property
    def identity(self) -> tuple[str, str, str]:
        """Equal for two refusals with the same obstacle."""
        return self.policy, self.code, self.kind


@frozen
class PriceChange:
    """A rule that changed a price, in thousandths of a point."""

    policy: str
    before: int
    after: int


@frozen(kw_only=True)
class Step:
    """One step of a plan. Amounts are thousandths of a point.

    ``of`` is the skill or talent, ``number`` the rank or level reached, or how many uses. ``price`` is
    spent; ``short`` is the part of it that was not there; ``earn`` is earned for a level, ``progress``
    the thousandths of a level that are missing. How a price came about: ``relearned``, ``favoured``,
    ``price_changes``. ``lifts`` is the obstacle that a wait or a use removes, ``brings_level`` the level
    that a rank brings along.
    """

    kind: StepKind
    of: str = ""
    number: int = 0
    price: int = 0
    short: int = 0
    earn: int = 0
    progress: int = 0
    relearned: bool = False
    favoured: bool = False
    price_changes: tuple[PriceChange, ...] = field(default=())
    lifts: Obstacle | None = None
    brings_level: int = 0
