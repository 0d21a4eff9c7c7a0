"""A campaign's past beside the model that plays on from it: what each character earns in a session."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from attrs import frozen

from ...campaign.campaign import Campaign
from ...events import Joined, SessionStarted
from ...ledger.accounts import EARNED, UNIT
from ...views.columns import column, ratio
from ..jobs.work import Simulated


@frozen(kw_only=True)
class BesidePast:
    """Points a character earned per session attended so far, and earns per session in the model."""

    build: str = column("Build")
    past: Fraction = ratio("So far")
    model: Fraction = ratio("In the model")


def beside_past(campaign: Campaign, simulated: Simulated) -> list[BesidePast]:
    """A row for each character, under the first of the simulation's rules."""
    past, first = earned_a_session(campaign), simulated.job.variants[0].label
    rows = []
    for (rules, build), tally in simulated.outcome.tallies.items():
        if rules == first and build in past:
            sessions = len(next(iter(tally.bands.values())))
            model = Fraction(tally.sums[EARNED], UNIT * tally.campaigns * sessions)
            rows.append(BesidePast(build=build, past=past[build], model=model))
    return rows


def earned_a_session(campaign: Campaign) -> dict[str, Fraction]:
    """Points earned per session attended, by character; not what they joined with."""
    earned: Counter[str] = Counter()
    attended: Counter[str] = Counter()
    for step in campaign.folded:
        event = step.recorded.event
        if step.refused is not None or step.reverted or isinstance(event, Joined):
            continue
        if isinstance(event, SessionStarted):
            attended.update(event.present)
        for account, amount, *_ in step.receipts:
            if account.kind == EARNED:
                earned[account.who] += amount
    return {who: Fraction(earned[who], UNIT * sessions) for who, sessions in attended.items()}
