"""Import of spreadsheets: open, map columns, verdict per cell, take the good rows, hand back the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.ledger.sheet import Cell


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One sheet of a file as read: its heading row (spreadsheet number, 0 = none), columns and first rows.

    ``mapping`` gives fields by 0-based column, ``missing`` the fields of which the kind needs one
    more (the first of each group that is not there). ``rows`` counts the entries below the headings.
    """

    name: str
    heading_row: int
    columns: tuple[str, ...]
    mapping: Mapping[int, str]
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    rows: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file opened for import. ``kind`` is visits, staff, recipients or plans; ``remembered`` when
    the mapping comes from an earlier import of the same headings; ``imported_before`` when a file of
    exactly this content was imported already."""

    path: Path
    kind: str
    sheet: str
    sheets: tuple[SheetPreview, ...]
    fields: tuple[str, ...]
    remembered: bool
    imported_before: bool = False

    @property
    def chosen(self) -> SheetPreview:
        """The sheet that will be imported."""
        return next(each for each in self.sheets if each.name == self.sheet)


@dataclass(frozen=True, slots=True)
class CellVerdict:
    """A finding and the cell it belongs to (0-based column; -1 for the whole row)."""

    column: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What import makes of one row: ``imported``, ``refused`` or ``duplicate`` (spreadsheet row number).

    ``cells`` are the row's texts by column, ``values`` the same cells as they were typed.
    """

    row: int
    outcome: str
    cells: tuple[str, ...]
    verdicts: tuple[CellVerdict, ...]
    record: str = ""
    values: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import, or a dry run of it (``written`` false). ``cancelled``: rows after the last one
    here were not looked at, and what was written before stays."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[RowVerdict, ...]
    imported: int
    refused: int
    duplicates: int
    written: bool
    cancelled: bool = False
