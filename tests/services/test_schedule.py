"""The schedule of an agency at work: made from plans, moved, copied, and answered by what was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.schedule_making import Lack
from provider_desktop.domain.schedule_orders import OrderState, Origin
from provider_desktop.domain.staff import Leave
from provider_desktop.domain.visits import Outcome
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.schedule_calendar import days_off
from provider_desktop.services.schedule_service import ScheduleService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import ITEM, a_recipient, a_record, a_staff_member, a_visit, an_assignment, local
from tests.support.schedules import an_order
from tests.support.workspace import Bureau, hire, save, set_clock

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture
def schedule(workspace: Workspace) -> ScheduleService:
    """The schedule of the agency, whose one recipient is accepted."""
    with workspace.writing() as work:
        work.assignments.answer("A-R1", Answer.ACCEPTED, "")
    return ScheduleService(workspace)


def order_ids(schedule: ScheduleService, day: date) -> set[str]:
    return {view.order.order for view in schedule.week(day).orders}


def test_a_month_is_made_in_one_step_and_serves_the_regulators_plan(schedule: ScheduleService) -> None:
    before = schedule.month("2026-11")
    assert (before.rows[0].planned, before.lacking, before.lacking_recipients) == (12, 12, 1)
    preview = schedule.preview("2026-11")
    assert schedule.month("2026-11").orders == ()
    made = schedule.make("2026-11")
    assert len(made.orders) == len(set(made.orders)) == len(preview.orders) == 12
    assert (made.recipients, made.staff, made.minutes, made.missing) == (1, 1, 360, ())
    after = schedule.month("2026-11")
    assert (after.rows[0].ordered, after.lacking) == (12, 0)
    assert all(view.order.origin is Origin.PLAN and not view.findings for view in after.orders)
    assert min(view.order.day for view in after.orders) > MONDAY, "the day is over"
    assert schedule.make("2026-11").orders == ()


def test_what_was_made_by_hand_is_never_touched(schedule: ScheduleService) -> None:
    hand = schedule.save(an_order("2026-11-05 15:05", order="", staff=("S2",), note="家属在"))
    schedule.make("2026-11")
    kept = [view.order for view in schedule.month("2026-11").orders if view.order.origin is Origin.HAND]
    assert kept == [hand]
    assert len(schedule.month("2026-11").orders) == 12


def test_before_work_begins_today_is_planned_too(workspace: Workspace, schedule: ScheduleService) -> None:
    set_clock(workspace, local("2026-11-30 07:50"))
    made = schedule.make("2026-11")
    assert [view.order.day.day for view in schedule.month("2026-11").orders] == [30]
    assert [(each.count, each.lack) for each in made.missing] == [(11, Lack.NO_DAY)]
    assert made.missing[0].name == "张秀英"
    assert made.missing[0].items == (f"项目{ITEM}",)


def test_a_month_that_is_over_or_none_is_refused(workspace: Workspace, schedule: ScheduleService) -> None:
    with pytest.raises(AppError) as error:
        schedule.make("2026-10")
    assert error.value.code is ErrorCode.MONTH_LOCKED
    for wrong in ("2026-13", "November", ""):
        with pytest.raises(AppError) as error:
            schedule.month(wrong)
        assert error.value.code is ErrorCode.VALUE_INVALID
    set_clock(workspace, local("2026-11-30 20:00"))
    assert schedule.make("2026-11").orders == ()


def test_an_assignment_that_waits_for_an_answer_makes_no_orders(
    bureau: Bureau, schedule: ScheduleService
) -> None:
    bureau.assign([an_assignment(a_recipient("R2", "李玉兰"), plan=(PlanLine(ITEM, 3),))])
    schedule.make("2026-11")
    month = schedule.month("2026-11")
    assert {view.order.recipient for view in month.orders} == {"R1"}
    assert [(line.recipient, line.lacking) for line in month.rows] == [("R2", 3), ("R1", 0)]


def test_quick_entry_is_told_what_is_expected_and_not_yet_entered(
    workspace: Workspace, schedule: ScheduleService
) -> None:
    early = schedule.save(an_order("2026-11-02 09:00", order=""))
    late = schedule.save(an_order("2026-11-02 15:00", order="", staff=("S2",), note="带血压计"))
    assert [each.order for each in schedule.expected(MONDAY)] == [early.order, late.order]
    first, second = schedule.expected_for(MONDAY, "R1")
    assert (first.recipient_name, first.staff, first.items, first.minutes) == ("张秀英", ("S1",), (ITEM,), 30)
    assert second.note == "带血压计"
    assert schedule.expected_for(MONDAY, "R2") == ()
    assert schedule.waiting_today() == 2
    save(workspace, a_visit("2026-11-02 14:50"))
    assert [each.order for each in schedule.expected(MONDAY)] == [early.order]
    save(workspace, a_visit("2026-11-02 09:20", record=2, outcome=Outcome.ABSENT, items=()))
    assert schedule.expected(MONDAY) == ()
    states = {view.order.order: view.state for view in schedule.week(MONDAY).orders}
    assert states == {early.order: OrderState.NOT_MET, late.order: OrderState.DONE}


def test_a_visit_that_names_its_order_answers_it_on_another_day(
    workspace: Workspace, schedule: ScheduleService
) -> None:
    set_clock(workspace, local("2026-11-12 18:00"))
    monday = schedule.save(an_order(order=""))
    (record,) = save(workspace, a_visit("2026-11-10 09:00", order=monday.order))
    found = {view.order.order: view for view in schedule.month("2026-11").orders}
    assert (found[monday.order].state, found[monday.order].record) == (OrderState.DONE, record)


def test_conflicts_show_where_an_order_stands_and_where_it_would_go(schedule: ScheduleService) -> None:
    schedule.save(an_order("2026-11-03 09:00", order=""))
    clash = schedule.save(an_order("2026-11-03 09:10", order=""))
    week = schedule.week(TUESDAY)
    found = {view.order.order: {each.rule for each in view.findings} for view in week.orders}
    assert found[clash.order] == {"OVER-STAFF", "OVER-RECIPIENT"}
    assert week.board.conflicts_if(clash, local("2026-11-04 09:00"), ("S1",)) == ()
    moved = schedule.save(an_order("2026-11-04 09:00", order=clash.order))
    assert not any(view.findings for view in schedule.week(TUESDAY).orders)
    assert moved.order == clash.order


def test_leave_is_seen_in_the_week_and_speaks_against_orders(
    workspace: Workspace, schedule: ScheduleService
) -> None:
    hire(workspace, a_staff_member("S2", "赵敏", leave=[Leave(TUESDAY, TUESDAY)]))
    hire(workspace, a_staff_member("S3", "钱红", last_day=date(2026, 10, 31)))
    order = schedule.save(an_order("2026-11-03 09:00", order="", staff=("S2",)))
    week = schedule.week(date(2026, 11, 8))
    assert (week.first, week.last) == (MONDAY, date(2026, 11, 8))
    rows = {row.staff: row for row in week.rows}
    assert set(rows) == {"S1", "S2"}
    assert rows["S2"].away == {TUESDAY: "leave"}
    assert (rows["S2"].minutes, rows["S2"].month_minutes) == (30, 30)
    assert [each.rule for each in week.orders[0].findings] == ["STAFF-ROSTER"]
    schedule.make("2026-11")
    assert all(
        view.order.staff != ("S2",) or view.order.day != TUESDAY or view.order == order
        for view in schedule.month("2026-11").orders
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": "R9"}, ErrorCode.RECORD_UNKNOWN),
        ({"staff": ("S9",)}, ErrorCode.RECORD_UNKNOWN),
        ({"order": a_record(99)}, ErrorCode.RECORD_UNKNOWN),
        ({"minutes": 0}, ErrorCode.VALUE_INVALID),
        ({"minutes": 1441}, ErrorCode.VALUE_INVALID),
        ({"items": ()}, ErrorCode.VALUE_INVALID),
    ],
)
def test_what_cannot_be_an_order_is_refused(
    schedule: ScheduleService, changes: dict[str, object], code: ErrorCode
) -> None:
    with pytest.raises(AppError) as error:
        schedule.save(an_order(**{"order": "", **changes}))  # type: ignore[arg-type]
    assert error.value.code is code
    assert schedule.week(MONDAY).orders == ()


def test_deleting_is_taken_back(schedule: ScheduleService) -> None:
    order = schedule.save(an_order("2026-11-03 09:00", order=""))
    gone = schedule.delete([order.order, "unknown"])
    assert gone == (order,)
    assert schedule.week(MONDAY).orders == ()
    schedule.restore(gone)
    assert schedule.week(MONDAY).orders[0].order == order


def test_a_week_is_copied_without_what_has_no_place_there(
    bureau: Bureau, workspace: Workspace, schedule: ScheduleService
) -> None:
    bureau.assign([an_assignment(a_recipient("R2", "李玉兰"), plan=(PlanLine(ITEM, 1),))])
    hire(workspace, a_staff_member("S2", "赵敏", leave=[Leave(date(2026, 11, 10), date(2026, 11, 10))]))
    good = schedule.save(an_order("2026-11-02 09:00", order=""))
    schedule.save(an_order("2026-11-03 09:00", order="", staff=("S2",)))
    schedule.save(an_order("2026-11-04 09:00", order="", recipient="R2"))
    copied = schedule.copy_week(MONDAY, date(2026, 11, 12))
    assert len(copied.orders) == 1
    view = schedule.week(date(2026, 11, 9)).orders[0]
    assert (view.order.start, view.order.origin) == (good.start + timedelta(days=7), Origin.COPY)
    assert [[each.rule for each in left.findings] for left in copied.left_out] == [
        ["STAFF-ROSTER"],
        ["SCOPE-QUOTA"],
    ]
    assert copied.left_out[1].name == "李玉兰"
    again = schedule.copy_week(MONDAY, date(2026, 11, 9))
    assert again.orders == ()
    assert schedule.copy_week(MONDAY, MONDAY).orders == ()
    set_clock(workspace, local("2026-11-20 08:00"))
    assert schedule.copy_week(MONDAY, date(2026, 11, 16)).orders == (), "no orders for days that are over"


def test_wishes_are_followed(schedule: ScheduleService) -> None:
    schedule.prefer("R1", ("S2",))
    schedule.make("2026-11")
    assert {view.order.staff for view in schedule.month("2026-11").orders} == {("S2",)}
    assert schedule.month("2026-11").rows[0].preferred == ("S2",)
    with pytest.raises(AppError) as error:
        schedule.prefer("R9", ())
    assert error.value.code is ErrorCode.RECORD_UNKNOWN


def test_weekends_are_free_unless_the_office_works_on_them(schedule: ScheduleService) -> None:
    assert not schedule.plans_weekends()
    schedule.make("2026-11")
    assert all(view.order.day.weekday() < 5 for view in schedule.month("2026-11").orders)
    schedule.delete([view.order.order for view in schedule.month("2026-11").orders])
    schedule.plan_weekends(True)
    schedule.make("2026-11")
    assert any(view.order.day.weekday() >= 5 for view in schedule.month("2026-11").orders)
    assert schedule.week(MONDAY).days_off == {}


def test_holidays_are_named_and_weekends_worked_for_them_are_working_days() -> None:
    october = days_off(date(2026, 10, 1), date(2026, 10, 11), "zh_CN")
    assert october[date(2026, 10, 1)] == "国庆节"
    assert date(2026, 10, 10) not in october
    assert october[date(2026, 10, 11)] == ""
    assert days_off(date(2026, 10, 1), date(2026, 10, 1), "en")[date(2026, 10, 1)] == "National Day"


def test_people_to_choose_come_with_their_plan(schedule: ScheduleService) -> None:
    (person,) = schedule.people("zxy", MONDAY)
    assert (person.recipient, person.name) == ("R1", "张秀英")
    assert person.items == ((ITEM, f"项目{ITEM}", 30),)
    assert schedule.people("", MONDAY) == ()


def test_every_stroke_leaves_a_line_in_the_trail(workspace: Workspace, schedule: ScheduleService) -> None:
    order = schedule.save(an_order("2026-11-03 09:00", order=""))
    schedule.make("2026-11")
    schedule.copy_week(MONDAY, date(2026, 11, 9))
    schedule.delete([order.order])
    with workspace.reading() as reading:
        trail = [event.action for event in reading.audit.of_subject(order.order)]
    assert trail == ["schedule.save", "schedule.delete"]
