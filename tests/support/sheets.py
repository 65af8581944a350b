"""Small workbooks on disk, and what became of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.services.imports import ImportReport, RowVerdict
from provider_desktop.spreadsheets.writing import Table, write_tables
from tests.support.ledgers import GOOD, HEADINGS


def a_file(folder: Path, rows: Sequence[Sequence[Cell]], headings: Sequence[str] = HEADINGS) -> Path:
    """A small workbook."""
    path = folder / f"台账{len(list(folder.glob('*.xlsx')))}.xlsx"
    write_tables(path, [Table("台账", headings, rows, title=[["2026年10月服务台账"]])])
    return path


def a_ledger(folder: Path, *changes: dict[str, Cell]) -> Path:
    """A ledger with one good row for each dictionary, changed by what it says."""
    return a_file(folder, [[{**GOOD, **change}[heading] for heading in HEADINGS] for change in changes])


def outcomes(report: ImportReport) -> list[str]:
    """What became of each row."""
    return [row.outcome for row in report.rows]


def rules(row: RowVerdict) -> set[str]:
    """The rules found in a row."""
    return {each.finding.rule for each in row.verdicts}
