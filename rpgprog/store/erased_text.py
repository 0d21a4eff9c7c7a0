"""Take names of real people out of the text of a campaign file, whatever form they are written in.

What the ledger does not hold is replaced: who ran, decided or played something, and comments. Notes, reasons
and the like are in the chain of rows, which would no longer agree with the text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from attrs import Factory, define

from ..journal.entries.naming import ERASED

PEOPLE = ("gm", "by", "player")  # keys with the name of a real person
LONGEST = 4  # words of a name that is looked for in comments
_COMMENT = re.compile(r"#[^\n]*")
_WORD = re.compile(r"\w+(?:['\N{RIGHT SINGLE QUOTATION MARK}.-]\w+)*")

IsErased = Callable[[str], bool]
Span = tuple[int, int, str]  # from where to where, and what stands there instead


def plain_name(name: str) -> str:
    """A name without the differences that do not tell people apart: capitals, spaces, forms of letters."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def without(text: str, is_erased: IsErased) -> str:
    r"""A text of a campaign file without the names that are erased. Raises YAMLError where it is not YAML.

    >>> without("{session: Two, gm: Ann, by: Anna}  # for Ann", lambda name: name == "Ann")
    '{session: Two, gm: "(name erased)", by: Anna}  # for (name erased)'
    >>> without('gm: "A\\u006en"', lambda name: name == "Ann")
    'gm: "(name erased)"'
    """
    spans = sorted({*_values(text, is_erased), *_comments(text, is_erased)}, reverse=True)
    for start, end, new in spans:
        text = text[:start] + new + text[end:]
    return text


# Values.


@define(eq=False)
class _Frame:
    """A mapping or list that is being read."""

    is_mapping: bool
    key: str = ""
    at_key: bool = True


@define(eq=False)
class _Walk:
    """Goes through the events of a text, and knows under which key each value stands."""

    text: str
    is_erased: IsErased
    frames: list[_Frame] = Factory(list)
    anchored: dict[str, str] = Factory(dict)

    def key(self, text: str = "") -> str:
        """The key under which the next node stands; "" for a key, which this text may be."""
        frame = self.frames[-1] if self.frames else _Frame(is_mapping=False)
        if not frame.is_mapping:
            return frame.key
        frame.at_key = not frame.at_key
        if not frame.at_key:
            frame.key = text
            return ""
        return frame.key

    def span(self, event: Any) -> Span | None:
        """What replaces a node, if anything does."""
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            key = self.key()
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.frames.append(_Frame(is_mapping, "" if is_mapping else key))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.frames.pop()
        elif isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, self.key(event.value))
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event, self.key())
        return None

    def _scalar(self, event: Any, key: str) -> Span | None:
        if event.anchor:
            self.anchored[event.anchor] = event.value
        if key not in PEOPLE or not self.is_erased(event.value):
            return None
        anchor = f"&{event.anchor} " if event.anchor else ""
        end = "\n" if self.text[: event.end_mark.index].endswith("\n") else ""
        return event.start_mark.index, event.end_mark.index, f"{anchor}{json.dumps(ERASED)}{end}"

    def _alias(self, event: Any, key: str) -> Span | None:
        value = self.anchored.get(event.anchor, "")
        if not self.is_erased(value):
            return None
        said = ERASED if key in PEOPLE else value  # anything else stands in the chain as it was
        return event.start_mark.index, event.end_mark.index, json.dumps(said, ensure_ascii=False)


def _values(text: str, is_erased: IsErased) -> Iterator[Span]:
    walk = _Walk(text, is_erased)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if (span := walk.span(event)) is not None:
            yield span


# Comments.


def _comments(text: str, is_erased: IsErased) -> Iterator[Span]:
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, end = token.start_mark.index, token.end_mark.index
        yield from _in_comments(text, at, start, is_erased)
        if getattr(token, "style", None) in ("|", ">"):  # a comment may follow the sign
            yield from _in_comments(text, start, text.find("\n", start), is_erased)
        at = end
    yield from _in_comments(text, at, len(text), is_erased)


def _in_comments(text: str, start: int, end: int, is_erased: IsErased) -> Iterator[Span]:
    for comment in _COMMENT.finditer(text, start, end):
        yield from names_in(text, comment.start(), comment.end(), is_erased)


def names_in(text: str, start: int, end: int, is_erased: IsErased) -> Iterator[Span]:
    """Where erased names stand in running text."""
    words = list(_WORD.finditer(text, start, end))
    at = 0
    while at < len(words):
        for count in range(min(LONGEST, len(words) - at), 0, -1):
            first, last = words[at].start(), words[at + count - 1].end()
            if is_erased(text[first:last]):
                yield first, last, ERASED
                at += count - 1
                break
        at += 1
