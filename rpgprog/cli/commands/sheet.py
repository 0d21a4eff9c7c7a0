"""``rpgprog sheet FILE [WHO...]``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ...campaign.campaign import Campaign
from ...curve import LARGEST
from ...ledger.units import plain
from ...reader import Names
from ...views.columns import many
from ...views.sheet import Sheet, SkillRow, undivided
from .. import tables
from ..common import (
    as_of,
    at_option,
    file_argument,
    finish,
    format_option,
    open_ends,
    opened,
    provisional,
    questions,
)
from ..moments import Moment

COLUMNS = ("Skill", "Rank", "Bonus", "Next rank", "Peak", "Last used", "Next loss")
NUMBERS = ("Rank", "Bonus", "Peak")


@click.command("sheet")
@file_argument
@click.argument("who", nargs=-1)
@at_option
@format_option("table", "json", "yaml", "md")
def command(file: str, who: Sequence[str], at: Moment, form: str) -> int:
    """Show the sheets of these characters, or of all.

    A sheet has the level and the way to the next; points earned, spent, free and held; and each skill with
    rank, bonus, the price of the next rank, peak, last use, and the day it will lose a rank if left unused.
    """
    campaign = opened(file, at)
    with questions():
        sheets = campaign.sheets(who)
    names = campaign.names
    if form in ("json", "yaml"):
        (tables.as_json if form == "json" else tables.as_yaml)(_dated(sheets, names))
    else:
        day = f"{as_of(campaign)}{'' if at.number is None else f', after #{at.number}'}"
        title = f"{campaign.journal.title}, {day} ({campaign.ruleset.name})"
        tables.line(f"{'# ' if form == 'md' else ''}{title}", "bold")
        if campaign.problems:
            first = provisional(campaign)
            tables.line(f"\n**{first}**" if form == "md" else first, "yellow")
        for sheet in sheets:
            show_sheet(sheet, campaign, form)
        undivided_points = undivided(campaign.book)
        if undivided_points:
            tables.line(f"The party has {plain(undivided_points)} {names.points} not yet shared out.")
    return finish(campaign)


def _dated(sheets: Sequence[Sheet], names: Names) -> Sequence[Any]:
    """The sheets as data; with a calendar, ``on`` is the date of each."""
    if names.dates is None:
        return sheets
    return [{**sheet.to_dict(), "on": names.on(sheet.day)} for sheet in sheets]


def show_sheet(sheet: Sheet, campaign: Campaign, form: str, title: str = "") -> None:
    """One sheet of a campaign, under its headline: who it is, unless that says otherwise."""
    names = campaign.names
    tables.line()
    about = [sheet.name, sheet.profession, f"played by {sheet.player}" if sheet.player else ""]
    head = title or " · ".join(filter(None, about))
    tables.line(("## " if form == "md" else "") + head, "bold cyan")
    for text in filter(None, (_level(sheet, names), _points(sheet, names), _rest(sheet), _abilities(sheet))):
        tables.line(text + ("  " if form == "md" else ""))
    if sheet.above_limit:
        tables.line(f"{plain(sheet.above_limit)} {names.points} above the hoard limit", "yellow")
    for text in open_ends(campaign, [sheet]):
        tables.line(text, "yellow")
    rows = [_row(skill, sheet.day, names) for skill in sheet.skills]
    if rows and form == "md":
        tables.line()
        tables.markdown(COLUMNS, rows, NUMBERS)
    elif rows:
        tables.table(COLUMNS, rows, NUMBERS)


def _level(sheet: Sheet, names: Names) -> str:
    ways = sheet.to_next_level, sheet.skills_to_next_level, sheet.progress or None
    if not sheet.level and ways == (None, None, None):
        return ""
    parts = [f"Level {sheet.level}"]
    if sheet.to_next_level is not None:
        parts += [f"{plain(sheet.to_next_level)} {names.points} to level {sheet.level + 1}"]
    if sheet.skills_to_next_level is not None:
        missing, rank = sheet.skills_to_next_level
        skills = f"{missing} more skill{'' if missing == 1 else 's'}"
        parts += [f"{skills} at rank {rank} for level {sheet.level + 1}"]
    if sheet.progress:
        parts += [f"{plain(sheet.progress, 10)} % of the way to level {sheet.level + 1}"]
    return ", ".join(parts)


def _points(sheet: Sheet, names: Names) -> str:
    if not (sheet.earned or sheet.spent or sheet.relearned or sheet.free or sheet.held or sheet.forfeited):
        return ""
    parts = [f"{plain(sheet.earned)} {names.points} earned", f"{plain(sheet.spent)} spent"]
    parts += [f"{plain(sheet.relearned)} on relearning"] if sheet.relearned else []
    parts += [f"{plain(sheet.free)} free"]
    parts += [f"{plain(amount)} held for {target}" for target, amount in sheet.held.items()]
    parts += [f"{plain(amount)} only for {skills}" for skills, amount in sheet.bound.items()]
    parts += [f"{plain(amount)} paid in for {talent}" for talent, amount in sheet.paid_in.items()]
    parts += [f"{plain(sheet.forfeited)} forfeited"] if sheet.forfeited else []
    parts += [f"{plain(sheet.banked)} banked"] if sheet.banked else []
    parts += [f"{plain(sheet.legacy)} for the next character"] if sheet.legacy else []
    return ", ".join(parts)


def _rest(sheet: Sheet) -> str:
    parts = [f"Talents: {', '.join(sheet.talents)}"] if sheet.talents else []
    parts += [f"certified: {', '.join(sheet.certificates)}"] if sheet.certificates else []
    parts += [f"{plain(sheet.coins)} coins"] if sheet.coins else []
    parts += [f"agreed with the GM: {', '.join(sheet.agreed)}"] if sheet.agreed else []
    parts += [f"{words}: {number}" for words, number in sheet.counts.items()]
    parts += [f"{many(sheet.overruled, 'rule exception')}"] if sheet.overruled else []
    return "; ".join(parts)


def _abilities(sheet: Sheet) -> str:
    parts = [f"{name} {number}" for name, number in sheet.abilities.items()]
    parts += [
        f"{skill.speciality} ({skill.skill} {skill.speciality_bonus:+d})"
        for skill in sheet.skills
        if skill.speciality
    ]
    return ", ".join(parts)


def _row(skill: SkillRow, day: int, names: Names) -> list[str]:
    bonus = "" if skill.bonus is None else f"{skill.bonus:+d}"
    peak = str(skill.peak) if skill.peak != skill.rank else ""
    return [
        skill.name,
        str(skill.rank),
        bonus,
        _next(skill, names),
        peak,
        _ago(skill.last_used, day, names),
        _ahead(skill.loses_on, day, names),
    ]


def _next(skill: SkillRow, names: Names) -> str:
    ways = [f"{plain(skill.price)} {names.points}"] if skill.price else []
    ways += [_xp(skill)] if skill.xp_needed and skill.xp else []
    ways += [_hours(skill)] if skill.hours_needed and skill.hours and not skill.course else []
    ways += [_course(skill, names)] if skill.course else []
    if not ways and not skill.xp_needed and skill.hours_needed:
        ways = [f"{plain(skill.hours_needed)} h of training"]
    return ", or ".join(ways)


def _xp(skill: SkillRow) -> str:
    """XP at hand; where forgetting made the next rank cheap, they wait for the next use."""
    if skill.xp >= skill.xp_needed:
        return "the next use"
    if skill.xp_needed >= LARGEST:
        return f"{plain(skill.xp)} XP, after more practice"
    return f"{plain(skill.xp)} of {plain(skill.xp_needed)} XP"


def _hours(skill: SkillRow) -> str:
    """The same for hours of training."""
    if skill.hours >= skill.hours_needed:
        return "the next hour of training"
    return f"{plain(skill.hours)} of {plain(skill.hours_needed)} h"


def _course(skill: SkillRow, names: Names) -> str:
    """A course of training and its last day."""
    return "in training" + (f" until {names.on(skill.finished_on)}" if skill.finished_on is not None else "")


def _ago(then: int | None, day: int, names: Names) -> str:
    return "" if then is None else f"{names.on(then)}, {_days(day - then)} ago" if then != day else "today"


def _ahead(then: int | None, day: int, names: Names) -> str:
    return "" if then is None else f"{names.on(then)}, in {_days(then - day)}"


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"
