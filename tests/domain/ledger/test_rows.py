"""Rows of a ledger: what they become, and which finding says why not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provider_desktop.domain.ledger.sheet import Cell, MergedRange
from provider_desktop.domain.ledger.verdicts import RowOutcome
from provider_desktop.domain.visits import ItemDone, Outcome, Relation, SigningMethod, Source
from tests.support.ledgers import HEADINGS, a_ledger, a_sheet, huimin, rules_of


def judged(*changes, **options):
    return huimin().judge(a_ledger(*changes, **options))


@pytest.mark.parametrize(
    ("change", "rule", "heading"),
    [
        ({"服务日期": "10月32日"}, "CELL-UNREADABLE", "服务日期"),
        ({"服务日期": None}, "CELL-MISSING", "服务日期"),
        ({"开始": "25:70"}, "CELL-UNREADABLE", "开始"),
        ({"开始": None}, "CELL-MISSING", "开始"),
        ({"结束": None}, "CELL-MISSING", "结束"),
        ({"结束": "9点多"}, "CELL-UNREADABLE", "结束"),
        ({"救助对象": "查无此人"}, "CELL-UNKNOWN", "救助对象"),
        ({"救助对象": None}, "CELL-MISSING", "救助对象"),
        ({"救助对象": "李秀英"}, "CELL-AMBIGUOUS", "救助对象"),
        ({"救助对象": "李秀英", "身份证号": "6719"}, "CELL-CONFLICT", "救助对象"),
        ({"身份证号": "6719"}, "CELL-CONFLICT", "救助对象"),
        ({"身份证号": "看不清"}, "CELL-UNREADABLE", "身份证号"),
        ({"服务人员": "临时工甲"}, "CELL-UNKNOWN", "服务人员"),
        ({"服务人员": "陈静、临时工甲"}, "CELL-UNKNOWN", "服务人员"),
        ({"服务人员": None}, "CELL-MISSING", "服务人员"),
        ({"服务项目": "按摩推拿"}, "CELL-UNKNOWN", "服务项目"),
        ({"服务项目": None}, "CELL-MISSING", "服务项目"),
        ({"时长": "很久"}, "CELL-UNREADABLE", "时长"),
        ({"满意度": "马马虎虎"}, "CELL-UNREADABLE", "满意度"),
        ({"对象签字": "???"}, "CELL-UNREADABLE", "对象签字"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_the_row(change, rule, heading):
    (verdict,) = judged(change)
    assert verdict.outcome is RowOutcome.REFUSED
    (found,) = verdict.findings
    assert (found.finding.rule, found.finding.pointer) == (rule, heading)
    assert found.column == HEADINGS.index(heading)


def test_every_fault_of_a_row_is_named_at_once():
    (verdict,) = judged({"开始": "25:70", "救助对象": "查无此人", "服务项目": "按摩", "服务人员": None})
    assert sorted(rules_of(verdict)) == ["CELL-MISSING", "CELL-UNKNOWN", "CELL-UNREADABLE"]
    assert len(verdict.findings) == 4


def test_the_nearest_names_are_offered():
    (verdict,) = judged({"救助对象": "赵长胜", "服务项目": "床上擦洗身子"})
    values = [found.finding.values for found in verdict.findings]
    assert values[0]["nearest"] == "赵长顺(8671)"
    assert "ZH-07 床上擦浴" in str(values[1]["nearest"])


def test_an_unknown_name_with_a_known_number_offers_its_owner_first():
    (verdict,) = judged({"救助对象": "李秀瑛", "身份证号": "371621196611200973"})
    assert str(verdict.findings[0].finding.values["nearest"]).startswith("李秀英(0973)")


def test_a_good_row_is_a_visit_captured_by_import():
    (verdict,) = judged({"备注": "家属在场"})
    visit = verdict.visit
    assert visit is not None
    assert verdict.outcome is RowOutcome.IMPORTED
    assert visit.sign_in.at == datetime(2026, 10, 12, 0, 30, tzinfo=UTC)
    assert visit.sign_out.at == datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
    assert (visit.sign_in.source, visit.sign_out.source) == (Source.IMPORT, Source.IMPORT)
    assert visit.items == (ItemDone("ZH-01", 30),)
    assert (visit.signer.relation, visit.signer.method) == (Relation.SELF, SigningMethod.PAPER)
    assert (visit.satisfaction, visit.remarks, visit.catalogue) == (2, "家属在场", "default-2026")


def test_minutes_of_items_are_stated_or_left_out():
    verdicts = judged(
        {"服务项目": "助洁(60)、上门探访(30)", "结束": "10:10", "时长": None},
        {"服务项目": "助洁、上门探访", "结束": "10:10", "时长": None, "服务日期": "2026-10-13"},
        {"服务项目": "助洁(50)", "结束": "9:30", "时长": None, "服务日期": "2026-10-14"},
    )
    items = [verdict.visit.items if verdict.visit else None for verdict in verdicts]
    assert items == [
        (ItemDone("SH-03", 60), ItemDone("ZH-01", 30)),
        (ItemDone("SH-03"), ItemDone("ZH-01")),
        (ItemDone("SH-03", 50),),
    ]


@pytest.mark.parametrize(("minutes", "found"), [(35, False), (36, True), (25, False), (24, True)])
def test_stated_minutes_may_differ_by_five(minutes, found):
    (verdict,) = judged({"时长": minutes})
    assert verdict.outcome is RowOutcome.IMPORTED
    assert ("CELL-MISMATCH" in rules_of(verdict)) is found


def test_nobody_at_home_is_a_record_without_items():
    verdicts = judged(
        {"备注": "敲门无人应", "结束": None, "时长": None, "对象签字": None, "满意度": None},
        {"备注": "对象拒绝", "服务项目": None, "服务日期": "2026-10-13", "时长": None},
    )
    visits = [verdict.visit for verdict in verdicts]
    assert [visit.outcome for visit in visits if visit] == [Outcome.ABSENT, Outcome.REFUSED]
    assert all(visit.items == () for visit in visits if visit)
    assert visits[0] is not None
    assert visits[0].remarks == "敲门无人应; 上门探访"


def test_of_rows_that_collide_the_first_comes_in():
    later = {"救助对象": "周凤霞", "开始": "8:45", "结束": "9:15"}
    first, second, third = judged({}, later, {**later, "开始": "9:00", "结束": "9:30"})
    assert (first.outcome, second.outcome) == (RowOutcome.IMPORTED, RowOutcome.REFUSED)
    assert "OVER-STAFF" in rules_of(second)
    assert third.outcome is RowOutcome.IMPORTED, (
        "the refused row must not stand in the way, touching ends may"
    )


def test_the_same_visit_written_twice_is_a_duplicate():
    again: dict[str, Cell] = {
        "服务日期": "20261012", "救助对象": "赵 长 顺8671", "开始": "0830", "结束": 0.375,
        "服务项目": "ZH-01", "时长": None,
    }  # fmt: skip
    office = huimin()
    first, second = office.judge(a_ledger({}, again))
    assert (first.outcome, second.outcome) == (RowOutcome.IMPORTED, RowOutcome.DUPLICATE)
    assert not second.findings
    (later,) = office.judge(a_ledger(again))
    assert later.outcome is RowOutcome.DUPLICATE


def test_a_refused_visit_is_no_duplicate_when_it_comes_again():
    office = huimin()
    broken: dict[str, Cell] = {"结束": "8:00"}
    (first,) = office.judge(a_ledger(broken))
    (second,) = office.judge(a_ledger(broken))
    assert (first.outcome, second.outcome) == (RowOutcome.REFUSED, RowOutcome.REFUSED)


def test_dates_left_out_are_those_above():
    verdicts = judged(
        {},
        {"服务日期": None, "开始": "9:00", "结束": "9:30"},
        {"服务日期": "〃", "开始": "10:00", "结束": "10:30"},
        {"服务日期": "10月32日", "开始": "11:00", "结束": "11:30"},
        {"服务日期": None, "开始": "12:00", "结束": "12:30"},
    )
    outcomes = [verdict.outcome.value for verdict in verdicts]
    assert outcomes == ["imported", "imported", "imported", "refused", "refused"]
    assert {verdict.visit.day.day for verdict in verdicts if verdict.visit and verdict.visit.day} == {12}
    assert verdicts[1].cells[0] == "2026-10-12", "the row must stand by itself in the error sheet"


def test_merged_cells_say_it_of_each_row():
    rows = [
        ["2026-10-12", "赵长顺", None, "陈静", "8:30", "9:00", "上门探访"],
        [None, None, None, "刘洋", "10:00", "10:30", "洗发"],
    ]
    merged = [MergedRange(2, 3, 0, 0), MergedRange(2, 3, 1, 1)]
    verdicts = huimin().judge(a_sheet(HEADINGS[:7], *rows, merged=merged))
    assert [verdict.visit.recipient for verdict in verdicts if verdict.visit] == ["R3716210008"] * 2
    assert [verdict.outcome for verdict in verdicts] == [RowOutcome.IMPORTED] * 2


def test_staff_by_number_by_digits_and_in_lists():
    verdicts = judged(
        {"服务人员": "S004"},
        {"服务人员": "陈静(5727)", "服务日期": "2026-10-13"},
        {"服务人员": "陈静 刘洋", "服务日期": "2026-10-14"},
        {"服务人员": "陈静(0000)", "服务日期": "2026-10-15"},
    )
    assert [verdict.visit.staff if verdict.visit else None for verdict in verdicts] == [
        ("S004",), ("S004",), ("S004", "S003"), None,
    ]  # fmt: skip
    assert rules_of(verdicts[3]) == {"CELL-CONFLICT"}


def test_an_id_number_alone_is_enough():
    (verdict,) = judged({"救助对象": None, "身份证号": "371621196611200973"})
    assert verdict.visit is not None
    assert verdict.visit.recipient == "R3716210002"
