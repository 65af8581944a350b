"""The first schema: the stream, the feed, and what follows from them, with their guards."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, index and trigger."""
    run_script("0001_first.sql")
