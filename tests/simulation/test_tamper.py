"""Whatever is changed in what was said, ``verify`` finds it; one that looks less well does not."""

from __future__ import annotations

import pytest

from provider_desktop.services import verification
from provider_desktop.storage.audit import AuditRepository
from tests.simulation.planted import Fault, planted
from tests.simulation.tamper import files, rows


def test_every_change_of_rows_is_found() -> None:
    tally = rows(200, seed=1)
    assert tally.problems == []
    assert {name.partition(":")[0] for name in tally.done} == {
        "change a cell",
        "change the order",
        "take a row out",
    }


def test_every_change_of_a_package_or_a_receipt_is_found() -> None:
    assert files(5000, seed=0).problems == []


PLANTED = (
    Fault(
        "columns unlooked at",
        verification._is_of,
        "return columns == (",
        "return columns or (",
    ),
    Fault("trail's links unlooked at", AuditRepository.broken, 'row["hash"] != told', "False"),
    Fault(
        "statements unfollowed",
        verification._flaw_of,
        "if (statement.seq, statement.prev, sealed.hash) != (seq + 1, prev, row.hash):",
        "if False:",
    ),
)


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    with planted(fault):
        assert any(rows(60, seed).problems for seed in range(10))
