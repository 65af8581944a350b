"""Who works at this PC, with which role, and how they prove it."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of users."""
    run_script("0006_users.sql")
