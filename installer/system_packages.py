"""What the operating system has to bring: told by looking for it, put there by apt-get."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


class SetupError(Exception):
    """The set-up cannot go on; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Need:
    """One Debian package and how to see that its content is there, whatever distribution brought it.

    ``found`` takes the names of the shared libraries the linker knows.
    """

    package: str
    found: Callable[[frozenset[str]], bool]


def _library(soname: str) -> Callable[[frozenset[str]], bool]:
    return lambda known: soname in known


def _command(name: str) -> Callable[[frozenset[str]], bool]:
    return lambda _: shutil.which(name) is not None


def _file(*patterns: str) -> Callable[[frozenset[str]], bool]:
    return lambda _: any(next(Path("/").glob(pattern), None) for pattern in patterns)


def _ensurepip(_: frozenset[str]) -> bool:
    # Debian cuts this module out of Python and ships it as python3-venv.
    return _module_is_there("ensurepip")


def _module_is_there(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


RUN = (
    Need("python3-venv", _ensurepip),
    Need("libgl1", _library("libGL.so.1")),
    Need("libegl1", _library("libEGL.so.1")),
    Need("libglib2.0-0", _library("libglib-2.0.so.0")),
    Need("libfontconfig1", _library("libfontconfig.so.1")),
    Need("libdbus-1-3", _library("libdbus-1.so.3")),
    Need("libxkbcommon-x11-0", _library("libxkbcommon-x11.so.0")),
    Need("libxcb-cursor0", _library("libxcb-cursor.so.0")),
    Need("libxcb-icccm4", _library("libxcb-icccm.so.4")),
    Need("libxcb-keysyms1", _library("libxcb-keysyms.so.1")),
    Need("libxcb-shape0", _library("libxcb-shape.so.0")),
)
"""For the program with its window."""

TEST = (
    Need("xvfb", _command("Xvfb")),
    Need("xauth", _command("xauth")),
    Need("dbus", _command("dbus-run-session")),
    Need("gnome-keyring", _command("gnome-keyring-daemon")),
    Need(
        "at-spi2-core", _file("usr/libexec/at-spi-bus-launcher", "usr/lib/at-spi2-core/at-spi-bus-launcher")
    ),
    Need(
        "gir1.2-atspi-2.0",
        _file("usr/lib/*/girepository-1.0/Atspi-2.0.typelib", "usr/lib*/girepository-1.0/Atspi*"),
    ),
    Need("python3-gi", _file("usr/lib/python3/dist-packages/gi", "usr/lib*/python3*/site-packages/gi")),
    Need("xdotool", _command("xdotool")),
    Need("poppler-utils", _command("pdftotext")),
    Need("postgresql", _file("usr/lib/postgresql/*/bin/initdb", "usr/bin/initdb", "usr/pgsql-*/bin/initdb")),
)
"""For the whole test suite: a screen, a keyring, an accessibility bus, a reader of PDF, a database server."""


def missing(needs: Iterable[Need]) -> list[str]:
    """The packages of *needs* whose content is not on this machine; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    known = _known_libraries()
    return [need.package for need in needs if not need.found(known)]


def _known_libraries() -> frozenset[str]:
    """Names of the shared libraries for this machine, as the linker's cache lists them."""
    # sbin is not on the path of an ordinary user in Debian
    tool = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if tool is None:
        return frozenset()
    listed = subprocess.run([tool, "-p"], capture_output=True, text=True, check=False).stdout
    return frozenset(line.split()[0] for line in listed.splitlines() if "=>" in line)


def install(packages: Sequence[str], *, ask: Callable[[str], bool]) -> None:
    """Install *packages* by apt-get: at once for root, by sudo after *ask* agreed.

    Raises ``SetupError`` with the command to run where that is not possible here.
    """
    if not packages:
        return
    by_hand = f"apt-get install {' '.join(packages)}"
    print(f"Missing system packages: {' '.join(packages)}", flush=True)
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"Install what corresponds to these Debian packages, then start again: {' '.join(packages)}"
        )
    prefix: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            raise SetupError(f"Run this as root, then start again: {by_hand}")
        if not ask(f"Install them now with sudo ({by_hand})?"):
            raise SetupError(f"Nothing was installed. Run this yourself, then start again: sudo {by_hand}")
        prefix = ["sudo"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    # A fresh machine has no package lists; an old list names versions the mirror has dropped.
    for step in (["update"], ["install", "--no-install-recommends", *packages]):
        if subprocess.run([*apt, *step], check=False, stdout=subprocess.DEVNULL).returncode:
            raise SetupError(f"apt-get {step[0]} failed; see its words above. The command was: {by_hand}")
