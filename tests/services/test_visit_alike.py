"""Records returned for one reason, corrected by one statement: each by itself, the others left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.visits import CorrectionRequest
from tests.support.desk import Desk, a_desk, a_draft, bureau_of
from tests.support.workspace import save

REQUEST = CorrectionRequest(reason="regulator_returned", action="checked_sheet", memo="纸质单核对无误")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        yield made


@pytest.fixture
def returned(desk: Desk) -> tuple[str, ...]:
    """Four short visits that came back: three for their length, one for its evidence."""
    drafts = [
        a_draft(f"2026-11-{day} 09:00", 6, recipient, ("S1",), "ZH-01")
        for day, recipient in ((16, "R1"), (17, "R3"), (18, "R4"), (19, "R5"))
    ]
    records = save(desk.workspace, *drafts)
    desk.finalising.finalise(records, {"TIME-SHORT": "as_recorded", "TIME-LATE": "late_sheet"})
    bureau = bureau_of(desk)
    for record, rule in zip(records, ("TIME-SHORT", "TIME-SHORT", "TIME-SHORT", "EVID-MISSING"), strict=True):
        bureau.judge(record, "returned", rule)
    return records


def test_those_returned_for_one_reason_stand_together(desk: Desk, returned: tuple[str, ...]) -> None:
    assert [row.record for row in desk.alike.returned("TIME-SHORT")] == list(reversed(returned[:3]))
    assert [row.record for row in desk.alike.returned("EVID-MISSING")] == [returned[3]]
    assert desk.alike.returned("OVER-STAFF") == ()
    assert "*" in desk.alike.returned("EVID-MISSING")[0].recipient_name


def test_an_incomplete_statement_corrects_nothing(desk: Desk, returned: tuple[str, ...]) -> None:
    with pytest.raises(AppError) as raised:
        desk.alike.correct(returned, CorrectionRequest(reason="other", action="phoned"), "as_recorded")
    assert raised.value.code is ErrorCode.CORRECTION_INCOMPLETE
    assert len(desk.alike.returned("TIME-SHORT")) == 3


def test_one_statement_corrects_each_by_itself(desk: Desk, returned: tuple[str, ...]) -> None:
    told: list[tuple[int, int]] = []
    done = desk.alike.correct(
        returned[:3], REQUEST, "paper_kept", report=lambda at, of: told.append((at, of))
    )
    assert (done.sealed, done.refused) == (returned[:3], ())
    assert told[-1] == (3, 3)
    batches = set()
    for record in returned[:3]:
        detail = desk.visits.detail(record)
        newest = detail.versions[0].visit
        assert (newest.version, newest.reason) == (2, "regulator_returned")
        assert newest.correction is not None
        assert newest.correction.attested_by == desk.workspace.actor
        given = {each.rule: each.reason for each in newest.acknowledged}
        assert given["TIME-SHORT"] == "paper_kept"  # what was said before was not enough
        with desk.workspace.reading() as reading:
            lines = {line.action: line for line in reading.audit.of_subject(record)}
        assert "visit.correct" in lines
        batches.add(lines["visit.correct.alike"].details["batch"])
    assert len(batches) == 1
    assert desk.alike.returned("TIME-SHORT") == ()


def test_a_record_that_cannot_be_corrected_like_this_is_left(desk: Desk, returned: tuple[str, ...]) -> None:
    desk.finalising.withdraw(returned[1], "recipient_away")
    bureau_of(desk).judge(returned[1])
    (draft,) = save(desk.workspace, a_draft("2026-11-19 14:00", 30, "R6", ("S2",), "ZH-01"))
    done = desk.alike.correct((returned[0], returned[1], draft), REQUEST, "paper_kept")
    assert done.sealed == (returned[0],)
    assert [(each.record, each.error.code) for each in done.refused] == [
        (returned[1], ErrorCode.STATE_FORBIDS),
        (draft, ErrorCode.STATE_FORBIDS),
    ]


def test_stopping_keeps_what_is_done(desk: Desk, returned: tuple[str, ...]) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise AppError(ErrorCode.CANCELLED)

    with pytest.raises(AppError):
        desk.alike.correct(returned[:3], REQUEST, "paper_kept", stop)
    states = [desk.visits.detail(record).row.state for record in returned[:3]]
    assert states == [VisitState.TO_SEND, VisitState.TO_SEND, VisitState.RETURNED]
