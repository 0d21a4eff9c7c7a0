"""What the goals of a simulation depend on, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from ..simulate.findings.sensitivity import BY, Effect
from ..views.columns import decimal
from . import tables
from .headings import headline, in_percent, table_of

MOST_EFFECTS = 12  # numbers for each goal


def show_effects(effects: Sequence[Effect], form: str) -> None:
    """The numbers that the goals depend on."""
    headline("What the goals depend on: each number of the rules a step lower and higher", form)
    shown: list[Effect] = []
    for build, goal in dict.fromkeys((row.build, row.goal) for row in effects):
        shown += [row for row in effects if (row.build, row.goal) == (build, goal)][:MOST_EFFECTS]
    if not shown:
        tables.line("No number of the rules makes a difference here.")
        return
    columns = [
        "Build",
        "Goal",
        "Number",
        "Now",
        "Down",
        "Up",
        "Chance",
        "... down",
        "... up",
        "Session",
        "... down",
        "... up",
    ]
    lines = [
        [
            row.build,
            row.goal,
            row.path.removeprefix("policies."),
            row.value,
            *_steps(row),
            *(_maybe(in_percent, share) for share in (row.chance, row.chance_lower, row.chance_upper)),
            *(_maybe(_tenths, at) for at in (row.session, row.session_lower, row.session_upper)),
        ]
        for row in shown
    ]
    table_of(columns, lines, form, columns[3:])
    tables.line(
        "A step is 10 %; where the rules take no such number, the next one (the table shows how far)."
    )
    tables.line("Session: when it is reached on average; never counts as one after the last.")


def _steps(row: Effect) -> list[str]:
    """The number lower and higher; where the step is not 10 %, how large it is."""
    sides = ((row.lower, row.step_lower), (row.upper, row.step_upper))
    return [
        text if part is None or abs(part) == BY else f"{text} ({'+' * (part > 0)}{decimal(part * 100, 0)} %)"
        for text, part in sides
    ]


def _maybe(say: Callable[[Fraction], str], value: Fraction | None) -> str:
    return "-" if value is None else say(value)


def _tenths(value: Fraction) -> str:
    return decimal(value, 1, fixed=True)
