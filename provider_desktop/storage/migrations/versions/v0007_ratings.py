"""Facts of each record and lights of past periods, kept so that an estimate reads only what changed."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of kept facts."""
    run_script("0007_ratings.sql")
