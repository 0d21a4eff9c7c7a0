"""Counts as text and back, without loss."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import numpy as np

from ..play.counts import Counts
from ..play.tally import Duel, Tally
from .job import Outcome

_COUNTERS = ("held", "refused", "taken", "sums")


def in_order(outcome: Outcome) -> Outcome:
    """The same with its counters in the order of their keys, whichever piece was counted first."""
    for tally in outcome.tallies.values():
        for name in _COUNTERS:
            setattr(tally, name, Counter(dict(sorted(getattr(tally, name).items()))))
    return outcome


def to_text(outcome: Outcome) -> str:
    """An outcome as JSON: lists where keys have several parts."""
    return json.dumps(
        {
            "events": outcome.events,
            "tallies": [[*key, _tally(tally)] for key, tally in in_order(outcome).tallies.items()],
            "duels": [[*key, [s.tolist() for s in duel.sessions]] for key, duel in outcome.duels.items()],
        }
    )


def from_text(text: str) -> Outcome:
    """An outcome from its text. Raises ValueError, KeyError or TypeError if it is none."""
    data = json.loads(text)
    outcome = Outcome(events=data["events"])
    for variant, build, tally in data["tallies"]:
        outcome.tallies[variant, build] = _to_tally(tally)
    for variant, measure, build, other, sessions in data["duels"]:
        outcome.duels[variant, measure, build, other] = Duel([np.array(s, "int64") for s in sessions])
    return outcome


def _counts(counts: Counts) -> list[Any]:
    return [counts.low, counts.counts.tolist()]


def _to_counts(data: list[Any]) -> Counts:
    return Counts(data[0], np.array(data[1], "int64"))


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "campaigns": tally.campaigns,
        "bands": [[*key, [_counts(counts) for counts in bands]] for key, bands in tally.bands.items()],
        "reached": {goal: _counts(counts) for goal, counts in tally.reached.items()},
        **{name: [[key, number] for key, number in getattr(tally, name).items()] for name in _COUNTERS},
    }


def _to_tally(data: dict[str, Any]) -> Tally:
    tally = Tally(campaigns=data["campaigns"])
    for measure, of, bands in data["bands"]:
        tally.bands[measure, of] = [_to_counts(counts) for counts in bands]
    tally.reached = {goal: _to_counts(counts) for goal, counts in data["reached"].items()}
    for name in _COUNTERS:
        pairs = ((tuple(key) if isinstance(key, list) else key, number) for key, number in data[name])
        setattr(tally, name, Counter(dict(pairs)))
    return tally
