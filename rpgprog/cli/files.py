"""Reports as files: where they may be written, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click


def read_out(
    allowed: Sequence[str], also: Sequence[str] = ()
) -> Callable[[Any, Any, str | None], Path | None]:
    """Reads ``--out``: a path that ends in one of these, in a directory that there is.

    ``also`` are allowed, too, but not for everything.
    """

    def read(_ctx: Any, _param: Any, path: str | None) -> Path | None:
        found = None if path is None else Path(path)
        if found is not None and found.suffix not in (*allowed, *also):
            raise click.BadParameter(f'"{path}" ends in none of {", ".join(allowed)}')
        if found is not None and not found.absolute().parent.is_dir():
            raise click.BadParameter(f'there is no directory "{found.parent}"')
        return found

    return read


def write_whole(out: Path, data: bytes) -> None:
    """The file, whole or not at all."""
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise click.ClickException(f'"{out}" cannot be written: {error.strerror}') from None
    click.echo(f"{out} written", err=True)
