"""Which machine this is, so that a copied disk does not go on sealing in the original's stream."""

from __future__ import annotations

import hashlib
import platform
import sys
import uuid
from pathlib import Path


def machine_id() -> str:
    """A stable id of this machine, hashed so that the system's own id leaves the machine nowhere."""
    return hashlib.sha256(f"provider_desktop {_own_id()}".encode()).hexdigest()[:32]


def _own_id() -> str:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        try:
            if found := path.read_text(encoding="ascii").strip():
                return found
        except OSError:
            continue
    node = uuid.getnode()
    # The library makes a random number up where it finds no hardware address, and marks it as multicast.
    return platform.node() if node >> 40 & 1 else str(node)
