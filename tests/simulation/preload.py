"""Libraries loaded before the C library, which see or spoil what a process does to its files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def has_compiler() -> bool:
    """Whether such a library can be built here."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


def environment_with(library: str, folder: Path, **variables: str) -> dict[str, str]:
    """The environment in which a process of ours has the library of that name, built into the folder."""
    built = folder / f"{library}.so"
    source = Path(__file__).with_name(f"{library}.c")
    words = ["cc", "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl", "-lpthread"]
    subprocess.run(words, check=True)
    return {**os.environ, "LD_PRELOAD": str(built), "PYTHONPATH": str(ROOT), **variables}
