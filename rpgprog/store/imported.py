"""What importing a file gives back, and how the file itself is kept."""

from __future__ import annotations

import json
from typing import Any

import cattrs
from attrs import frozen
from sqlalchemy import Connection, update

from ..journal import Journal
from ..journal.recorded import Recorded
from ..ledger.plain import plain
from .campaign import Stored
from .file_diff import Difference
from .file_rows import is_closing
from .metadata import About
from .results import Head
from .tables import campaigns


@frozen(eq=False)
class Brought:
    """The result of importing a file.

    ``recorded`` rows are new, ``taken_back`` are no longer in the file. Where its past was edited and
    nobody agreed, nothing is written and ``differences`` says what differs.
    """

    campaign: Stored
    begun: bool
    recorded: int = 0
    taken_back: int = 0
    differences: tuple[Difference, ...] = ()
    head: Head | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything but the campaign itself, as values that JSON knows."""
        counts = {"begun": self.begun, "recorded": self.recorded, "taken_back": self.taken_back}
        differences = [str(line) for line in self.differences]
        fields: dict[str, Any] = plain({**counts, "differences": differences, "head": self.head})
        return fields


def in_order(journal: Journal) -> list[Recorded]:
    """The entries in recorded order; a session or down-time open at the end stays open."""
    recorded = sorted(journal.ledger, key=lambda entry: entry.position)
    stays_open = recorded and is_closing(recorded[-1]) and not recorded[-1].late
    return recorded[:-1] if stays_open else recorded


def about_json(journal: Journal) -> str:
    """What a file says of its campaign beside characters and entries, as it is stored."""
    return json.dumps(cattrs.unstructure(About.of(journal)), ensure_ascii=False)


def save_document(stored: Stored, connection: Connection, text: str, documented: int) -> None:
    """Keep a file's text, from which the first ``documented`` rows come."""
    campaign_row = update(campaigns).where(campaigns.c.id == stored.reading.campaign)
    connection.execute(campaign_row.values(document=text, documented=documented))
