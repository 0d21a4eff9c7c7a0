"""Pictures of a terminal: made from what a command really prints there."""

from __future__ import annotations

import html
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from attrs import frozen
from rich.console import Console
from rich.text import Text

from rpgprog.cli.app import run

_PICTURE = re.compile(r"^<!-- picture: \$ (rpgprog (.+)) -->\n!\[[^]]*\]\(([^)]+)\)$", re.MULTILINE)
WIDTH = 123  # columns


@frozen
class Picture:
    """A picture on a page, and the command that it shows."""

    command: str
    words: tuple[str, ...]
    file: Path


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """As if somebody was looking."""
        return True


def pictures(page: Path) -> list[Picture]:
    """The pictures of a page."""
    found = _PICTURE.findall(page.read_text(encoding="utf-8"))
    return [Picture(command, tuple(words.split()), page.parent / path) for command, words, path in found]


def drawn(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> str:
    """The picture as an SVG."""
    for name, value in {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "COLORTERM": "truecolor"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    with redirect_stdout(_Terminal()) as out:
        run(picture.words)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(out.getvalue().rstrip()))
    svg = console.export_svg(title=picture.command, unique_id=picture.file.stem)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # a picture fetches nothing


def words_of(svg: str) -> str:
    """What can be read in a picture; how it is drawn is the matter of whoever draws it."""
    return re.sub(r"[\s─━]", "", html.unescape("".join(re.findall(r">([^<]*)</text>", svg))))
