"""What a report is made from, what may be asked for, and what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...engine.book import Book, Receipt
from ...engine.replay import Folded
from ...ledger.accounts import RELEARNED, SPENT, UNIT
from ...reader import Names


@frozen(eq=False, repr=False)
class Played:
    """A campaign as reports see it."""

    folded: Sequence[Folded]
    book: Book
    characters: Mapping[str, Any]
    planned: Mapping[str, tuple[str, ...]]
    names: Names

    def called(self, who: str) -> str:
        """What a character is called."""
        return str(self.characters[who].name or who) if who in self.characters else who

    def item(self, name: str) -> str:
        """What a skill or talent is called."""
        return self.names.skills[name].name or name if name in self.names.skills else name


@frozen
class Asked:
    """What may be asked for: from which day, up to which; spent since when; how far ahead."""

    begin: int | None = None
    end: int | None = None
    since: str = "level"
    days: int = 180

    def covers(self, day: int) -> bool:
        """Whether that day is meant."""
        return (self.begin is None or day >= self.begin) and (self.end is None or day <= self.end)


@frozen
class Report:
    """Rows of one class, under a heading, and one plain sentence of what to notice; perhaps remarks."""

    title: str
    row: type
    rows: Sequence[Any]
    notice: str
    remarks: tuple[str, ...] = ()


@frozen(eq=False, repr=False)
class Deed:
    """An entry that counts, and what it posted itself."""

    at: int
    event: Any
    receipts: Sequence[Receipt]


def deeds(folded: Sequence[Folded]) -> Iterator[Deed]:
    """The entries that were neither refused nor taken back, in the order of the fold."""
    for at, step in enumerate(folded):
        if step.refused is None and not step.reverted:
            yield Deed(at, step.recorded.event, step.receipts[step.own :])


def spent(deed: Deed) -> Iterator[tuple[str, str, Fraction]]:
    """Who spent how many points on which skill or talent, new or relearned."""
    item = getattr(deed.event, "skill", "") or getattr(deed.event, "talent", "")
    for account, amount, *_ in deed.receipts:
        if item and account.kind in (SPENT, RELEARNED):
            yield account.who, item, Fraction(amount, UNIT)
