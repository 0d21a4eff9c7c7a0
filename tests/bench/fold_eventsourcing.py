"""The five rules as users of the `eventsourcing` library write them, and that library's own replay.

Commands are methods decorated with `@event`; the application records in batches, with the library's own
in-memory recorder and JSON transcoder; `repository.get` reads the recorded events and applies them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from fold_peers import (
    CHARACTERS,
    DECAY_DAYS,
    FULL_PRICE,
    LEVEL_STEP,
    RELEARN_PRICE,
    REWARDS,
    SKILLS,
    XP_PER_RANK,
    XP_PER_USE,
    Character,
    Event,
    Skill,
)

BATCH = 100  # events recorded at a time


class Table(Aggregate):
    """A campaign: each command is an event of its own, and its body is what the event does."""

    @event("Opened")
    def __init__(self) -> None:
        self.day = 0
        self.people = {who: Character({name: Skill() for name in SKILLS}) for who in CHARACTERS}
        self.encounters: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.held: dict[tuple[str, str], Skill] = {}

    @event("Met")
    def met(self, party: list[str], family: str) -> None:
        """Rules 1 and 2."""
        counts = self.encounters[family]
        for who in party:
            prior = counts[who]
            counts[who] = prior + 1
            if prior < len(REWARDS):
                person = self.people[who]
                person.points += REWARDS[prior]
                person.earned += REWARDS[prior]
                person.level = 1 + person.earned // LEVEL_STEP

    @event("Used")
    def used(self, who: str, name: str) -> None:
        """Rule 3."""
        person = self.people[who]
        skill = person.skills[name]
        person.practised += XP_PER_USE
        skill.since = self.day + 1
        skill.xp += XP_PER_USE
        while skill.xp >= XP_PER_RANK:
            skill.xp -= XP_PER_RANK
            skill.raise_rank()
            self.held[who, name] = skill

    @event("Bought")
    def bought(self, who: str, name: str) -> None:
        """Rule 4; what is not covered is recorded as it was asked for, and changes nothing."""
        person = self.people[who]
        skill = person.skills[name]
        relearning = skill.rank < skill.peak
        price = RELEARN_PRICE if relearning else FULL_PRICE
        if person.points < price:
            return
        person.points -= price
        if relearning:
            person.relearned += price
        else:
            person.spent += price
        skill.raise_rank()
        skill.since = self.day + 1
        self.held[who, name] = skill

    @event("Passed")
    def passed(self, days: int) -> None:
        """Rule 5."""
        self.day += days
        overdue = self.day + 1 - DECAY_DAYS
        for key, skill in [item for item in self.held.items() if item[1].since <= overdue]:
            while skill.rank and skill.since <= overdue:
                skill.rank -= 1
                skill.since += DECAY_DAYS
            if not skill.rank:
                del self.held[key]


class Tables(Application):
    """Campaigns, recorded in memory."""

    def record(self, stream: Sequence[Event]) -> UUID:
        """Record a stream as one campaign, in batches."""
        table = Table()
        for at, (kind, *details) in enumerate(stream, 1):
            getattr(table, kind)(*map(_listed, details))
            if at % BATCH == 0:
                self.save(table)
        self.save(table)
        return table.id

    def replay(self, campaign: UUID) -> Any:
        """The campaign as the library rebuilds it from what it recorded."""
        return self.repository.get(campaign)


def _listed(value: Any) -> Any:
    """Its transcoder writes no tuples."""
    return list(value) if isinstance(value, tuple) else value
