"""Looks at this PC that need nothing set up: versions, fonts, display, disk and the data folder's place."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from provider_desktop import __version__
from provider_desktop.resources import resource_path
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.vault import passphrase_given
from provider_desktop.services.system import DoctorCheck
from provider_desktop.storage.database import library
from provider_desktop.storage.places import existing, file_system, remote_kind, synced_folder
from provider_desktop.wording import sentence

#: Oldest Python that the program runs on.
PYTHON = (3, 11)
#: Room that a year of a large agency, its backups and its papers take.
ROOM_BYTES = 2 * 1024**3
_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def program_check(language: str) -> DoctorCheck:
    """The program's version and that of the window's toolkit, told without loading it."""
    try:
        detail = f"{__version__}, PySide6 {version('PySide6-Essentials')}"
    except PackageNotFoundError:
        return DoctorCheck("program", False, f"{__version__}, {_say('no_window', language)}")
    return DoctorCheck("program", True, detail)


def python_check() -> DoctorCheck:
    """The version of Python and the system below."""
    detail = f"{platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    return DoctorCheck("python", sys.version_info >= PYTHON, detail)


def sqlite_check() -> DoctorCheck:
    """The SQLite library, which must be one that keeps databases whole."""
    found, is_safe = library()
    return DoctorCheck("sqlite", is_safe, found)


def keyring_check(language: str) -> DoctorCheck:
    """Whether the system's keyring keeps the key; where there is none, a passphrase does."""
    backend = system_keyring_backend()
    if backend is not None:
        return DoctorCheck("keyring", True, type(backend).__module__.rpartition(".")[2])
    return DoctorCheck("keyring", passphrase_given() is not None, _say("passphrase", language))


def font_check(language: str) -> DoctorCheck:
    """Whether the shipped typeface is there, without which papers have no Chinese."""
    missing = [name for name in _FONTS if not resource_path("fonts", name).is_file()]
    return DoctorCheck("fonts", not missing, ", ".join(missing) or _say("shipped", language))


def display_check(language: str) -> DoctorCheck:
    """Whether a window could be shown; commands work without."""
    if sys.platform in {"win32", "darwin"}:
        return DoctorCheck("display", True, platform.system())
    found = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return DoctorCheck("display", bool(found), found or _say("no_display", language))


def disk_check(folder: Path) -> DoctorCheck:
    """Room on the disk of the data folder."""
    free = shutil.disk_usage(existing(folder)).free
    return DoctorCheck("disk", free >= ROOM_BYTES, f"{free / 1024**3:.1f} GiB")


def folder_check(folder: Path, language: str) -> DoctorCheck:
    """Whether the data folder lies on a disk of this PC, and is written by this PC alone."""
    place = existing(folder).resolve()
    kind = file_system(place)
    if synced := synced_folder(place):
        return DoctorCheck("folder", False, _say("synced", language, folder=synced))
    if remote := remote_kind(place):
        return DoctorCheck("folder", False, _say("remote", language, kind=remote))
    writable = os.access(place, os.W_OK)
    detail = f"{folder} ({kind})" if kind else str(folder)
    return DoctorCheck("folder", writable, detail)


def _say(code: str, language: str, **values: object) -> str:
    return sentence("doctor_detail", code, language, values)
