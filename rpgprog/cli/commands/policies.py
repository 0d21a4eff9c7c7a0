"""``rpgprog policies [NAME]``."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import attrs
import click

from ...curve import Curve
from ...ledger.numbers import NEVER
from ...ledger.units import scale_of
from ...problems.wording import did_you_mean
from ...reader import readable
from ...ruleset.catalogue import MECHANISMS, TOOLS
from ...ruleset.registry import kinds, policy_class
from ...views.wording import plain
from ...views.workload import asked
from .. import tables


@click.command("policies")
@click.argument("name", required=False)
@click.option("--mechanisms", is_flag=True, help="List every mechanism, with what carries it.")
@click.option("--meter", is_flag=True, help="List what each rule asks you to write down.")
def command(name: str | None, mechanisms: bool, meter: bool) -> int:
    """List the house rules, or print the manual of one: what it does, its options, an example."""
    if mechanisms:
        tables.table(("Id", "Mechanism", "Rule", "Switched on by"), _mechanisms())
        return 0
    if not name:
        heading = "Write down per session" if meter else "Mechanisms"
        rows = [[kind, _first_line(policy_class(kind)), _about(kind, meter)] for kind in kinds()]
        tables.table(("Rule", "What it does", heading), rows)
        return 0
    if name not in kinds():
        raise click.UsageError(f'there is no policy "{name}"{did_you_mean(name, kinds())}')
    cls: Any = policy_class(name)
    tables.line(name, "bold")
    tables.line()
    tables.line(inspect.getdoc(cls) or "")
    tables.line()
    rows = [[key, default(field), field.metadata.get("help", "")] for key, field in readable(cls).items()]
    if rows:
        tables.table(("Option", "If left out", "What it says"), rows)
    switches = [[mechanism, MECHANISMS.get(mechanism, ""), line] for mechanism, line in cls.covers.items()]
    tables.table(("Id", "Mechanism", "Switched on by"), switches)
    return 0


def _about(kind: str, meter: bool) -> str:
    """What it asks to be written down, or the mechanisms it carries."""
    cls = policy_class(kind)
    return ", ".join(asked(cls(name=kind)) if meter else cls.covers)


def _mechanisms() -> list[list[str]]:
    carried = {
        mechanism: [kind, line or "always on"]
        for kind in kinds()
        for mechanism, line in policy_class(kind).covers.items()
    }
    return [
        [mechanism, words, *carried.get(mechanism, ["", TOOLS.get(mechanism, "")])]
        for mechanism, words in MECHANISMS.items()
    ]


def _first_line(cls: type) -> str:
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ")


def default(field: Any) -> str:
    """What holds when an option is left out, as it would stand in a file."""
    return "must be given" if field.default is attrs.NOTHING else written(field.default, field.metadata)


def written(value: Any, how: Mapping[str, Any]) -> str:
    """The value of an option as it would stand in a file; of a curve its first numbers."""
    if isinstance(value, Curve):
        return _curve(value, bool(how.get("totals")))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(how["shown"]) if "shown" in how and value == NEVER else _number(value, how)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(inner, how)}" for key, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None or isinstance(value, attrs.Factory) else str(value)  # type: ignore[arg-type]


def _number(value: int, how: Mapping[str, Any]) -> str:
    scale = scale_of(how)
    return plain(value, scale) if scale > 1 else str(value)


def _curve(curve: Curve, totals: bool) -> str:
    steps = [curve.exact(n + totals) - (curve.exact(n) if totals else 0) for n in range(1, 6)]
    shown = [str(step) if step.denominator < 100 else f"{float(step):g}" for step in steps]
    if len(set(shown)) > 1:
        return f"{', '.join(shown)}, ..."
    least, most = curve.reach()
    return shown[0] if totals or least == most else f"{shown[0]}, ..."
