"""Campaigns by where they are: a file, or a database's address. What one may do with either."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .campaign.campaign import Campaign
from .campaign.campaign import open_campaign as open_file
from .problems import Mistakes, Problem

if TYPE_CHECKING:
    from .campaign.decisions import Answers, Decision, Try
    from .campaign.file import Change
    from .journal import Recorded
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


def open_campaign(where: Any) -> Campaign:
    """Open a campaign: a file's path, or a database's address such as ``sqlite:road.db``.

    Raises Mistakes when its ruleset or its characters cannot be read. What is wrong further on stands in
    ``problems``, and the rest is folded all the same.

    >>> open_campaign("tests/road.yaml").journal.title
    'The Long Road'
    """
    return stored(where).open() if is_address(where) else open_file(where)


def preview(where: str | os.PathLike[str], *events: str) -> Change:
    """What these events would do at the end of a campaign; nothing is written.

    Each event is a text as it would stand in a file: ``"used: {who: Kessa, skill: climbing}"``.
    A ``rolled:`` without a roll is not thrown: ``odds`` says what it would take.
    Raises Mistakes when one cannot be read or is refused by a rule.

    >>> change = preview("tests/road.yaml", "used: {who: Kessa, skill: climbing}")
    >>> [folded.recorded.word for folded in change.folded]
    ['used']
    """
    if is_address(where):
        from .store import preview as trying

        return trying.preview(stored(str(where)), events)
    from .campaign import file as recording

    return recording.preview(where, *events)


def record(
    where: str | os.PathLike[str], *events: str, by: str = "", key: str = "", expected: int | None = None
) -> Change:
    """Append events to a campaign, all of them or none.

    A ``rolled:`` without a roll is thrown now, from the campaign's ``seed:``. In a database ``by`` says who
    records, under a ``key`` the same is recorded once, and ``expected`` is the last row's number one knows.
    Raises Mistakes as ``preview`` does, and when somebody else changed it meanwhile.

    >>> record("tests/road.yaml", "used: {who: Kessa, skill: knitting}")
    Traceback (most recent call last):
    rpgprog.problems.Mistakes: tests/road.yaml:19:34: skill: there is no skill "knitting"
    """
    if is_address(where):
        from .store import preview as trying

        return trying.record(stored(str(where)), events, by, key, expected)
    from .campaign import file as recording

    return recording.record(where, *events)


def looked_up(where: str | os.PathLike[str], number: int) -> tuple[Recorded | None, bool]:
    """The entry with that number, if there is one, and whether it is taken back. Raises Mistakes."""
    if is_address(where):
        return stored(str(where)).entry(number)
    from .engine.replay import corrections

    ledger = open_file(where).journal.ledger
    found = next((one for one in ledger if one.position + 1 == number), None)
    return found, number - 1 in corrections(ledger).gone


def attempt(where: str | os.PathLike[str]) -> Try:
    """Tries entries there; nothing is written."""
    if is_address(where):
        from .store import preview as trying

        return trying.attempt(stored(str(where)))
    from .campaign import file as recording

    return recording.attempt(where)


def decided(where: str | os.PathLike[str], entries: Sequence[str], answers: Answers) -> Decision:
    """What a decision would change, with the answers to what it breaks. Raises Mistakes."""
    from .campaign.decisions import decide

    return decide(attempt(where), entries, answers)
