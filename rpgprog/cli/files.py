"""Reports as files: where they may be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from ..source.write import write_whole


def read_out(
    allowed: Sequence[str], also: Sequence[str] = ()
) -> Callable[[Any, Any, str | None], Path | None]:
    """Reads ``--out``: a path that ends in one of these, in a directory that there is.

    ``also`` are allowed, too, but not for everything.
    """

    def read(_ctx: Any, _param: Any, path: str | None) -> Path | None:
        out = None if path is None else Path(path)
        if out is not None and out.suffix not in (*allowed, *also):
            raise click.BadParameter(f'"{path}" must end in one of {", ".join(allowed)}')
        if out is not None and not out.absolute().parent.is_dir():
            raise click.BadParameter(f'there is no directory "{out.parent}"')
        return out

    return read


def write_out(out: Path, data: bytes) -> None:
    """Write a report and say so. Raises Mistakes when it cannot be written."""
    write_whole(out, [data])
    click.echo(f"{out} written", err=True)
