"""What entries do at the end of a campaign, worked out before anything is written.

A preview shows it, a decision judges it, and recording writes it down: all three look at the same effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from ..engine.replay import Folded
from ..journal.recorded import DOWNTIME_ENDED, SESSION_ENDED
from ..ledger.plain import plain
from ..problems import Mistakes, Problem
from ..views.compare import Moved, moved
from .campaign import Campaign
from .decisions import Tried, broken_entry, newly_orphaned
from .refusals import refusals
from .rolls import Odds


@frozen(eq=False, repr=False)
class Change:
    """What recording does: the campaign after it, the new entries' postings, all balances that moved.

    ``odds``: what a preview can tell of dice that are still to fall. ``again``: the same had been recorded
    before under the same key; nothing was recorded now.
    """

    before: Campaign
    after: Campaign
    folded: Sequence[Folded]
    moved: Sequence[Moved]
    odds: Sequence[Odds] = ()
    again: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The new entries by number and word, and what moved, as values that JSON knows."""
        entries = [
            {"number": step.recorded.position + 1, "day": step.recorded.event.day, "word": step.recorded.word}
            for step in self.folded
        ]
        fields: dict[str, Any] = plain(
            {"entries": entries, "moved": self.moved, "odds": self.odds, "again": self.again}
        )
        return fields


@frozen(eq=False, repr=False, slots=False)
class Effect:
    """What entries do at the end of a campaign.

    ``folded`` are the new entries in the order of the fold. ``refused`` are entries, new or old, that a rule
    refuses now and did not refuse before. ``unreadable`` and ``false_rolls`` are what else is newly wrong.
    """

    before: Campaign
    after: Campaign
    folded: Sequence[Folded]
    refused: Sequence[Folded]
    unreadable: Sequence[Problem] = ()
    false_rolls: Sequence[Problem] = ()
    odds: Sequence[Odds] = ()
    joining_reverted: Callable[[], bool] = lambda: True  # if nobody's is, no entry is orphaned

    @property
    def problems(self) -> list[Problem]:
        """All that speaks against recording the entries."""
        return [*self.unreadable, *refusals(self.refused, self.after.names), *self.false_rolls]

    @cached_property
    def moved(self) -> list[Moved]:
        """The balances that differ afterwards."""
        before, after = sorted((self.before.book, self.after.book), key=id)
        with before.lock, after.lock:
            return moved(self.before.book.sheet(), self.after.book.sheet())

    def change(self) -> Change:
        """The change that recording makes. Raises Mistakes with all that speaks against it."""
        if problems := self.problems:
            raise Mistakes(problems)
        return Change(self.before, self.after, shown(self.folded), self.moved, self.odds)

    def tried(self) -> Tried:
        """The entries that no longer hold, whatever else changes. Raises Mistakes if one cannot be read."""
        if self.unreadable:
            raise Mistakes(self.unreadable)
        names = self.after.names
        broken = [broken_entry(step.recorded, step.refused, names) for step in self.refused if step.refused]
        if self.joining_reverted():
            broken += newly_orphaned(self.before.journal.ledger, self.after.journal.ledger, names.dates)
        return Tried(tuple(broken), self.moved, names)


def shown(folded: Iterable[Folded]) -> list[Folded]:
    """The new entries that somebody wrote, and the end of a down-time that is new itself."""
    steps = list(folded)
    begun = min((s.recorded.position for s in steps if s.recorded.word == "downtime"), default=None)
    return [step for step in steps if _is_shown(step, begun)]


def _is_shown(step: Folded, begun: int | None) -> bool:
    recorded = step.recorded
    if recorded.word == DOWNTIME_ENDED:
        return begun is not None and recorded.position > begun
    return bool(recorded.word != SESSION_ENDED)
