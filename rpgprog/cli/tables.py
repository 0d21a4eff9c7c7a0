"""How rows are shown: as a table on a terminal, as plain text when piped, as Markdown, CSV, JSON or YAML."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 5000  # columns of plain text: a pipe has no edge to break lines at


def console(error: bool = False) -> Console:
    """A terminal's console, or one without colours and line breaks for a pipe."""
    stream = sys.stderr if error else sys.stdout
    if stream.isatty():
        return Console(file=stream, highlight=False)
    return Console(file=stream, highlight=False, color_system=None, width=WIDEST)


def line(text: str = "", style: str = "", error: bool = False) -> None:
    """One line of text; long ones are not cut."""
    console(error).print(Text(text, style), soft_wrap=True)


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = (), title: str = ""
) -> None:
    """Rows under their headings; the columns named in ``right`` hold numbers."""
    shown = Table(
        box=box.SIMPLE_HEAD if sys.stdout.isatty() else None,
        title=title or None,
        title_justify="left",
        pad_edge=False,
    )
    for column in columns:
        shown.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    if not sys.stdout.isatty():
        return _plain(shown)
    return console().print(shown)


def _plain(shown: Table) -> None:
    buffer = io.StringIO()
    Console(file=buffer, color_system=None, width=WIDEST, highlight=False).print(shown)
    click.echo("\n".join(text.rstrip() for text in buffer.getvalue().splitlines()))


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> None:
    """The same as a Markdown table."""
    rule = ["---:" if column in right else "---" for column in columns]
    for row in (columns, rule, *rows):
        click.echo(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |")


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for a spreadsheet."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([columns, *rows])


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
