"""How rows are shown: as a table on a terminal, as plain text when piped, as Markdown, CSV, JSON or YAML."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..problems.wording import listing, visible
from ..views.columns import csv_cell

WIDEST = 110  # columns of a page: longer lines are hard to read


def console(error: bool = False) -> Console:
    """A console that knows whether it writes to a terminal."""
    return Console(file=sys.stderr if error else sys.stdout, highlight=False)


def shown(text: str) -> str:
    """Text as it may be printed: nothing in it steers a terminal, and Markdown has no HTML."""
    lines = "\n".join(map(visible, text.split("\n")))
    context = click.get_current_context(silent=True)
    is_markdown = context is not None and context.params.get("form") == "md"
    return re.sub("<(?=[A-Za-z/!?])", "&lt;", lines) if is_markdown else lines


def line(text: str = "", style: str = "", error: bool = False) -> None:
    """One line of text; long ones are not cut."""
    text = shown(text)
    if (sys.stderr if error else sys.stdout).isatty():
        console(error).print(Text(text, style), soft_wrap=True)
    else:
        click.echo(text, err=error)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> None:
    """Rows under their headings; the columns named in ``right`` hold numbers.

    On a terminal too narrow for all of them the last columns are left out, rather than words or numbers cut.
    """
    rows, numbers = [[*map(shown, row)] for row in rows], [column in right for column in columns]
    if sys.stdout.isatty():
        _drawn(columns, rows, numbers)
    else:
        _plain([columns, *rows], numbers)


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> None:
    terminal = console()
    widths = _least_widths([columns, *rows], numbers)
    fitting = next((n for n in range(len(widths), 1, -1) if sum(widths[:n]) + 3 * n <= terminal.width), 1)
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, is_number, width in zip(columns[:fitting], numbers, widths, strict=False):
        side: Any = "right" if is_number else "left"
        drawn.add_column(column, justify=side, overflow="fold", no_wrap=is_number, min_width=width)
    for row in rows:
        drawn.add_row(*map(_styled, row[:fitting]))
    terminal.print(drawn)
    if fitting < len(columns):
        line(f"The terminal is too narrow for {listing(columns[fitting:])}.", "dim")


def _least_widths(rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[int]:
    """Of each column: numbers stand whole, of text the longest word does."""
    columns = zip(zip(*rows, strict=True), numbers, strict=True)
    return [
        max(cell_len(part) for cell in column for part in ([cell] if is_number else cell.split() or [""]))
        for column, is_number in columns
    ]


def document(text: str) -> None:
    """A page of Markdown: set out on a terminal, as it is when piped."""
    text = shown(text)
    if not sys.stdout.isatty():
        return click.echo(text, nl=False)
    from rich.markdown import Markdown

    terminal = console()
    return terminal.print(Markdown(text), width=min(terminal.width, WIDEST))


def struck(text: str) -> str:
    """A text that no longer holds: struck through on a terminal and in Markdown."""
    return f"~~{text}~~" if text else ""


def _styled(cell: str) -> Text:
    parts = re.split("~~(.+?)~~", cell)
    return Text.assemble(*((part, "strike" if n % 2 else "") for n, part in enumerate(parts)))


def _plain(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    """Aligned text for a pipe, which has no edge to break lines at."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        fill = [" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [f + cell if numbers else cell + f for f, cell, numbers in zip(fill, row, right, strict=True)]
        click.echo("  ".join(cells).rstrip())


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> None:
    """The same as a Markdown table."""
    rule = ["---:" if column in right else "---" for column in columns]
    for row in (columns, rule, *([*map(shown, row)] for row in rows)):
        click.echo(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for a spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([columns, *([*map(csv_cell, row)] for row in rows)])


def as_json(value: Any) -> None:
    """Attrs classes as JSON: amounts stay in thousandths, as the classes say."""
    import json

    import cattrs

    click.echo(json.dumps(cattrs.unstructure(value), indent=2, ensure_ascii=False))


def as_yaml(value: Any) -> None:
    """The same as YAML."""
    import json

    import cattrs
    import yaml

    click.echo(
        yaml.safe_dump(
            json.loads(json.dumps(cattrs.unstructure(value))), sort_keys=False, allow_unicode=True
        ),
        nl=False,
    )
