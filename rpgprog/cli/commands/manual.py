"""``rpgprog manual [PAGE]``."""

from __future__ import annotations

import re
import sys

import click

from ...manual import page, pages
from ...problems.wording import did_you_mean
from .. import tables


@click.command("manual")
@click.argument("name", metavar="[PAGE]", required=False)
def command(name: str | None) -> int:
    """List the pages of the manual, or print one.

    \b
    rpgprog manual
    rpgprog manual gm
    rpgprog manual gm | less

    The same pages are in the project's folder rpgprog/manual, readable on the web.
    """  # noqa: D301
    known = pages()
    if name is None:
        tables.table(("Page", "About"), list(known.items()))
        return 0
    if name not in known:
        raise click.UsageError(f'there is no page "{name}"{did_you_mean(name, known)}')
    tables.document(page(name) if not sys.stdout.isatty() else without_links(page(name)))
    return 0


def without_links(text: str) -> str:
    """The text as a terminal shows it, where nobody can follow a link to another file."""
    text = re.sub(r"\[([^]]+)\]\((\w+)\.md[^)]*\)", r"\1 (`rpgprog manual \2`)", text)
    return re.sub(r"\[([^]]+)\]\((?!\w+:)[^)]*\)", r"\1", text)
