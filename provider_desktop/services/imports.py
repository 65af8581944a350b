"""Import of spreadsheets: open, map columns, verdict per cell, take the good rows, hand back the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One sheet of a file as read: its heading row (spreadsheet number), columns and first rows."""

    name: str
    heading_row: int
    columns: tuple[str, ...]
    mapping: Mapping[int, str]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file opened for import. ``kind`` is visits, staff, recipients or plans; ``remembered`` when
    the mapping comes from an earlier import of the same headings."""

    path: Path
    kind: str
    sheet: str
    sheets: tuple[SheetPreview, ...]
    fields: tuple[str, ...]
    remembered: bool


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A finding and the cell it belongs to (0-based column; -1 for the whole row)."""

    column: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What import makes of one row: ``imported``, ``refused`` or ``duplicate`` (spreadsheet row number)."""

    row: int
    outcome: str
    cells: tuple[str, ...]
    verdicts: tuple[CellVerdict, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import, or a dry run of it (``written`` false)."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[RowVerdict, ...]
    imported: int
    refused: int
    duplicates: int
    written: bool
