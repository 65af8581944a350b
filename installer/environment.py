"""The project's own Python environment in ``.venv``: made once, and again only when its sources change."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from installer.system_packages import SetupError

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = _BIN / ("python.exe" if os.name == "nt" else "python")
_REQUIREMENTS = ROOT / "installer" / "requirements"
_STAMP = VENV / "installed.json"

RUNTIME = "runtime"
DEV = "dev"
_INCLUDES = {RUNTIME: (RUNTIME,), DEV: (RUNTIME, DEV)}


def program(name: str) -> Path:
    """A command of the environment, such as ``provider-desktop``."""
    return _BIN / (f"{name}.exe" if os.name == "nt" else name)


def is_ready(profile: str) -> bool:
    """Whether the environment was made from exactly the present sources; costs no process."""
    return PYTHON.exists() and _stamped().get(profile) == _fingerprint(profile)


def prepare(profile: str) -> None:
    """Make the environment hold *profile* (``runtime``, or ``dev`` for all) and the project itself.

    Raises ``SetupError`` where a step fails; the next call starts that step again.
    """
    if not _is_usable():
        _make()
    requirements = _REQUIREMENTS / f"{profile}.txt"
    print(f"Installing {requirements.relative_to(ROOT)} into .venv …", flush=True)
    # Every file is named by its hash, so whatever mirror pip is set up for delivers the same bytes.
    _pip("install", "--require-hashes", "-r", str(requirements))
    # Without isolation: building the project needs nothing beyond the hashed list either.
    _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    held = _stamped()
    held.update({name: _fingerprint(name) for name in _INCLUDES[profile]})
    _STAMP.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def _stamped() -> dict[str, str]:
    try:
        found = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _fingerprint(profile: str) -> str:
    """Of all that decides what the environment holds, and where: the project is linked by its path."""
    files = (_REQUIREMENTS / f"{profile}.txt", ROOT / "pyproject.toml")
    return fingerprint([str(ROOT).encode(), *(path.read_bytes() for path in files)])


def fingerprint(parts: Iterable[bytes]) -> str:
    """One digest over *parts*, where no two lists give the same by being joined differently."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _is_usable() -> bool:
    """Whether ``.venv`` has a Python that starts, is of a version we take, and has pip."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    try:
        return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    if VENV.exists():
        if not (VENV / "pyvenv.cfg").exists():
            raise SetupError(f"{VENV} is in the way and is no Python environment: move it, then start again")
        shutil.rmtree(VENV)
    print("Making .venv …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        # Half an environment would look usable to the next start.
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(f"Python could not make .venv: {(done.stdout + done.stderr).strip()}")


def _pip(*arguments: str) -> None:
    command: Sequence[str] = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet"]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        raise SetupError(f"pip {arguments[0]} failed; see its words above. Is the network there?")
