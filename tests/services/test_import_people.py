"""Rosters that are sealed, and lists that are compared with what the regulator assigned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.plans import PlanLine
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_recipient, an_assignment
from tests.support.ledgers import ROSTER
from tests.support.sheets import a_file, outcomes, rules
from tests.support.workspace import Bureau, a_workspace, huimin, import_file

IMPORTED_AT = datetime(2026, 11, 3, 1, tzinfo=UTC)
STAFF_HEADINGS = ("工号", "姓名", "身份证号", "岗位", "证书", "证书有效期", "健康证有效期", "入职日期")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    """The agency of the test data with its recipients, its staff imported from their roster."""
    with a_workspace(tmp_path, IMPORTED_AT) as workspace:
        huimin(workspace)
        import_file(workspace, ROSTER)
        yield workspace


# ---------------------------------------------------------------- staff


def staff_row(**changes: Cell) -> list[Cell]:
    """A member whom the roster of the test data does not have."""
    row: dict[str, Cell] = {
        "工号": None,
        "姓名": "孙丽华",
        "身份证号": "371621194906070011",
        "岗位": "护理员",
        "证书": "养老护理员证",
        "证书有效期": "2028-06-30",
        "健康证有效期": "2027-05-31",
        "入职日期": "2025-01-01",
    }
    return [{**row, **changes}[heading] for heading in STAFF_HEADINGS]


def test_staff_are_sealed_once_and_again_only_when_changed(office, tmp_path):
    with office.reading() as reading:
        sealed = reading.stream.waiting_count()
    assert sealed == 8
    report = import_file(office, a_file(tmp_path, [staff_row()], STAFF_HEADINGS))
    (row,) = report.rows
    assert (row.outcome, row.record) == ("imported", "S009")
    assert outcomes(import_file(office, a_file(tmp_path, [staff_row()], STAFF_HEADINGS))) == ["duplicate"]
    changed = a_file(tmp_path, [staff_row(岗位="社工")], STAFF_HEADINGS)
    assert outcomes(import_file(office, changed)) == ["imported"]
    with office.reading() as reading:
        assert reading.stream.waiting_count() == sealed + 2
        member = reading.staff.get("S009")
        assert member is not None
        assert member.version == 2


def test_a_roster_keeps_what_it_has_no_column_for(office, tmp_path):
    import_file(office, a_file(tmp_path, [staff_row()], STAFF_HEADINGS))
    headings = ("姓名", "身份证号", "岗位", "入职日期")
    row: list[Cell] = ["孙丽华", "371621194906070011", "组长", "2025-01-01"]
    assert outcomes(import_file(office, a_file(tmp_path, [row], headings))) == ["imported"]
    with office.reading() as reading:
        known = reading.staff.get("S009")
    assert known is not None
    assert known.member.post == "组长"
    assert known.member.health_certificate == date(2027, 5, 31)
    assert [each.until for each in known.member.certificates] == [date(2028, 6, 30)]


def test_a_number_that_stands_for_somebody_else_is_refused(office, tmp_path):
    (row,) = import_file(office, a_file(tmp_path, [staff_row(工号="S001")], STAFF_HEADINGS)).rows
    assert row.outcome == "refused"
    assert rules(row) == {"CELL-CONFLICT"}


def test_one_person_twice_in_a_roster_counts_once_or_is_asked_about(office, tmp_path):
    rows = [staff_row(), staff_row(), staff_row(岗位="社工")]
    report = import_file(office, a_file(tmp_path, rows, STAFF_HEADINGS))
    assert outcomes(report) == ["imported", "duplicate", "refused"]


# ---------------------------------------------------------------- what only the regulator assigns

PEOPLE = ("姓名", "身份证号", "类别", "自理能力", "乡镇", "服务计划")


def person_row(**changes: Cell) -> list[Cell]:
    """The recipient of :func:`assigned`, as the office lists her."""
    row: dict[str, Cell] = {
        "姓名": "张秀英",
        "身份证号": "371621194906070011",
        "类别": "农村低保",
        "自理能力": "半护理",
        "乡镇": "石庙镇",
        "服务计划": "ZH-01×8",
    }
    return [{**row, **changes}[heading] for heading in PEOPLE]


@pytest.fixture
def assigned(tmp_path: Path) -> Iterator[Workspace]:
    """An agency to which one recipient is assigned."""
    with a_workspace(tmp_path, IMPORTED_AT) as workspace:
        bureau = Bureau(workspace)
        bureau.catalogue()
        bureau.assign([_with_plan()])
        yield workspace


def _with_plan() -> Assignment:
    return an_assignment(a_recipient(), plan=(PlanLine("ZH-01", 8),))


def test_a_list_of_recipients_is_compared_and_changes_nothing(assigned, tmp_path):
    rows = [
        person_row(),
        person_row(自理能力="全护理", 服务计划="ZH-01×9"),
        person_row(姓名="李秀英", 身份证号="371621196409284632"),
        person_row(乡镇=None, 服务计划=None),
    ]
    report = import_file(assigned, a_file(tmp_path, rows, PEOPLE))
    assert report.kind == "recipients"
    assert outcomes(report) == ["duplicate", "refused", "refused", "duplicate"]
    assert rules(report.rows[1]) == {"LIST-DIFFERS"}
    assert [each.column for each in report.rows[1].verdicts] == [3, 5]
    assert report.rows[1].verdicts[1].finding.values["stated"] == "ZH-01×8"
    assert rules(report.rows[2]) == {"LIST-UNASSIGNED"}
    with assigned.reading() as reading:
        assert [each.assignment.plan for each in reading.assignments.all()] == [_with_plan().plan]
        assert len(reading.recipients.all()) == 1


def test_a_list_of_plans_is_compared_line_by_line(assigned, tmp_path):
    headings = ("姓名", "身份证号", "服务项目", "次数")
    rows: list[list[Cell]] = [
        ["张秀英", None, "ZH-01", 8],
        ["张秀英", None, "ZH-01", 10],
        ["张秀英", None, "ZH-07", 8],
    ]
    report = import_file(assigned, a_file(tmp_path, rows, headings), kind="plans")
    assert outcomes(report) == ["duplicate", "refused", "refused"]
    assert [rules(row) for row in report.rows[1:]] == [{"LIST-DIFFERS"}, {"LIST-UNASSIGNED"}]
