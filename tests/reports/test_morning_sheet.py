"""The morning sheet as a PDF: the order of the window, marks that need no colour, both languages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from provider_desktop.reports.morning_sheet import MorningSheet, SheetFigure, SheetLine, write_morning_sheet
from tests.support.papers import words_on

LINES = (
    SheetLine("red", "退回：张* 11-18 助浴缺签字单", "一次通过率", 5),
    SheetLine("yellow", "王*兰 助浴 2 次未完成 <b>&", "计划完成率", 0),
    SheetLine("none", "3 条记录待上报", "上报及时率", -2),
    SheetLine("none", "新派单：马*兰", "派单", None),
)


def a_sheet(lines: tuple[SheetLine, ...] = LINES) -> MorningSheet:
    return MorningSheet(
        agency_name="惠民县暖心居家服务中心",
        day=date(2026, 11, 23),
        made_at="2026-11-23 07:40",
        made_by="孙会计",
        light="11月预估黄灯",
        figures=(SheetFigure("今日计划", "14 次", "已录 5"), SheetFigure("距锁定", "12 天", "")),
        lines=lines,
    )


def test_lines_stand_in_the_order_given_with_marks_and_deadlines(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    assert write_morning_sheet(paper, a_sheet(), "zh_CN") == 1
    shown = words_on(paper)
    places = [shown.index(part) for part in ("■", "▲", "已过 2 天", "马*兰")]
    assert places == sorted(places)
    assert "2026年11月23日 星期一" in shown
    assert "还剩 5 天" in shown
    assert "<b>&" in shown  # a remark is shown, not obeyed
    assert shown.count("□") == len(LINES) + 1  # each line, and the legend


def test_the_reason_stands_small_below_its_sentence_and_moves_nothing_off_the_page(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    reason = "关系到“计划完成率”，现为黄灯，12 项，还剩 10 天；" * 8 + "到此为止"
    lines = (replace(LINES[0], reason=reason), *LINES[1:])
    assert write_morning_sheet(paper, a_sheet(lines), "zh_CN") == 1
    shown = words_on(paper).replace("\n", "")
    assert shown.index("退回") < shown.index("到此为止") < shown.index("▲")


def test_a_day_without_work_says_so_instead_of_an_empty_table(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    write_morning_sheet(paper, a_sheet(()), "en")
    shown = words_on(paper)
    assert "Nothing waits today." in shown
    assert "Mon, 23 Nov 2026" in shown
    assert "Deadline" not in shown


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    write_morning_sheet(paper, replace(a_sheet(), more=37), "zh_CN")
    assert "另有 37 项" in words_on(paper)


def test_a_long_list_repeats_its_heading(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    pages = write_morning_sheet(paper, a_sheet(LINES * 40), "zh_CN")
    assert pages > 3
    assert words_on(paper).count("要做的事") == pages


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_morning_sheet(tmp_path / "nowhere" / "sheet.pdf", a_sheet(), "en")
