"""Finding the table in a sheet: headings, titles, rows that are no entries."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ledger.fields import FIELDS, Kind, heading_key
from provider_desktop.domain.ledger.row_cells import passed_over
from provider_desktop.domain.ledger.sheet import MergedRange
from provider_desktop.domain.ledger.structure import RowRole, find_layout
from provider_desktop.wording import LANGUAGES, groups
from tests.support.ledgers import HEADINGS, a_ledger, a_sheet, huimin

NAMES = huimin().directory


def test_a_sheet_of_other_things_has_no_layout():
    notes = a_sheet(["1. 时间按24小时制填写。"], ["2. 一天多次服务的分行填写。"], name="填表说明")
    prices = a_sheet(["品名", "单价", "数量"], ["纸", 3, 4], ["笔", 1, 9])
    assert find_layout(notes, names=NAMES) is None
    assert find_layout(prices, names=NAMES) is None
    assert find_layout(a_sheet(), names=NAMES) is None


def test_headings_are_found_below_titles_and_tell_the_kind():
    layout = find_layout(a_ledger({}), names=NAMES)
    assert layout is not None
    assert (layout.kind, layout.heading_row, layout.year, layout.month) == (Kind.VISITS, 2, 2026, 10)
    assert layout.columns == {
        "date": 0, "recipient": 1, "recipient_id": 2, "staff": 3, "in": 4, "out": 5, "items": 6,
        "minutes": 7, "signed": 8, "satisfaction": 9, "remarks": 10,
    }  # fmt: skip


def test_english_headings():
    headings = [
        "Date",
        "Client name",
        "ID number",
        "Caregiver",
        "Time in",
        "Time out",
        "Services",
        "Signature",
    ]
    layout = find_layout(
        a_sheet(headings, ["2026-10-03", "赵长顺", "", "陈静", "8:30", "9:00", "ZH-01", "yes"])
    )
    assert layout is not None
    assert [layout.field_at(column) for column in range(8)] == [
        "date", "recipient", "recipient_id", "staff", "in", "out", "items", "signed",
    ]  # fmt: skip


def test_headings_of_two_storeys():
    sheet = a_sheet(
        ["2026年10月服务台账"],
        ["服务日期", "服务对象", None, "服务人员", "服务时间", None, "服务项目"],
        [None, "姓名", "身份证号", None, "开始", "结束", None],
        ["10月3日", "赵长顺", None, "陈静", "8:30", "9:00", "上门探访"],
        merged=[MergedRange(2, 2, 1, 2), MergedRange(2, 2, 4, 5)],
    )
    layout = find_layout(sheet, names=NAMES)
    assert layout is not None
    assert layout.heading_row == 3
    expected = {"date": 0, "recipient": 1, "recipient_id": 2, "staff": 3, "in": 4, "out": 5, "items": 6}
    assert layout.columns == expected


def test_cells_tell_where_headings_are_silent():
    rows = [
        ["2026-10-03", "赵长顺", "陈静", "8:30", "9:00", "上门探访"],
        ["2026-10-03", "陈永福", "刘洋", "9:30", "10:00", "助洁"],
        ["2026-10-04", "周凤霞", "陈静", "8:30", "9:00", "上门探访"],
    ]
    layout = find_layout(a_sheet(*rows), names=NAMES)
    assert layout is not None
    assert layout.heading_row == 0
    assert layout.columns == {"date": 0, "recipient": 1, "staff": 2, "in": 3, "out": 4, "items": 5}


@pytest.mark.parametrize(
    ("cells", "field"),
    [(["8:30-9:00", "9:30-10:10"], "period"), (["2026-10-03", "2026-10-04"], "date")],
)
def test_one_heading_for_several_fields_is_decided_by_its_cells(cells, field):
    headings = ["服务时间", "救助对象", "服务人员", "开始", "结束", "服务项目"]
    if field == "period":
        headings[3:5] = ["备注", "满意度"]
    rows = [[cell, "赵长顺", "陈静", None, None, "上门探访"] for cell in cells]
    layout = find_layout(a_sheet(headings, *rows), names=NAMES)
    assert layout is not None
    assert layout.field_at(0) == field


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        (["小计", *[None] * 6, 3718], RowRole.TOTAL),
        (["本页合计", None, "共20人次"], RowRole.TOTAL),
        ([None, "合计：", None, None, None, None, None, 900], RowRole.TOTAL),
        (["负责人签字：", None, "盖章：", None, "日期：2026年11月3日"], RowRole.NOTE),
        (["备注：时间按24小时制填写"], RowRole.NOTE),
        (["石庙镇"], RowRole.NOTE),
        (["10月4日 星期日"], RowRole.SECTION),
        (HEADINGS, RowRole.HEADING),
        (["2026-10-03", None, None, "陈静"], RowRole.NOTE),
    ],
)
def test_rows_that_are_no_entries(cells, role):
    sheet = a_ledger({})
    sheet = a_sheet(*(row.cells for row in sheet.rows), cells)
    layout = find_layout(sheet, names=NAMES)
    assert layout is not None
    assert list(passed_over(sheet, layout)) == [(4, role)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_the_names_we_give_fields_are_headings_we_know(kind, language):
    labels = groups(language)["sheet_field"]
    for spec in FIELDS[kind]:
        if spec.name != "serial":
            assert heading_key(labels[f"{kind.value}.{spec.name}"]) in spec.headings, spec.name
