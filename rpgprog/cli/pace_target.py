"""``rpgprog pace FILE --target "level 10 at session 40"``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import attrs
import click

from ..source import Mapping, read_source
from ..views.columns import decimal
from . import rows, tables
from .app import FINE
from .common import needs

_SHORT = re.compile(r"[0-9]{0,9}(\.[0-9]{1,9})?|[0-9]{1,9}/[0-9]{1,9}")


def show(file: str, target: str, options: dict[str, Any], form: str) -> int:
    """Solve for the award that gets there, and say how sure that is."""
    with needs("sim"):
        from ..simulate.findings.target import AWARD, solve
        from ..simulate.jobs.job_request import Request, job_from, job_of
    root = read_source(file).root
    make = job_from if isinstance(root, Mapping) and "characters" in root.entries else job_of
    job = make(file, Request(seed=options.get("seed", 0)))
    path, wanted = options.get("path", AWARD), options.get("chance", Fraction(1, 2))
    solved = solve(job, target, options.get("build"), path, wanted)
    if form == "json":
        tables.as_json(rows.exact(attrs.asdict(solved)))
        return FINE
    for text in _lines(solved):
        tables.line(text)
    return FINE


def _lines(solved: Any) -> list[str]:
    goal = f"{solved.goal} by session {solved.session}"
    value, low, high = (decimal(n, 3) for n in (solved.value, solved.low, solved.high))
    wanted = decimal(solved.wanted * 100, 1)
    chances = [f"{decimal(n * 100, 1)} %" for n in (solved.chance, solved.chance_low, solved.chance_high)]
    jump = []
    if solved.short is not None:
        short, chance_short = decimal(solved.short, 3), decimal(solved.chance_short * 100, 1)
        jump = [f"With {short} it is {chance_short} %: the chance jumps between the two."]
    return [
        f"{solved.path} = {value} brings {solved.build} to {goal} in at least {wanted} % of campaigns.",
        f"19 times in 20 the right number is between {low} and {high}.",
        f"In {solved.campaigns:,} fresh campaigns it was {chances[0]} ({chances[1]} to {chances[2]}).",
        *jump,
    ]


def _fraction(text: str) -> Fraction:
    """A short decimal or fraction: an exponent could ask for millions of digits."""
    if not _SHORT.fullmatch(text):
        raise ValueError
    return Fraction(text)


def chance(text: str) -> Fraction:
    """A chance between 0 and 1: 0.5, 50 % or 1/2."""
    bare = text.strip()
    try:
        number = _fraction(bare.removesuffix("%").strip()) / (100 if bare.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f'takes a chance such as 0.5 or 50%, not "{text}"') from None
    if not 0 < number < 1:
        raise click.BadParameter(f"a chance is between 0 and 1, not {text}")
    return number
