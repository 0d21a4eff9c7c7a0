"""Seals of what stands beside the rows, triggers against replacing, and numbers for campaigns on a server."""

from __future__ import annotations

from alembic import op
from sqlalchemy import inspect

from rpgprog.store.tables import events
from rpgprog.store.triggers import create_triggers

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what a database made by an earlier version lacks."""
    connection = op.get_bind()
    if all(column["name"] != "beside" for column in inspect(connection).get_columns("events")):
        connection.exec_driver_sql("ALTER TABLE events ADD COLUMN beside TEXT NOT NULL DEFAULT ''")
        (index,) = (index for index in events.indexes if index.name == "events_sealing")
        index.create(connection)
    create_triggers(connection)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("CREATE SEQUENCE IF NOT EXISTS campaign_numbers")
        connection.exec_driver_sql("SELECT setval('campaign_numbers', max(id)) FROM campaigns")
