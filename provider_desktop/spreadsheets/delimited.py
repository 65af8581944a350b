"""Reading text tables: UTF-8 or GB18030, with comma, semicolon or tab, as spreadsheets save them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from provider_desktop.domain.ledger.sheet import Row, Sheet
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets.package import check_area

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = "\t,;"
_FORMULA_OF_TEXT = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
#: Lines that the delimiter is told from.
_SAMPLE_LINES = 40
#: Characters that no text table holds: what has them is another kind of file.
_BINARY = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f\x1a")


def read_delimited(data: bytes, path: Path) -> Sheet:
    """The one sheet of a text table. Row numbers are those that a spreadsheet would show.

    Raises ``AppError`` ``FileNoTable`` for what is no text or has no columns, ``FileTooLarge`` beyond
    the limits of a sheet.
    """
    text = _decoded(data, path)
    if not _BINARY.isdisjoint(text):
        raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path))
    text, delimiter = _delimiter(text)
    rows: list[Row] = []
    width = 0
    try:
        for number, line in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            width = max(width, len(line))
            check_area(number, width, path)
            if any(cell.strip() for cell in line):
                rows.append(Row(number, tuple(map(_cell, line))))
    except csv.Error as error:
        raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path)) from error
    if rows and width < 2:
        raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path))
    return Sheet(path.stem, tuple(rows))


def _cell(text: str) -> str | None:
    """A cell; what programs write as a formula so that digits stay digits (``="0013"``) is the text in it."""
    if match := _FORMULA_OF_TEXT.fullmatch(text):
        text = match[1].replace('""', '"')
    return text if text.strip() else None


def _decoded(data: bytes, path: Path) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        # valid UTF-8 is hardly ever GB18030 by chance; the other way round it often is
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AppError(ErrorCode.FILE_NO_TABLE, path=str(path))


def _delimiter(text: str) -> tuple[str, str]:
    """The text without a spreadsheet's ``sep=`` line, and its delimiter: what most lines have alike."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return "\n" + rest, first.strip()[-1]
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        counts = Counter(_outside_quotes(line).count(delimiter) for line in lines)
        counts.pop(0, None)
        score = max((times * 100 + count for count, times in counts.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return text, best


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
