"""Old .xls workbooks that are damaged or have cells in error: refused alive, or read with the error shown."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
import xlwt

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets import reading
from provider_desktop.spreadsheets.old_errors import errors_of
from provider_desktop.spreadsheets.reading import read_sheets

FORMULA = struct.pack("<HH", 0x0006, 29)
DIMENSIONS = struct.pack("<HH", 0x0200, 14)


def an_old_workbook(path: Path, *, rows: int = 0) -> Path:
    """Two sheets; the second one has a day in error, a formula and, if asked for, many rows."""
    workbook = xlwt.Workbook()
    workbook.add_sheet("说明").write(0, 0, "无")
    sheet = workbook.add_sheet("台账")
    for column, text in enumerate(("日期", "姓名")):
        sheet.write(0, column, text)
    sheet.write(1, 0, "2026-10-01")
    sheet.row(2).set_cell_error(0, "#REF!")
    sheet.write(3, 0, xlwt.Formula("1/0"))
    for row in (1, 2, 3, *range(4, 4 + rows)):
        sheet.write(row, 1, f"王芳{row}")
    workbook.save(str(path))
    return path


def patched(path: Path, place: int, content: bytes) -> Path:
    data = bytearray(path.read_bytes())
    data[place : place + len(content)] = content
    path.write_bytes(bytes(data))
    return path


def with_a_giant_sheet(path: Path) -> Path:
    """Its sheet claims 3.6 thousand million rows, for which the reader asks memory and aborts."""
    return patched(path, path.read_bytes().index(DIMENSIONS) + 8, struct.pack("<I", 0xDA000004))


def with_a_broken_table(path: Path) -> Path:
    """It ends amid a sector of its table, over which the reader panics."""
    data = path.read_bytes()
    place = (int.from_bytes(data[76:80], "little") + 1) * 512
    path.write_bytes(data[: place + 101])
    return path


def assert_damaged(path: Path) -> None:
    with pytest.raises(AppError) as caught:
        read_sheets(path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.params["reason"] == "damaged"


def test_a_file_on_which_the_reader_aborts(tmp_path):
    assert_damaged(with_a_giant_sheet(an_old_workbook(tmp_path / "a.xls")))


@pytest.mark.parametrize("tried_first", [True, False])
def test_a_file_on_which_the_reader_panics(tmp_path, monkeypatch, tried_first):
    if not tried_first:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert_damaged(with_a_broken_table(an_old_workbook(tmp_path / "a.xls")))


def test_an_interruption_is_no_damage(tmp_path, monkeypatch):
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_sheet", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_sheets(an_old_workbook(tmp_path / "a.xls"))


@pytest.mark.parametrize("error", [subprocess.TimeoutExpired("python", 60), OSError("no more processes")])
def test_a_trial_that_does_not_end_or_begin(tmp_path, monkeypatch, error):
    def failing(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", failing)
    assert_damaged(an_old_workbook(tmp_path / "a.xls"))


def test_a_frozen_program_and_newer_files_start_no_process(tmp_path, monkeypatch):
    def failing(*arguments: object, **options: object) -> None:
        raise AssertionError("started")

    monkeypatch.setattr(subprocess, "run", failing)
    (tmp_path / "a.csv").write_text("日期,姓名\n", encoding="utf-8")
    assert read_sheets(tmp_path / "a.csv")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert read_sheets(an_old_workbook(tmp_path / "a.xls"))


def test_it_is_read_from_any_folder_and_under_any_name(tmp_path, monkeypatch):
    an_old_workbook(tmp_path / "-十月 台账.xls")
    monkeypatch.chdir(tmp_path)
    assert read_sheets(Path("-十月 台账.xls"))


@pytest.mark.parametrize("rows", [0, 9000])
def test_cells_in_error_are_shown_as_such(tmp_path, rows):
    path = an_old_workbook(tmp_path / "a.xls", rows=rows)
    place = path.read_bytes().index(FORMULA) + 4 + 6
    patched(path, place, b"\x02\x00\x07\x00\x00\x00\xff\xff")
    first, second = read_sheets(path)
    assert [row.cells for row in first.rows] == [("无",)]
    assert [row.cells[0] for row in second.rows[:4]] == ["日期", "2026-10-01", "#REF!", "#DIV/0!"]
    assert [row.cells for row in second.rows[4:]] == [(None, f"王芳{row}") for row in range(4, 4 + rows)]


def test_errors_are_those_of_their_sheet(tmp_path):
    path = an_old_workbook(tmp_path / "a.xls")
    assert errors_of(path.read_bytes()) == [{}, {(2, 0): "#REF!"}]


def test_what_cannot_be_followed_has_no_errors(tmp_path):
    data = an_old_workbook(tmp_path / "a.xls").read_bytes()
    assert errors_of(data[:8]) == []
    assert errors_of(data[:600]) == []
    for place in range(24, 512, 4):  # every number of the header and of the list of its tables
        for number in (0, 1, 0x7FFFFFFF, 0xFFFFFFFE):
            errors_of(data[:place] + struct.pack("<I", number) + data[place + 4 :])
