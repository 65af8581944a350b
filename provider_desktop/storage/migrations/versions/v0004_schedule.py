"""Planned visits: what the office means to do, day by day."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the schedule."""
    run_script("0004_schedule.sql")
