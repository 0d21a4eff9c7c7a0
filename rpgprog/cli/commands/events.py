"""``rpgprog events [NAME]``."""

from __future__ import annotations

import inspect
from typing import Any

import attrs
import click

from ...journal.entries.play import KINDS
from ...journal.file import DowntimeItem, SessionItem
from ...problems.wording import did_you_mean
from ...reader import readable
from .. import tables

WORDS: dict[str, Any] = {"session": SessionItem, "downtime": DowntimeItem, **KINDS}


@click.command("events")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List the entries of a journal, or everything that one of them may say."""
    if not name:
        rows = [[word, inspect.getdoc(cls) or "", ", ".join(_needed(cls))] for word, cls in WORDS.items()]
        tables.table(("Entry", "Meaning", "Required"), rows)
        return 0
    if name not in WORDS:
        raise click.UsageError(f'there is no event "{name}"{did_you_mean(name, WORDS)}')
    cls = WORDS[name]
    tables.line(f"{name}: {inspect.getdoc(cls)}")
    must = set(_needed(cls))
    rows = [
        [f"{word}:", "must" if word in must else "may", _help(field)] for word, field in readable(cls).items()
    ]
    tables.table(("Word", "", "Meaning"), rows)
    return 0


def _needed(cls: Any) -> list[str]:
    return [word for word, field in readable(cls).items() if field.default is attrs.NOTHING]


def _help(field: Any) -> str:
    text, choices = str(field.metadata["help"]), field.metadata.get("choices", ())
    return f"{text} ({', '.join(choices)})" if choices else text
