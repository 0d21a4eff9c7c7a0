"""Numbers for campaigns that are begun at the same moment on a server."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what a database made by an earlier version lacks."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("CREATE SEQUENCE IF NOT EXISTS campaign_numbers")
        connection.exec_driver_sql("SELECT setval('campaign_numbers', max(id)) FROM campaigns")
