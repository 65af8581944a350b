"""Files of every kind behind the name of a sheet: read, or refused with one clear code."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl  # noqa: TID251 - another reader and writer than ours
import pytest
import xlsxwriter
import xlwt

from provider_desktop.domain.ledger.sheet import MergedRange
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets import package
from provider_desktop.spreadsheets.reading import read_sheets

MOMENT = datetime(2026, 10, 3, 8, 30)  # noqa: DTZ001 - a spreadsheet's moments have no zone


def refusal(path: Path) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        read_sheets(path)
    return caught.value.code


def a_workbook(path: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def rewritten(path: Path, change: dict[str, bytes]) -> Path:
    """The package with some parts changed or added."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**parts, **change}.items():
            new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.FILE_EMPTY),
        (b" \r\n \n", ErrorCode.FILE_EMPTY),
        (b"%PDF-1.7 \x00\x01", ErrorCode.FILE_NO_TABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ErrorCode.FILE_NO_TABLE),
        (b"\x00\x01\x02\x03" * 100, ErrorCode.FILE_NO_TABLE),
        ("只有一列\n没有表格\n".encode(), ErrorCode.FILE_NO_TABLE),
        (b"\xff\xfe\x00\xd8 broken", ErrorCode.FILE_NO_TABLE),
        (b"PK\x03\x04 cut off", ErrorCode.FILE_UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", ErrorCode.FILE_UNREADABLE),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            ErrorCode.FILE_PROTECTED,
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_one_code(tmp_path, content, code):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(content)
    assert refusal(path) is code


def test_a_missing_file_and_a_folder(tmp_path):
    assert refusal(tmp_path / "nowhere.xlsx") is ErrorCode.FILE_MISSING
    assert refusal(tmp_path) in {ErrorCode.FILE_UNREADABLE, ErrorCode.FILE_IN_USE}


def test_a_file_that_another_program_keeps_to_itself(tmp_path, monkeypatch):
    path = a_workbook(tmp_path / "a.xlsx", ["日期", "姓名"])

    def denied(self: Path) -> bytes:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert refusal(path) is ErrorCode.FILE_IN_USE


def test_a_workbook_cut_short(tmp_path):
    path = a_workbook(tmp_path / "a.xlsx", ["日期", "姓名"])
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) is ErrorCode.FILE_UNREADABLE


def test_a_package_that_is_no_workbook(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as letter:
        letter.writestr("word/document.xml", "<w:document/>")
    assert refusal(path) is ErrorCode.FILE_NO_TABLE


def test_an_empty_workbook(tmp_path):
    assert refusal(a_workbook(tmp_path / "a.xlsx")) is ErrorCode.FILE_EMPTY


def test_broken_xml_inside(tmp_path):
    path = rewritten(
        a_workbook(tmp_path / "a.xlsx", ["日期"]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}
    )
    assert refusal(path) in {ErrorCode.FILE_UNREADABLE, ErrorCode.FILE_EMPTY}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 1024 * 1024)
    bomb = b"<worksheet><sheetData>" + b" " * 4 * 1024 * 1024 + b"</sheetData></worksheet>"
    path = rewritten(a_workbook(tmp_path / "a.xlsx", ["日期"]), {"xl/worksheets/sheet1.xml": bomb})
    assert path.stat().st_size < 64 * 1024
    assert refusal(path) is ErrorCode.FILE_TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = rewritten(
        a_workbook(tmp_path / "a.xlsx", ["日期"]), {"xl/worksheets/sheet1.xml": b" " * 1024 * 1024}
    )
    data = bytearray(path.read_bytes())
    size = (1024 * 1024).to_bytes(4, "little")
    for place in [index for index in range(len(data)) if data[index : index + 4] == size]:
        data[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert refusal(path) is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize("cell", ["XFD3", "A1048576", "ZZ1", "xfd3"])
def test_one_cell_at_the_far_end_is_refused_before_it_makes_a_giant(tmp_path, cell, monkeypatch):
    def parsed(stream: io.BytesIO, path: Path) -> tuple[()]:
        raise AssertionError("the whole rectangle would have been laid out")

    monkeypatch.setattr("provider_desktop.spreadsheets.reading._workbook", parsed)
    content = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="3">'
        f'<c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = rewritten(
        a_workbook(tmp_path / "a.xlsx", ["日期"]), {"xl/worksheets/sheet1.xml": content.encode()}
    )
    assert refusal(path) is ErrorCode.FILE_TOO_LARGE


