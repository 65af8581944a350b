"""Recipients, assignments and staff: kept without loss, found as they are typed."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from provider_desktop.domain.assignments import Answer, AssignmentStatus
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import Category, RecipientState, SelfCare, State
from provider_desktop.domain.staff import Leave
from provider_desktop.storage.recipients import RecipientQuery
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_recipient, a_record, a_staff_member, an_assignment
from tests.support.storage import NOW, a_database

PEOPLE = (
    a_recipient("R1", "张秀英", id_number="371621194906070011", phone="13812341234"),
    a_recipient("R2", "单桂兰", id_number="371621195207150025", phone="13900005678", township="何坊街道"),
    a_recipient("R3", "张秀", id_number="371621195001010019", phone="", category=Category.HARDSHIP),
    a_recipient("R4", "欧阳明", id_number="371621194001010036", phone="", self_care=SelfCare.NONE),
)


def with_people(work: UnitOfWork) -> None:
    for person in PEOPLE:
        work.recipients.save(person)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张秀英", ["R1"]),
        ("张秀", ["R3", "R1"]),
        ("秀英", ["R1"]),
        ("zxy", ["R1"]),
        ("ZhangXiuYing", ["R1"]),
        ("zhangx", ["R3", "R1"]),
        ("sgl", ["R2"]),
        ("dgl", ["R2"]),
        ("shanguilan", ["R2"]),
        ("oym", ["R4"]),
        ("0025", ["R2"]),
        ("1234", ["R1"]),
        ("张 1234", ["R1"]),
        ("张 5678", []),
        ("", []),
        ("   ", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE recipients; --", []),
    ],
)
def test_people_are_found_as_they_are_typed(tmp_path: Path, typed: str, found: list[str]) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        with_people(work)
        for number, person in enumerate(PEOPLE):
            member = a_staff_member(person.recipient, person.name)
            member = replace(member, id_number=person.id_number, phone=person.phone)
            work.staff.save(StaffRow(member, a_record(number), 1, ""))
        assert [person.recipient for person in work.recipients.search(typed)] == found
        assert [member.staff for member in work.staff.search(typed)] == found


def test_recipients_are_kept_and_listed(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        with_people(work)
        moved = replace(PEOPLE[0], township="姜楼镇", name="张秀莲")
        work.recipients.save(moved)
        assert work.recipients.get("R1") == moved
        assert work.recipients.get("R9") is None
        assert work.recipients.named("张秀英") == ()
        assert work.recipients.named("张秀莲") == (moved,)
        assert work.recipients.search("zxy") == ()
        assert set(work.recipients.many(["R2", "R9", "R4"])) == {"R2", "R4"}
        everyone = work.recipients.all()
        assert [person.name for person in everyone] == sorted(person.name for person in everyone)
        for query, keys in (
            (RecipientQuery(), {"R1", "R2", "R3", "R4"}),
            (RecipientQuery(text="张"), {"R1", "R3"}),
            (RecipientQuery(township="何坊街道"), {"R2"}),
            (RecipientQuery(category=Category.HARDSHIP), {"R3"}),
            (RecipientQuery(self_care=SelfCare.NONE, text="ouyang"), {"R4"}),
        ):
            assert {person.recipient for person in work.recipients.page(query, 0, 9)} == keys
            assert work.recipients.count(query) == len(keys)
        assert work.recipients.page(RecipientQuery(), 1, 2) == everyone[1:3]
        assert work.recipients.townships() == tuple(sorted({"姜楼镇", "何坊街道", "石庙镇"}))


def test_an_answer_outlives_the_regulator_s_next_statement(tmp_path: Path) -> None:
    states = (RecipientState(State.HOSPITAL, date(2026, 11, 3), None),)
    plan = (PlanLine("ZH-01", 4), PlanLine("SH-01", 600, Unit.MINUTE, Period.HALF_YEAR))
    given = an_assignment(PEOPLE[0], plan, states, last_day=date(2026, 12, 31))
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        with_people(work)
        work.assignments.save(given, NOW)
        stored = work.assignments.get(given.assignment)
        assert stored is not None
        assert (stored.assignment, stored.issued_at) == (given, NOW)
        assert [each.assignment for each in work.assignments.inbox()] == [given]
        assert work.assignments.answer(given.assignment, Answer.DECLINED, "too_far") is True
        assert work.assignments.answer("A-none", Answer.ACCEPTED, "") is False
        assert work.assignments.inbox_count() == 0
        changed = replace(given, status=AssignmentStatus.CHANGED, plan=plan[:1])
        work.assignments.save(changed, NOW + timedelta(days=1))
        [kept] = work.assignments.of_recipient("R1")
        assert kept == replace(changed, answer=Answer.DECLINED, answer_reason="too_far")


def test_assignments_are_found_by_days_and_people(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        with_people(work)
        open_end = an_assignment(PEOPLE[0])
        past = an_assignment(PEOPLE[1], last_day=date(2026, 10, 31))
        ended = an_assignment(PEOPLE[2], status=AssignmentStatus.ENDED, first_day=date(2026, 11, 30))
        for number, each in enumerate((open_end, past, ended)):
            work.assignments.save(each, NOW + timedelta(minutes=number))
        assert [each.assignment for each in work.assignments.all()] == [ended, past, open_end]
        assert work.assignments.between(date(2026, 11, 1), date(2026, 11, 30)) == (open_end, ended)
        assert work.assignments.between(date(2026, 10, 31), date(2026, 10, 31)) == (open_end, past)
        work.assignments.answer(open_end.assignment, Answer.DECLINED, "too_far")
        assert work.assignments.between(date(2026, 10, 31), date(2026, 10, 31)) == (past,)
        assert set(work.assignments.of_recipients(["R1", "R2", "R4"])) == {"R1", "R2"}
        assert work.assignments.inbox_count() == 1


def test_staff_keep_certificates_leave_and_their_place_in_the_stream(tmp_path: Path) -> None:
    member = a_staff_member(leave=(Leave(date(2026, 10, 29), date(2026, 10, 31)),), last_day=None)
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.staff.save(StaffRow(member, a_record(1), 1, ""))
        assert work.staff.get("S1") == StaffRow(member, a_record(1), 1, "")
        left = replace(member, last_day=date(2026, 11, 30))
        work.staff.save(StaffRow(left, a_record(1), 2, "ab" * 32))
        row = work.staff.get("S1")
        assert row == StaffRow(left, a_record(1), 2, "ab" * 32)
        assert work.staff.all() == (left,)
        assert work.staff.named("王芳") == (left,)
        assert work.staff.many(["S1", "S9"]) == {"S1": left}
        assert work.staff.get("S9") is None
