"""The whole contents of a desktop's database as one hash: every row of every table, and nothing else."""

from __future__ import annotations

import hashlib
from typing import Any

from provider_desktop.storage.database import Database


def fingerprint(database: Database) -> str:
    """A hash over every row of every table, in the order of the keys."""
    rows = database._bare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    digest = hashlib.sha256()
    for (name,) in rows:
        if name.startswith("sqlite_") or "_fts" in name:
            continue
        content: list[tuple[Any, ...]] = sorted(map(repr, database._bare(f'SELECT * FROM "{name}"')))  # type: ignore[arg-type]
        digest.update(repr((name, content)).encode())
    return digest.hexdigest()
