"""Rules that can never act, because what they would act on is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...problems.wording import quoted
from .caps import cap, dear_rank, talents
from .fights import meets_rising_cost
from .house import Finding, Findings, House


def never_acts(house: House) -> Findings:
    """Each rule that lacks what it is useless without."""
    for policy, lack in _lacking(house):
        message = f"{quoted(policy.name)} never acts: {lack}; leave it out, or add what it needs"
        yield Finding("never-acts", house.place(policy), message)


def _lacking(house: House) -> Iterator[tuple[Any, str]]:
    if not house.known:
        return
    for policy in house.policies:
        for need in policy.useless_without:
            if house.lacks(policy, need):
                yield policy, need.lack
    yield from _earmarks(house)
    for policy in house.of("stacking"):
        if policy.mode == "strongest only" and not meets_rising_cost(house):
            yield (
                policy,
                "no novelty reduces the XP of uses (of: uses) while ranks get dearer",
            )


def _earmarks(house: House) -> Iterator[tuple[Any, str]]:
    """Nothing is so dear that anybody would have to save for it beyond the limit."""
    saving = talents(house) or any(dear_rank(house, cap(house, limit)) for limit in house.of("hoard-limit"))
    for policy in house.of("earmark"):
        if house.of("purchase") and not saving:
            yield policy, "there are no talents, and no rank costs more than players may keep"


CHECKS = (never_acts,)
