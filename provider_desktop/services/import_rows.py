"""Rows of an import as people get them back, made from what the domain found."""

from __future__ import annotations

from collections.abc import Iterable

from provider_desktop.domain.ledger.row_cells import CellFinding
from provider_desktop.domain.ledger.sheet import Cell, shown
from provider_desktop.services.imports import CellVerdict, RowVerdict


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
