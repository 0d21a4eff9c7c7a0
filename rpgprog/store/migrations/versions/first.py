"""The tables, and the triggers that let nothing recorded be changed.

A new database gets them as they are now; later steps add what a database made by an earlier version lacks.
"""

from __future__ import annotations

from alembic import op

from rpgprog.store.tables import metadata
from rpgprog.store.triggers import create_triggers

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    connection = op.get_bind()
    metadata.create_all(connection)
    create_triggers(connection)
