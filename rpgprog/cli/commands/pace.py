"""``rpgprog pace [FILE]``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import click

from ...ledger.accounts import UNIT
from ...ruleset.checks import FURTHEST_AWARD
from ...views.columns import decimal, many
from ...views.pace import Pace, in_words, paces
from ...views.schedule import Effort, Plan, bought_with, encounters_for, schedule
from .. import rows, tables
from ..app import FINE
from ..common import as_of, finish, format_option, opened
from ..pace_target import chance, show

MOST = 10_000  # encounters to a level
MOST_POINTS = FURTHEST_AWARD // UNIT  # as in an entry
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
def command(file: str | None, form: str, target: str | None, **options: Any) -> int:
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
    options = {option: value for option, value in options.items() if value is not None}
    if target is not None:
        return _solved(file, target, options, form)
    for name in _WITH_TARGET:
        if name in options:
            raise click.UsageError(f"{_option(name)} needs --target")
    if file is not None:
        return _played(file, options, form)
    _worked_out(options, form)
    return FINE


def _solved(file: str | None, target: str, options: dict[str, Any], form: str) -> int:
    excluded = [name for name in options if name not in _WITH_TARGET]
    if file is None or excluded:
        beside = f", and not {_option(excluded[0])}" if excluded else ""
        raise click.UsageError(f"--target needs a FILE of builds or a campaign{beside}")
    return show(file, target, options, form)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


# Worked out from numbers alone.


def _worked_out(options: dict[str, Any], form: str) -> None:
    points = _points(options)
    if not {"points", "encounters", "each", "growth", "levels"} & options.keys():
        _print({"points": points}, [], options, form)  # what a level buys, and no more
        return
    if ("encounters" in options) == ("each" in options):
        raise click.UsageError("use --encounters (how many for a level) or --each (points for one), not both")
    if "growth" in options and "each" in options:
        raise click.UsageError("--growth needs --encounters: how many level 1 takes")
    if "levels" in options and "growth" not in options:
        raise click.UsageError("--levels needs --growth: how much more each level takes")
    if "growth" in options:
        plan = Plan(options["encounters"], options["growth"])
        _levels(points, plan.efforts(points, options.get("levels", LEVELS)), options, form)
    elif "each" in options:
        taken = encounters_for(points, options["each"])
        each = _number(options["each"])
        text = f"{_number(points)} points at {each} each: {many(taken, 'encounter')} a level."
        _print({"points": points, "each": options["each"], "encounters": taken}, [text], options, form)
    else:
        _schedule(points, options["encounters"], options, form)


def _points(options: dict[str, Any]) -> Fraction:
    """The points of a level, as they are given or as what they buy."""
    buying = [name for name in ("rank_cost", "ranks", "talent_cost") if name in options]
    if buying and not {"rank_cost", "ranks"} <= options.keys():
        raise click.UsageError(f"{_option(buying[0])} needs both --rank-cost and --ranks")
    if not buying and "points" not in options:
        raise click.UsageError("give --points (for a level), or name a campaign FILE")
    if not buying:
        return Fraction(options["points"])
    total = bought_with(options["ranks"], options["rank_cost"], options.get("talent_cost", Fraction(0)))
    if options.get("points", total) != total:
        said_points = f"--points {_number(options['points'])}, but {_sum(options)} are {_number(total)}"
        raise click.UsageError(f"{said_points}: leave one out")
    return total


def _sum(options: dict[str, Any]) -> str:
    talent = f" + {_number(options['talent_cost'])}" if "talent_cost" in options else ""
    return f"{options['ranks']} x {_number(options['rank_cost'])}{talent}"


def _schedule(points: Fraction, encounters: int, options: dict[str, Any], form: str) -> None:
    each = points / encounters
    whole_points = schedule(int(points), encounters) if points.denominator == 1 else None
    lines = [f"{_number(points)} points over {many(encounters, 'encounter')}: {_number(each)} each."]
    reason = "the total is not a whole number, so the parts cannot be either"
    lines += [f"In whole points: {', '.join(map(str, whole_points)) if whole_points else reason}."]
    _print(
        {"points": points, "encounters": encounters, "each": each, "schedule": whole_points},
        lines,
        options,
        form,
    )


def _levels(points: Fraction, efforts: tuple[Effort, ...], options: dict[str, Any], form: str) -> None:
    text = f"{_number(points)} points a level, each level {_number(options['growth'])} times the encounters:"
    _print({"points": points, "levels": efforts}, [text], options, form)
    if form != "json":
        if form == "md":
            tables.line()
        rows.show(Effort, efforts, form)


def _print(numbers: dict[str, Any], lines: list[str], options: dict[str, Any], form: str) -> None:
    """The numbers for programs, or lines for people; first what a level buys."""
    bought = {name: options[name] for name in ("ranks", "rank_cost", "talent_cost") if name in options}
    if form == "json":
        tables.as_json(rows.exact({**bought, **numbers}))
        return
    if bought:
        talent = f" and a talent at {_number(options['talent_cost'])}" if "talent_cost" in options else ""
        purchases = f"{many(options['ranks'], 'rank')} at {_number(options['rank_cost'])}{talent}"
        lines = [f"A level buys {purchases}: {_sum(options)} = {_number(numbers['points'])} points.", *lines]
    for at, text in enumerate(lines):
        if at and form == "md":
            tables.line()
        tables.line(text)


def _number(number: Fraction) -> str:
    """A number exactly, and what it is about: 25/6 (about 4.1667)."""
    return decimal(number, 6) if 10**6 % number.denominator == 0 else f"{number} (about {decimal(number, 4)})"


# As it is played.


def _played(file: str, options: dict[str, Any], form: str) -> int:
    for name in _ALONE:
        if name in options:
            raise click.UsageError(f"{_option(name)} is not for a campaign: its rules say what a level takes")
    if "growth" in options and "encounters" not in options:
        raise click.UsageError("--growth needs --encounters: how many level 1 takes")
    plan = (
        Plan(options["encounters"], options.get("growth", Fraction(1))) if "encounters" in options else None
    )
    campaign = opened(file)
    rows_ = paces(campaign.folded, campaign.book, campaign.journal.characters, plan)
    points = campaign.names.points
    notice = in_words(rows_, points)
    if form == "json":
        tables.as_json(rows.exact({"points": points, "rows": rows_, "notice": notice}))
        return finish(campaign)
    head = f"{campaign.journal.title}, {as_of(campaign)} ({campaign.ruleset.name})"
    tables.line(f"{'## ' if form == 'md' else ''}{head}", "bold cyan")
    if form == "md":
        tables.line()
    if rows_:
        rows.show(Pace, rows_, form)
    if form == "md":
        tables.line()
    tables.line(notice)
    return finish(campaign)
