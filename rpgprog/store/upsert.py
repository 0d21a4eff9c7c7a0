"""Insert what is not there yet, whatever others insert at the same moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Any, row: dict[str, Any]) -> bool:
    """Insert a row unless there is one with the same key or name; whether it was inserted."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount > 0
