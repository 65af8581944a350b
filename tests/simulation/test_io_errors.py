"""A disk that fails or is full loses nothing that was told, and is called what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.io_errors import io_errors, one_disk
from tests.simulation.power_cut import scratch
from tests.simulation.preload import has_compiler

pytestmark = pytest.mark.skipif(not has_compiler(), reason="the library needs Linux and a C compiler")


def test_a_failing_disk_loses_nothing_that_was_told() -> None:
    tally = io_errors(500, seed=1)
    assert tally.problems == []
    assert tally.count >= 500
    assert {"DiskFull", "DataFolderUnusable"} <= set(tally.said)


@pytest.mark.parametrize("fault", ["deaf", "boastful"])
def test_a_desktop_that_hides_what_failed_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTED", fault)
    with scratch() as folder:
        assert one_disk(Path(folder), 400, 3, "tests.simulation.spoilt_io_desk").problems
