"""Messages for database failures, by error code: the texts of SQLite, PostgreSQL and their drivers
change with the version and the server's language.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from ..problems import Mistakes, Problem

LOST = "the connection to the server was lost: look whether it was recorded before you try again"
DAMAGED = "the file is damaged: restore the last backup"
_LOCKED = "somebody else is writing, and did not finish within {wait} seconds: try again"
_TOGETHER = "somebody else was writing at the same moment, and nothing was recorded: try again"
_FULL = "the disk is full: nothing was recorded"
_LOGIN = "the password or the user is wrong"
_NOWHERE = "there is no such database or user"

_CODES: dict[int | str, str] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: "the file and its folder may only be read, and even reading takes more: "
    "nothing was recorded",
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "the disk failed: nothing was recorded",
    sqlite3.SQLITE_NOTADB: "this is not a database",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_TOOBIG: DAMAGED,  # a length that nobody wrote
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    "55P03": _LOCKED,  # PostgreSQL: lock_not_available
    "40001": _TOGETHER,  # serialization_failure
    "40P01": _TOGETHER,  # deadlock_detected
    "23505": _TOGETHER,  # unique_violation
    "53100": _FULL,
    "28P01": _LOGIN,
    "28000": _LOGIN,
    "3D000": _NOWHERE,
}
# Where there is no code: a server that was not reached tells none, nor does a text that is no text.
_SIGNS = {
    "Could not decode to UTF-8": DAMAGED,
    "malformed database schema": DAMAGED,
    "password authentication failed": _LOGIN,
    "does not exist": _NOWHERE,
    "Connection refused": "no server answers there",
    "No space left": _FULL,
}


def refused(message: str) -> Mistakes:
    """Make Mistakes of one message without a place."""
    return Mistakes([Problem(None, message)])


def meaning(error: Any, wait: int) -> str:
    """Return a message for a driver's error; `wait` is in seconds."""
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorcode", None)
    words = str(error).strip()
    known = _CODES.get(code & 0xFF if isinstance(code, int) else code or "")  # the rest says where it was
    known = known or next((message for sign, message in _SIGNS.items() if sign in words), None)
    if known is not None:
        return known.format(wait=wait)
    return words.splitlines()[0] if words else "the database failed"
