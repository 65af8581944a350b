"""Recipients masked and revealed, assignments answered, staff sealed; by whom and why stands in the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import RecipientState, SelfCare, State
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.services.people import RecipientService, StaffService
from provider_desktop.services.recipients import RecipientFilter
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.visit_finalising import VisitFinalisingService
from tests.support.builders import (
    ITEM,
    a_catalogue,
    a_recipient,
    a_staff_member,
    a_visit,
    an_assignment,
    an_item,
    local,
)
from tests.support.workspace import a_workspace, hire, save, set_clock


def test_a_recipient_nobody_assigned_is_unknown(workspace):
    with pytest.raises(AppError) as raised:
        RecipientService(workspace).detail("R9")
    assert raised.value.code is ErrorCode.RECORD_UNKNOWN


def test_lists_and_cards_are_masked_until_a_reason_is_given(workspace):
    service = RecipientService(workspace)
    (row,) = service.list(RecipientFilter())
    assert (row.name, row.id_number, row.phone) == ("张*英", "371621********0011", "138****1234")
    card = service.detail("R1")
    assert "石庙镇第1号" not in str(card.address)
    assert not card.revealed
    shown = service.detail("R1", "上门核对")
    assert (shown.row.name, shown.address, shown.revealed) == ("张秀英", "石庙镇第1号", True)
    with workspace.reading() as reading:
        (line,) = reading.audit.of_subject("R1")
    assert (line.action, line.actor, line.reason) == ("reveal", "孙会计", "上门核对")


def test_lists_narrow_by_all_that_is_asked(workspace, bureau):
    bureau.assign([an_assignment(a_recipient("R2", "李二", township="淄角镇", self_care=SelfCare.NONE))])
    service = RecipientService(workspace)
    assert [row.recipient for row in service.list(RecipientFilter(township="淄角镇"))] == ["R2"]
    assert [row.recipient for row in service.list(RecipientFilter(text="zxy"))] == ["R1"]
    assert service.list(RecipientFilter(text="zxy", self_care=SelfCare.NONE)) == ()
    assert set(service.townships()) == {"淄角镇", "石庙镇"}


def test_what_is_due_counts_as_the_rating_does(workspace, bureau):
    set_clock(workspace, local("2026-11-11 12:00"))
    service = RecipientService(workspace)
    (row,) = service.list(RecipientFilter(behind_only=True))
    assert (row.done, row.due, row.planned) == (0, 4, 12)
    save(workspace, *(a_visit(f"2026-11-{day:02d} 09:00", record=day) for day in (2, 4, 6, 9)))
    assert service.list(RecipientFilter(behind_only=True)) == ()
    bureau.catalogue(a_catalogue(an_item(), an_item("T-20", counts_as_visit=False), version="test-2"))
    bureau.assign([an_assignment(a_recipient(), plan=(PlanLine("T-20", 30), PlanLine(ITEM, 6)))])
    (row,) = service.list(RecipientFilter())
    assert (row.due, row.planned) == (2, 6)


def test_days_in_hospital_ask_for_nothing(workspace, bureau):
    away = (RecipientState(State.HOSPITAL, date(2026, 11, 1), None),)
    bureau.assign([an_assignment(a_recipient(), states=away)])
    (row,) = RecipientService(workspace).list(RecipientFilter())
    assert (row.due, row.planned) == (0, 0)
    assert row.absent_state is not None


def test_the_card_shows_used_and_left_and_what_happened(workspace):
    (record, _) = save(workspace, a_visit(record=1), a_visit("2026-11-01 09:00", record=2))
    VisitFinalisingService(workspace).finalise([record])
    card = RecipientService(workspace).detail("R1")
    (bar,) = card.plan
    assert (bar.entitlement.used, bar.entitlement.left, bar.item_name) == (2, 10, f"项目{ITEM}")
    assert (card.timeline[0].record, card.timeline[0].state) == (record, "to_send")


def test_answers_are_sealed_and_may_change(workspace):
    service = RecipientService(workspace)
    for action in (lambda: service.decline("A-R1", "  "), lambda: service.accept(["A-R9"])):
        with pytest.raises(AppError):
            action()
    service.accept(["A-R1"])
    assert service.assignments() == ()
    service.decline("A-R1", "路程太远")
    (row,) = service.assignments(open_only=False)
    assert (row.answer, row.answer_reason) == (Answer.DECLINED, "路程太远")
    with workspace.reading() as reading:
        answers = [each for each in reading.stream.waiting() if each.op == "assignment.answer"]
    assert [each.version for each in answers] == [1, 2]
    assert len({each.record for each in answers}) == 1


def test_an_answer_stays_when_the_assignment_is_stated_again(workspace, bureau):
    RecipientService(workspace).accept(["A-R1"])
    bureau.assign([an_assignment(a_recipient(), plan=(PlanLine(ITEM, 4),))])
    (row,) = RecipientService(workspace).assignments(open_only=False)
    assert (row.answer, row.planned) == (Answer.ACCEPTED, 4)


def test_nothing_is_answered_or_hired_before_joining(tmp_path):
    with a_workspace(tmp_path, joined=False) as workspace:
        with pytest.raises(AppError) as raised:
            StaffService(workspace).update(a_staff_member())
        assert raised.value.code is ErrorCode.NOT_JOINED
        assert StaffService(workspace).all() == ()


def test_staff_are_sealed_only_when_something_changed(workspace):
    service = StaffService(workspace)
    assert not service.update(a_staff_member())
    assert service.update(replace(a_staff_member(), post="组长"))
    with workspace.reading() as reading:
        row = reading.staff.get("S1")
        assert row is not None
        assert [each.version for each in reading.stream.of_record(row.record)] == [1, 2]


def test_expiring_looks_at_people_on_the_roster(workspace):
    hire(
        workspace,
        a_staff_member("S3", health_certificate=date(2026, 12, 2)),
        a_staff_member("S4", health_certificate=date(2026, 12, 2), last_day=date(2026, 11, 1)),
    )
    found = StaffService(workspace).expiring(30)
    assert [(member.staff, kind, until) for member, kind, until in found] == [
        ("S3", "health", date(2026, 12, 2))
    ]
    assert StaffService(workspace).expiring(29) == ()


def test_a_version_that_does_not_follow_is_not_sealed(workspace):
    record = workspace.new_ulid()
    payload = {"assignment": "A-R1", "answer": "accepted", "reason": ""}
    for version in (0, 2):
        with pytest.raises(AppError) as raised, workspace.writing() as work:
            seal_record(
                workspace, work, Op.ASSIGNMENT_ANSWER, record, version, "assignment_answer/1", payload
            )
        assert raised.value.code is ErrorCode.RECORD_CHANGED
    with workspace.reading() as reading:
        assert reading.stream.of_record(record) == ()
