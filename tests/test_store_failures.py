"""A database's failure is known by its code, not by what a version or a language says of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rpgprog.store.failures import meaning


class Foreign(Exception):
    """An error of a driver, in a language that nobody here knows."""

    def __init__(self, **codes: object) -> None:
        super().__init__("die Datenbank {will} nicht\nund das in zwei Zeilen")
        vars(self).update(codes)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ({"sqlite_errorcode": sqlite3.SQLITE_BUSY_SNAPSHOT}, "did not finish within 7 seconds"),
        ({"sqlite_errorcode": sqlite3.SQLITE_READONLY_DBMOVED}, "may only be read"),
        ({"sqlite_errorcode": sqlite3.SQLITE_FULL}, "the disk is full"),
        ({"sqlite_errorcode": sqlite3.SQLITE_IOERR_FSYNC}, "the disk failed"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CORRUPT_INDEX}, "the file is damaged"),
        ({"sqlstate": "55P03"}, "did not finish within 7 seconds"),
        ({"sqlstate": "40P01"}, "writing at the same moment"),
        ({"sqlstate": "23505"}, "nothing was recorded: try again"),
        ({"sqlstate": "53100"}, "the disk is full"),
        ({"sqlstate": "28P01"}, "the password or the user is wrong"),
        ({"sqlstate": "3D000"}, "there is no such database or user"),
        ({"sqlstate": None}, "die Datenbank {will} nicht"),
        ({"sqlite_errorcode": sqlite3.SQLITE_CONSTRAINT_TRIGGER}, "die Datenbank {will} nicht"),
        ({}, "die Datenbank {will} nicht"),
    ],
)
def test_a_failure_is_known_by_its_code(codes: dict[str, object], words: str) -> None:
    said = meaning(Foreign(**codes), 7)
    assert words in said
    assert "\n" not in said


def test_sqlite_tells_codes(tmp_path: Path) -> None:
    file = tmp_path / "no.db"
    file.write_bytes(b"this is a letter, and a long one\n" * 100)
    with pytest.raises(sqlite3.DatabaseError) as failed, sqlite3.connect(file) as connection:
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()
    assert meaning(failed.value, 7) == "this is not a database"
