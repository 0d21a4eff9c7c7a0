"""Campaigns by where they are: a file, or a database's address. What one may do with either."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import recording
from .campaign import Campaign
from .campaign import open_campaign as open_file
from .deciding import Answers, Decision, Try, decide
from .recording import Change

if TYPE_CHECKING:
    from .store.database import StoredCampaign

SCHEMES = ("sqlite:", "postgresql:", "postgres:")


def is_address(where: object) -> bool:
    """Whether that names a database, not a file of a campaign.

    >>> is_address("sqlite:road.db"), is_address("road.yaml")
    (True, False)
    """
    return isinstance(where, str) and where.startswith(SCHEMES)


def stored(where: str) -> StoredCampaign:
    """The campaign at ``sqlite:PATH`` or ``postgresql://...``, with ``#NAME`` if there are several."""
    from .store.database import find_campaign

    return find_campaign(where)


def open_campaign(where: Any) -> Campaign:
    """Open a campaign: a file's path, or a database's address. Raises Mistakes.

    >>> open_campaign("tests/road.yaml").sheet("Kessa").level
    4
    """
    return stored(where).open() if is_address(where) else open_file(where)


def preview(where: str | os.PathLike[str], *events: str) -> Change:
    """What these events would do; nothing is written. Raises Mistakes."""
    if not is_address(where):
        return recording.preview(where, *events)
    from .store import trying

    return trying.preview(stored(str(where)), events)


def record(where: str | os.PathLike[str], *events: str, by: str = "", **how: Any) -> Change:
    """Record events, all of them or none. Raises Mistakes.

    For a database ``by``, ``key`` and ``expected`` are those of ``Stored.append``; a file has none of them.
    """
    if not is_address(where):
        return recording.record(where, *events)
    from .store import trying

    return trying.record(stored(str(where)), events, by=by, **how)


def attempt(where: str | os.PathLike[str]) -> Try:
    """Tries entries there; nothing is written."""
    if not is_address(where):
        return recording.attempt(where)
    from .store import trying

    return trying.attempt(stored(str(where)))


def decided(where: str | os.PathLike[str], entries: Sequence[str], answers: Answers) -> Decision:
    """What a decision would change, with the answers to what it breaks. Raises Mistakes."""
    return decide(attempt(where), entries, answers)


__all__ = ["attempt", "decided", "is_address", "open_campaign", "preview", "record", "stored"]
