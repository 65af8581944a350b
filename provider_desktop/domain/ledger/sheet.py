"""A sheet as plain values: rows under their spreadsheet numbers, cells of simple types, merged ranges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

#: What a cell may hold; ``None`` is an empty cell. Numbers without a fraction are ``int``.
Cell = str | int | float | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the number that the spreadsheet itself shows (from 1)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of a 0-based column; ``None`` beyond the row's end."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells: spreadsheet row numbers and 0-based columns, all inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file, rows in order."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedRange, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)

    def spread(self, columns: frozenset[int]) -> Sheet:
        """The sheet with every downward merge of these columns written into each of its cells.

        Only the first cell of a merged range holds a value in the file; people read it as said of all rows.
        """
        ranges = [
            merged
            for merged in self.merged
            if merged.last_row > merged.first_row
            and merged.first_column == merged.last_column
            and merged.first_column in columns
        ]
        if not ranges:
            return self
        place = {row.number: index for index, row in enumerate(self.rows)}
        cells = [list(row.cells) for row in self.rows]
        for merged in ranges:
            start = place.get(merged.first_row)
            if start is None:
                continue
            value = self.rows[start].cell(merged.first_column)
            for number in range(merged.first_row + 1, merged.last_row + 1):
                index = place.get(number)
                if index is not None and merged.first_column < len(cells[index]):
                    cells[index][merged.first_column] = value
        rows = tuple(Row(row.number, tuple(values)) for row, values in zip(self.rows, cells, strict=True))
        return replace(self, rows=rows)


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, spaces only, or a dash put in for "none"."""
    return cell is None or (isinstance(cell, str) and cell.strip(" \t\r\n\u3000\xa0-—–－/／") == "")


def shown(cell: Cell) -> str:
    """A cell as text, the way a person would read it aloud; empty for an empty cell."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S" if cell.second else "%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell)
