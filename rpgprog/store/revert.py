"""Revert entries: tried first, recorded once everything that no longer holds has an answer."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ..campaign.decisions import Answers, Decision, decide, entry
from ..campaign.home import Home
from ..campaign.questions import Unknown
from ..events.describe import event_in_words
from ..problems import Mistakes, Problem


def revert(home: Home, events: Sequence[int | str], answers: Answers, key: str, expected: int) -> Decision:
    """Revert entries by number or id, if nothing is left to decide; the decision says what is."""
    entries = [_reverted(home, event, answers) for event in events]
    decision = decide(home.attempt, entries, answers)
    if decision.open:
        return decision
    home.record(*decision.entries, by=answers.by, key=key, expected=expected)
    return evolve(decision, recorded=True)


def _reverted(home: Home, event: int | str, answers: Answers) -> str:
    who = {"by": answers.by, "why": answers.why}
    if isinstance(event, str):
        return entry("reverted", event=event, **who)
    recorded = home.entry(event)
    if recorded is None:
        raise Unknown(f"there is no entry #{event}")
    if recorded.reverted_by is not None:
        message = f"#{event} is already reverted: to restore it, revert #{recorded.reverted_by}"
        raise Mistakes([Problem(None, message)])
    return entry("reverted", event=event, was=event_in_words(recorded.recorded.event), **who)
