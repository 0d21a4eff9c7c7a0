"""The tables of the first version, and the triggers that let nothing recorded be changed."""

from __future__ import annotations

from alembic import op

from rpgprog.store.tables import APPEND_ONLY, metadata

revision = "0001"
down_revision = None

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END
"""
_REPLACE = """
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE campaign = NEW.campaign AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: record a correction'); END
"""
_FUNCTION = """
CREATE FUNCTION rpgprog_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what is recorded is never changed: record a correction'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION rpgprog_append_only()
"""


def upgrade() -> None:
    """Make the tables."""
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(_SQLITE.format(table=table, verb=verb))
        connection.exec_driver_sql(_REPLACE)
    else:
        connection.exec_driver_sql(_FUNCTION)
        for table in APPEND_ONLY:
            connection.exec_driver_sql(_POSTGRES.format(table=table))
