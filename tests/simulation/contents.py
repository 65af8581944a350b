"""The whole contents of a desktop's database as one hash: every row of every table, and nothing else."""

from __future__ import annotations

import hashlib

from provider_desktop.storage.database import Database


def fingerprint(database: Database) -> str:
    """A hash over every row of every table, in the order of the keys."""
    digest = hashlib.sha256()
    raw = database._engine.raw_connection()
    try:
        cursor = raw.cursor()
        tables = cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for (name,) in tables:
            if name.startswith("sqlite_") or "_fts" in name:
                continue
            rows = sorted(map(repr, cursor.execute(f'SELECT * FROM "{name}"').fetchall()))
            digest.update(repr((name, rows)).encode())
    finally:
        raw.close()
    return digest.hexdigest()
