"""Small records from draft to verdict, on a real database: what blocks, what follows, what is locked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.complaints import Complaint, ComplaintState
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.incidents import Severity
from provider_desktop.domain.needs import Need, Person
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.case_service import CaseService
from provider_desktop.services.cases import CaseFilter
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.today_service import TodayService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_recipient, a_visit, an_assignment, local
from tests.support.cases import a_call, a_complaint, a_need, a_reply, a_settlement, an_incident
from tests.support.workspace import Bureau, a_workspace, save, set_clock


@pytest.fixture
def cases(workspace: Workspace) -> CaseService:
    return CaseService(workspace)


def entries(workspace: Workspace, record: str) -> list[tuple[str, int, str]]:
    with workspace.reading() as reading:
        return [(each.op, each.version, each.reason) for each in reading.stream.of_record(record)]


def refused(code: ErrorCode, act: object, *given: object) -> AppError:
    with pytest.raises(AppError) as caught:
        act(*given)  # type: ignore[operator]
    assert caught.value.code is code
    return caught.value


# ---- drafts


def test_a_draft_is_kept_with_all_its_holes_and_nothing_is_sealed(
    workspace: Workspace, cases: CaseService
) -> None:
    record = cases.save(Need(person=Person(name="李")))
    detail = cases.detail(record)
    assert detail.row.state is VisitState.DRAFT
    assert {each.pointer for each in detail.findings} >= {
        "/person/phone",
        "/dimensions",
        "/text",
        "/found_at",
    }
    assert isinstance(detail.content, Need)
    assert detail.content.person.name == "李", "what is being written is not masked"
    assert entries(workspace, record) == []
    refused(ErrorCode.FINDINGS_OPEN, cases.submit, detail.content, record)
    assert entries(workspace, record) == [], "what blocks leaves nothing behind"


def test_a_draft_can_be_discarded_and_what_is_sealed_cannot(cases: CaseService) -> None:
    draft, sealed = cases.save(a_need()), cases.submit(a_need()).record
    cases.discard(draft)
    refused(ErrorCode.RECORD_UNKNOWN, cases.detail, draft)
    refused(ErrorCode.STATE_FORBIDS, cases.discard, sealed)
    refused(ErrorCode.STATE_FORBIDS, cases.save, a_need(), sealed)
    refused(ErrorCode.STATE_FORBIDS, cases.submit, a_need(), sealed)


def test_nothing_is_sealed_before_this_pc_has_joined(tmp_path: Path) -> None:
    with a_workspace(tmp_path, local("2026-11-02 18:00"), joined=False) as workspace:
        cases = CaseService(workspace)
        refused(ErrorCode.NOT_JOINED, cases.submit, a_need(found_by=""))
        assert cases.list() == ()


# ---- sealing, and what the regulator makes of it


@pytest.mark.parametrize(
    ("content", "op"),
    [
        (a_need(), "need.report"),
        (a_call(), "followup.create"),
        (a_complaint(), "complaint.create"),
        (an_incident(), "incident.report"),
        (a_reply(), "rectification.submit"),
    ],
)
def test_a_record_goes_from_draft_to_accepted(
    workspace: Workspace, cases: CaseService, bureau: Bureau, content: Content, op: str
) -> None:
    record = cases.save(content)
    row = cases.submit(content, record)
    assert (row.record, row.state) == (record, VisitState.TO_SEND)
    assert entries(workspace, record) == [(op, 1, "")]
    bureau.acknowledge()
    assert cases.detail(record).row.state is VisitState.DELIVERED
    bureau.judge(record)
    detail = cases.detail(record, "核对")
    assert detail.row.state is VisitState.ACCEPTED
    assert detail.content == content
    assert [(each.version, each.actor) for each in detail.versions] == [(1, "孙会计")]


def test_a_call_names_who_made_it(cases: CaseService) -> None:
    record = cases.submit(a_call(by="")).record
    content = cases.detail(record).content
    assert isinstance(content, Followup)
    assert content.by == "孙会计"


def test_a_complaint_is_closed_by_a_next_version(
    workspace: Workspace, cases: CaseService, bureau: Bureau
) -> None:
    record = cases.submit(a_complaint()).record
    open_row = cases.list(CaseFilter(open_only=True))[0]
    assert (open_row.record, open_row.due, open_row.days_left) == (record, date(2026, 11, 9), 7)
    closed = a_complaint(
        state=ComplaintState.CLOSED, closed_at=local("2026-11-02 17:30"), result="已上门道歉并换人。"
    )
    row = cases.update(record, closed)
    assert (row.version, row.is_open, row.due) == (2, False, None)
    assert entries(workspace, record) == [
        ("complaint.create", 1, ""),
        ("complaint.update", 2, "closed"),
    ]
    assert cases.list(CaseFilter(open_only=True)) == ()
    bureau.judge(record)
    assert [each.state for each in cases.detail(record).versions] == [
        VisitState.CORRECTED,
        VisitState.ACCEPTED,
    ]


def test_a_need_has_no_second_version_and_is_told_again_when_turned_down(
    workspace: Workspace, cases: CaseService, bureau: Bureau
) -> None:
    record = cases.submit(a_need()).record
    refused(ErrorCode.STATE_FORBIDS, cases.update, record, a_need())
    refused(ErrorCode.STATE_FORBIDS, cases.again, record)
    bureau.judge(record, "returned", "CASE-EMPTY")
    detail = cases.detail(record)
    assert (detail.can_update, detail.can_repeat) == (False, True)
    assert [each["rule"] for each in detail.returned] == ["CASE-EMPTY"]
    new = cases.again(record)
    assert new != record
    content = cases.detail(new).content
    assert isinstance(content, Need)
    assert content.person.name == "李福来"
    assert cases.submit(content, new).state is VisitState.TO_SEND
    assert entries(workspace, new) == [("need.report", 1, "")]


def test_an_update_of_another_kind_is_refused(cases: CaseService) -> None:
    record = cases.submit(a_complaint()).record
    refused(ErrorCode.STATE_FORBIDS, cases.update, record, an_incident())
    refused(ErrorCode.RECORD_UNKNOWN, cases.update, "01J00000000000000000000000", an_incident())


def test_who_is_no_recipient_is_masked_until_a_reason_is_given_and_the_trail_knows(
    workspace: Workspace, cases: CaseService
) -> None:
    record = cases.submit(a_need()).record
    hidden = cases.detail(record).content
    assert isinstance(hidden, Need)
    assert "福" not in hidden.person.name
    assert "5430" not in hidden.person.phone
    assert cases.list()[0].who == hidden.person.name
    shown = cases.detail(record, "电话回访").content
    assert isinstance(shown, Need)
    assert shown.person.name == "李福来"
    with workspace.reading() as reading:
        assert [(line.action, line.reason) for line in reading.audit.of_subject(record)] == [
            ("need.report", ""),
            ("reveal", "电话回访"),
        ]


def test_counts_say_what_waits(workspace: Workspace, cases: CaseService, bureau: Bureau) -> None:
    cases.save(a_need())
    returned = cases.submit(a_call()).record
    bureau.judge(returned, "returned", "SCHEMA")
    cases.submit(a_complaint())
    assert cases.counts().waiting == 3
    assert cases.counts().overdue_complaints == 0
    set_clock(workspace, local("2026-11-10 00:00"))
    assert cases.counts().overdue_complaints == 1
    assert cases.list(CaseFilter(CaseKind.COMPLAINT))[0].overdue


def test_a_reply_is_found_by_the_statement_it_answers(
    workspace: Workspace, cases: CaseService, bureau: Bureau
) -> None:
    bureau.state("notice", {"title": "整改", "text": "请说明", "entries": []})
    with workspace.reading() as reading:
        seq = reading.feed.head()[0]
    row = cases.submit_rectification(a_reply(notice=seq))
    cases.submit_rectification(a_reply())
    assert [each.record for each, _ in cases.replies(seq)] == [row.record]
    assert len(cases.replies()) == 2
    refused(ErrorCode.FINDINGS_OPEN, cases.submit_rectification, a_reply(notice=seq + 1))


# ---- calls that the plan asks for


def test_calls_expected_are_of_items_that_are_no_visits_and_end_when_made(tmp_path: Path) -> None:
    with a_workspace(tmp_path, local("2026-11-02 18:00")) as workspace:
        bureau = Bureau(workspace)
        bureau.catalogue()
        bureau.rules()
        plan = (PlanLine("GA-07", 2), PlanLine("ZH-01", 4))
        bureau.assign([an_assignment(a_recipient(), plan=plan)])
        cases = CaseService(workspace)
        (call,) = cases.calls_expected()
        assert (call.recipient, call.item, call.made, call.planned) == ("R1", "GA-07", 0, 2)
        assert "秀" not in call.name
        cases.submit(a_call())
        assert cases.calls_expected()[0].made == 1
        cases.submit(a_call(at=local("2026-11-02 10:30")))
        assert cases.calls_expected() == ()
        set_clock(workspace, local("2026-12-01 09:00"))
        assert cases.calls_expected()[0].made == 0, "a new period"


# ---- the light


def test_an_overdue_complaint_costs_the_light_and_closing_it_gives_it_back(
    workspace: Workspace, cases: CaseService
) -> None:
    ratings = RatingService(workspace)

    def indicator() -> tuple[str, str]:
        rows = {row.id: row for row in ratings.overview().estimate.indicators}
        return rows["complaints_overdue"].numerator, rows["complaints_overdue"].light

    assert indicator()[1] == "none"
    record = cases.submit(a_complaint()).record
    assert indicator() == ("0", "green")
    set_clock(workspace, local("2026-11-10 09:00"))
    assert indicator() == ("1", "yellow")
    closed = a_complaint(state=ComplaintState.CLOSED, closed_at=workspace.now(), result="已答复")
    cases.update(record, closed)
    assert indicator() == ("0", "green")


def test_a_grave_injury_told_too_late_is_a_veto_in_the_estimate(
    workspace: Workspace, cases: CaseService
) -> None:
    grave = an_incident(severity=Severity.SERIOUS, happened_at=local("2026-11-01 09:00"))
    cases.submit(grave)
    overview = RatingService(workspace).overview()
    assert overview.estimate.light == "red"
    assert len(overview.estimate.vetoes) == 1


# ---- what a settlement locks


def test_a_settled_month_takes_no_visits_until_the_settlement_is_turned_down(
    workspace: Workspace, bureau: Bureau
) -> None:
    (early,) = save(workspace, a_visit("2026-11-02 09:00", minutes=30))
    with workspace.writing() as work:
        work.cases.save_draft("01J00000000000000000000000", a_settlement("2026-11"), workspace.now())
    finalising = VisitFinalisingService(workspace)
    assert finalising.finalise([early]).sealed == (early,), "a draft locks nothing"
    seal_settlement(workspace, "01J00000000000000000000000")
    (late,) = save(workspace, a_visit("2026-11-02 11:00", minutes=30, record=2))
    (held,) = finalising.finalise([late]).held_back
    assert [(each.rule, each.values["why"]) for each in held.findings] == [("TIME-LOCKED", "settled")]
    bureau.judge("01J00000000000000000000000", "returned", "CASE-SUM")
    assert finalising.finalise([late]).sealed == (late,)


def seal_settlement(workspace: Workspace, record: str) -> None:
    from provider_desktop.domain.cases import write_case
    from provider_desktop.exchange.entries import Op
    from provider_desktop.services.sealing import seal_record

    content = a_settlement("2026-11")
    with workspace.writing() as work:
        entry = seal_record(
            workspace, work, Op.SETTLEMENT_CONFIRM, record, 1, "settlement/1", write_case(content)
        )
        work.cases.seal(record, 1, content, entry, workspace.now())


# ---- after a restore


def test_a_row_made_anew_from_its_entries_says_the_same(workspace: Workspace, cases: CaseService) -> None:
    record = cases.submit(a_complaint()).record
    cases.update(record, a_complaint(due=date(2026, 11, 12)), "extended")
    before = cases.detail(record)
    with workspace.writing() as work:
        work.cases.blank_all()
    assert cases.list()[0].recipient == ""
    with workspace.writing() as work:
        work.cases.project(record)
    after = cases.detail(record)
    assert after.content == before.content
    assert isinstance(after.content, Complaint)
    assert after.content.due == date(2026, 11, 12)
    assert (after.row.version, after.row.state, after.row.due) == (2, VisitState.TO_SEND, date(2026, 11, 12))


def test_what_is_erased_is_listed_without_a_word_about_anybody(
    workspace: Workspace, cases: CaseService
) -> None:
    kept = cases.submit(a_reply()).record
    gone, draft = cases.submit(a_call()).record, cases.save(a_complaint())
    with workspace.writing() as work:
        for each in work.erasure.entries("R1"):
            work.erasure.empty([each.hash])
        work.cases.blank([gone], "R1")
    rows = {row.record: row for row in cases.list()}
    assert set(rows) == {kept, gone}
    assert (rows[gone].who, rows[gone].title, rows[gone].detail) == ("", "", "")
    assert rows[kept].detail
    refused(ErrorCode.RECORD_UNKNOWN, cases.detail, gone)
    refused(ErrorCode.RECORD_UNKNOWN, cases.detail, draft)


def test_a_blank_record_has_its_clock(cases: CaseService, workspace: Workspace) -> None:
    blank = cases.blank(CaseKind.COMPLAINT, "R1")
    assert isinstance(blank, Complaint)
    assert blank.received_at == workspace.now()
    assert blank.due == date(2026, 11, 2) + timedelta(days=7)
    call = cases.blank(CaseKind.FOLLOWUP, "R1")
    assert isinstance(call, Followup)
    assert call.by == "孙会计"


# ---- the day's page


def test_the_day_tells_of_complaints_to_answer_incidents_not_told_and_records_turned_down(
    workspace: Workspace, cases: CaseService, bureau: Bureau
) -> None:
    complaint = cases.submit(a_complaint()).record
    cases.save(an_incident())
    bureau.judge(cases.submit(a_call()).record, "returned", "SCHEMA")

    def told() -> list[tuple[str, str, str, int | None]]:
        rows = TodayService(workspace).today().rows
        return [(row.kind, row.affects, row.severity, row.days_left) for row in rows]

    assert ("complaint", "complaints_overdue", "yellow", 7) not in told(), "a week is time enough"
    assert ("incident_draft", "cases", "red", 1) in told()
    assert ("case_returned", "returned", "red", None) in told()
    set_clock(workspace, local("2026-11-07 09:00"))
    assert ("complaint", "complaints_overdue", "yellow", 2) in told()
    set_clock(workspace, local("2026-11-11 09:00"))
    assert ("complaint_overdue", "complaints_overdue", "red", -2) in told()
    cases.update(complaint, a_complaint(state=ComplaintState.CLOSED, closed_at=workspace.now(), result="好"))
    assert not [kind for kind, *_ in told() if kind.startswith("complaint")]
