"""Campaigns by where they are kept: a file, or a database's address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .campaign.campaign import Campaign
from .campaign.effect import Change
from .campaign.file import FileCampaign
from .campaign.home import Home
from .problems import Mistakes, Problem

if TYPE_CHECKING:
    from .journal.typed_entry import Entry
    from .store.store import StoredCampaign

SCHEMES = ("sqlite:", "postgresql:", "postgres:")


def is_address(where: object) -> bool:
    """Whether that names a database, not a file of a campaign.

    >>> is_address("sqlite:road.db"), is_address("road.yaml")
    (True, False)
    """
    return isinstance(where, str) and where.startswith(SCHEMES)


def stored(where: str) -> StoredCampaign:
    """The campaign at ``sqlite:PATH`` or ``postgresql://...``, with ``#NAME`` if there are several."""
    try:
        from .store.store import find_campaign
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("rpgprog"):
            raise
        needs = f'a database needs "{missing.name}": pip install "rpgprog[store]"'
        raise Mistakes([Problem(None, needs)]) from None
    return find_campaign(where)


def home(where: str | os.PathLike[str]) -> Home:
    """The campaign where it is kept: in a file, or in a database. Raises Mistakes if there is no database."""
    return stored(str(where)) if is_address(where) else FileCampaign(where)


def open_campaign(where: Any) -> Campaign:
    """Open a campaign: a file's path, or a database's address such as ``sqlite:road.db``.

    Raises Mistakes when its ruleset or its characters cannot be read. What is wrong further on stands in
    ``problems``, and the rest is folded all the same.

    >>> open_campaign("tests/road.yaml").journal.title
    'The Long Road'
    """
    return home(where).open()


def preview(where: str | os.PathLike[str], *events: Entry) -> Change:
    """What these events would do at the end of a campaign; nothing is written.

    Each event is text as it would stand in a file (``"used: {who: Kessa, skill: climbing}"``), JSON, a
    mapping, or one of ``rpgprog.events``; all are read and checked alike.
    A ``rolled:`` without a roll is not thrown: ``odds`` says what it would take.
    Raises Mistakes when one cannot be read or is refused by a rule.

    >>> change = preview("tests/road.yaml", "used: {who: Kessa, skill: climbing}")
    >>> [folded.recorded.word for folded in change.folded]
    ['used']
    """
    return home(where).preview(*events)


def record(
    where: str | os.PathLike[str], *events: Entry, by: str = "", key: str = "", expected: int | None = None
) -> Change:
    """Append events to a campaign, all of them or none.

    A ``rolled:`` without a roll is thrown now, from the campaign's ``seed:``. In a database ``by`` says who
    records, under a ``key`` the same is recorded once, and ``expected`` is the last row's number one knows.
    Raises Mistakes as ``preview`` does, and when somebody else changed it meanwhile.

    >>> record("tests/road.yaml", "used: {who: Kessa, skill: knitting}")
    Traceback (most recent call last):
    rpgprog.problems.Mistakes: tests/road.yaml:19:34: skill: there is no skill "knitting"
    """
    return home(where).record(*events, by=by, key=key, expected=expected)
