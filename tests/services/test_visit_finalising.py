"""Sealing, correcting, withdrawing: whole or not at all, and never what the checks forbid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provider_desktop.domain.visits import ItemDone, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op, check_entry
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_service import VisitService
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.visits import VisitRepository
from tests.support.builders import ITEM, a_visit, local
from tests.support.exchange import AGENCY, DEVICE, STREAM
from tests.support.workspace import a_workspace, save, set_clock

REQUEST = CorrectionRequest("wrong_time", "checked_sheet", time_out=local("2026-11-02 09:40"))


def code_of(action: object) -> AppError:
    """The error that an action ends with."""
    assert callable(action)
    with pytest.raises(AppError) as raised:
        action()
    return raised.value


def sealed(workspace: Workspace, **changes: Any) -> str:
    """A visit sealed without objection; its record."""
    (record,) = save(workspace, replace(a_visit(), **changes))
    assert VisitFinalisingService(workspace).finalise([record]).sealed == (record,)
    return record


def test_nothing_is_sealed_before_joining(tmp_path):
    with a_workspace(tmp_path, joined=False) as workspace:
        save(workspace, a_visit())
        assert code_of(VisitFinalisingService(workspace).finalise).code is ErrorCode.NOT_JOINED


def test_blocks_and_open_questions_are_held_back_with_their_findings(workspace):
    good, blocked, asking = save(
        workspace,
        a_visit(record=1),
        a_visit("2026-11-02 10:00", record=2, staff=("S9",)),
        a_visit("2026-11-02 11:00", record=3, evidence=()),
    )
    done = VisitFinalisingService(workspace).finalise()
    assert done.sealed == (good,)
    found = {held.record: {finding.rule for finding in held.findings} for held in done.held_back}
    assert found.keys() == {blocked, asking}
    assert "STAFF-ROSTER" in found[blocked]
    assert "EVID-MISSING" in found[asking]
    counts = VisitService(workspace, VisitFinalisingService(workspace), RatingService(workspace)).counts()
    assert (counts.by_state[VisitState.DRAFT], counts.by_state[VisitState.TO_SEND]) == (2, 1)
    assert (counts.drafts_blocked, counts.drafts_asking) == (1, 1)


def test_a_question_answered_for_all_is_sealed_with_the_answer(workspace):
    (record,) = save(workspace, a_visit(evidence=()))
    service = VisitFinalisingService(workspace)
    assert service.finalise([record], {"OVER-CAP": "other"}).sealed == ()
    assert service.finalise([record], {"EVID-MISSING": "paper_lost"}, "水浸").sealed == (record,)
    with workspace.reading() as reading:
        stored = reading.visits.get(record)
    assert stored is not None
    assert [(each.rule, each.reason, each.note) for each in stored.visit.acknowledged] == [
        ("EVID-MISSING", "paper_lost", "水浸")
    ]


def test_sealing_again_seals_nothing(workspace):
    record = sealed(workspace)
    done = VisitFinalisingService(workspace).finalise([record])
    assert (done.sealed, done.held_back) == ((), ())
    with workspace.reading() as reading:
        assert len(reading.stream.of_record(record)) == 1


def test_an_entry_a_row_and_a_line_of_the_trail_stand_or_fall_together(workspace, monkeypatch):
    (record,) = save(workspace, a_visit())

    def failing(*_args: object) -> None:
        raise OSError("the power went")

    with workspace.reading() as reading:
        before = reading.stream.own()
    with monkeypatch.context() as patch:
        patch.setattr(VisitRepository, "seal", failing)
        with pytest.raises(OSError, match="power"):
            VisitFinalisingService(workspace).finalise([record])
    with workspace.reading() as reading:
        assert reading.stream.own() == before
        assert reading.audit.of_subject(record) == ()
    assert VisitFinalisingService(workspace).finalise([record]).sealed == (record,)
    assert SystemService(workspace).verify().problems == ()


def test_what_is_sealed_is_what_a_receiver_would_take(workspace):
    record = sealed(workspace)
    with workspace.reading() as reading:
        row = reading.stream.latest_of(record)
        assert row is not None
        entry = reading.stream.entry(row.hash)
    assert entry is not None
    header = check_entry(entry, agency=AGENCY, stream=STREAM, public_key=DEVICE.public_key)
    assert (header.op, header.record, header.version, header.actor) == (
        Op.VISIT_CREATE, record, 1, "孙会计",
    )  # fmt: skip


# ---------------------------------------------------------------- corrections


def test_a_correction_needs_reason_action_and_a_sealed_visit(workspace):
    service = VisitFinalisingService(workspace)
    (draft,) = save(workspace, a_visit("2026-11-02 14:00", record=5))
    assert code_of(lambda: service.correct(draft, REQUEST)).code is ErrorCode.STATE_FORBIDS
    assert code_of(lambda: service.correct("none", REQUEST)).code is ErrorCode.RECORD_UNKNOWN
    record = sealed(workspace)
    for request in (replace(REQUEST, reason="boredom"), replace(REQUEST, action="")):
        error = code_of(lambda request=request: service.correct(record, request))
        assert error.code is ErrorCode.CORRECTION_INCOMPLETE
        assert error.params["fields"]
    worse = replace(REQUEST, time_out=local("2026-11-02 08:00"))
    error = code_of(lambda: service.correct(record, worse))
    assert error.code is ErrorCode.FINDINGS_OPEN
    assert "TIME-ORDER" in str(error.params["rules"])
    with workspace.reading() as reading:
        assert len(reading.stream.of_record(record)) == 1


def test_a_correction_is_a_new_version_beside_what_was_captured(workspace):
    record = sealed(workspace)
    row = VisitFinalisingService(workspace).correct(record, REQUEST)
    assert (row.version, row.minutes, row.state) == (2, 40, VisitState.TO_SEND)
    with workspace.reading() as reading:
        newest, first = reading.visits.versions(record)
    assert newest.visit is not None
    assert first.visit is not None
    assert newest.visit.sign_out.at == first.visit.sign_out.at == local("2026-11-02 09:30")
    assert newest.visit.adjusted_out == local("2026-11-02 09:40")
    assert newest.visit.correction is not None
    assert newest.visit.correction.attested_by == "孙会计"
    assert (first.state, newest.reason) == (VisitState.CORRECTED, "wrong_time")


def test_a_returned_visit_is_corrected_after_the_lock_while_the_grace_lasts(workspace, bureau):
    record = sealed(workspace)
    other = sealed(workspace, record="01JD5E8Z4K0000000000000042", **_at("2026-11-02 12:00"))
    bureau.lock(m2026_11="2026-11-04T00:00:00+08:00")
    set_clock(workspace, local("2026-11-03 20:00"))
    bureau.judge(record, "returned", "EVID-MISSING")
    set_clock(workspace, local("2026-11-06 09:00"))
    (group,) = SyncService(workspace).returned()
    assert (group.rule, [each.row.record for each in group.rows]) == ("EVID-MISSING", [record])
    assert group.rows[0].texts == ("EVID-MISSING：请更正",)
    request = replace(REQUEST, reason="regulator_returned")
    error = code_of(lambda: VisitFinalisingService(workspace).correct(other, request))
    assert "TIME-LOCKED" in str(error.params["rules"])
    _, open_questions, _ = _corrected(workspace, record, request)
    asked = tuple(finding.rule for finding in open_questions if finding.action.value == "ask")
    assert "TIME-LOCKED" not in {finding.rule for finding in open_questions}
    assert asked in {(), ("TIME-LATE",)}
    set_clock(workspace, local("2026-11-09 09:00"))
    error = code_of(lambda: VisitFinalisingService(workspace).correct(record, request))
    assert "TIME-LOCKED" in str(error.params["rules"])


def _at(start: str) -> dict[str, Any]:
    visit = a_visit(start)
    return {"sign_in": visit.sign_in, "sign_out": visit.sign_out, "evidence": visit.evidence}


def _corrected(workspace: Workspace, record: str, request: CorrectionRequest):
    with workspace.reading() as reading:
        return VisitFinalisingService(workspace).corrected(reading, record, request)


def test_a_corrected_visit_may_be_accepted_and_history_tells_it_all(workspace, bureau):
    record = sealed(workspace)
    bureau.judge(record, "returned", "TIME-SHORT")
    VisitFinalisingService(workspace).correct(record, REQUEST)
    bureau.judge(record, "accepted")
    service = VisitService(workspace, VisitFinalisingService(workspace), RatingService(workspace))
    detail = service.detail(record)
    assert detail.row.state is VisitState.ACCEPTED
    assert [(view.visit.version, view.state) for view in detail.versions] == [
        (2, VisitState.ACCEPTED),
        (1, VisitState.CORRECTED),
    ]
    assert [line.action for line in detail.history] == ["visit.create", "visit.correct"]
    assert SyncService(workspace).returned() == ()


def test_a_withdrawn_visit_counts_for_nothing_and_stays_withdrawn(workspace):
    record = sealed(workspace)
    service = VisitFinalisingService(workspace)
    assert code_of(lambda: service.withdraw(record, "mood")).code is ErrorCode.CORRECTION_INCOMPLETE
    row = service.withdraw(record, "wrong_recipient", "登记到别人名下")
    assert (row.state, row.version) == (VisitState.WITHDRAWN, 2)
    assert code_of(lambda: service.withdraw(record, "wrong_recipient")).code is ErrorCode.STATE_FORBIDS
    assert code_of(lambda: service.correct(record, REQUEST)).code is ErrorCode.STATE_FORBIDS
    # its time is free again
    again = a_visit(record=7, items=(ItemDone(ITEM),))
    (record,) = save(workspace, again)
    assert service.finalise([record]).sealed == (record,)


def test_the_estimate_moves_with_a_correction_before_it_is_saved(workspace):
    record = sealed(workspace, sign_out=replace(a_visit().sign_out, at=local("2026-11-02 09:20")))
    service = VisitService(workspace, VisitFinalisingService(workspace), RatingService(workspace))
    preview = service.preview(record, REQUEST)
    assert preview.findings == () or all(each.action.value != "block" for each in preview.findings)
    with workspace.reading() as reading:
        assert len(reading.stream.of_record(record)) == 1
    assert preview.light_before
    assert preview.light_after
