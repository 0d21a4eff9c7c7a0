"""What is said of a campaign beside its ledger and its characters."""

from __future__ import annotations

from attrs import frozen

from ..journal import Journal
from ..reader import Skill


@frozen(eq=False)
class About:
    """What is said of a campaign beside its ledger."""

    title: str
    planned: dict[str, tuple[str, ...]]
    seed: int | None
    start: int
    skills: dict[str, Skill]

    @classmethod
    def of(cls, journal: Journal) -> About:
        """What a file says."""
        planned = {scene: tuple(skills) for scene, skills in journal.planned.items()}
        return cls(journal.title, planned, journal.seed, journal.start, dict(journal.skills))
