"""Reads papers as a person would: the words of a PDF in the order they stand."""

from __future__ import annotations

import subprocess
from pathlib import Path


def words_on(paper: Path) -> str:
    """All words of a PDF, laid out as printed."""
    return subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout
