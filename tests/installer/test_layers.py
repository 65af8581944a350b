"""The import contracts hold, and each of them breaks on a planted import."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

# One import a contract that it must refuse, in the order of pyproject.toml.
PLANTED = [
    ("domain", "import provider_desktop.services"),
    ("ui", "import provider_desktop.storage"),
    ("services", "import provider_desktop.receiver"),
    ("receiver", "import provider_desktop.security"),
    ("bootstrap", "import PySide6.QtCore"),
    ("storage", "import PySide6.QtCore"),
    ("services", "import sqlalchemy"),
    ("services", "import requests"),
    ("services", "import keyring"),
    ("exchange", "import cryptography.fernet"),
    ("services", "import reportlab.pdfgen"),
    ("services", "import xlsxwriter"),
    ("services", "import fastapi"),
]


def _lint(folder: Path) -> str:
    """What lint-imports says about the tree in *folder*, without its decoration."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr


def _copy(folder: Path) -> Path:
    """The package's Python files and the contracts, alone in *folder*."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    package = folder / "provider_desktop"
    shutil.copytree(ROOT / "provider_desktop", package, ignore=shutil.ignore_patterns("__pycache__"))
    return package


def _plant(package: Path, module: str, line: str) -> None:
    place = package / module
    target = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    with target.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def test_the_project_keeps_its_layers():
    assert "0 broken" in _lint(ROOT)


def test_every_contract_breaks_on_its_planted_import(tmp_path):
    package = _copy(tmp_path)
    for module, line in PLANTED:
        _plant(package, module, line)
    said = _lint(tmp_path)
    assert f"0 kept, {len(CONFIG['contracts'])} broken" in said, said


@pytest.mark.parametrize("name", ["extra.py", "misc/__init__.py"])
def test_a_module_outside_the_layers_is_refused(tmp_path, name):
    package = _copy(tmp_path)
    stray = package / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text('"""Stray."""\n')
    assert "not listed as layers" in _lint(tmp_path)
