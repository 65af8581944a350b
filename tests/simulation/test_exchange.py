"""The shipped engine and the shipped receiver in simulated worlds: a few seeds here, more in the campaign."""

from __future__ import annotations

import pytest

from provider_desktop.exchange import engine
from tests.simulation.campaign import run_parts
from tests.simulation.exchange import is_found_soon, one_seed, same_whatever_it_is_about
from tests.simulation.planted import FAULTS, Fault, planted
from tests.simulation.seed import simulate


@pytest.mark.parametrize("first", range(0, 800, 100))
def test_nothing_is_lost_doubled_changed_or_falsely_delivered(first: int) -> None:
    tally = run_parts(lambda seed: one_seed(seed, twice=seed % 8 == 0), 12_500, first)
    assert tally.problems == []
    assert tally.count >= 12_500


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_what_an_entry_says_changes_no_fate(seed: int) -> None:
    one, other = same_whatever_it_is_about(seed)
    assert one.trace == other.trace
    assert one.faults == other.faults


def test_a_seed_is_a_world_of_its_own() -> None:
    assert simulate(1).trace != simulate(2).trace


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    assert is_found_soon(fault)


def test_a_fault_that_has_no_place_any_more_is_no_fault() -> None:
    fault = Fault("gone", engine.step, "this text is not there", "")
    with pytest.raises(ValueError, match="gone"), planted(fault):
        pass


def test_a_planted_fault_is_gone_afterwards() -> None:
    before = FAULTS[0].where.__code__
    with planted(FAULTS[0]):
        assert FAULTS[0].where.__code__ is not before
    assert FAULTS[0].where.__code__ is before
