"""Digests of names that were erased, so that a later import does not bring them back."""

from __future__ import annotations

from alembic import op

from rpgprog.store.tables import erased

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what a database made by an earlier version lacks."""
    erased.create(op.get_bind(), checkfirst=True)
