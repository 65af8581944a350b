"""What the page on security says of tests is true: every one that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)*test_[a-z_]+)`", PAGE))
    assert len(named) > 20
    assert {name for name in named if not (ROOT / "tests" / f"{name}.py").exists()} == set()


def test_every_control_that_is_a_file_of_ours_is_there() -> None:
    named = set(re.findall(r"`((?:security|services)/[a-z_]+\.py)`", PAGE))
    assert named
    assert {name for name in named if not (ROOT / "provider_desktop" / name).exists()} == set()
