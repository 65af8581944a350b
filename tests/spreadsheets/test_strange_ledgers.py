"""Ledgers as bad days make them: whatever a cell holds becomes a value, a finding or a clear refusal."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.verdicts import RowOutcome, RowVerdict
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.ledgers import Office, huimin, layout_of, rules_of

HEAD = ["服务日期", "救助对象", "身份证号", "服务人员", "开始", "结束", "服务项目", "签字", "满意度"]


def judged(path: Path, office: Office | None = None, sheet: int = 0) -> list[RowVerdict]:
    office = office or huimin()
    found = read_sheets(path)[sheet]
    layout = layout_of(found, names=office.directory, file_name=path.stem)
    return list(office.judge(found, layout))


def said(verdict: RowVerdict) -> object:
    """The visit in short, or the rules for which the row was refused."""
    visit = verdict.visit
    if verdict.outcome is not RowOutcome.IMPORTED or visit is None:
        return sorted(rules_of(verdict)) or verdict.outcome.value
    assert visit.started is not None
    assert visit.ended is not None
    times = [f"{at.astimezone(LOCAL):%m-%d %H:%M}" for at in (visit.started, visit.ended)]
    return (*times, [item.item for item in visit.items])


def a_book(path: Path, rows: Sequence[Sequence[object]], **options: object) -> Path:
    with xlsxwriter.Workbook(path, dict(options)) as book:
        sheet = book.add_worksheet("台账")
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, time):
                    sheet.write_datetime(number, column, cell, clock)
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(number, column, "=ZZ1", None, cell)
                else:
                    sheet.write(number, column, cell)
    return path


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [
        ["2026年10月台账"],
        HEAD,
        [date(2026, 10, 5), "赵长顺", "", "陈静", time(8, 30), time(9, 2), "上门探访", "√", "满意"],
    ]
    ours = judged(a_book(tmp_path / "mac.xlsx", rows, date_1904=True))
    assert [said(each) for each in ours] == [("10-05 08:30", "10-05 09:02", ["ZH-01"])]
    assert [said(each) for each in judged(a_book(tmp_path / "pc.xlsx", rows))] == [
        said(each) for each in ours
    ]


def test_cells_in_error_are_refused_where_they_matter(tmp_path: Path) -> None:
    good = ["2026-10-05", "赵长顺", "", "陈静", "8:30", "9:02", "上门探访", "√", "满意"]
    broken = [
        [*good[:4], "#REF!", *good[5:]],
        [*good[:1], "#N/A", *good[2:]],
        [*good[:3], "#NAME?", *good[4:]],
        [*good[:6], "#VALUE!", *good[7:]],
        ["#DIV/0!", *good[1:]],
    ]
    verdicts = judged(a_book(tmp_path / "ref.xlsx", [HEAD, *broken, good]))
    # an empty day means the day above; a day in error must not
    assert [each.outcome for each in verdicts] == [RowOutcome.REFUSED] * 5 + [RowOutcome.IMPORTED]


def test_headings_on_every_page_totals_and_a_cover(tmp_path: Path) -> None:
    path = tmp_path / "打印.xlsx"
    with xlsxwriter.Workbook(path) as book:
        cover = book.add_worksheet("封面")
        cover.write("C9", "惠民县居家服务")
        cover.write("C11", "二〇二六年十月")
        sheet = book.add_worksheet("明细")
        line = 0
        for page in range(3):
            sheet.merge_range(line, 0, line, 8, "居家服务记录（2026年10月）")
            sheet.write_row(line + 1, 0, HEAD)
            for row in range(4):
                start = f"{8 + row * 2}:0{page}"
                end = f"{8 + row * 2}:3{page}"
                cells = [f"10月{5 + page}日", "朱爱莲", "2186", "刘洋", start, end, "上门探访", "√", "满意"]
                sheet.write_row(line + 2 + row, 0, cells)
            sheet.write_row(line + 6, 0, ["本页小计", "", "", "", "", "", 4])
            sheet.write_row(line + 7, 0, ["制表：", "", "审核：", "", f"第{page + 1}页"])
            line += 9
        sheet.write_row(line, 0, ["合计", "", "", "", "", "", 12])
    office = huimin()
    found = next(each for each in read_sheets(path) if each.name == "明细")
    verdicts = list(office.judge(found, layout_of(found, names=office.directory, file_name=path.stem)))
    assert len(verdicts) == 12
    assert {each.outcome for each in verdicts} == {RowOutcome.IMPORTED}


def test_a_text_table_with_lines_quotes_and_formulas_of_text(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEAD[:7], "签字", "满意度", "备注\n（可不填）"])
    writer.writerow(
        ["2026/10/5", "赵长顺", '="371621198502138671"', "陈静", "8:30", "9:02", "上门探访", "√", "满意",
         '说"很好"\r\n，还想要，\t多聊聊']
    )  # fmt: skip
    writer.writerow(["2026/10/5", "朱爱莲\n(2186)", "", "刘洋\r\n陈静", "14:00", "15:02", "助洁", "", "", ""])
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    verdicts = judged(path)
    assert said(verdicts[0]) == ("10-05 08:30", "10-05 09:02", ["ZH-01"])
    assert verdicts[0].visit is not None
    assert "很好" in verdicts[0].visit.remarks
    assert said(verdicts[1]) == ("10-05 14:00", "10-05 15:02", ["SH-03"])
    assert verdicts[1].visit is not None
    assert len(verdicts[1].visit.staff) == 2


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("8.30", "9.02"),
        ("０８：３０", "０９：０２"),
        ("8时30分", "9时2分"),
        ("上午8点半", "上午9点02"),
        ("08:30:15", "09:02:40"),
        ("8：30　", "\u00a09:02"),
        (0.3541666667, 0.3763888889),
        (830, 902),
        ("0830", "0902"),
        ("8:30 AM", "9:02am"),
    ],
)
def test_times_as_hands_write_them(tmp_path: Path, start: object, end: object) -> None:
    row = ["2026-10-05", "赵长顺", "", "陈静", start, end, "上门探访", "√", "满意"]
    (verdict,) = judged(a_book(tmp_path / "times.xlsx", [HEAD, row]))
    assert said(verdict) == ("10-05 08:30", "10-05 09:02", ["ZH-01"])


@pytest.mark.parametrize(
    "start", ["25:00", "8:75", "午饭后", "8:30-", "-8:30", "八点多", "99", "1e9", 45000.5, True]
)
def test_times_that_are_none_are_refused_by_name(tmp_path: Path, start: object) -> None:
    row = ["2026-10-05", "赵长顺", "", "陈静", start, "18:40", "上门探访", "√", "满意"]
    (verdict,) = judged(a_book(tmp_path / "times.xlsx", [HEAD, row]))
    assert verdict.outcome is RowOutcome.REFUSED, said(verdict)
    assert rules_of(verdict)


@pytest.mark.parametrize(
    "name",
    [
        "赵\u200b长顺",
        "\ufeff赵长顺",
        "赵\u3000长\u00a0顺",
        "\u202e赵长顺\u202c",
        "赵长顺（低保）",
    ],
)
def test_names_with_what_nobody_sees(tmp_path: Path, name: str) -> None:
    row = ["2026-10-05", name, "371621198502138671", "陈静", "8:30", "9:02", "上门探访", "√", "满意"]
    (verdict,) = judged(a_book(tmp_path / "names.xlsx", [HEAD, row]))
    assert said(verdict) == ("10-05 08:30", "10-05 09:02", ["ZH-01"])


def test_a_cell_as_long_as_cells_may_be(tmp_path: Path) -> None:
    head = [*HEAD, "备注"]
    row = ["2026-10-05", "赵长顺", "", "陈静", "8:30", "9:02", "上门探访", "√", "满意", "很" * 32_767]
    other = ["2026-10-06", "赵长顺", "", "陈静", "8:30", "9:02", "上门探访" * 3000, "√", "满意", ""]
    verdicts = judged(a_book(tmp_path / "long.xlsx", [head, row, other]))
    assert len(verdicts) == 2
    assert verdicts[1].outcome is RowOutcome.REFUSED
