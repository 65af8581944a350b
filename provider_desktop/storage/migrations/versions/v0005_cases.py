"""Needs, follow-ups, complaints, incidents, replies to a light, settlements."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the small records."""
    run_script("0005_cases.sql")
