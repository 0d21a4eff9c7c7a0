"""Two runs side by side, in words: where they first differ, and in what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from ..ledger.accounts import Key
from ..reader import Names
from ..views.wording import amount, reason
from .lanes import LaneDifference
from .run import Posted, Run, Step

MOST_LINES = 12  # of differing balances that a message shows


def unexplained(done: Run, names: Names) -> str:
    """Balances that are not the sum of their postings; empty when all of them are."""
    sums: Counter[Key] = Counter()
    for posted in done.posted:
        sums[posted.key] += posted.amount
    held = {key: balance for key, balance in done.sheet.items() if key in sums or key[1] not in UNTOLD}
    lines = differing(dict(sums), held, names, ("postings", "balance"))
    return "\n".join(["balances are not the sum of their postings:", *lines]) if lines else ""


UNTOLD = ("day", "absent")  # kinds whose postings a run leaves out


def difference(way: str, done: Run, other: Run, labels: Sequence[str], names: Names) -> str:
    """How a run in another way differs from the one as recorded; empty when it does not."""
    pairs = zip(done.steps, other.steps, strict=True)
    at = next((at for at, (own, step) in enumerate(pairs) if own != step), None)
    if at is not None:
        own, step = _first(done.steps[at], other.steps[at], names)
        lines = [f"{labels[at]}:", f"  as recorded: {own}", f"  {way}: {step}"]
    elif done.sheet != other.sheet:
        lines = ["the end:", *differing(done.sheet, other.sheet, names, ("as recorded", way))]
    else:
        return ""
    return "\n".join([f"different results {way}, first at {lines[0]}", *lines[1:]])


def _first(own: Step, other: Step, names: Names) -> tuple[str, str]:
    """The first thing that two steps do differently."""
    if own.refused or other.refused:
        return _done(own), _done(other)
    pairs = zip_longest(own.posted, other.posted)
    first = next(pair for pair in pairs if pair[0] != pair[1])
    return _posting(first[0], names), _posting(first[1], names)


def _done(step: Step) -> str:
    if not step.refused:
        return f"{len(step.posted)} postings"
    policy, why, *_ = step.refused
    return f"refused by {policy}: {why}"


def _posting(posted: Posted | None, names: Names) -> str:
    if posted is None:
        return "no such posting"
    number = amount(posted.key[1], posted.amount, names, signed=True)
    why = reason(posted.reason, names)
    return f"day {posted.day}, {_account(posted.key)} {number} ({posted.policy}: {why})"


def _account(key: Key) -> str:
    """An account by its name: ada, rank of climbing."""
    who, kind, of = key
    return f"{who}, {kind} of {of}" if of else f"{who}, {kind}"


def differing(
    here: Mapping[Key, int], there: Mapping[Key, int], names: Names, sides: tuple[str, str]
) -> list[str]:
    """The balances that are not the same on both sides, one a line."""
    here_is, there_is = sides
    keys = [key for key in sorted({*here, *there}) if here.get(key, 0) != there.get(key, 0)]
    lines = [
        f"  {_account(key)}: {_balance(here, key, names)} {here_is}, {_balance(there, key, names)} {there_is}"
        for key in keys
    ]
    hidden = len(lines) - MOST_LINES
    return lines if hidden <= 0 else [*lines[:MOST_LINES], f"  and {hidden} more"]


def _balance(sheet: Mapping[Key, int], key: Key, names: Names) -> str:
    return amount(key[1], sheet.get(key, 0), names)


def among_many(parted: LaneDifference, labels: Sequence[str], names: Names) -> str:
    """How a campaign among many differs from the same campaign alone."""
    at = labels[parted.position]
    lines = [f"different results among many campaigns, in the one {parted.lane}, first at {at}:"]
    if bool(parted.refused_alone) != parted.refused_among_many:
        alone = f"refused by {parted.refused_alone}" if parted.refused_alone else "accepted"
        lines += [
            f"  alone: {alone}",
            f"  among many: {'refused' if parted.refused_among_many else 'accepted'}",
        ]
    return "\n".join([*lines, *differing(parted.alone, parted.among_many, names, ("alone", "among many"))])
