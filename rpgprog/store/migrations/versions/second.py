"""Which rows stand in the imported file: until now, the first ``documented`` rows."""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

from rpgprog.store.tables import imports

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what a database made by an earlier version lacks."""
    connection = op.get_bind()
    if not inspect(connection).has_table("imports"):
        imports.create(connection)
        connection.exec_driver_sql(
            "INSERT INTO imports SELECT id, 1, documented FROM campaigns WHERE documented > 0"
        )
