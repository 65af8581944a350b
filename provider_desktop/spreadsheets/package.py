"""Looking into a workbook before it is parsed: what it is, how large it unpacks, how far its cells reach."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode

#: What a file, its unpacked parts and its sheets may be at most. A town's year of visits is far below.
MAX_FILE_BYTES = 40 * 1024 * 1024
MAX_UNPACKED_BYTES = 320 * 1024 * 1024
MAX_PARTS = 2000
MAX_ROWS = 250_000
MAX_COLUMNS = 256
#: Cells of the rectangle that a sheet spans; readers lay it out whole, be it ever so empty.
MAX_AREA = 8_000_000

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: The parts of a workbook that hold cells; macros, links to other files, pictures and queries stay unread.
_NEEDED = re.compile(
    r"^(?:\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels)$",
    re.IGNORECASE,
)
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
#: A cell that holds something: styles alone reach to the sheet's end in many an office's file.
_FILLED = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]{1,9})(\d{1,15})["'][^<>]*(?<!/)>"""
)
_BEYOND_Z = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["'](?:[A-Za-z]{2,}\d+|[A-Za-z]\d{6,})["'][^<>]*(?<!/)>"""
)

_IN_ERROR = re.compile(rb"""(<(?:\w+:)?c\s(?:[^<>]*?\s)?t\s*=\s*["'])e(["'])""")


def open_package(data: bytes, path: Path) -> io.BytesIO:
    """A copy of an .xlsx package with only the parts that hold cells, each of them measured.

    What a header claims of a part's size proves nothing, so every part is unpacked here under a cap.
    Raises ``AppError`` ``FileTooLarge`` for bombs and sheets beyond the limits, ``FileNoTable`` for a
    package that is no workbook, ``FileUnreadable`` for a broken one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _measured(package, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="zip") from error
    except RuntimeError as error:  # how zipfile says that a part is encrypted
        raise AppError(ErrorCode.FILE_PROTECTED, path=str(path)) from error


def is_protected(data: bytes) -> bool:
    """Whether an OLE file is a workbook that a password keeps shut."""
    return data.startswith(OLE_MAGIC) and _ENCRYPTED in data


def check_area(rows: int, columns: int, path: Path) -> None:
    """Raise ``AppError`` ``FileTooLarge`` where a sheet reaches beyond the limits."""
    if rows > MAX_ROWS:
        raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{MAX_ROWS} rows")
    if columns > MAX_COLUMNS or rows * columns > MAX_AREA:
        raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{MAX_COLUMNS} columns")


def _measured(package: zipfile.ZipFile, path: Path) -> io.BytesIO:
    entries = package.infolist()
    if len(entries) > MAX_PARTS:
        raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{MAX_PARTS} parts")
    if not any(entry.filename.lower() == "xl/workbook.xml" for entry in entries):
        raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path))
    left = MAX_UNPACKED_BYTES
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as kept:
        for entry in entries:
            if not _NEEDED.match(entry.filename):
                continue
            with package.open(entry) as part:
                content = part.read(left + 1)
            left -= len(content)
            if left < 0:
                limit = f"{MAX_UNPACKED_BYTES // 1024 // 1024} MB"
                raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=limit)
            if _SHEET.match(entry.filename):
                _check_cells(content, path)
                content = _with_errors_as_text(content)
            kept.writestr(entry.filename, content)
    copy.seek(0)
    return copy


def _with_errors_as_text(content: bytes) -> bytes:
    """Cells in error (``#REF!``) as texts: a reader that gives nothing for them would let a broken day pass
    for an empty cell, which means the day above."""
    return _IN_ERROR.sub(rb"\1str\2", content) if _IN_ERROR.search(content) else content


def _check_cells(content: bytes, path: Path) -> None:
    """Hold the cells of a sheet to the limits without parsing it; a glance is enough for ordinary ones."""
    if _BEYOND_Z.search(content) is None:
        return
    rows = columns = 0
    for match in _FILLED.finditer(content):
        rows = max(rows, int(match[2]))
        columns = max(columns, _column(match[1]))
    check_area(rows, columns, path)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
