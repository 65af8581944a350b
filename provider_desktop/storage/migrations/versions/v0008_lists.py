"""What the lists of visits count, kept so that it need not be counted again."""

from __future__ import annotations

from provider_desktop.storage.schema import run_script

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of kept counts."""
    run_script("0008_lists.sql")
