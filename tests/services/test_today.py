"""The page of a day: what has to be done is there, in order of its weight, and goes once it is done."""

from __future__ import annotations

from datetime import date

from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import RecipientState, State
from provider_desktop.domain.visits import Outcome
from provider_desktop.services.people import RecipientService
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.today import TodayRow
from provider_desktop.services.today_service import TodayService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from provider_desktop.wording import LANGUAGES, groups, sentence
from tests.support.builders import ITEM, a_recipient, a_staff_member, a_visit, an_assignment, local
from tests.support.workspace import a_workspace, hire, save, set_clock


def rows(workspace: Workspace, kind: str) -> list[TodayRow]:
    """The rows of a kind, in the order of the page."""
    return [row for row in TodayService(workspace).today().rows if row.kind == kind]


def kinds(workspace: Workspace) -> list[str]:
    """Kinds of rows in the order of the page."""
    return [row.kind for row in TodayService(workspace).today().rows]


def accept_all(workspace: Workspace) -> None:
    """Answer everything in the inbox."""
    service = RecipientService(workspace)
    service.accept([row.assignment for row in service.assignments()])


def test_before_anything_arrived_there_is_nothing_to_do(tmp_path):
    with a_workspace(tmp_path, joined=False) as workspace:
        today = TodayService(workspace).today()
    assert today.rows == ()
    assert (today.stats.due_today, today.stats.month_due, today.stats.to_send) == (0, 0, 0)
    assert today.stats.lock_at is None


def test_every_row_can_be_said_in_both_languages(workspace, bureau):
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    save(
        workspace, a_visit("2026-11-02 14:00", record=2, staff=("S9",)), a_visit("2026-11-02 16:00", record=3)
    )
    bureau.judge(record, "returned", "EVID-MISSING")
    (sent_later,) = save(workspace, a_visit("2026-11-02 12:00", record=4))
    VisitFinalisingService(workspace).finalise([sent_later])
    bureau.lock(m2026_11="2026-11-24T00:00:00+08:00")
    set_clock(workspace, local("2026-11-20 09:00"))
    today = TodayService(workspace).today()
    assert {
        "returned",
        "missed",
        "drafts_blocked",
        "drafts_ready",
        "waiting",
        "month_lock",
        "assignment",
    } <= {row.kind for row in today.rows}
    for row in today.rows:
        for language in LANGUAGES:
            said = sentence("today", row.kind, language, row.values)
            assert said != row.kind
            assert "–" not in said, said
            assert row.action in groups(language)["today_action"]
        assert row.affects_name
        assert "张秀英" not in str(row.values)


def test_returned_records_come_first_and_go_once_they_are_corrected(workspace, bureau):
    accept_all(workspace)
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    bureau.judge(record, "returned", "EVID-MISSING")
    (row,) = rows(workspace, "returned")
    assert kinds(workspace)[0] == "returned"
    assert (row.severity, row.target, row.key, row.days_left) == ("red", "visits", record, 5)
    assert row.values["day"] == "11-02"
    assert (row.affects, row.affects_name) == ("plan_completion", "计划完成率")
    bureau.judge(record, "accepted")
    assert rows(workspace, "returned") == []


def test_many_returned_alike_are_one_row(workspace, bureau):
    records = save(workspace, *(a_visit(f"2026-11-02 {8 + n:02d}:00", record=n) for n in range(1, 6)))
    assert len(VisitFinalisingService(workspace).finalise().sealed) == 5
    for record in records[:4]:
        bureau.judge(record, "returned", "EVID-MISSING")
    bureau.judge(records[4], "returned", "TIME-SHORT")
    (group,) = rows(workspace, "returned_group")
    assert (group.values["count"], group.key, group.target) == (4, "EVID-MISSING", "upload")
    assert [row.key for row in rows(workspace, "returned")] == [records[4]]


def test_visits_missed_are_told_by_recipient_and_excused_ones_are_not(workspace):
    set_clock(workspace, local("2026-11-11 18:00"))
    (row,) = rows(workspace, "missed")
    assert (row.values["count"], row.values["name"], row.key) == (4, "张*英", "R1")
    assert row.values["items"] == f"项目{ITEM}"
    assert row.days_left == 19
    save(
        workspace,
        a_visit("2026-11-03 09:00", record=1),
        a_visit("2026-11-05 09:00", record=2, outcome=Outcome.ABSENT, items=()),
    )
    (row,) = rows(workspace, "missed")
    assert row.values["count"] == 2
    assert TodayService(workspace).today().stats.missed == 2


