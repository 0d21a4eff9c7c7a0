"""The manual for users: pages of Markdown, made to be read on the web and in a terminal alike.

A page begins with a heading and, below it, one short paragraph that says what it is for.
"""

from __future__ import annotations

import re
from pathlib import Path

_HERE = Path(__file__).parent
_ORDER = (
    "gm",
    "calendars",
    "builds",
    "rules",
    "curves",
    "policies",
    "library",
    "stability",
    "architecture",
    "glossary",
)
_COMMENT = re.compile(r"^<!--.*?-->\n", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(```+\w+) .*$", re.MULTILINE)


def pages() -> dict[str, str]:
    """The pages in the order of reading, each with a line about it."""
    names = {path.stem for path in _HERE.glob("*.md")}
    return {name: _about(page(name)) for name in sorted(names, key=_rank)}


def page(name: str) -> str:
    """The Markdown of a page, without what only our tests read. Raises OSError for an unknown page."""
    text = (_HERE / f"{name}.md").read_text(encoding="utf-8")
    return _FENCE.sub(r"\1", _COMMENT.sub("", text))


def _rank(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _about(text: str) -> str:
    """The paragraph below the heading."""
    return " ".join(text.split("\n\n")[1].split())
