"""Files of evidence: which are kept here, which sealed visits name them, and which the receiver holds."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of evidence."""
    run_script("0003_evidence.sql")
