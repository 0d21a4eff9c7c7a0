"""What is said of a campaign beside its ledger and its characters."""

from __future__ import annotations

import json

import cattrs
from attrs import frozen
from sqlalchemy import Connection, select

from ..journal import Journal
from ..reader import Skill
from .tables import campaigns


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


def read_about(connection: Connection, campaign: int) -> About:
    """What is said of the campaign with that number beside its ledger."""
    mine = select(campaigns.c.about).where(campaigns.c.id == campaign)
    return cattrs.structure(json.loads(connection.execute(mine).scalar_one()), About)
