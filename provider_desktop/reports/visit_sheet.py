"""The visit sheet: written and signed at the home, then scanned; blank, or with what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qrcode
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Spacer, Table, TableStyle

from provider_desktop.reports.style import INK, LINE, SHADE, WIDTH, Column, table, text, write_paper
from provider_desktop.wording import sentence

#: Lines for items on a sheet; what is not filled in is left to write.
LINES = 7
_CODE_SIZE = 24 * mm
#: An empty cell as high as two lines of handwriting.
_ROOM = "\u3000\n\u3000"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item planned: its usual minutes, and what its protocol asks to be written down."""

    name: str
    minutes: int
    asks_for: str


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """One sheet. All words are ready to print, empty ones are left to write by hand; ``mark`` is what the
    code says, empty for none. Times are never filled in: they are captured at the door."""

    agency: str
    agency_name: str
    mark: str = ""
    number: str = ""
    day: str = ""
    planned: str = ""
    recipient: str = ""
    care: str = ""
    address: str = ""
    phone: str = ""
    staff: str = ""
    items: tuple[SheetItem, ...] = ()
    note: str = ""


def write_visit_sheets(out: Path, sheets: Sequence[VisitSheet], language: str) -> int:
    """Write the sheets into one PDF; the number of pages. Raises ``OSError`` where it cannot be written."""
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        if number:
            story.append(PageBreak())
        story += _page(sheet, language)
    title = sentence("paper", "visit_sheet", language)
    return write_paper(out, title, story, sheets[0].agency_name if sheets else "", language)


def _page(sheet: VisitSheet, language: str) -> list[Any]:
    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    lines = [[item.name, str(item.minutes or ""), "", item.asks_for] for item in sheet.items]
    lines += [[_ROOM, "", "", ""] for _ in range(max(0, LINES - len(lines)))]
    columns = (
        Column(say("item"), 34),
        Column(say("usual_minutes"), 12, figures=True),
        Column(say("real_minutes"), 12, figures=True),
        Column(say("written_down"), 42),
    )
    story: list[Any] = [
        _head(sheet, say),
        Spacer(0, 3 * mm),
        _facts(sheet, say),
        Spacer(0, 3 * mm),
        _boxes(((say("sign_in_time"), 50), (say("sign_out_time"), 50)), 11 * mm),
        Spacer(0, 3 * mm),
        table(columns, lines),
        Spacer(0, 3 * mm),
        text(say("sheet_outcome"), 10),
        Spacer(0, 1.5 * mm),
        text(say("sheet_satisfaction"), 10),
        Spacer(0, 3 * mm),
        _boxes(((say("sheet_remarks"), 100),), 20 * mm),
        Spacer(0, 3 * mm),
        _boxes(((say("sheet_signed"), 60), (say("sheet_staff_signed"), 40)), 24 * mm),
        Spacer(0, 2 * mm),
        text(say("sheet_rule"), 8.5, muted=True),
    ]
    if sheet.note:
        story.insert(3, text(say("sheet_note", note=sheet.note), 9.5, bold=True))
    return story


def _head(sheet: VisitSheet, say: Any) -> Table:
    """Title and agency at the left, the code at the right."""
    words = [
        text(say("visit_sheet"), 16, bold=True),
        text(say("agency_line", name=sheet.agency_name, agency=sheet.agency), 9),
        text(say("sheet_number", number=sheet.number) if sheet.number else " ", 8.5, muted=True),
    ]
    code = code_drawing(sheet.mark, _CODE_SIZE) if sheet.mark else ""
    head = Table([[words, code]], colWidths=[WIDTH - _CODE_SIZE, _CODE_SIZE])
    head.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_NO_PADDING]))
    return head


_NO_PADDING = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


def _facts(sheet: VisitSheet, say: Any) -> Table:
    rows = (
        ("recipient", sheet.recipient, "self_care_level", sheet.care),
        ("address", sheet.address, "phone", sheet.phone),
        ("staff", sheet.staff, "visit_day", sheet.day),
        ("planned_time", sheet.planned, "home_condition", ""),
    )
    cells = [
        [text(say(a), 8.5, bold=True), text(b or " ", 10), text(say(c), 8.5, bold=True), text(d or " ", 10)]
        for a, b, c, d in rows
    ]
    shares = (0.16, 0.4, 0.14, 0.3)
    facts = Table(cells, colWidths=[WIDTH * share for share in shares])
    facts.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("BACKGROUND", (0, 0), (0, -1), SHADE),
                ("BACKGROUND", (2, 0), (2, -1), SHADE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return facts


def _boxes(captions: Sequence[tuple[str, int]], height: float) -> Table:
    """Ruled boxes side by side with their captions at the top, to write into; shares are per cent."""
    boxes = Table(
        [[text(caption, 9, bold=True) for caption, _ in captions]],
        colWidths=[WIDTH * share / 100 for _, share in captions],
        rowHeights=[height],
    )
    boxes.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return boxes


def code_drawing(mark: str, size: float) -> Drawing:
    """The mark as a QR code of so many points, drawn as squares: sharp on any printer.

    Level M: a crease or a stamp over a corner does not hide it.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(mark)
    matrix = code.get_matrix()
    step = size / len(matrix)
    drawing = Drawing(size, size)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                place = (column * step, size - (row + 1) * step)
                drawing.add(Rect(*place, step, step, fillColor=INK, strokeColor=None))
    return drawing
