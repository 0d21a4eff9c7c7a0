"""Options that say something in a mode that does not read them, or to which nothing answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from ...policy import Condition, Policy
from ...problems.wording import quoted
from ...reader import readable
from .house import Finding, Findings, House


def unread_options(house: House) -> Findings:
    """Each that a file says, unless a file above it chose the mode: that one cannot take it back."""
    for policy, option, how in _written(house):
        condition: Condition | None = how.get("only_with")
        if condition is not None and condition.warned and not condition.holds(policy):
            chosen = max(house.layer(policy, mode) for mode in condition.options)
            if house.layer(policy, option) >= chosen:
                yield _unread(house, policy, option, f"it is read only with {condition.words}")


def lonely_options(house: House) -> Findings:
    """Options about something that another rule would have to do."""
    for policy, option, how in _written(house) if house.known else ():
        need = how.get("useless_without")
        if need is not None and house.lacks(policy, need):
            yield _unread(house, policy, option, need.lack)


def _written(house: House) -> Iterator[tuple[Policy, str, Any]]:
    """The options that some file says, each with what its rule says about it."""
    for policy in house.policies:
        for option, field in readable(cast(Any, type(policy))).items():
            if house.written(policy, option):
                yield policy, option, field.metadata


def _unread(house: House, policy: Policy, option: str, why: str) -> Finding:
    message = f"{option} of {quoted(policy.name)} has no effect: {why}; leave it out, or change that"
    return Finding("never-acts", house.place(policy, option), message)


CHECKS = (unread_options, lonely_options)
