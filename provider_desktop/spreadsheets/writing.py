"""Writing tables as .xlsx: every text as text, so that no cell of a record ever becomes a formula."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.sheet import Cell, shown
from provider_desktop.files import write_atomically

_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
_LINE = "#C9D1DA"
_NARROWEST, _WIDEST = 6.0, 48.0
#: A spreadsheet shows no more than this many characters of a cell, and none of its file may hold more.
_LONGEST_TEXT = 32_767
_SHEET_NAME = 31

Style = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mark:
    """Colour (``#RRGGBB``) and comment of one cell; either may be empty."""

    colour: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to write: lines above the headings, headings, rows, and a last line in bold.

    ``marks`` are by row (0-based among ``rows``) and column. Times of day and moments are written as
    the local ones; moments must be aware.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: Sequence[Sequence[Cell]] = ()
    total: Sequence[Cell] = ()
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """Write a workbook of these tables, whole or not at all.

    Raises ``AppError`` ``FileUnwritable`` or ``DiskFull``.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        formats = _Formats(workbook)
        used: set[str] = set()
        for table in tables:
            _write(workbook.add_worksheet(_sheet_name(table.name, used)), table, formats)
    write_atomically(path, content.getvalue())


class _Formats:
    """The workbook's formats, each made once: a spreadsheet refuses files with too many."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, *styles: Style) -> Format:
        """The format that has all of these properties."""
        properties = {**_FONT}
        for style in styles:
            properties.update(style)
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


_TITLE: Style = {"bold": True, "font_size": 12}
_HEADING: Style = {"bold": True, "bg_color": "#E8F0FA", "border": 1, "border_color": _LINE, "text_wrap": True}
_BODY: Style = {"border": 1, "border_color": _LINE, "text_wrap": True}
_TOTAL: Style = {"bold": True, "border": 1, "border_color": _LINE, "top": 2}


def _write(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    line = 0
    for cells in table.title:
        for column, cell in enumerate(cells):
            _put(sheet, line, column, cell, formats, _TITLE)
        line += 1
    if table.headings:
        for column, heading in enumerate(table.headings):
            _put(sheet, line, column, heading, formats, _HEADING)
        line += 1
        sheet.freeze_panes(line, 0)
    for number, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            mark = table.marks.get((number, column), Mark())
            _put(sheet, line, column, cell, formats, _BODY, _fill(mark))
            if mark.comment:
                sheet.write_comment(line, column, mark.comment, {"x_scale": 2.2, "y_scale": 1.4})
        line += 1
    for column, cell in enumerate(table.total):
        _put(sheet, line, column, cell, formats, _TOTAL)
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _put(sheet: Worksheet, line: int, column: int, cell: Cell, formats: _Formats, *styles: Style) -> None:
    """One cell by its type. Nothing is left to guess: ``write()`` would take =1+1 for a formula."""
    if cell is None or cell == "":
        sheet.write_blank(line, column, None, formats.get(*styles))
    elif isinstance(cell, bool):
        sheet.write_boolean(line, column, cell, formats.get(*styles))
    elif (isinstance(cell, int) and abs(cell) < 10**15) or isinstance(cell, float):
        sheet.write_number(line, column, cell, formats.get(*styles))
    elif isinstance(cell, datetime):
        local = cell.astimezone(LOCAL).replace(tzinfo=None) if cell.tzinfo else cell
        sheet.write_datetime(line, column, local, formats.get(*styles, {"num_format": "yyyy-mm-dd hh:mm"}))
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats.get(*styles, {"num_format": "yyyy-mm-dd"}))
    elif isinstance(cell, time):
        pattern = "hh:mm:ss" if cell.second else "hh:mm"
        sheet.write_datetime(line, column, cell, formats.get(*styles, {"num_format": pattern}))
    elif isinstance(cell, timedelta):
        sheet.write_datetime(line, column, cell, formats.get(*styles, {"num_format": "[h]:mm"}))
    else:
        sheet.write_string(line, column, str(cell)[:_LONGEST_TEXT], formats.get(*styles, {"num_format": "@"}))


def _fill(mark: Mark) -> Style:
    return {"bg_color": mark.colour} if mark.colour else {}


def _widths(table: Table) -> list[float]:
    """Widths that show the headings and most cells whole."""
    count = max((len(row) for row in (table.headings, *table.rows, table.total)), default=0)
    widths = [_NARROWEST] * count
    for row in (table.headings, *table.rows[:500], table.total):
        for column, cell in enumerate(row):
            longest = max((_width(line) for line in shown(cell).splitlines()), default=0)
            widths[column] = min(_WIDEST, max(widths[column], longest + 2.0))
    return widths


def _width(text: str) -> int:
    """How many Latin characters wide a text is; a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that spreadsheets allow, and that no sheet before has."""
    clean = (
        "".join(" " if character in "[]:*?/\\" else character for character in name).strip(" '") or "Sheet"
    )
    short = clean[:_SHEET_NAME]
    number = 2
    while short.lower() in used:
        tail = f" {number}"
        short, number = clean[: _SHEET_NAME - len(tail)] + tail, number + 1
    used.add(short.lower())
    return short
