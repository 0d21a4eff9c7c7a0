"""``rpgprog pace [FILE]``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import click

from ...views.columns import decimal, many
from ...views.pace import Pace, in_words, paces
from ...views.schedule import Effort, Plan, bought_with, encounters_for, schedule
from .. import rows, tables
from ..app import FINE
from ..common import finish, format_option, opened
from ..pace_target import chance, show

MOST = 10_000  # encounters to a level
MOST_POINTS = 10**6
MOST_LEVELS = 100
LEVELS = 10
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6}|/0*[1-9][0-9]{0,8})?")
_WITH_TARGET = ("build", "path", "chance", "seed")
_ALONE = ("points", "each", "rank_cost", "ranks", "talent_cost", "levels")  # not beside a campaign


def exact(text: str) -> Fraction:
    """A number above 0, exactly as it was written: 50, 1.5, 25/6."""
    number = Fraction(text.strip()) if _NUMBER.fullmatch(text.strip()) else None
    if not number:
        raise click.BadParameter(f'takes a number above 0 such as 50, 1.5 or 25/6, not "{text}"')
    if number > MOST_POINTS:
        raise click.BadParameter(f"must be at most {MOST_POINTS:,}, not {text}")
    return number


@click.command("pace")
@click.argument("file", type=click.Path(), required=False)
@click.option("--points", type=exact, metavar="NUMBER", help="Points for a level.")
@click.option("--encounters", type=click.IntRange(1, MOST), help="Encounters for a level.")
@click.option("--each", type=exact, metavar="NUMBER", help="Instead of --encounters: points for each.")
@click.option("--rank-cost", type=exact, metavar="NUMBER", help="Instead of --points: a rank's price, ...")
@click.option("--ranks", type=click.IntRange(1, MOST), help="... how many ranks a level should buy, ...")
@click.option("--talent-cost", type=exact, metavar="NUMBER", help="... and the price of a talent with them.")
@click.option(
    "--growth",
    type=exact,
    metavar="NUMBER",
    help="Each level takes this many times the encounters of the last: 1.15.",
)
@click.option(
    "--levels",
    type=click.IntRange(1, MOST_LEVELS),
    help=f"With --growth: how many levels [default: {LEVELS}].",
)
@click.option("--target", help='A file of builds or a campaign: "level 10 at session 40".')
@click.option("--build", help="With --target: which build [default: the first].")
@click.option("--path", help="With --target: which number of the rules [default: policies.awards.encounter].")
@click.option("--chance", type=chance, help="With --target: in what share of campaigns [default: 0.5].")
@click.option("--seed", type=click.IntRange(0, 2**62), help="With --target: the seed of the dice.")
@format_option("table", "json", "md")
def command(file: str | None, form: str, target: str | None, **given: Any) -> int:
    """Work out what an encounter should be worth; with FILE, how fast levels come in play.

    \b
    rpgprog pace --points 50 --encounters 12
    rpgprog pace --points 50 --each 1.5
    rpgprog pace --rank-cost 2 --ranks 20 --talent-cost 10 --encounters 25
    rpgprog pace --points 50 --encounters 20 --growth 1.15
    rpgprog pace campaign.yaml --encounters 20
    rpgprog pace builds.yaml --target "level 10 at session 40"

    With FILE, all points that count toward levels are divided by each character's encounters (met:).
    --encounters is the number planned for a level (with --growth: for level 1), and drift is how much more
    an encounter was worth than planned. With --target, the table is played many times (see rpgprog
    simulate) to find what an encounter must be worth.
    """  # noqa: D301
    given = {option: value for option, value in given.items() if value is not None}
    if target is not None:
        return _solved(file, target, given, form)
    for name in _WITH_TARGET:
        if name in given:
            raise click.UsageError(f"{_option(name)} needs --target")
    if file is not None:
        return _played(file, given, form)
    _worked_out(given, form)
    return FINE


def _solved(file: str | None, target: str, given: dict[str, Any], form: str) -> int:
    others = [name for name in given if name not in _WITH_TARGET]
    if file is None or others:
        beside = f", and not {_option(others[0])}" if others else ""
        raise click.UsageError(f"--target needs a FILE of builds or a campaign{beside}")
    return show(file, target, given, form)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


# Worked out from numbers alone.


def _worked_out(given: dict[str, Any], form: str) -> None:
    points = _points(given)
    if not {"points", "encounters", "each", "growth", "levels"} & given.keys():
        _tell({"points": points}, [], given, form)  # what a level buys, and no more
        return
    if ("encounters" in given) == ("each" in given):
        raise click.UsageError("use --encounters (how many for a level) or --each (points for one), not both")
    if "growth" in given and "each" in given:
        raise click.UsageError("--growth needs --encounters: how many level 1 takes")
    if "levels" in given and "growth" not in given:
        raise click.UsageError("--levels needs --growth: how much more each level takes")
    if "growth" in given:
        plan = Plan(given["encounters"], given["growth"])
        _levels(points, plan.efforts(points, given.get("levels", LEVELS)), given, form)
    elif "each" in given:
        taken = encounters_for(points, given["each"])
        text = (
            f"{_number(points)} points at {_number(given['each'])} each: {many(taken, 'encounter')} a level."
        )
        _tell({"points": points, "each": given["each"], "encounters": taken}, [text], given, form)
    else:
        _schedule(points, given["encounters"], given, form)


def _points(given: dict[str, Any]) -> Fraction:
    """The points of a level, as they are given or as what they buy."""
    buying = [name for name in ("rank_cost", "ranks", "talent_cost") if name in given]
    if buying and not {"rank_cost", "ranks"} <= given.keys():
        raise click.UsageError(f"{_option(buying[0])} needs both --rank-cost and --ranks")
    if not buying and "points" not in given:
        raise click.UsageError("give --points (for a level), or name a campaign FILE")
    if not buying:
        return Fraction(given["points"])
    made = bought_with(given["ranks"], given["rank_cost"], given.get("talent_cost", Fraction(0)))
    if given.get("points", made) != made:
        said = f"--points {_number(given['points'])}, but {_sum(given)} are {_number(made)}"
        raise click.UsageError(f"{said}: leave one out")
    return made


def _sum(given: dict[str, Any]) -> str:
    talent = f" + {_number(given['talent_cost'])}" if "talent_cost" in given else ""
    return f"{given['ranks']} x {_number(given['rank_cost'])}{talent}"


def _schedule(points: Fraction, encounters: int, given: dict[str, Any], form: str) -> None:
    each = points / encounters
    whole = schedule(int(points), encounters) if points.denominator == 1 else None
    lines = [f"{_number(points)} points over {many(encounters, 'encounter')}: {_number(each)} each."]
    told = "the total is not a whole number, so the parts cannot be either"
    lines += [f"In whole points: {', '.join(map(str, whole)) if whole else told}."]
    _tell({"points": points, "encounters": encounters, "each": each, "schedule": whole}, lines, given, form)


def _levels(points: Fraction, efforts: tuple[Effort, ...], given: dict[str, Any], form: str) -> None:
    text = f"{_number(points)} points a level, each level {_number(given['growth'])} times the encounters:"
    _tell({"points": points, "levels": efforts}, [text], given, form)
    if form != "json":
        if form == "md":
            tables.line()
        rows.show(Effort, efforts, form)


def _tell(numbers: dict[str, Any], lines: list[str], given: dict[str, Any], form: str) -> None:
    """The numbers for programs, or lines for people; first what a level buys."""
    bought = {name: given[name] for name in ("ranks", "rank_cost", "talent_cost") if name in given}
    if form == "json":
        tables.as_json(rows.exact({**bought, **numbers}))
        return
    if bought:
        talent = f" and a talent at {_number(given['talent_cost'])}" if "talent_cost" in given else ""
        what = f"{many(given['ranks'], 'rank')} at {_number(given['rank_cost'])}{talent}"
        lines = [f"A level buys {what}: {_sum(given)} = {_number(numbers['points'])} points.", *lines]
    for at, text in enumerate(lines):
        if at and form == "md":
            tables.line()
        tables.line(text)


def _number(number: Fraction) -> str:
    """A number exactly, and what it is about: 25/6 (about 4.1667)."""
    return decimal(number, 6) if 10**6 % number.denominator == 0 else f"{number} (about {decimal(number, 4)})"


# As it is played.


def _played(file: str, given: dict[str, Any], form: str) -> int:
    for name in _ALONE:
        if name in given:
            raise click.UsageError(f"{_option(name)} is not for a campaign: its rules say what a level takes")
    if "growth" in given and "encounters" not in given:
        raise click.UsageError("--growth needs --encounters: how many level 1 takes")
    plan = Plan(given["encounters"], given.get("growth", Fraction(1))) if "encounters" in given else None
    campaign = opened(file)
    found = paces(campaign.folded, campaign.book, campaign.journal.characters, plan)
    points = campaign.ruleset.names.points
    notice = in_words(found, points)
    if form == "json":
        tables.as_json(rows.exact({"points": points, "rows": found, "notice": notice}))
        return finish(campaign)
    head = f"{campaign.journal.title}, day {campaign.book.today.balance} ({campaign.ruleset.name})"
    tables.line(f"{'## ' if form == 'md' else ''}{head}", "bold cyan")
    if form == "md":
        tables.line()
    if found:
        rows.show(Pace, found, form)
    if form == "md":
        tables.line()
    tables.line(notice)
    return finish(campaign)
