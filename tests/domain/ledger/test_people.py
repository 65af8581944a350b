"""Rosters, lists of recipients and plans."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.ledger.dates import Around
from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.domain.ledger.people import read_recipients, read_staff
from provider_desktop.domain.ledger.plans import PlannedLine, read_plans
from provider_desktop.domain.ledger.spans import read_spans
from provider_desktop.domain.ledger.structure import find_layout
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import Category, SelfCare
from provider_desktop.domain.staff import Certificate, CertificateKind, Leave
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.ledgers import ROSTER, a_sheet, huimin

OCTOBER = Around(2026, 10)
ROSTER_HEADINGS = [
    "工号",
    "姓名",
    "身份证号",
    "手机号",
    "持证情况",
    "证书有效期",
    "健康证",
    "入职日期",
    "离职日期",
    "请假",
]
GOOD = [
    "S001",
    "王芳",
    "371621198105225421",
    "15815552798",
    "护士执业证",
    "2028-06-30",
    "2027-05-31",
    "2025-01-01",
    None,
    None,
]


def staff_of(*rows):
    sheet = a_sheet(["服务人员花名册（2026年10月）"], ROSTER_HEADINGS, *rows)
    layout = find_layout(sheet)
    assert layout is not None
    assert layout.kind is Kind.STAFF
    return list(read_staff(sheet, layout))


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ("2026-10-29至2026-10-31", [(29, 31)]),
        ("2026-10-29-2026-10-31", [(29, 31)]),
        ("2026.10.29~2026.10.31", [(29, 31)]),
        ("10月29日-31日", [(29, 31)]),
        ("10月29日—10月31日", [(29, 31)]),
        ("10.29-10.31", [(29, 31)]),
        ("2026-10-29", [(29, 29)]),
        (date(2026, 10, 29), [(29, 29)]),
        ("10月5日、10月29日-31日", [(5, 5), (29, 31)]),
        ("10月29日起", [(29, None)]),
        ("2026-10-29至今", [(29, None)]),
    ],
)
def test_spans_of_days(cell, spans):
    expected = tuple((date(2026, 10, a), date(2026, 10, b) if b else None) for a, b in spans)
    assert read_spans(cell, OCTOBER) == expected


@pytest.mark.parametrize("cell", ["10月31日-29日", "病假", "10月29日至下周", "10月5日、病假", None, ""])
def test_what_is_no_span(cell):
    assert read_spans(cell, OCTOBER) is None


def test_the_roster_of_the_agency_is_read_whole():
    sheet = read_sheets(ROSTER)[0]
    layout = find_layout(sheet)
    assert layout is not None
    rows = list(read_staff(sheet, layout))
    assert [row.row for row in rows] == list(range(3, 11))
    staff = {row.value.staff: row.value for row in rows if row.value}
    assert len(staff) == 8
    assert staff["S001"].certificates == (Certificate(CertificateKind.CARE_WORKER, "", date(2028, 6, 30)),)
    assert staff["S006"].health_certificate == date(2026, 9, 30)
    assert staff["S007"].last_day == date(2026, 10, 28)
    assert staff["S008"].leave == (Leave(date(2026, 10, 29), date(2026, 10, 31)),)


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        (1, None, "CELL-MISSING"),
        (2, None, "CELL-MISSING"),
        (2, "371621198105225422", "CELL-UNREADABLE"),
        (2, 371621198105225421, None),
        (3, "电话簿", "CELL-UNREADABLE"),
        (5, "明年", "CELL-UNREADABLE"),
        (6, "有", "CELL-UNREADABLE"),
        (7, None, "CELL-MISSING"),
        (8, "2024-01-01", "CELL-UNREADABLE"),
        (9, "病假", "CELL-UNREADABLE"),
    ],
)
def test_a_row_that_a_roster_cannot_hold(column, cell, rule):
    (row,) = staff_of([*GOOD[:column], cell, *GOOD[column + 1 :]])
    if rule is None:
        assert row.value is not None
    else:
        assert row.value is None
        assert [found.finding.rule for found in row.findings] == [rule]
        assert row.findings[0].column == column


def test_several_certificates_share_a_date_or_have_their_own():
    shared, own, none, permanent = staff_of(
        [*GOOD[:4], "护士执业证、社工证", *GOOD[5:]],
        [*GOOD[:4], "护士执业证、社工证", "2028-06-30、2027-01-31", *GOOD[6:]],
        [*GOOD[:4], "无", None, *GOOD[6:]],
        [*GOOD[:5], "长期", *GOOD[6:]],
    )
    assert shared.value.certificates == (
        Certificate(CertificateKind.NURSE, "", date(2028, 6, 30)),
        Certificate(CertificateKind.SOCIAL_WORKER, "", date(2028, 6, 30)),
    )
    assert [one.until for one in own.value.certificates] == [date(2028, 6, 30), date(2027, 1, 31)]
    assert none.value.certificates == ()
    assert permanent.value.certificates == (Certificate(CertificateKind.NURSE, "", None),)


def test_recipients_with_categories_as_offices_write_them():
    sheet = a_sheet(
        ["姓名", "身份证号", "救助类别", "自理能力", "住址", "联系电话", "服务计划"],
        [
            "张 玉 䶮",
            "37162119750127065x",
            "支出型困难家庭",
            "全护理",
            "孙武街道第4号",
            "13138281881",
            "ZH-01×4、助洁2次",
        ],
        ["刘建国", "371621193708116061", "五保户", "半护理", None, None, None],
        ["陈永福", "371621193611036719", "富裕家庭", "半护理", None, None, "按摩×2"],
    )
    layout = find_layout(sheet)
    assert layout is not None
    assert layout.kind is Kind.RECIPIENTS
    first, second, third = read_recipients(sheet, layout, huimin().directory, date(2026, 10, 1))
    assert first.value is not None
    assert second.value is not None
    assert first.value.recipient.category is Category.HARDSHIP
    assert first.value.recipient.self_care is SelfCare.NONE
    assert first.value.recipient.id_number == "37162119750127065X"
    assert first.value.plan == (PlanLine("ZH-01", 4), PlanLine("SH-03", 2))
    assert second.value.first_day == date(2026, 10, 1)
    assert third.value is None
    assert [found.finding.rule for found in third.findings] == ["CELL-UNREADABLE", "CELL-UNKNOWN"]


def test_plans_line_by_line():
    sheet = a_sheet(
        ["救助对象", "身份证号", "服务项目", "次数", "单位", "周期"],
        ["赵长顺", None, "上门探访", 4, "次", "月"],
        ["李秀英", "0973", "ZH-04", "每月2次", None, None],
        ["周凤霞", None, "助洁", "360", "分钟", "半年"],
        ["周凤霞", None, "助洁", "常来", None, None],
        ["李秀英", None, "助洁", 2, None, None],
        ["周凤霞", None, "助洁", 2, None, "周"],
    )
    layout = find_layout(sheet, names=huimin().directory)
    assert layout is not None
    assert layout.kind is Kind.PLANS
    rows = list(read_plans(sheet, layout, huimin().directory))
    assert [row.value for row in rows[:3]] == [
        PlannedLine("R3716210008", PlanLine("ZH-01", 4)),
        PlannedLine("R3716210002", PlanLine("ZH-04", 2)),
        PlannedLine("R3716210013", PlanLine("SH-03", 360, Unit.MINUTE, Period.HALF_YEAR)),
    ]
    rules = [[found.finding.rule for found in row.findings] for row in rows[3:]]
    assert rules == [["CELL-UNREADABLE"], ["CELL-AMBIGUOUS"], ["CELL-UNREADABLE"]]
