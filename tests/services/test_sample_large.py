"""The county's way, at the size of a hamlet: written in bulk, taken by a real receiver, gone on live."""

import time
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_large import fill_large
from provider_desktop.services.sample_replay import REASONS, SAMPLE_PASSPHRASE
from provider_desktop.services.visits import CorrectionRequest, VisitFilter

pytestmark = pytest.mark.slow


def test_a_receiver_goes_on_where_the_history_written_in_bulk_ends(tmp_path: Path) -> None:
    receiver = ReceiverProcess(tmp_path / "receiver")
    shown: list[tuple[int, int]] = []
    try:
        with open_services(tmp_path / "agency", "zh_CN", keyring=lambda: None) as services:
            services.session.set_up(SAMPLE_PASSPHRASE)
            made = fill_large(
                services.workspace, receiver, lambda done, total: shown.append((done, total)), None, 12
            )
            assert made.written.complete
            assert made.taken == {
                "entries": made.written.entries,
                "receipts": made.written.receipts,
                "statements": made.written.statements,
            }
            assert shown == sorted(shown)
            assert shown[-1][0] == shown[-1][1]
            before = services.visits.counts().by_state[VisitState.ACCEPTED]
            sealed = services.finalising.finalise(None, REASONS).sealed
            assert sealed
            assert _accepted(services, before + len(sealed))
            _correct_an_old_one(services)
            assert services.system.verify().problems == ()
            assert receiver.call("verify")["problems"] == []
    finally:
        receiver.stop()


def _accepted(services: Services, wanted: int) -> bool:
    """Whether so many stand accepted before patience ends."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        services.sync.run()
        if services.visits.counts().by_state[VisitState.ACCEPTED] == wanted:
            return True
        time.sleep(0.1)
    return False


def _correct_an_old_one(services: Services) -> None:
    """What the receiver took back it knows as a parent: a correction is accepted, not held."""
    page = services.visits.page(VisitFilter(state=VisitState.ACCEPTED), 0, 50)
    record = page.rows[-1].record
    request = CorrectionRequest(
        CorrectionReason.WRONG_TIME, CorrectionAction.CHECKED_SHEET, remarks="按纸质单更正"
    )
    services.finalising.correct(record, request)
    accepted = services.visits.counts().by_state[VisitState.ACCEPTED]
    assert _accepted(services, accepted + 1)
