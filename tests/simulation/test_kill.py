"""A desktop and a receiver that are killed again and again lose nothing that was told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.simulation.kill import kills, problems_with
from tests.simulation.kill_desk import FINAL, TOLD

_GOOD: dict[str, Any] = {
    "chain": ["a", "b"], "audit": 2, "stale": [], "remaining": 0, "alarm": "", "problems": [],
}  # fmt: skip


def test_killed_again_and_again_nothing_told_is_lost() -> None:
    tally = kills(50, seed=0, lives=16)
    assert tally.problems == []
    assert tally.done == {"desktop killed": 48, "receiver killed": 2}


@pytest.mark.parametrize(
    ("final", "told", "entries"),
    [
        ({}, "3 c 0", 2),
        ({}, "2 x 0", 2),
        ({}, "2 b 2\n2 b 1", 2),
        ({}, "1 a 2", 2),
        ({"audit": 1}, "", 2),
        ({"stale": ["r"]}, "", 2),
        ({"remaining": 1}, "", 2),
        ({"alarm": "frozen"}, "", 2),
        ({"problems": ["x"]}, "", 2),
        ({}, "", 1),
    ],
)
def test_each_loss_would_be_seen(final: dict[str, Any], told: str, entries: int, tmp_path: Path) -> None:
    (tmp_path / FINAL).write_text(json.dumps(_GOOD | final))
    (tmp_path / TOLD).write_text(told)
    assert problems_with(tmp_path, {"entries": entries, "problems": []})


def test_nothing_lost_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / FINAL).write_text(json.dumps(_GOOD))
    (tmp_path / TOLD).write_text("0  0\n".replace("  ", " - ") + "1 a 0\n2 b 2\n")
    assert problems_with(tmp_path, {"entries": 2, "problems": []}) == []
