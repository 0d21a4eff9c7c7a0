"""Find damage in a write-ahead log: SQLite drops what follows it without a word."""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import suppress
from threading import Event
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import Engine

_HEADER, _FRAME, _INDEX = 32, 24, 48  # bytes at the beginning of the log, of a frame, of its index
_MAGIC = (0x377F0682, 0x377F0683)  # the last bit: whether checksums are of big-endian words
_TRIES, _PAUSE = 4, 0.05  # somebody may be writing just now
DAMAGED_HEADER = -1


class Log(NamedTuple):
    """How many frames there are, and the salts by which a log is told from an earlier one."""

    frames: int
    salts: bytes


NO_LOG = Log(0, b"")


def wal_damage(engine: Engine, path: str) -> str:
    """Say that a file's log is damaged; "" if it is not, or if there is none.

    The file may be open elsewhere, but not here: whoever closes it last takes the log away.
    """
    wal = f"{path}-wal"
    written = _last_commit(wal)
    if not written.frames or _is_taken(engine, path, written):
        return ""
    return f'"{wal}" is damaged: what was recorded last may be lost; compare it with a head kept elsewhere'


def _is_taken(engine: Engine, path: str, written: Log) -> bool:
    """Whether SQLite takes up all of a log; True where that cannot be said."""
    with suppress(sqlite3.Error, OSError, struct.error):
        raw = engine.raw_connection()
        try:
            for _ in range(_TRIES):
                frames, salts = _taken(raw.driver_connection, path)
                if written.frames == 0 or 0 < written.frames <= frames:
                    return True
                if written.frames > 0 and salts != written.salts:  # the log begins anew with the next write
                    return True
                Event().wait(_PAUSE)
                written = _last_commit(f"{path}-wal")
            return False
        finally:
            raw.close()
    return True


def _taken(connection: Any, path: str) -> Log:
    """The frames that SQLite takes from the log, as the index beside it says."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with open(f"{path}-shm", "rb") as index:
        header = index.read(_INDEX)
    return Log(struct.unpack_from("=I", header, 16)[0], header[32:40])


def _last_commit(wal: str) -> Log:
    """The log up to the last frame that ends a transaction."""
    with suppress(OSError), open(wal, "rb") as log:
        header = log.read(_HEADER)
        if len(header) < _HEADER or os.path.getsize(wal) <= _HEADER + _FRAME:
            return NO_LOG
        if not _is_header(header):
            return Log(DAMAGED_HEADER, b"")
        size = struct.unpack_from(">I", header, 8)[0] + _FRAME
        frames = (os.path.getsize(wal) - _HEADER) // size
        return Log(_last_frame(log, header[16:24], size, frames), header[16:24])
    return NO_LOG


def _last_frame(log: BinaryIO, salts: bytes, size: int, frames: int) -> int:
    for number in range(frames, 0, -1):
        log.seek(_HEADER + (number - 1) * size)
        frame = log.read(_FRAME)
        if frame[8:16] == salts and frame[4:8] != bytes(4):
            return number
    return 0


def _is_header(header: bytes) -> bool:
    """Whether this is the beginning of a log, with the right checksum."""
    magic = struct.unpack_from(">I", header)[0]
    if magic not in _MAGIC:
        return False
    words, a, b = struct.unpack_from(f"{'>' if magic & 1 else '<'}6I", header), 0, 0
    for first, second in zip(words[::2], words[1::2], strict=True):
        a = (a + first + b) & 0xFFFFFFFF
        b = (b + second + a) & 0xFFFFFFFF
    return (a, b) == struct.unpack_from(">2I", header, 24)
