"""``rpgprog history FILE WHO``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from ...campaign.campaign import Campaign
from ...events import Joined
from ...ledger.units import plain
from ...reader import Names
from ...views.history import BETWEEN, DOWNTIME, Chapter, Line, history, joining
from .. import tables
from ..common import (
    as_of,
    file_argument,
    finish,
    format_option,
    notes_option,
    opened,
    provisional,
    questions,
)
from .sheet import show_sheet


@click.command("history")
@file_argument
@click.argument("who")
@notes_option
@format_option("md", "json")
def command(file: str, who: str, notes: bool, form: str) -> int:
    """Tell the story of WHO, session by session, as Markdown: a handout for the table.

    Awards and what they were for; ranks, talents and levels gained and lost, with the reason; purchases;
    reverted entries (struck through, by whom and why); and the sheet as it is now.
    """
    campaign = opened(file)
    with questions():
        sheet = campaign.sheet(who)
    who = sheet.who
    chapters = history(campaign.folded, who, campaign.names, notes)
    joined = joining(campaign.folded, who)
    if form == "json":
        head = {"who": who, "name": sheet.name, "player": sheet.player, "profession": sheet.profession}
        story = {"joined": _joined(joined), "chapters": chapters, "sheet": sheet}
        tables.as_json({**head, **story, "problems": len(campaign.problems)})
        return finish(campaign)
    for text in _text(campaign, who, joined, chapters):
        tables.line(text)
    show_sheet(sheet, campaign, form, f"Now, {as_of(campaign)}")
    return finish(campaign)


def _joined(joined: Joined | None) -> dict[str, Any] | None:
    """What they brought along, in thousandths as elsewhere."""
    if joined is None:
        return None
    names = ("day", "level", "earned", "points", "coins", "ranks", "talents", "favoured", "stats")
    return {name: getattr(joined, name) for name in names}


def _text(campaign: Campaign, who: str, joined: Joined | None, chapters: list[Chapter]) -> Iterator[str]:
    about, names = campaign.journal.characters[who], campaign.names
    yield f"# {about.name or who}"
    yield ""
    by = f"played by {about.player}" if about.player else ""
    subtitle = ", ".join(filter(None, (about.profession, by, f"in {campaign.journal.title}")))
    yield f"{subtitle[:1].upper()}{subtitle[1:]}."
    if joined is not None:
        yield f"Joined on {names.on(joined.day or 0)}{_with(joined, names)}."
    if campaign.problems:
        yield ""
        yield f"**{provisional(campaign)}**"
    for chapter in chapters:
        yield ""
        yield f"## {_heading(chapter, names)}"
        yield ""
        yield from (f"- {_line(line, chapter, names)}" for line in chapter.lines)
        yield from (f"- {text}" for text in _counted(chapter))
        if not (chapter.lines or any(_counted(chapter))):
            yield "- attended"


def _with(joined: Joined, names: Names) -> str:
    parts = [f"level {joined.level}"] if joined.level else []
    parts += [f"{skill} {rank}" for skill, rank in joined.ranks.items() if rank]
    parts += joined.talents
    parts += [f"{plain(joined.points)} {names.points}"] if joined.points else []
    parts += [f"{plain(joined.coins)} coins"] if joined.coins else []
    return f" with {', '.join(parts)}" if parts else ""


def _heading(chapter: Chapter, names: Names) -> str:
    days = _days(chapter, names)
    if chapter.kind in (BETWEEN, DOWNTIME):
        return f"{days}: {'time between' if chapter.kind == BETWEEN else 'down-time'}"
    about = ", ".join(filter(None, (chapter.played, f"GM: {chapter.gm}" if chapter.gm else "")))
    return f"{days}: {chapter.session or 'a session'}{f' ({about})' if about else ''}"


def _days(chapter: Chapter, names: Names) -> str:
    if chapter.day == chapter.until:
        text = names.today(chapter.day)
        return f"{text[:1].upper()}{text[1:]}"
    days = "Days " if names.dates is None else ""
    return f"{days}{names.day(chapter.day)} to {names.day(chapter.until)}"


def _line(line: Line, chapter: Chapter, names: Names) -> str:
    note = f" [{line.note}]" if line.note else ""
    if line.reverted_on is not None:
        by = f" by {line.reverted_by}" if line.reverted_by else ""
        why = f": {line.reverted_why}" if line.reverted_why else ""
        return " ".join(
            f"{tables.struck(line.text)} taken back{by} on {names.on(line.reverted_on)}{why}{note}".split()
        )
    on = f"{names.on(line.day)}: " if chapter.day != chapter.until else ""
    return " ".join(f"{on}{line.text}{note}".split())


def _counted(chapter: Chapter) -> Iterator[str]:
    yield from _by_skill("practice", chapter.practised, "XP")
    yield from _by_skill("training", chapter.trained, "h")
    if chapter.coins:
        yield f"coins: {'+' if chapter.coins > 0 else ''}{plain(chapter.coins)}"


def _by_skill(heading: str, amounts: Mapping[str, int], unit: str) -> Iterator[str]:
    if amounts:
        each = (f"{skill} {plain(number)} {unit}".strip() for skill, number in amounts.items())
        yield f"{heading}: {', '.join(each)}"
