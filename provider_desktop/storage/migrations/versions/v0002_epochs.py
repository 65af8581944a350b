"""Statements by the receiver's epoch, how far each stream is acknowledged in it, and the streams' keys."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rebuild the feed under its epoch, count receipts by epoch, and let personal statements be erased."""
    run_script("0002_epochs.sql")
