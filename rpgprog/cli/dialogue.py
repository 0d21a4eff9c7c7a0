"""Entries by question and answer: what is answered becomes an entry as it would be typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_origin

import attrs
import click

from ..campaign.effect import Change
from ..campaign.home import Home
from ..journal.entries.base import Entry
from ..journal.entries.play import KINDS
from ..journal.file import DowntimeItem, PassedItem, SessionItem
from ..journal.quoting import typed, typed_list
from ..ledger.units import unit_of
from ..problems import Mistakes
from ..problems.wording import did_you_mean, quoted
from ..reader import readable
from ..reader.fields import bare_type
from . import tables

ITEMS: Mapping[str, Any] = {"session": SessionItem, "downtime": DowntimeItem, "passed": PassedItem}
WORDS: Mapping[str, Any] = {**ITEMS, **KINDS}
USUAL = ("session", "downtime", "met", "awarded", "used", "bought", "trained")
HOW = "Answer with a word (? lists them) or a whole entry; with nothing to finish."
FURTHER = "  Anything else?"
FIRST = f"{FURTHER} {{}}, ... (? explains all; - drops this entry; nothing: that is all)"

_COMMON = {"note", "id", "ref"}  # what even a session may say

Show = Callable[[Change, int], None]  # a change, from that row of it on


def ask_for_entries(home: Home, show: Show) -> list[str]:
    """The entries that somebody answers with, each as it would be typed; all of them can be recorded.

    Each is tried out after those before it: ``show`` says what it did, mistakes are told and asked again.
    """
    campaign = home.open()
    tables.line(f"{campaign.journal.title}, {campaign.names.today(campaign.today)}. {HOW}")
    entries: list[str] = []
    rows = 0
    while (word := _word()) is not None:
        for entry in [word] if ":" in word else _by_fields(word):
            try:
                change = home.preview(*entries, entry)
            except Mistakes as mistakes:
                for problem in mistakes.problems:
                    tables.line(f"  {problem.message}", "red")
                continue
            show(change, rows)
            rows, entries = len(change.folded), [*entries, entry]
            break
    return entries


def _word() -> str | None:
    """The word of an entry, or a whole one; None: there is no other."""
    while True:
        answer = _ask(f"What happened? ({', '.join(USUAL)}, ...)")
        if not answer:
            return None
        if answer == "?":
            tables.table(("Entry", "Meaning"), [[word, _first_line(cls)] for word, cls in WORDS.items()])
        elif ":" in answer or answer in WORDS:
            return answer
        else:
            tables.line(f"  {quoted(answer)} is not an entry{did_you_mean(answer, WORDS)}", "red")


def _first_line(cls: Any) -> str:
    return str(cls.__doc__).partition("\n")[0]


def _by_fields(word: str) -> Iterator[str]:
    """An entry from answers; again with further answers as long as it cannot be recorded."""
    fields = {name: field for name, field in readable(WORDS[word]).items() if name != "events"}
    values = {name: _needed(name, field) for name, field in fields.items() if field.default is attrs.NOTHING}
    common = _COMMON if word in ITEMS else readable(Entry)
    own = [name for name in fields if name not in values and name not in common]
    question = FIRST.format(", ".join(own)) if own else FURTHER
    while _further(fields, values, question):
        yield _entry(word, values)
        question = FURTHER


def _needed(name: str, field: Any) -> str:
    while not (answer := _ask(f"  {name}: {_about(field)}")):
        tables.line("  This is needed.", "red")
    return _written(field, answer)


def _further(fields: Mapping[str, Any], values: dict[str, str], question: str) -> bool:
    """Take in what else there is to say; False: nothing is to come of it."""
    while answer := _ask(question):
        question = FURTHER
        name, _, value = (part.strip() for part in answer.partition(":"))
        if answer == "-":
            return False
        if answer == "?":
            tables.table(("Word", "Meaning"), [[f"{word}:", _about(fields[word])] for word in fields])
        elif name not in fields:
            tables.line(f"  {quoted(name)} does not belong here{did_you_mean(name, fields)}", "red")
        elif value := value or _ask(f"  {name}: {_about(fields[name])}"):
            values[name] = _written(fields[name], value)
        else:
            values.pop(name, None)
    return True


def _about(field: Any) -> str:
    choices = ", ".join(field.metadata.get("choices", ()))
    return f"{field.metadata['help']} ({choices})" if choices else str(field.metadata["help"])


def _ask(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, prompt_suffix="\n> ")
    return answer.strip()


def _entry(word: str, values: Mapping[str, str]) -> str:
    inside = ", ".join(f"{name}: {value}" for name, value in values.items())
    return f"{{{inside}}}" if word in ITEMS else f"{word}: {{{inside}}}"


def _written(field: Any, answer: str) -> str:
    """An answer as a file has it: a list where it has commas and may be one, in quotes where it must be."""
    if answer[0] in "[{\"'":
        return answer
    kind, how = bare_type(field.type), field.metadata
    if get_origin(kind) is tuple:
        return typed_list([name.strip() for name in answer.split(",") if name.strip()])
    is_text = kind is str and not how.get("choices") and not unit_of(how)
    return typed(answer) if is_text or not re.fullmatch(r"[\w .,/%+-]+", answer) else answer
