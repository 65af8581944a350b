"""A power cut at any moment leaves what was told, or the next thing whole; other settings would not."""

from __future__ import annotations

from random import Random

import pytest

from tests.simulation.power_cut import Deed, Disk, power_cuts
from tests.simulation.preload import has_compiler

needs_compiler = pytest.mark.skipif(not has_compiler(), reason="the recorder needs Linux and a C compiler")


@needs_compiler
@pytest.mark.parametrize("seed", range(1000, 9000, 1000))
def test_what_was_told_lasts_and_nothing_is_half(seed: int) -> None:
    tally = power_cuts(2500, seed)
    assert tally.problems == []
    assert tally.count >= 2500


@needs_compiler
@pytest.mark.parametrize(
    ("pragma", "seed"), [("synchronous=NORMAL", 1), ("synchronous=OFF", 1), ("journal_mode=DELETE", 1)]
)
def test_other_settings_lose_something(pragma: str, seed: int) -> None:
    """Deleting a journal is not durable before its folder is synced, which FULL alone does not do."""
    assert power_cuts(80, seed, (pragma,), commits=15).problems


def _states(*deeds: Deed) -> list[dict[str, bytes]]:
    disk = Disk()
    for deed in deeds:
        disk.do(deed)
    states = disk.states(Random(1), 40)
    return [{name: found.content() for name, found in state.items()} for state in states]


def test_what_was_synced_lasts_and_what_was_not_may() -> None:
    made, synced = Deed("c", "a", 0, b""), Deed("s", "a", 0, b"")
    states = _states(made, Deed("w", "a", 0, b"one"), synced, Deed("w", "a", 3, b"two"))
    assert {state["a"] for state in states} == {b"one", b"onetwo"}


def test_long_writes_are_torn_at_sectors() -> None:
    synced = Deed("s", "a", 0, b"")
    before, after = b"." * 2048, b"x" * 2048
    states = _states(Deed("c", "a", 0, b""), Deed("w", "a", 0, before), synced, Deed("w", "a", 0, after))
    torn = {state["a"] for state in states} - {before, after}
    assert torn
    assert all(len(set(each[at : at + 512])) == 1 for each in torn for at in range(0, 2048, 512))


def test_a_file_removed_comes_back_until_its_folder_is_synced() -> None:
    lasting = (Deed("c", "a", 0, b""), Deed("w", "a", 0, b"one"), Deed("s", "a", 0, b""))
    removed, synced = Deed("u", "a", 0, b""), Deed("d", ".", 0, b"")
    assert {len(state) for state in _states(*lasting, removed)} == {0, 1}
    assert {len(state) for state in _states(*lasting, removed, synced)} == {0}
