"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..problems import Mistakes, Problem

PART = ".part"  # the end of the names of files that are still being written


def write_whole(path: str | os.PathLike[str], parts: Iterable[bytes], unchanged: bytes | None = None) -> None:
    """Write a file in one go: a reader sees the old bytes or the new ones, whatever happens meanwhile.

    A file that is there already keeps its permissions; a link stays one. With ``unchanged`` it is replaced
    only while it still holds these bytes. What is no file, such as /dev/stdout, is written to as it stands.
    Raises Mistakes when it was changed, or cannot be written.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        _write_into(target, parts)
        return
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}{PART}")
    try:
        _fill(beside, parts)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        if unchanged is not None and target.read_bytes() != unchanged:
            raise _unplaced(f'"{target.name}" was changed meanwhile: nothing was written, try again')
        beside.replace(target)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unplaced(f'"{os.fspath(path)}" cannot be written: {error.strerror or error}') from None
        raise


def _write_into(target: Path, parts: Iterable[bytes]) -> None:
    """Write into a device or a pipe, which nothing may take the place of."""
    try:
        with target.open("wb") as stream:
            stream.writelines(parts)
    except OSError as error:
        raise _unplaced(f'"{target}" cannot be written: {error.strerror or error}') from None


def _fill(path: Path, parts: Iterable[bytes]) -> None:
    """Make a new file that is on the disk when this returns."""
    with path.open("xb") as stream:
        stream.writelines(parts)
        stream.flush()
        os.fsync(stream.fileno())


def _unplaced(message: str) -> Mistakes:
    return Mistakes([Problem(None, message)])
