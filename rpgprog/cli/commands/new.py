"""``rpgprog new FILE``."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from ...journal.json_schema import campaign_schema
from ...problems import Mistakes, Problem
from ...ruleset import load_ruleset, packs
from ...source.write import write_whole
from .. import tables

SCHEMA = "campaign.schema.json"
TEXT = """\
# A campaign for rpgprog. After each session write down what happened, then: rpgprog sheet {file}
campaign: {title}
ruleset: {ruleset}
{calendar}
characters:
{characters}

journal:
  - session: The first session
    day: 1
    gm: {gm}
    events:
      - awarded: {{who: all, points: 1, for: "they came together"}}
"""


MONTHS = """
calendar:   # rename the months and change their days as you like: rpgprog manual calendars
  months:
{months}
  weekdays: [{weekdays}]{weekday}
  day_0: 1 {first}
"""
_REAL = {"January": 31, "February": "{days: 28, leap: {days: 29, every: 4, except: 100, unless: 400}}"}
_REAL |= {"March": 31, "April": 30, "May": 31, "June": 30, "July": 31, "August": 31}
_REAL |= {"September": 30, "October": 31, "November": 30, "December": 31}
_PLAIN = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
]
_WEEK = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"
CALENDARS: dict[str, dict[str, str]] = {
    "gregorian": {
        "months": "\n".join(f"    {month}: {days}" for month, days in _REAL.items()),
        "weekdays": _WEEK,
        "weekday": "\n  weekday: Saturday",
        "first": "January 2000",
    },
    "plain": {
        "months": "\n".join(f"    {month} Moon: 30" for month in _PLAIN),
        "weekdays": "Earthday, Fireday, Waterday, Airday, Starday",
        "weekday": "",
        "first": "First Moon 1",
    },
}


@click.command("new")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--ruleset", default="dp-forty", show_default=True, help="A ruleset's name, or a path to one.")
@click.option("--title", default="A new campaign", show_default=True, help="What the campaign is called.")
@click.option("--gm", default="GM", show_default=True, help="Who runs it.")
@click.option("--character", "characters", multiple=True, help="A character's name; may be repeated.")
@click.option(
    "--calendar",
    type=click.Choice(sorted(CALENDARS)),
    help="Also write a calendar: ours, or twelve months of 30 days.",
)
@click.option("--schema", is_flag=True, help="Also write a schema, by which editors check the file.")
def command(
    file: str,
    ruleset: str,
    title: str,
    gm: str,
    characters: Sequence[str],
    calendar: str | None,
    schema: bool,
) -> int:
    """Start a campaign file. An existing file is left alone."""
    import json

    load_ruleset(ruleset)
    if ruleset not in packs():  # a path is meant from here, and stands in the file as seen from there
        ruleset = os.path.relpath(ruleset, os.path.dirname(file) or ".")
    people = "\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {{}}" for name in characters or ("Kessa", "Bram")
    )
    quoted = {"title": json.dumps(title, ensure_ascii=False), "gm": json.dumps(gm, ensure_ascii=False)}
    quoted["calendar"] = MONTHS.format(**CALENDARS[calendar]) if calendar else ""
    text = TEXT.format(file=os.path.basename(file), ruleset=json.dumps(ruleset), characters=people, **quoted)
    if schema:
        text = f"# yaml-language-server: $schema={SCHEMA}\n{text}"
    try:
        with open(file, "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise Mistakes([Problem(None, f'"{file}" already exists: choose another name')]) from None
    except OSError as error:
        raise Mistakes([Problem(None, f'"{file}" cannot be written: {error.strerror}')]) from None
    if schema:
        beside = os.path.join(os.path.dirname(file), SCHEMA)
        text = json.dumps(campaign_schema(), indent=1, ensure_ascii=False)
        write_whole(beside, [text.encode(), b"\n"])
    tables.line(f"Written to {file}. Next: rpgprog sheet {file}")
    return 0