def test_the_months_figures_are_those_of_the_estimate_and_a_draft_is_not_done(workspace, bureau):
    accept_all(workspace)
    set_clock(workspace, local("2026-11-03 12:00"))
    save(workspace, a_visit("2026-11-03 09:00", record=2))

    def figures():
        stats = TodayService(workspace).today().stats
        estimate = RatingService(workspace).overview().estimate
        plan = next(row for row in estimate.indicators if row.id == "plan_completion")
        assert (stats.month_done, stats.month_due) == (int(plan.numerator), int(plan.denominator))
        return stats.month_done

    assert figures() == 0
    (record,) = VisitFinalisingService(workspace).finalise().sealed
    assert figures() == 1
    bureau.judge(record, "returned", "EVID-MISSING")
    assert figures() == 0


def test_a_county_that_does_not_rate_the_plan_still_counts_visits_made(workspace, bureau):
    bureau.rules(**{"version": "other-1", "from": "2026-06-01", "rating": {"language": 99}})
    set_clock(workspace, local("2026-11-11 18:00"))
    save(
        workspace,
        a_visit("2026-11-03 09:00", record=1),
        a_visit("2026-11-05 09:00", record=2, outcome=Outcome.ABSENT, items=()),
    )
    stats = TodayService(workspace).today().stats
    assert (stats.missed, stats.month_done, stats.month_due) == (2, 1, 3)


def test_drafts_wait_for_the_first_that_is_no_longer_reported_in_time_then_for_the_lock(workspace, bureau):
    bureau.lock(m2026_11="2026-12-06T00:00:00+08:00")
    set_clock(workspace, local("2026-11-03 18:00"))
    visits = (a_visit("2026-11-02 09:00", 60, record=1), a_visit("2026-11-03 14:00", 60, record=2))
    save(workspace, *visits)

    def told(moment):
        set_clock(workspace, local(moment))
        (row,) = rows(workspace, "drafts_ready")
        return row.affects, row.deadline

    assert told("2026-11-04 09:59") == ("reported_on_time", local("2026-11-04 10:00"))
    assert told("2026-11-04 10:00") == ("reported_on_time", local("2026-11-05 15:00"))
    assert told("2026-11-05 15:00") == ("lock", TodayService(workspace).today().stats.lock_at)
    assert told("2026-11-20 15:00") == ("lock", local("2026-12-06 00:00"))


def test_nobody_misses_a_visit_in_hospital(workspace, bureau):
    away = (RecipientState(State.HOSPITAL, date(2026, 11, 1), None),)
    bureau.assign([an_assignment(a_recipient(), plan=(PlanLine(ITEM, 12),), states=away)])
    set_clock(workspace, local("2026-11-28 18:00"))
    assert rows(workspace, "missed") == []
    assert rows(workspace, "lapsing") == []


def test_what_is_left_lapses_only_where_the_days_left_do_not_expect_it(workspace, bureau):
    plan = (PlanLine(ITEM, 20, Unit.HOUR), PlanLine(ITEM, 6, period=Period.HALF_YEAR))
    bureau.assign([an_assignment(a_recipient(), plan=plan)])
    set_clock(workspace, local("2026-11-12 09:00"))
    assert rows(workspace, "lapsing") == []
    set_clock(workspace, local("2026-11-25 09:00"))
    (row,) = rows(workspace, "lapsing")
    assert (row.values["left"], row.values["unit"], row.days_left) == (1200, "分钟", 5)
    save(workspace, *(a_visit(f"2026-11-{day:02d} 08:00", 600, record=day) for day in (3, 4)))
    assert rows(workspace, "lapsing") == []
    set_clock(workspace, local("2026-12-29 09:00"))
    half_year = [row for row in rows(workspace, "lapsing") if row.values["left"] == 4]
    assert [row.days_left for row in half_year] == [2]


def test_assignments_are_told_until_they_are_answered(workspace, bureau):
    (row,) = rows(workspace, "assignment")
    assert (row.key, row.days_left, row.action) == ("A-R1", 2, "accept")
    bureau.assign(an_assignment(a_recipient(f"R{number}")) for number in range(2, 6))
    (many,) = rows(workspace, "assignments")
    assert many.values["count"] == 5
    accept_all(workspace)
    assert not {"assignment", "assignments"} & set(kinds(workspace))
    with workspace.reading() as reading:
        assert {each.assignment.answer for each in reading.assignments.all()} == {Answer.ACCEPTED}


