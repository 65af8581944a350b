"""Lines copied in a spreadsheet, taken into the grid cell by cell: by place, or by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from provider_desktop.domain.ledger.columns import match_headings
from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.domain.ledger.names import read_id
from provider_desktop.domain.ledger.times import read_period
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.fields import TYPED, Field

Problem = tuple[int, Field, str]

#: Columns of a ledger and where they go in the grid.
_FIELDS: Mapping[str, Field] = {
    "date": Field.DAY,
    "recipient": Field.RECIPIENT,
    "staff": Field.STAFF,
    "in": Field.TIME_IN,
    "period": Field.TIME_IN,
    "out": Field.TIME_OUT,
    "items": Field.ITEMS,
    "signed": Field.EVIDENCE,
    "satisfaction": Field.SATISFACTION,
}
#: Columns that a first row has to name before it is taken for headings.
_LEAST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows of cells, and the column of each field (0-based); ``ids`` and ``remarks`` are -1 where there
    is no such column."""

    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[Field, int]
    ids: int = -1
    remarks: int = -1


def read_table(text: str, field: Field) -> Pasted:
    """Cells set apart by tabs. A first row of headings says what the columns are; without one they lie
    over the grid's own from a field on. Cells with line ends stand in quotes, as spreadsheets copy them."""
    rows = tuple(row for row in _rows(text) if any(cell.strip() for cell in row))
    if rows:
        found = match_headings(Kind.VISITS, rows[0]).columns
        named = {_FIELDS[name]: column for name, column in found.items() if name in _FIELDS}
        if len(named) >= _LEAST_HEADINGS and Field.RECIPIENT in named:
            ids, remarks = found.get("recipient_id", -1), found.get("remarks", -1)
            return Pasted(rows[1:], named, ids, remarks)
    start = TYPED.index(field) if field in TYPED else 0
    return Pasted(rows, {target: column for column, target in enumerate(TYPED[start:])})


def paste_lines(
    table: Pasted, row: int, model: EntryModel
) -> tuple[list[tuple[int, EntryLine]], list[Problem]]:
    """Rows laid over the lines from a row on.

    What cannot be read leaves its cell as it was and is told as (row, column, text).
    """
    changes: list[tuple[int, EntryLine]] = []
    problems: list[Problem] = []
    day = model.day_for(row) if row < model.rowCount() else model.cells.today
    for at, cells in enumerate(table.rows, row):
        line = model.line_at(at).line if at < model.rowCount() else EntryLine()
        for target in TYPED:
            column = table.columns.get(target, len(cells))
            cell = cells[column].strip() if column < len(cells) else ""
            read = _read(cell, line, target, model, day, _cell(cells, table.ids))
            if read is None:
                problems.append((at, target, cell))
            else:
                line = read
        if remarks := _cell(cells, table.remarks):
            line = replace(line, remarks=remarks)
        day = line.day or day
        changes.append((at, line))
    return changes, problems


def names_in(table: Pasted) -> tuple[str, ...]:
    """Names of recipients among the cells, once each."""
    column = table.columns.get(Field.RECIPIENT, -1)
    return tuple(dict.fromkeys(name for row in table.rows if (name := _cell(row, column))))


def _read(
    cell: str, line: EntryLine, field: Field, model: EntryModel, day: date, id_cell: str
) -> EntryLine | None:
    if not cell:
        return line
    if field is Field.RECIPIENT:
        return _with_recipient(cell, line, model, id_cell)
    if field is Field.TIME_IN and (period := read_period(cell)) is not None:
        on = line.day or day
        return replace(line, time_in=period[0].on(on), time_out=period[1].on(on))
    return model.cells.read(cell, line, field, day)


def _with_recipient(name: str, line: EntryLine, model: EntryModel, id_cell: str) -> EntryLine | None:
    """The one of that name; of namesakes the one whose id ends as the row says."""
    directory = model.cells.directory
    people = [key for key, known in directory.names.items() if known == name and key in directory.tails]
    digits = read_id(id_cell) if id_cell else None
    if len(people) > 1 and digits is not None:
        end = (digits.full or digits.tail)[-4:]
        people = [key for key in people if end and directory.tails[key].endswith(end)]
    return replace(line, recipient=people[0]) if len(people) == 1 else None


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if 0 <= column < len(row) else ""


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    """Rows of cells. A cell is quoted only where its quotes hold a line end: a lone quote, which means "as
    above", is text."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    cells: list[str] = []
    at = 0
    while at <= len(plain):
        quoted = _QUOTED.match(plain, at)
        if quoted is not None and "\n" in quoted[1]:
            cell, at = quoted[1].replace('""', '"'), quoted.end()
        else:
            end = next((place for place in range(at, len(plain)) if plain[place] in "\t\n"), len(plain))
            cell, at = plain[at:end], end
        cells.append(cell)
        if at >= len(plain) or plain[at] == "\n":
            yield tuple(cells)
            cells = []
        at += 1


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
