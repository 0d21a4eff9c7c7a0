"""A journal as text, played under house rules."""

from __future__ import annotations

from ..campaign.campaign import Campaign
from ..engine.replay import replay
from ..journal import read_journal
from ..problems import Mistakes, Problem
from ..source import Mapping
from .house_rules import HouseRules, parsed, ruleset_of, with_words

FILE = "journal"  # what the text is called in messages


def play(rules: HouseRules, journal: str, *, refusals: bool = False) -> Campaign:
    """Play a journal under house rules: what a campaign file with them would give.

    ``rules`` are a ruleset, a policy, YAML text (a pack's name, a ruleset file, or the map of policies
    alone), or a list of policies and texts; later ones change what earlier ones say. ``journal`` is a
    campaign file; ``campaign:`` and ``ruleset:`` may be left out, ``characters:`` may not.

    Raises Mistakes with everything that cannot be read and every event that a rule refuses; with
    ``refusals`` refused events are allowed, and stand in ``problems``.

    >>> campaign = play("awards: {encounter: 2}", '''
    ...     characters: {ada: {points: 1}}
    ...     journal:
    ...       - {session: The goblin pass, day: 3, events: [{met: {what: goblin}}]}
    ... ''')
    >>> campaign.sheet("ada").free  # thousandths of a point
    3000
    >>> [posting.reason for posting in campaign.why("ada", "points").postings]
    ['brought along', '2 for goblin']
    """
    campaign = opened(rules, journal)
    if problems := campaign.journal.problems if refusals else campaign.problems:
        raise Mistakes(problems)
    return campaign


def opened(rules: HouseRules, journal: str) -> Campaign:
    """The campaign with whatever is wrong in its ``problems``.

    Raises Mistakes when the rules or the characters cannot be read.
    """
    ruleset = ruleset_of(rules)
    source = parsed(journal, FILE)
    if not isinstance(source.root, Mapping):
        begins = "a journal begins with characters: and journal:"
        raise Mistakes([Problem(source.place(source.root), begins)])
    read = read_journal(with_words(source, campaign="test", ruleset=ruleset.name), iter([ruleset]))
    return Campaign(read, *replay(read.began.rules, read.ledger))
