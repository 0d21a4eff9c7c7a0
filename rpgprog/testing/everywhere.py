"""A ruleset and a journal must give the same results in every way the engine can handle them."""

from __future__ import annotations

from collections.abc import Sequence

from ..campaign.campaign import Campaign
from ..engine.replay import corrections
from ..engine.rules import Rules
from ..events.describe import event_in_words
from ..reader import Names
from ..views.entries import words
from .campaign import play
from .differences import among_many, difference, unexplained
from .house_rules import HouseRules
from .lanes import lane_difference
from .run import Adoption, Entry, event_of
from .ways import WAYS, recorded


def same_everywhere(rules: HouseRules, journal: str) -> Campaign:
    """Play a journal, then again in every other way the engine has; return the campaign.

    The other ways: a second time, each event previewed before it is recorded, ``times: 3`` as three events,
    time in pieces, from a snapshot, by the compiled rules, and in many campaigns at once (as recorded, with
    events twice, with some left out, with less training), each compared with the same campaign alone.
    Refused events are refused in all of them. Raises AssertionError with the first difference in words,
    and Mistakes when the ruleset or the journal cannot be read.

    >>> from rpgprog.policies.grain import Grain
    >>> campaign = same_everywhere(["awards: on", Grain(leftover="lose")], '''
    ...     characters: {ada: {}}
    ...     journal:
    ...       - session: The goblin pass
    ...         day: 3
    ...         events: [{awarded: {points: 2.5}}]
    ... ''')
    >>> campaign.sheet("ada").free  # thousandths of a point
    2000
    """
    campaign = play(rules, journal, refusals=True)
    gone = corrections(campaign.journal.ledger).gone
    counts = [recorded for recorded in campaign.journal.ledger if recorded.position not in gone]
    labels = [f"#{recorded.position + 1} {words(recorded, campaign.names)}" for recorded in counts]
    assert_same(campaign.journal.began.rules, entries_of(campaign), campaign.ruleset.names, labels)
    return campaign


def entries_of(campaign: Campaign) -> list[Entry]:
    """The entries of a campaign that were not reverted, as later corrections left them."""
    ledger = campaign.journal.ledger
    corrected = corrections(ledger)
    return [
        Adoption(corrected.of(recorded), recorded.adopts.rules) if recorded.adopts else corrected.of(recorded)
        for recorded in ledger
        if recorded.position not in corrected.gone
    ]


def assert_same(rules: Rules, entries: Sequence[Entry], names: Names, labels: Sequence[str] = ()) -> None:
    """Raise AssertionError if any other way gives different results from the entries as recorded.

    ``labels`` are what a message calls them; without these it says what happened.
    """
    labels = labels or [event_in_words(event_of(entry)) for entry in entries]
    done = recorded(rules, entries)
    _none(unexplained(done, names))
    for name, way in WAYS.items():
        for other in way(rules, entries, done):
            _none(difference(name, done, other, labels, names))
    before = next((at for at, entry in enumerate(entries) if isinstance(entry, Adoption)), len(entries))
    if parted := lane_difference(rules, [event_of(entry) for entry in entries[:before]]):
        raise AssertionError(among_many(parted, labels, names))


def _none(message: str) -> None:
    if message:
        raise AssertionError(message)
