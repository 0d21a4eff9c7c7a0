"""A database of its own for a test: an SQLite file, or one on the server that RPGPROG_POSTGRES names."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

POSTGRES = os.environ.get("RPGPROG_POSTGRES", "")  # postgresql://user:password@host/database
KINDS = ("sqlite", "postgres")


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database. Without a server the test is skipped; CI has one."""
    if kind == "sqlite":
        yield f"sqlite:{folder / 'campaigns.db'}"
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL: RPGPROG_POSTGRES is not set")
    name = f"test_{secrets.token_hex(6)}"
    _tell(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
    finally:
        _tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _tell(command: str, times: int = 5) -> None:
    """Tell the server, again where it is busy with what others make and drop."""
    import psycopg

    for left in reversed(range(times)):
        try:
            with psycopg.connect(POSTGRES, autocommit=True) as admin:
                admin.execute(command)
            return
        except psycopg.OperationalError:
            if not left:
                raise
            time.sleep(1)
