"""A page of Markdown taken apart: its fenced blocks, each with its kind, its options and its place."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen
from markdown_it import MarkdownIt

_FILE = re.compile(r"# ([\w./-]+\.(?:ya?ml|py|toml|csv))$")
MARKDOWN = MarkdownIt("commonmark").enable("table")


@frozen
class Block:
    """A fenced block: what is between its fences, and where that stands on the page (lines from 0)."""

    page: Path
    info: str
    text: str
    first: int

    @property
    def kind(self) -> str:
        """The language, which is the first word behind the fence."""
        return self.info.split()[0] if self.info.split() else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words behind the language that are not options."""
        return tuple(word for word in self.info.split()[1:] if "=" not in word)

    @property
    def options(self) -> dict[str, str]:
        """What is written as key=value."""
        return dict(word.split("=", 1) for word in self.info.split()[1:] if "=" in word)

    @property
    def file(self) -> str:
        """The name of the file that it is, or nothing."""
        found = _FILE.match(self.text.split("\n", 1)[0])
        return found[1] if found else ""

    @property
    def place(self) -> str:
        """Where it begins, as an editor jumps to it."""
        return f"{self.page.name}:{self.first + 1}"


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    tokens = MARKDOWN.parse(page.read_text(encoding="utf-8"))
    return [
        Block(page, t.info.strip(), t.content, t.map[0] + 1) for t in tokens if t.type == "fence" and t.map
    ]


def inline_code(page: Path) -> list[str]:
    """What stands between backticks in the text of a page."""
    tokens = MARKDOWN.parse(page.read_text(encoding="utf-8"))
    return [c.content for t in tokens for c in t.children or () if c.type == "code_inline"]


def unfenced(page: Path) -> list[str]:
    """Code that is no fenced block: indented, or HTML. No example can be hidden there."""
    tokens = MARKDOWN.parse(page.read_text(encoding="utf-8"))
    html = [t.content for t in tokens if t.type == "html_block" and not t.content.startswith("<!--")]
    return [*html, *(t.content for t in tokens if t.type == "code_block")]


def rewritten(page: Path, changes: dict[Block, str]) -> None:
    """Write the page with other text in these blocks."""
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    for block in sorted(changes, key=lambda block: -block.first):
        lines[block.first : block.first + block.text.count("\n")] = [changes[block]]
    page.write_text("".join(lines), encoding="utf-8")
