"""Secrets in files of their own: made once, even when two processes start at the same moment."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

SECRET_BYTES = 32


def kept_secret(path: Path) -> bytes:
    """The 32 bytes kept in a file that only its owner reads; made at random where there is none.

    Raises ``OSError`` where the file cannot be read or made, ``ValueError`` where it holds something else.
    """
    if not path.exists():
        _make(path)
    return read_secret(path)


def read_secret(path: Path) -> bytes:
    """The 32 bytes kept in a file. Raises ``OSError`` or ``ValueError``."""
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) != SECRET_BYTES:
        raise ValueError("not a secret of ours")
    return secret


def _make(path: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600 from the first byte on
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(SECRET_BYTES).hex().encode())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):  # a link, unlike a rename, never replaces what another has made
            os.link(name, path)
    finally:
        Path(name).unlink()
