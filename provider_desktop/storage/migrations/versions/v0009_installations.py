"""Several PCs on one database: which of them each stream belongs to."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let streams name their installation."""
    run_script("0009_installations.sql")
