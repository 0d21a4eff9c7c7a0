"""Runs the steps on the connection that is at hand."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="rpgprog_schema")
context.run_migrations()
