"""What entries would do to a campaign in a database; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from ..campaign.campaign import Campaign
from ..campaign.decisions import Broken, Tried, Try, broken, strangers
from ..campaign.file import Change, moved_between
from ..campaign.roll_entry import missing_roll, odds_of
from ..campaign.rolls import Odds
from ..engine.replay import Folded, corrections
from ..events import Event
from ..journal.recorded import SESSION_ENDED, Recorded
from .append import append, entries_of
from .append import preview as previewed
from .campaign import Stored
from .fold import build
from .state import State


def attempt(stored: Stored) -> Try:
    """Tries entries at the end of a campaign: what they would break and change. Raises Mistakes."""

    def trying(events: Sequence[str]) -> Tried:
        before, after, made = _after(stored, events)
        names = after.ruleset.names
        new = [step for number, step in after.refusals.items() if number not in before.refused]
        found = [broken(one.recorded, one.refused, names) for one in new if one.refused is not None]
        found += _strangers(stored, [step.recorded for step in made])
        return Tried(found, moved_between(stored.closed(before).sheet(), stored.closed(after).sheet()), names)

    return trying


def _strangers(stored: Stored, made: Sequence[Recorded]) -> list[Broken]:
    """What would be left of somebody who never joined, once these entries hold."""
    with stored.store.reading() as connection:
        correcting = [*stored.reading.correcting(connection), *made]
    gone = corrections(correcting).gone
    if not made or gone.keys().isdisjoint(stored.joining()):
        return []
    ledger = stored.ledger()
    known = {one.number for one in strangers(ledger)}
    return [one for one in strangers([*ledger, *made]) if one.number not in known]


def preview(stored: Stored, events: Sequence[str | Event]) -> Change:
    """What recording would do. Raises Mistakes when an event cannot be read or is refused by a rule."""
    thrown, ahead = _dice(stored, events)
    before = stored.open()
    previewed(stored, thrown)
    _, after, folded = _after(stored, thrown)
    book = stored.closed(after)
    campaign = Campaign(before.journal, book, before.folded, ())
    moved = moved_between(before.book.sheet(), book.sheet())
    return Change(before, campaign, _shown(folded), moved, odds=ahead)


def record(
    stored: Stored, events: Sequence[str | Event], by: str = "", key: str = "", expected: int | None = None
) -> Change:
    """Record events, and say what they did. Raises Mistakes as ``Stored.append`` does."""
    before = stored.open()
    appended = append(stored, events, by, key, expected)
    after = stored.open()
    moved = moved_between(before.book.sheet(), after.book.sheet())
    return Change(before, after, _shown(appended.folded), moved)


def _shown(folded: Sequence[Folded]) -> list[Folded]:
    return [step for step in folded if step.recorded.word != SESSION_ENDED]


def _dice(stored: Stored, events: Sequence[str | Event]) -> tuple[list[str | Event], list[Odds]]:
    """The events without those whose dice are still to fall, and what these would take."""
    rest: list[str | Event] = []
    ahead = []
    for event in events:
        throw = missing_roll(event) if isinstance(event, str) else None
        if throw:
            ahead.append(odds_of(throw, stored.open()))
        else:
            rest.append(event)
    return rest, ahead


def _after(stored: Stored, events: Sequence[str | Event]) -> tuple[State, State, list[Folded]]:
    with stored.store.reading() as connection:
        before = stored.refresh(connection)
        try:
            draft = entries_of(stored, connection, before, events)
            after, folded = build(stored.reading, connection, more=draft.recorded)
        finally:
            stored.reading.people.forget_new()
    for one in draft.recorded:
        after.standing.note(one)
    after.seq += len(draft.recorded)
    return before, after, folded
