"""The steps of a plan as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from ..ledger.accounts import UNIT
from ..ledger.units import plain
from ..reader import Names
from ..views.columns import column, number
from .steps import Step, StepKind

_BOUGHT = (StepKind.RANK, StepKind.TALENT, StepKind.SPEND)


@frozen(kw_only=True)
class Row:
    """One step of a plan; points in whole ones."""

    step: int = number("No.")
    what: str = column("Step")
    price: Fraction | None = number("Price")
    total: Fraction | None = number("Total")
    earn: Fraction | None = number("To earn")
    why: str = column("Reason")


def rows(steps: Sequence[Step], names: Names) -> list[Row]:
    """The steps in order, each with the total spent so far."""
    built, total = [], 0
    for at, step in enumerate(steps, 1):
        total += step.price
        bought = step.kind in _BOUGHT
        row = Row(
            step=at,
            what=_action(step, names),
            price=Fraction(step.price, UNIT) if bought else None,
            total=Fraction(total, UNIT) if bought else None,
            earn=Fraction(step.earn, UNIT) if step.earn else None,
            why=reason(step),
        )
        built.append(row)
    return built


def _action(step: Step, names: Names) -> str:
    of = called(step.of, names)
    return {
        StepKind.RANK: f"{of} {step.number}",
        StepKind.TALENT: of,
        StepKind.LEVEL: f"reach level {step.number}",
        StepKind.SPEND: f"level {step.number}, by spending",
        StepKind.SESSION: "wait for the next session",
        StepKind.USE: f"use or train {of}" if step.number == 1 else f"use {of} {step.number} times",
    }[step.kind]


def called(item: str, names: Names) -> str:
    """What a skill or talent is called."""
    return (names.skills[item].name if item in names.skills else "") or item


def reason(step: Step) -> str:
    """How a price came about, or what a wait makes possible."""
    words = ["relearned"] if step.relearned else []
    words += ["favoured"] if step.favoured else []
    words += [
        f"{plain(change.after)} instead of {plain(change.before)} ({change.policy})"
        for change in step.price_changes
    ]
    words += [step.lifts.why] if step.lifts else []
    words += [f"{step.progress * 100 // UNIT} % of a level are missing"] if step.progress else []
    words += [f"level {step.brings_level}"] if step.brings_level else []
    return ", ".join(words)
