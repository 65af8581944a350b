"""Sheets and rows as people get them back, made from what the domain found."""

from __future__ import annotations

from collections.abc import Iterable

from provider_desktop.domain.ledger.fields import FIELDS
from provider_desktop.domain.ledger.row_cells import CellFinding, entries
from provider_desktop.domain.ledger.sheet import Cell, Row, Sheet, shown
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.services.imports import CellVerdict, RowVerdict, SheetPreview

#: First rows shown while columns are mapped.
SAMPLE = 8


def row_verdict(
    row: int, outcome: str, cells: tuple[Cell, ...], findings: Iterable[CellFinding], record: str = ""
) -> RowVerdict:
    """The verdict on a row: ``imported``, ``refused`` or ``duplicate``."""
    return RowVerdict(
        row=row,
        outcome=outcome,
        cells=tuple(shown(cell) for cell in cells),
        verdicts=tuple(CellVerdict(each.column, each.finding) for each in findings),
        record=record,
        values=cells,
    )


def needed_fields(layout: Layout) -> tuple[str, ...]:
    """For each group of fields of which the sheet has none, the field that people would name."""
    order = [spec.name for spec in FIELDS[layout.kind]]
    return tuple(min(group, key=order.index) for group in layout.missing)


def sheet_preview(sheet: Sheet, layout: Layout | None) -> SheetPreview:
    """A sheet with its columns and first rows; without a layout as it stands, to be mapped by hand."""
    if layout is None:
        body = sheet.rows[:SAMPLE]
        return SheetPreview(
            sheet.name, 0, ("",) * sheet.width, {}, _texts(body, sheet.width), len(sheet.rows)
        )
    body = tuple(row for row in sheet.rows if row.number > layout.heading_row)
    width = max(sheet.width, len(layout.headings))
    return SheetPreview(
        name=sheet.name,
        heading_row=layout.heading_row,
        columns=(*layout.headings, *("",) * (width - len(layout.headings))),
        mapping={column: field for field, column in sorted(layout.columns.items(), key=lambda each: each[1])},
        sample=_texts(body[:SAMPLE], width),
        rows=sum(1 for _ in entries(sheet, layout)),
        missing=needed_fields(layout),
    )


def _texts(rows: tuple[Row, ...], width: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((row.number, tuple(shown(row.cell(column)) for column in range(width))) for row in rows)
