"""Ledgers in other shapes than the town's: other headings, other files, other places for dates and times."""

from __future__ import annotations

import xlsxwriter
import xlwt

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.verdicts import RowOutcome
from provider_desktop.spreadsheets.error_sheet import ErrorRow, write_error_sheet
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.ledgers import huimin, layout_of, rules_of


def judged(path, office=None):
    """Layout and verdicts of a file's first sheet, the file's name helping as in the program."""
    office = office or huimin()
    sheet = read_sheets(path)[0]
    layout = layout_of(sheet, names=office.directory, file_name=path.stem)
    return layout, office.judge(sheet, layout)


def spans(verdicts):
    """Local day and time of each visit, refused rows as their rules."""
    return [
        (
            f"{one.visit.started.astimezone(LOCAL):%m-%d %H:%M}",
            f"{one.visit.ended.astimezone(LOCAL):%m-%d %H:%M}",
        )
        if one.visit
        else sorted(rules_of(one))
        for one in verdicts
    ]


def test_english_headings(tmp_path):
    path = tmp_path / "visits.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("October 2026")
        sheet.write_row(
            1,
            1,
            ["No.", "Visit date", "Client", "ID no", "Carer", "Time in", "Time out", "Service", "Rating"],
        )
        sheet.write_row(
            2, 1, [1, "3 Oct 2026", "赵长顺", "", "陈静", "8:30 AM", "9:00 AM", "Home visit", "Satisfied"]
        )
        sheet.write_row(3, 1, [2, "Oct 4, 2026", "李秀英", "0973", "刘洋", "2:00 pm", "3:05 pm", "SH-03", 1])
        sheet.write_row(4, 1, ["Total", "", "2 visits"])
    layout, verdicts = judged(path)
    assert layout.heading_row == 2
    assert spans(verdicts) == [("10-03 08:30", "10-03 09:00"), ("10-04 14:00", "10-04 15:05")]
    assert [one.visit.satisfaction for one in verdicts] == [2, 1]


def test_a_text_table_of_the_old_encoding_with_days_in_rows_of_their_own(tmp_path):
    path = tmp_path / "2026年10月记录.csv"
    text = (
        "服务对象;护理员;服务时间;服务内容;家属签字\r\n"
        "10月3日 星期六;;;;\r\n"
        "张玉䶮;王芳;8:30-9:10;洗发、指/趾甲护理;女儿\r\n"
        "李秀英(4632);王芳;下午2:00-3:30;助洁;√\r\n"
        "10月4日;;;;\r\n"
        "单国芳;赵敏;22:40至次日0:30;陪伴支持;\r\n"
        "单国芳;赵敏;9:30-8:30;陪伴支持;\r\n"
        "小计;;4次;;\r\n"
    )
    path.write_bytes(text.encode("gb18030"))
    _, verdicts = judged(path)
    assert [one.row for one in verdicts] == [3, 4, 6, 7]
    assert spans(verdicts) == [
        ("10-03 08:30", "10-03 09:10"), ("10-03 14:00", "10-03 15:30"), ("10-04 22:40", "10-05 00:30"),
        ["TIME-ORDER"],
    ]  # fmt: skip
    assert verdicts[0].visit.signer.relation == "family"


def test_the_old_format_with_the_day_in_the_times(tmp_path):
    path = tmp_path / "导出.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("签到记录")
    rows: list[list[str | float]] = [
        ["姓名", "身份证号码", "工作人员", "签到时间", "签退时间", "服务项目", "服务时长（小时）"],
        ["赵长顺", "371621198502138671", "陈静", "2026-10-03 08:30", "2026-10-03 10:00", "助洁", 1.5],
        ["陈永福", "371621193611036719", "刘洋", "2026-10-04 23:30", "2026-10-05 00:30", "陪伴支持", 1],
        ["陈永福", "371621193611036719", "刘洋", "2026-10-05 09:30", "2026-10-05 10:30", "陪伴支持", 3],
    ]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.save(str(path))
    _, verdicts = judged(path)
    assert spans(verdicts)[:2] == [("10-03 08:30", "10-03 10:00"), ("10-04 23:30", "10-05 00:30")]
    assert [sorted(rules_of(one)) for one in verdicts] == [[], [], ["CELL-MISMATCH"]]


def test_days_of_the_month_under_a_title_and_two_storeys_of_headings(tmp_path):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range("A1:H1", "二〇二六年十月服务登记表")
        sheet.merge_range("A2:A3", "日期")
        sheet.merge_range("B2:C2", "服务对象")
        sheet.merge_range("D2:D3", "服务人员")
        sheet.merge_range("E2:F2", "服务时间")
        sheet.merge_range("G2:G3", "服务项目")
        sheet.merge_range("H2:H3", "服务结果")
        sheet.write_row(2, 1, ["姓名", "证件号"])
        sheet.write_row(2, 4, ["起", "止"])
        sheet.merge_range("A4:A5", "3日")
        sheet.write_row(3, 1, ["赵长顺", "8671", "陈静", "8点半", "九点", "上门探访", "完成"])
        sheet.write_row(4, 1, ["陈永福", "", "陈静", "9点半", "", "上门探访", "无人在家"])
        sheet.write_row(5, 0, ["4日", "周凤霞", "", "陈静", "8点半", "九点", "上门探访", "完成"])
    layout, verdicts = judged(path)
    assert layout.heading_row == 3
    assert [one.outcome for one in verdicts] == [RowOutcome.IMPORTED] * 3
    assert [one.visit.outcome.value for one in verdicts] == ["done", "absent", "done"]
    assert [one.visit.day.day for one in verdicts] == [3, 3, 4]


def test_the_month_only_in_the_name_of_the_file_survives_the_error_sheet(tmp_path):
    path = tmp_path / "2026年10月.csv"
    path.write_text(
        "日期,救助对象,服务人员,开始,结束,服务项目\n10月3日,赵长顺,陈静,8:30,25:70,上门探访\n,周凤霞,陈静,9:30,99:99,上门探访\n",
        encoding="utf-8",
    )
    office = huimin()
    layout, verdicts = judged(path, office)
    rows = [ErrorRow(one.row, one.cells, one.findings) for one in verdicts]
    out = tmp_path / "退回.xlsx"
    write_error_sheet(out, read_sheets(path)[0], layout, rows, "zh_CN")
    again = layout_of(read_sheets(out)[0], names=office.directory)
    assert (again.year, again.month) == (2026, 10)
    assert [row.cells[0] for row in read_sheets(out)[0].rows[2:]] == ["10月3日", "10月3日"]


def test_a_sheet_without_headings_gets_them_in_the_error_sheet(tmp_path):
    path = tmp_path / "粘贴.csv"
    lines = [f"2026-10-{day:02d},赵长顺,陈静,8:30,9:{day:02d},上门探访" for day in range(3, 9)]
    path.write_text("\n".join([*lines, "2026-10-09,赵长顺,陈静,8:30,25:70,上门探访"]), encoding="utf-8")
    office = huimin()
    layout, verdicts = judged(path, office)
    assert layout.heading_row == 0
    assert [one.outcome.value for one in verdicts] == [*["imported"] * 6, "refused"]
    row = verdicts[-1]
    out = tmp_path / "out.xlsx"
    write_error_sheet(
        out, read_sheets(path)[0], layout, [ErrorRow(row.row, row.cells, row.findings)], "zh_CN"
    )
    again = layout_of(read_sheets(out)[0], names=office.directory)
    assert again.columns == layout.columns
