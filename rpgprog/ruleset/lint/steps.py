"""Tables with a misprint or a tail that nobody looked at, and favoured skills that cost more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...problems.wording import quoted
from .house import Finding, Findings, House
from .numbers import say
from .tables import SEEN, Table, costs, limits, tables

FAR = 10_000  # how far a bonus is looked at


def table_falls(house: House) -> Findings:
    """What is higher costs less: a misprint, or a last band that was meant otherwise."""
    for table in costs(house):
        fall = next(_falls(table), None)
        if fall:
            n, before, after = fall
            why = f"a higher {table.counts} costs less than a lower one; check both numbers for a typo"
            yield _fallen(house, table, n, f"{_falling(table, n, before, after)}: {why}")
    for table in limits(house):
        fall = next(_falls(table), None)
        if fall:
            n, before, after = fall
            why = f"a higher {table.counts} allows less than a lower one; check both numbers"
            yield _fallen(house, table, n, f"{_falling(table, n, before, after)}: {why}")


def _falls(table: Table) -> Iterator[tuple[int, Fraction, Fraction]]:
    return table.falls(1, table.seen())


def _fallen(house: House, table: Table, n: int, message: str) -> Finding:
    place = house.place(table.policy, table.option, table.nodes(n))
    return Finding("table-falls", place, f"{quoted(table.policy.name)}: {message}")


def _falling(table: Table, n: int, before: Fraction, after: Fraction) -> str:
    if table.counts == "level" and table.steps.cost:
        to = table.level(n)
        return f"{table.label()} takes {say(before)} for level {to - 1} but only {say(after)} for level {to}"
    first, then = f"{say(before)} at {table.counts} {n - 1}", f"{say(after)} at {table.counts} {n}"
    return f"{table.label()} is {first} but only {then}"


def tail_breaks(house: House) -> Findings:
    """A formula that goes wrong beyond what anybody tried: it falls, or what it prices is free."""
    for table in costs(house):
        if table.formula:
            yield from _falls_late(house, table)
            yield from _ends_in_nothing(house, table)
    for rule in house.of("rank-bonus"):
        for table in tables(house, rule, "per_rank"):
            yield from _turns_negative(house, table)


def _falls_late(house: House, table: Table) -> Findings:
    fall = None if next(_falls(table), None) else next(table.falls(SEEN, table.last), None)
    if fall:
        n, before, after = fall
        yield _broken(house, table, f"{_falling(table, n, before, after)}: hold it there with max(...)")


def _ends_in_nothing(house: House, table: Table) -> Findings:
    if not table.units(1):
        return
    n = next((n for n in range(2, table.last + 1) if not table.units(n)), None)
    if n is not None:
        finding = f"{table.label()} is 0 from {table.counts} {n} on"
        yield _broken(
            house,
            table,
            f"{finding}, and {say(table.at(1))} at {table.counts} 1: hold it up with max(1, ...)",
        )


def _turns_negative(house: House, table: Table) -> Findings:
    n = (
        next((n for n in range(2, FAR + 1) if table.at(n) < 0 <= table.at(1)), None)
        if table.goes_on
        else None
    )
    if n is not None:
        finding = f"{table.label()} is {say(table.at(n))} at rank {n}"
        yield _broken(
            house, table, f"{finding}: from there on each rank lowers the bonus; hold it up with max(0, ...)"
        )


def _broken(house: House, table: Table, message: str) -> Finding:
    place = house.place(table.policy, table.option)
    return Finding("tail-breaks", place, f"{quoted(table.policy.name)}: {message}")


def favoured_dearer(house: House) -> Findings:
    """Whoever favours a skill pays more for it."""
    for rule in house.of("purchase", "practice"):
        ranks = range(1, SEEN + 1) if rule.favoured is not None else ()
        rank = next((rank for rank in ranks if rule.favoured[rank] > rule.cost[rank]), None)
        if rank is not None:
            favoured, cost = say(rule.favoured.exact(rank)), say(rule.cost.exact(rank))
            finding = f"favoured is {favoured} at rank {rank}, but cost only {cost}"
            how = "a favoured skill costs more than others; lower favoured, or raise cost"
            message = f"{quoted(rule.name)}: {finding}: {how}"
            yield Finding("favoured-dearer", house.place(rule, "favoured"), message)


CHECKS = (table_falls, tail_breaks, favoured_dearer)
