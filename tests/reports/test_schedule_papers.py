"""Dispatch sheets and visit sheets as PDFs that a person can read, and a code that a camera can."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from provider_desktop.reports.dispatch_sheet import DispatchLine, DispatchSheet, write_dispatch_sheets
from provider_desktop.reports.visit_sheet import SheetItem, VisitSheet, code_drawing, write_visit_sheets

LINE = DispatchLine(
    "09:05",
    45,
    "张玉䶮",
    "半护理",
    "石庙镇第1号",
    "13812341234",
    ("助洁", "理发剃须"),
    "赵敏",
    "带血压计 <b>&",
)
SHEET = VisitSheet(
    agency="52371621MJE12345X6", agency_name="惠民县暖心居家服务中心",
    mark="order:01KAQ2Z5000000000000000000",
    number="01KAQ2Z5000000000000000000", day="2026-11-23 星期一", planned="09:05，约 45 分钟",
    recipient="张玉䶮",
    items=(SheetItem("床上擦浴", 30, "水温"),), note="家里有狗",
)  # fmt: skip


def words(paper: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout


def a_sheet(staff: str, lines: int = 1) -> DispatchSheet:
    return DispatchSheet(
        "52371621MJE12345X6", "惠民县暖心居家服务中心", "2026-11-23 星期一", staff, "护理员", "",
        "2026-11-22 17:00",
        "孙会计", (LINE,) * lines,
    )  # fmt: skip


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "派工单"), ("en", "Dispatch sheet")])
def test_each_person_has_a_page_with_what_to_do(tmp_path: Path, language: str, title: str) -> None:
    paper = tmp_path / "dispatch.pdf"
    assert write_dispatch_sheets(paper, (a_sheet("王芳"), a_sheet("赵敏", 2)), language) == 2
    shown = words(paper)
    assert shown.count(title) >= 2
    for part in ("王芳", "赵敏", "张玉䶮", "石庙镇第1号", "13812341234", "助洁", "09:05", "<b>&"):
        assert part in shown
    assert "90" in shown, "minutes of two visits"


def test_a_long_day_goes_on_on_another_page(tmp_path: Path) -> None:
    paper = tmp_path / "dispatch.pdf"
    assert write_dispatch_sheets(paper, (a_sheet("王芳", 40),), "zh_CN") > 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_sheet_fills_one_page_and_leaves_times_to_the_door(tmp_path: Path, language: str) -> None:
    paper = tmp_path / "sheet.pdf"
    many = VisitSheet(**{**{f: getattr(SHEET, f) for f in SHEET.__slots__}, "items": SHEET.items * 7})
    assert write_visit_sheets(paper, (SHEET, many), language) == 2
    shown = words(paper)
    assert "张玉䶮" in shown
    assert "水温" in shown
    assert "家里有狗" in shown
    assert ("签到时间" if language == "zh_CN" else "Signed in at") in shown


def test_a_blank_sheet_names_the_agency_and_nobody(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    assert (
        write_visit_sheets(paper, (VisitSheet("52371621MJE12345X6", "惠民县暖心居家服务中心"),), "zh_CN") == 1
    )
    shown = words(paper)
    assert "惠民县暖心居家服务中心" in shown
    assert "排班编号" not in shown


def test_the_code_is_drawn_as_it_is_meant() -> None:
    """The squares on paper are those of the code, turned right way up, with its quiet edge."""
    import qrcode
    from reportlab.graphics.shapes import Rect

    drawing = code_drawing(SHEET.mark, 60)
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(SHEET.mark)
    matrix = code.get_matrix()
    step = 60 / len(matrix)
    drawn = {
        (len(matrix) - 1 - round(rect.y / step), round(rect.x / step))
        for rect in drawing.contents
        if isinstance(rect, Rect)
    }
    assert drawn == {(r, c) for r, row in enumerate(matrix) for c, dark in enumerate(row) if dark}
    assert min(min(place) for place in drawn) == 2


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_visit_sheets(tmp_path / "nowhere" / "sheet.pdf", (SHEET,), "en")