def test_styles_may_reach_to_the_far_end(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["日期", "姓名"])
        sheet.write_blank(5, 16383, None, workbook.add_format({"bold": True}))
    (found,) = read_sheets(tmp_path / "a.xlsx")
    assert found.rows[0].cells[:2] == ("日期", "姓名")


def test_macros_links_and_pictures_stay_unread(tmp_path):
    path = rewritten(
        a_workbook(tmp_path / "a.xlsm", ["日期", "姓名"]),
        {
            "xl/vbaProject.bin": b"\x00" * 1000,
            "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
            "xl/media/image1.png": b"\x89PNG",
        },
    )
    assert [sheet.name for sheet in read_sheets(path)] == ["台账"]


def test_cells_keep_their_types_and_rows_their_numbers(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("台账")
        day, clock, long = (
            workbook.add_format({"num_format": pattern}) for pattern in ("yyyy-mm-dd", "h:mm", "[h]:mm")
        )
        sheet.merge_range("A1:C1", "标题")
        sheet.write_row(2, 0, ["文字", 22, 0.5, True])
        sheet.write_datetime(3, 0, MOMENT.replace(hour=0, minute=0), day)
        sheet.write_datetime(3, 1, time(8, 30), clock)
        sheet.write_datetime(3, 2, timedelta(hours=30), long)
        sheet.write_formula(3, 3, "=1+1", None, 2)
        sheet.merge_range("A5:A7", "合并")
    (found,) = read_sheets(path)
    cells = {row.number: row.cells for row in found.rows}
    assert sorted(cells) == [1, 3, 4, 5]
    assert cells[3] == ("文字", 22, 0.5, True)
    assert cells[4] == (date(2026, 10, 3), time(8, 30), timedelta(hours=30), 2)
    assert set(found.merged) == {MergedRange(1, 1, 0, 2), MergedRange(5, 7, 0, 0)}


def test_what_openpyxl_writes_is_read_alike(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["日期", "姓名"])
    workbook.active.append([MOMENT, "王芳"])
    workbook.save(tmp_path / "a.xlsx")
    (found,) = read_sheets(tmp_path / "a.xlsx")
    assert found.rows[1].cells == (MOMENT, "王芳")


def test_the_old_format_with_merges(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("台账")
    sheet.write_merge(1, 3, 0, 0, "10月3日")
    sheet.write(1, 1, "王芳")
    sheet.write(2, 1, 45)
    workbook.save(str(tmp_path / "a.xls"))
    (found,) = read_sheets(tmp_path / "a.xls")
    assert [(row.number, row.cells) for row in found.rows] == [(2, ("10月3日", "王芳")), (3, (None, 45))]
    assert found.merged == (MergedRange(2, 4, 0, 0),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables(tmp_path, encoding, delimiter):
    lines = [
        ["日期", "姓名", "备注"],
        [],
        ["10月3日", "张玉䶮", f'他说"好{delimiter}好"\n第二行'],
        ["10月4日", "李秀英", ""],
    ]
    buffer = io.StringIO()
    for line in lines:
        buffer.write(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) + "\r\n")
    (tmp_path / "a.csv").write_bytes(buffer.getvalue().encode(encoding))
    (found,) = read_sheets(tmp_path / "a.csv")
    assert [row.number for row in found.rows] == [1, 3, 4]
    assert found.rows[1].cells == ("10月3日", "张玉䶮", f'他说"好{delimiter}好"\n第二行')
    assert found.rows[2].cells[2] is None


def test_a_text_table_of_too_many_columns(tmp_path):
    (tmp_path / "a.csv").write_text(",".join(["a"] * 300), encoding="utf-8")
    assert refusal(tmp_path / "a.csv") is ErrorCode.FILE_TOO_LARGE


def test_a_file_beyond_the_size_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("provider_desktop.spreadsheets.reading.MAX_FILE_BYTES", 100)
    assert refusal(a_workbook(tmp_path / "a.xlsx", ["日期"])) is ErrorCode.FILE_TOO_LARGE
