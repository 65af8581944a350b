"""Lists of recipients and plans in spreadsheets become assignments; nothing that they leave out is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import RecipientState, State
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.receiver.sheet_loading import SheetLoad, read_workbook
from provider_desktop.spreadsheets.writing import Table, write_tables
from tests.support.builders import DATA, a_recipient, an_assignment, default_catalogue

TODAY = date(2026, 11, 23)
RECIPIENTS = ("对象编号", "姓名", "身份证号", "救助类别", "自理能力", "乡镇", "住址", "联系电话")
ROW = ("R1", "张秀英", "371621194906070011", "农村低保", "半护理", "石庙镇", "石庙镇第1号", "13812341234")


def _read(path: Path, *tables: Table, known: Any = ()) -> SheetLoad:
    write_tables(path, tables)
    return read_workbook(path, known, (default_catalogue(),), TODAY)


def _recipients(*rows: tuple[str, ...], headings: tuple[str, ...] = RECIPIENTS) -> Table:
    return Table("名单", headings, rows)


def test_a_new_recipient_becomes_an_assignment(tmp_path: Path) -> None:
    load = _read(tmp_path / "a.xlsx", _recipients(ROW))
    assert load.refused == []
    made = load.assignments["R1"]
    assert (made.assignment, made.recipient.name, made.first_day) == ("R1", "张秀英", TODAY)


def test_what_the_list_leaves_out_stays(tmp_path: Path) -> None:
    states = (RecipientState(State.HOSPITAL, date(2026, 11, 1), None),)
    known = an_assignment(a_recipient("R1"), plan=(PlanLine("ZH-04", 4),), states=states)
    load = _read(tmp_path / "a.xlsx", _recipients((*ROW[:-1], "13900001111")), known=(known,))
    made = load.assignments["R1"]
    assert made.recipient.phone == "13900001111"
    assert (made.assignment, made.first_day, made.plan, made.states) == (
        known.assignment,
        known.first_day,
        known.plan,
        known.states,
    )


def test_listed_lines_are_the_whole_plan(tmp_path: Path) -> None:
    known = an_assignment(a_recipient("R1"), plan=(PlanLine("ZH-04", 4), PlanLine("ZH-05", 2)))
    plans = Table(
        "计划",
        ("对象编号", "姓名", "服务项目", "数量", "单位", "周期"),
        (("R1", "张秀英", "洗发", 3, "次", "月"), ("R1", "张秀英", "SH-03", 1, "次", "月")),
    )
    load = _read(tmp_path / "a.xlsx", plans, known=(known,))
    assert [(line.item, line.count) for line in load.assignments["R1"].plan] == [("ZH-04", 3), ("SH-03", 1)]


def test_bad_rows_are_named_and_good_ones_taken(tmp_path: Path) -> None:
    wrong_id = ("R2", "李秀英", "371621194906070012", *ROW[3:])
    no_number = ("", "王桂兰", "371621195207150025", *ROW[3:])
    load = _read(tmp_path / "a.xlsx", _recipients(ROW, wrong_id, no_number))
    assert set(load.assignments) == {"R1"}
    assert [(each["row"], each["rules"]) for each in load.refused] == [
        (3, ["CELL-UNREADABLE"]),
        (4, ["CELL-MISSING"]),
    ]
    assert "371621" not in str(load.refused)


def test_a_plan_for_somebody_unknown_is_refused(tmp_path: Path) -> None:
    plans = Table("计划", ("对象编号", "姓名", "服务项目", "数量"), (("R9", "无名氏", "洗发", 3),))
    load = _read(tmp_path / "a.xlsx", plans)
    assert (load.assignments, len(load.refused)) == ({}, 1)


def test_a_sheet_of_something_else_is_refused() -> None:
    with pytest.raises(AppError) as told:
        read_workbook(DATA / "staff_roster.xlsx", (), (default_catalogue(),), TODAY)
    assert told.value.code is ErrorCode.HEADINGS_UNKNOWN
