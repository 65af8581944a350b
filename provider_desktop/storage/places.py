"""Where a database file may not lie: on another machine's disk, or where a program copies it away."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Final

from provider_desktop.errors import AppError, ErrorCode

#: Kinds of file systems on another machine: two PCs may write at once, and locks and shared memory of a
#: database in WAL mode do not reach across (sqlite.org/wal.html: "All processes using a database must be on
#: the same host computer").
REMOTE: Final = (
    "nfs", "cifs", "smb", "fuse.sshfs", "vboxsf", "vmhgfs", "fuse.vmhgfs", "afs", "davfs", "fuse.davfs",
    "ncpfs", "fuse.rclone", "glusterfs", "fuse.glusterfs", "ceph", "lustre",
)  # fmt: skip
#: Beginnings of the names of folders that are copied away while they are written.
SYNCED: Final = (
    "onedrive", "dropbox", "nutstore", "坚果云", "我的坚果云", "icloud", "google drive", "baidusyncdisk",
    "百度网盘同步空间", "syncthing",
)  # fmt: skip
_MOUNTS: Final = Path("/proc/self/mountinfo")
_DRIVE_REMOTE: Final = 4

Mounts = Callable[[], str]


def require_own_disk(folder: Path, mounts: Mounts | None = None) -> None:
    """Raise ``AppError`` ``DataFolderShared`` where a database in *folder* would be damaged one day.

    *mounts* gives the system's table of mounts, for tests.
    """
    place = existing(folder).resolve()
    kind = synced_folder(place) or synced_folder(folder.absolute()) or remote_kind(place, mounts)
    if kind:
        raise AppError(ErrorCode.DATA_FOLDER_SHARED, path=str(folder), kind=kind)


def synced_folder(place: Path) -> str:
    """The part of a path that a synchronising program has under its hands, '' for none."""
    return next((part for part in place.parts if part.lower().startswith(SYNCED)), "")


def remote_kind(place: Path, mounts: Mounts | None = None) -> str:
    """The kind of file system where it is another machine's, '' for a disk of this one."""
    if sys.platform == "win32" and is_network_path(str(place)):
        return "smb"
    kind = file_system(place, mounts)
    return kind if kind.startswith(REMOTE) else ""


def is_network_path(place: str) -> bool:
    r"""Whether a path names another machine as Windows writes it: ``\\server\share``."""
    drive = PureWindowsPath(place).drive.upper()
    if drive.startswith("\\\\?\\UNC\\"):
        return True
    return drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))


def file_system(place: Path, mounts: Mounts | None = None) -> str:
    """The kind of file system that a folder lies on, '' where it cannot be told."""
    if sys.platform == "win32" and mounts is None:
        drive = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)
        return "smb" if drive == _DRIVE_REMOTE else "local"
    try:
        lines = (mounts() if mounts is not None else _MOUNTS.read_text(encoding="utf-8")).splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        words = before.split(" ")
        if len(words) < 5 or not after:
            continue
        point = words[4].replace("\\040", " ")
        # of two mounts on one point the later one is what is seen
        if len(point) >= len(best) and place.is_relative_to(point):
            best, kind = point, after.split(" ")[0]
    return kind


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place
