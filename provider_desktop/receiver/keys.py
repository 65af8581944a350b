"""The receiver's signing key and the regulator's root key, each in a file that only its owner reads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer, Signer
from provider_desktop.files import write_atomically

_SIGNING_FILE = "signing.key"
_ROOT_FILE = "root.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs what: ``receiver`` receipts, statements and times, ``root`` the trust document only.

    A regulator keeps the root key offline and puts it back for ``new-epoch``; ``root`` is None then.
    """

    receiver: Signer
    root: Signer | None


def open_keys(folder: Path, *, new: bool) -> Keys:
    """The keys in *folder*; made there when the receiver is *new*.

    Raises ``AppError`` ``KeyUnavailable`` where the receiver's key is missing or no key.
    """
    signing, root = folder / _SIGNING_FILE, folder / _ROOT_FILE
    if new:
        for path in (signing, root):
            if not path.exists():
                write_atomically(path, secrets.token_bytes(SEED_BYTES).hex().encode(), private=True)
    return Keys(_read(signing), _read(root) if root.exists() else None)


def _read(path: Path) -> Signer:
    try:
        return Ed25519Signer(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.KEY_UNAVAILABLE) from error
