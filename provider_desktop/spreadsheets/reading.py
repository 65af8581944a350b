"""Reading .xlsx, .xls and .csv files into plain sheets, with one clear error for every file that is none."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from provider_desktop.domain.ledger.sheet import Cell, MergedRange, Row, Sheet
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets.delimited import read_delimited
from provider_desktop.spreadsheets.old_errors import Errors, errors_of
from provider_desktop.spreadsheets.package import (
    MAX_FILE_BYTES,
    OLE_MAGIC,
    ZIP_MAGIC,
    check_area,
    is_protected,
    open_package,
)

_log = logging.getLogger(__name__)

#: First bytes of files that people take for a sheet because of the name.
_NO_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"<?xml",
    b"{\\rtf",
    b"MZ",
)

#: How long the reader may take over an old workbook; the largest that we take needs a few seconds.
_TRIAL_SECONDS = 60


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every visible or hidden sheet of a file that has cells, in the file's order.

    What a file is, its content tells and not its name. Raises ``AppError``: ``FileMissing``,
    ``FileInUse`` (another program keeps it to itself), ``FileTooLarge`` (bombs included),
    ``FileProtected`` (a password), ``FileNoTable``, ``FileEmpty``, ``FileUnreadable`` (damaged).
    """
    data = _content(path)
    if data.startswith(ZIP_MAGIC):
        sheets = _workbook(open_package(data, path), path)
    elif data.startswith(OLE_MAGIC):
        if is_protected(data):
            raise AppError(ErrorCode.FILE_PROTECTED, path=str(path))
        _try_first(path)
        sheets = _workbook(io.BytesIO(data), path, errors_of(data))
    elif data.startswith(_NO_TABLES):
        raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path))
    else:
        sheets = (read_delimited(data, path),)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise AppError(ErrorCode.FILE_EMPTY, path=str(path))
    return filled


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = f"{MAX_FILE_BYTES // 1024 // 1024} MB"
            raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=limit)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except PermissionError as error:
        # Windows answers so while Excel has the workbook open; elsewhere it is the file's own lock
        raise AppError(ErrorCode.FILE_IN_USE, path=str(path)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.strerror or "io") from error
    if not data.strip():
        raise AppError(ErrorCode.FILE_EMPTY, path=str(path))
    return data


def _try_first(path: Path) -> None:
    """Have another process open an old workbook: on some damaged ones the reader ends its whole process."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return  # a bundle has no Python to start
    command = [sys.executable, "-m", "provider_desktop.spreadsheets.try_reading", str(path.absolute())]
    try:
        trial = subprocess.run(
            command,
            cwd=Path(__file__).parents[2],  # where the package lies, wherever we were started from
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TRIAL_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("an old workbook could not be tried: %s", type(error).__name__)
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="damaged") from error
    if trial.returncode != 0:
        _log.warning("the reader did not live through an old workbook: %s", trial.returncode)
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="damaged")


def _workbook(stream: io.BytesIO, path: Path, errors: Sequence[Errors] = ()) -> tuple[Sheet, ...]:
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        metadata = workbook.sheets_metadata
        if len(errors) != len(metadata):  # not known of which sheet they are
            errors = [{}] * len(metadata)
        return tuple(
            _sheet(workbook.get_sheet_by_name(meta.name), path, in_error)
            for meta, in_error in zip(metadata, errors, strict=True)
            if meta.typ is SheetTypeEnum.WorkSheet
        )
    except PasswordError as error:
        raise AppError(ErrorCode.FILE_PROTECTED, path=str(path)) from error
    except CalamineError as error:
        _log.info("a workbook could not be parsed: %s", type(error).__name__)
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        _log.warning("the reader panicked over a workbook")
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="damaged") from None


def _is_panic(error: BaseException) -> bool:
    """Whether the reader's Rust code broke off: its exception is no ``Exception`` and cannot be imported."""
    return type(error).__name__ == "PanicException"


def _sheet(sheet: CalamineSheet, path: Path, errors: Errors) -> Sheet:
    check_area(sheet.total_height, sheet.total_width, path)
    # empty rows above the data are kept: numbers must be those that the spreadsheet shows
    values = sheet.to_python(skip_empty_area=False)
    for (row, column), text in errors.items():
        if row < len(values) and column < len(values[row]) and values[row][column] in {None, ""}:
            values[row][column] = text
    lines = (Row(number, tuple(map(_cell, line))) for number, line in enumerate(values, start=1))
    rows = tuple(row for row in lines if any(cell is not None for cell in row.cells))
    return Sheet(sheet.name, rows, tuple(_merged(sheet)))


def _merged(sheet: CalamineSheet) -> Iterable[MergedRange]:
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        yield MergedRange(first_row + 1, last_row + 1, first_column, last_column)


def _cell(value: object) -> Cell:
    """A cell as the domain knows it: whole numbers without a fraction, nothing for an empty text."""
    if isinstance(value, float):
        with suppress(OverflowError, ValueError):
            if value.is_integer() and abs(value) < 1e18:
                return int(value)
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, str):
        return value or None
    return value  # type: ignore[return-value]  # calamine gives bool, int, date, datetime, time and timedelta
