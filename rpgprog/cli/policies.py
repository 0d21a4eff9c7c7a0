"""``rpgprog policies [NAME]``."""

from __future__ import annotations

import inspect
from typing import Any

import attrs
import click

from ..codec import readable
from ..curve import Curve
from ..registry import kinds, policy_class
from ..views.reasons import plain
from ..words import did_you_mean
from . import tables


@click.command("policies")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List the house rules, or print the manual of one: what it does, its options, an example."""
    if not name:
        rows = [[kind, _first_line(policy_class(kind)), policy_class(kind).covers] for kind in kinds()]
        tables.table(("Rule", "What it does", "Mechanisms"), rows)
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
    tables.line(f"Mechanisms: {cls.covers}")
    return 0


def _first_line(cls: type) -> str:
    return (inspect.getdoc(cls) or "").split("\n\n")[0].replace("\n", " ")


def default(field: Any) -> str:
    """What holds when an option is left out, as it would stand in a file."""
    value, how = field.default, field.metadata
    if value is attrs.NOTHING:
        return "must be given"
    if "shown" in how:
        return str(how["shown"])
    if isinstance(value, Curve):
        exact = [value[n] / (value.over * (value.unit if not how.get("totals") else 1)) for n in range(1, 6)]
        return ", ".join(f"{number:g}" for number in exact) + ", ..."
    if isinstance(how.get("unit"), int) and isinstance(value, int):
        return plain(value, how["unit"])
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, attrs.Factory | tuple) else str(value)
