"""Levels and ranks that nobody can reach."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...curve import LARGEST
from ...ledger.accounts import UNIT
from ...policy.traits import BRINGS_RANKS, PAYS_ENCOUNTERS
from ...problems.wording import quoted
from .house import Finding, Findings, House
from .numbers import points, say
from .tables import NEAR, Table, costs

FAR = 10**6  # points: more than one award may bring
AWARDS = 100_000  # that a level takes: a campaign of a lifetime has fewer
LEVELS = 20  # of a formula: whoever wrote it may not have looked further


def level_too_far(house: House) -> Findings:
    """A step so large that no number of encounters gets anybody there."""
    payers = house.of("awards")
    if not house.known or len(payers) < len(house.doing(PAYS_ENCOUNTERS)):  # others may pay any sum
        return
    best = max((max(rule.encounter, *rule.rated.values(), 0) for rule in payers), default=UNIT) or UNIT
    for table in costs(house):
        if table.counts == "level":
            worth = table.steps.per_point(table.policy)
            for n in range(1, table.seen(LEVELS) + 1):
                takes = table.at(n) / worth
                if takes >= FAR and takes * UNIT >= AWARDS * best:
                    yield _too_far(house, table, n, takes, best)
                    break


def _too_far(house: House, table: Table, n: int, takes: Fraction, best: int) -> Finding:
    awards = say(takes * UNIT // best)
    message = (
        f"{quoted(table.policy.name)}: {table.label()} takes {say(takes)} points for level {table.level(n)}:"
        f" {awards} encounters at the best pay here ({points(best)}); check it, or the awards"
    )
    return Finding("nobody-reaches", house.place(table.policy, table.option, table.nodes(n)), message)


def limit_of_numbers(house: House) -> Findings:
    """A price or a total where numbers end: beyond it one costs what the other costs."""
    for table in costs(house):
        n = next(
            (n for n in range(1, min(table.last, NEAR) + 1) if table.total(n) * table.unit >= LARGEST), None
        )
        if n is not None:
            number = f"{table.counts} {n if table.counts == 'rank' else table.level(n)}"
            finding = f"{table.label()} exceeds {say(LARGEST // table.unit)} at {number}"
            how = "that is the largest number there is, and nobody gets there; let it grow more slowly"
            message = f"{quoted(table.policy.name)}: {finding}: {how}"
            yield Finding("nobody-reaches", house.place(table.policy, table.option, table.nodes(n)), message)


def gate_above_cap(house: House) -> Findings:
    """L4 under L10: the next level takes a rank that this level does not allow."""
    if not house.known or house.doing(BRINGS_RANKS):  # ranks that come automatically have no cap
        return
    for gate in house.of("gated-levels"):
        for rule in house.of("rank-cap"):
            level = next((level for level in range(gate.start, NEAR + 1) if _shut(gate, rule, level)), None)
            if level is not None and rule.capped and not rule.only:
                message = (
                    f"{quoted(gate.name)} needs rank {_asked(gate, level)} for level {level + 1}, but"
                    f" {quoted(rule.name)} allows {rule.cap[level]} at level {level}: nobody rises further;"
                    " lower offset, or raise the cap"
                )
                yield Finding("nobody-reaches", house.place(gate), message)


def _asked(gate: Any, level: int) -> int:
    return max(level + 1 + int(gate.offset), 1)


def _shut(gate: Any, rule: Any, level: int) -> bool:
    return bool(rule.cap[level] < _asked(gate, level))


CHECKS = (level_too_far, limit_of_numbers, gate_above_cap)
