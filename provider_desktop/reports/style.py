"""The look that all papers share: A4, the shipped typeface, tables with a heading on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from provider_desktop.resources import resource_path
from provider_desktop.wording import sentence

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
#: What the library adds inside the margins, in points.
_FRAME_PADDING = 6

INK = colors.HexColor("#1B2430")
MUTED = colors.HexColor("#5C6878")
LINE = colors.HexColor("#B9C2CC")
SHADE = colors.HexColor("#F1F4F7")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, width as a share of the page, and whether it holds figures."""

    heading: str
    share: float
    figures: bool = False


@cache
def register_fonts() -> None:
    """Make the shipped typeface known to the PDF library; once a process."""
    for name, file in ((REGULAR, "NotoSansSC-Regular.ttf"), (BOLD, "NotoSansSC-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def style(
    size: float = 9.5, *, bold: bool = False, align: str = "left", muted: bool = False
) -> ParagraphStyle:
    """A paragraph style; Chinese breaks between any two characters."""
    register_fonts()
    return ParagraphStyle(
        name=f"{size}{bold}{align}{muted}",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.42,
        textColor=MUTED if muted else INK,
        alignment={"left": 0, "center": TA_CENTER, "right": TA_RIGHT}[align],
        wordWrap="CJK",
    )


def text(
    words: str, size: float = 9.5, *, bold: bool = False, align: str = "left", muted: bool = False
) -> Paragraph:
    """A paragraph of plain words: markup in the words is shown, not obeyed."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("\n", "<br/>").replace(
        "\u3000", "&nbsp;&nbsp;&nbsp;&nbsp;"
    )  # wide spaces collapse else
    return Paragraph(escaped, style(size, bold=bold, align=align, muted=muted))


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | tuple[str, str]]],
    total: Sequence[str] | None = None,
) -> Table:
    """A ruled table whose heading is repeated on every page; ``total`` is set off in bold.

    Of a cell that is a pair the second is a small line below the first, where it is not empty.
    """
    aligns = ["right" if column.figures else "left" for column in columns]
    body: list[list[Any]] = [
        [text(c.heading, 8.5, bold=True, align=a) for c, a in zip(columns, aligns, strict=True)]
    ]
    body += [[_cell(cell, a) for cell, a in zip(row, aligns, strict=True)] for row in rows]
    rules = [
        ("GRID", (0, 0), (-1, -1), 0.5, LINE),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ]
    if total is not None:
        body.append([text(cell, 9, bold=True, align=a) for cell, a in zip(total, aligns, strict=True)])
        rules.append(("BACKGROUND", (0, -1), (-1, -1), SHADE))
    whole = sum(column.share for column in columns)
    return Table(
        body,
        colWidths=[WIDTH * column.share / whole for column in columns],
        repeatRows=1,
        style=TableStyle(rules),
    )


def _cell(cell: str | tuple[str, str], align: str) -> list[Paragraph]:
    words, note = (cell, "") if isinstance(cell, str) else cell
    small = [text(note, 7.5, align=align, muted=True)] if note else []
    return [text(words, 9, align=align), *small]


def figure_boxes(figures: Sequence[tuple[str, str, str]]) -> Table:
    """Figures side by side, each with its name above and a line on it below."""
    cells = [
        [text(name, 8.5, muted=True) for name, _, _ in figures],
        [text(figure, 13, bold=True) for _, figure, _ in figures],
        [text(detail, 8.5, muted=True) for _, _, detail in figures],
    ]
    boxes = Table(cells, colWidths=[WIDTH / len(figures)] * len(figures))
    boxes.setStyle(
        TableStyle(
            [("BOX", (at, 0), (at, -1), 0.5, LINE) for at in range(len(figures))]
            + [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 3)]
            + [("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        )
    )
    return boxes


def paper_day(day: date, language: str) -> str:
    """A day as papers write it: ``2026年11月23日``, ``23 Nov 2026``."""
    month = sentence("paper", f"month_{day.month}", language)
    return sentence("paper", "day", language, {"year": day.year, "month": month, "day": day.day})


def paper_period(period: str, language: str) -> str:
    """A period as papers write it: a month in words, others as the rules name them (``2026-Q4``)."""
    year, _, month = period.partition("-")
    if not (month.isdecimal() and len(month) == 2 and 1 <= int(month) <= 12):
        return period
    name = sentence("paper", f"month_{int(month)}", language)
    return sentence("paper", "month", language, {"year": year, "month": name})


def stamp_boxes(captions: Sequence[str], date_line: str) -> Table:
    """Boxes side by side in which each party signs, stamps and dates."""
    cells = [[text(caption, 9, bold=True) for caption in captions], [""] * len(captions)]
    cells.append([text(date_line, 9, align="right", muted=True) for _ in captions])
    box = Table(
        cells, colWidths=[WIDTH / len(captions)] * len(captions), rowHeights=[8 * mm, 20 * mm, 8 * mm]
    )
    box.setStyle(
        TableStyle(
            [("BOX", (i, 0), (i, -1), 0.5, LINE) for i in range(len(captions))]
            + [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        )
    )
    return box


def write_paper(out: Path | BinaryIO, title: str, story: list[Any], footer: str, language: str) -> int:
    """Lay a story out on A4 and write it to ``out``, a file or what takes bytes; the number of pages.

    ``footer`` stands at the left of every page, page and pages at the right. Raises ``OSError``
    where the file cannot be written.
    """
    register_fonts()

    class Numbered(Canvas):  # type: ignore[misc]
        """A canvas that knows the number of pages before it writes the first."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.held: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - the library's name
            self.held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self.held:
                self.__dict__.update(page)
                self.setFont(REGULAR, 8)
                self.setFillColor(MUTED)
                self.drawString(MARGIN, 9 * mm, footer)
                words = sentence(
                    "paper", "page", language, {"page": self._pageNumber, "pages": len(self.held)}
                )
                self.drawRightString(A4[0] - MARGIN, 9 * mm, words)
                super().showPage()
            super().save()

    document = SimpleDocTemplate(
        str(out) if isinstance(out, Path) else out,
        pagesize=A4,
        leftMargin=MARGIN - _FRAME_PADDING,
        rightMargin=MARGIN - _FRAME_PADDING,
        topMargin=14 * mm,
        bottomMargin=18 * mm,
        title=title,
        author="",
    )
    document.build(story, canvasmaker=Numbered)
    return int(document.page)
