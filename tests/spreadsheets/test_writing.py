"""Tables written as .xlsx: types kept, text never a formula, whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import openpyxl  # noqa: TID251 - another reader and writer than ours
import pytest

from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets.reading import read_sheets
from provider_desktop.spreadsheets.writing import Mark, Table, write_tables


def test_types_are_kept_and_moments_are_local(tmp_path):
    row: list[Cell] = [
        "张玉䶮",
        45,
        0.5,
        True,
        date(2026, 10, 3),
        datetime(2026, 10, 3, 0, 30, tzinfo=UTC),
        time(8, 30),
        timedelta(hours=30),
        None,
    ]
    write_tables(tmp_path / "a.xlsx", [Table("表", [str(number) for number in range(9)], [row])])
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    moment = datetime(2026, 10, 3, 8, 30)  # noqa: DTZ001 - a spreadsheet's moments have no zone
    expected = ("张玉䶮", 45, 0.5, True, date(2026, 10, 3), moment, time(8, 30), timedelta(hours=30))
    assert sheet.rows[1].cells[:8] == expected


def test_titles_totals_marks_and_sheet_names(tmp_path):
    table = Table(
        name="月度:汇总/10月",
        headings=["对象", "分钟"],
        rows=[["赵长顺", 90], ["=HYPERLINK(1)", 371621198502138671]],
        title=[["2026年10月服务汇总"]],
        total=["合计", 90],
        marks={(0, 1): Mark("#FDF1D3", "超出额度")},
    )
    write_tables(tmp_path / "a.xlsx", [table, table])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["月度 汇总 10月", "月度 汇总 10月 2"]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[5]] == ["合计", 90]
    assert sheet["B3"].fill.fgColor.rgb == "FFFDF1D3"
    assert sheet["B3"].comment.text == "超出额度"
    assert (sheet["A4"].data_type, sheet["A4"].value) == ("s", "=HYPERLINK(1)")
    assert sheet["B4"].value == "371621198502138671", "eighteen digits do not fit a number of a spreadsheet"


def test_a_place_that_refuses_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    write_tables(path, [Table("旧", ["a"], [["old"]])])
    before = path.read_bytes()

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(AppError) as caught:
        write_tables(path, [Table("新", ["a"], [["new"]])])
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".part"] == []
