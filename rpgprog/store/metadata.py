"""Metadata of a campaign, which stands beside its ledger and its characters."""

from __future__ import annotations

import json

import cattrs
from attrs import frozen
from sqlalchemy import Connection, select

from ..journal import Journal
from ..ledger.calendar import Calendar
from ..reader import Skill
from .tables import campaigns


@frozen(eq=False)
class About:
    """Title, planned scenes, seed of the dice, first day, own skills and calendar of a campaign."""

    title: str
    planned: dict[str, tuple[str, ...]]
    seed: int | None
    start: int
    skills: dict[str, Skill]
    calendar: Calendar | None = None

    @classmethod
    def of(cls, journal: Journal) -> About:
        """Take the metadata from a campaign file."""
        planned = {scene: tuple(skills) for scene, skills in journal.planned.items()}
        return cls(
            journal.title, planned, journal.seed, journal.start, dict(journal.skills), journal.calendar
        )


def read_about(connection: Connection, campaign: int) -> About:
    """Read a campaign's metadata by its number."""
    row = select(campaigns.c.about).where(campaigns.c.id == campaign)
    return cattrs.structure(json.loads(connection.execute(row).scalar_one()), About)