def test_certificates_are_told_thirty_days_ahead_and_after(workspace):
    hire(
        workspace,
        a_staff_member("S3", "陈静", health_certificate=date(2026, 12, 2)),
        a_staff_member("S4", "刘洋", until=date(2026, 11, 1)),
        a_staff_member("S5", "杨丽", health_certificate=date(2026, 12, 3)),
        a_staff_member("S6", "孟庆华", until=date(2026, 11, 1), last_day=date(2026, 10, 31)),
    )
    (soon,) = rows(workspace, "certificate")
    assert (soon.key, soon.values["certificate"], soon.days_left, soon.severity) == (
        "S3", "健康证", 30, "yellow",
    )  # fmt: skip
    (expired,) = rows(workspace, "certificate_expired")
    assert (expired.key, expired.days_left, expired.severity) == ("S4", -1, "red")


def test_entries_that_wait_too_long_are_told_with_their_hours(workspace, bureau):
    set_clock(workspace, local("2026-11-03 17:59"))
    assert rows(workspace, "waiting") == []
    set_clock(workspace, local("2026-11-03 18:00"))
    (row,) = rows(workspace, "waiting")
    assert (row.values["count"], row.values["hours"], row.affects) == (2, 24, "reported_on_time")
    assert TodayService(workspace).today().stats.to_send == 2
    bureau.acknowledge()
    assert rows(workspace, "waiting") == []


def test_the_lock_date_is_told_while_something_is_open(workspace, bureau):
    bureau.lock(m2026_11="2026-12-06T00:00:00+08:00")
    save(workspace, a_visit())
    set_clock(workspace, local("2026-11-27 09:00"))
    stats = TodayService(workspace).today().stats
    assert (stats.lock_days, stats.lock_month) == (8, "2026-11")
    assert rows(workspace, "month_lock") == []
    set_clock(workspace, local("2026-11-28 09:00"))
    (row,) = rows(workspace, "month_lock")
    assert row.values == {"month": "2026-11", "days": 7, "count": 1}


def test_todays_plan_is_a_row_until_it_is_logged(workspace):
    set_clock(workspace, local("2026-11-05 09:00"))
    (row,) = rows(workspace, "due_today")
    assert (row.values, row.days_left) == ({"count": 1, "logged": 0}, 0)
    save(workspace, a_visit("2026-11-05 08:00"))
    assert rows(workspace, "due_today") == []
    stats = TodayService(workspace).today().stats
    assert (stats.due_today, stats.logged_today) == (1, 1)


def test_a_county_with_other_indicators_gets_topics_instead(workspace, bureau):
    bureau.rules(**{"version": "other-1", "from": "2026-06-01", "rating": {"language": 99}})
    set_clock(workspace, local("2026-11-11 18:00"))
    (row,) = rows(workspace, "missed")
    assert (row.affects, row.affects_name) == ("plan", "计划")
    assert TodayService(workspace).today().stats.completion_bound == ""


def test_a_page_kept_is_the_page_made_anew_whatever_happened_since(workspace, bureau):
    """Only people of whom something changed are read again; what the page says must not show it."""
    kept = TodayService(workspace)

    def both():
        return kept.today(), TodayService(workspace).today()

    seen = [both()]
    (record,) = save(workspace, a_visit())
    seen.append(both())
    VisitFinalisingService(workspace).finalise([record])
    seen.append(both())
    bureau.judge(record, "returned", "EVID-MISSING")
    seen.append(both())
    bureau.assign([an_assignment(a_recipient("R2", "李桂兰"), (PlanLine(ITEM, 30),))])
    seen.append(both())
    set_clock(workspace, local("2026-11-25 09:00"))
    seen.append(both())
    (draft,) = save(workspace, a_visit("2026-11-24 09:00", recipient="R2", record=5))
    seen.append(both())
    with workspace.writing() as work:
        work.visits.discard(draft)
    seen.append(both())
    states = (RecipientState(State.HOSPITAL, date(2026, 11, 3), None),)
    bureau.assign([an_assignment(a_recipient("R2", "李桂兰"), (PlanLine(ITEM, 30),), states)])
    seen.append(both())
    assert [one for one, _ in seen] == [other for _, other in seen]
    # A draft thrown away leaves the page as it was before; every other step shows.
    assert len({repr(one) for one, _ in seen}) == len(seen) - 1


def test_each_row_says_what_is_at_stake_and_how_few_days_are_left(workspace, bureau):
    accept_all(workspace)
    set_clock(workspace, local("2026-11-20 09:00"))
    (row,) = rows(workspace, "missed")
    assert row.reason == "关系到“计划完成率”，7 项，还剩 10 天"
