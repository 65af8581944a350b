"""The receiver's signing key and the regulator's root key, each in a file that only its owner reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.signing import Ed25519Signer, Signer
from provider_desktop.receiver.secret_files import kept_secret, read_secret

SIGNING_FILE = "signing.key"
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
    signing, root = folder / SIGNING_FILE, folder / _ROOT_FILE
    try:
        if new:
            # The root key first: where the receiver's is there, everything is.
            kept_secret(root)
            kept_secret(signing)
        return Keys(
            Ed25519Signer(read_secret(signing)),
            Ed25519Signer(read_secret(root)) if root.exists() else None,
        )
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.KEY_UNAVAILABLE) from error
