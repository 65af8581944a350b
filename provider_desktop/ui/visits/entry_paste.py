"""Lines copied in a spreadsheet, taken into the grid cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from provider_desktop.domain.ledger.times import read_period
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.fields import TYPED, Field

Problem = tuple[int, Field, str]


def paste_lines(
    text: str, row: int, field: Field, model: EntryModel
) -> tuple[list[tuple[int, EntryLine]], list[Problem]]:
    """Rows of cells set apart by tabs, laid over the lines from a row and column on.

    What cannot be read leaves its cell as it was and is told as (row, column, text).
    """
    changes: list[tuple[int, EntryLine]] = []
    problems: list[Problem] = []
    start = TYPED.index(field) if field in TYPED else 0
    rows = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    day = model.day_for(row)
    for offset, cells in enumerate(rows):
        at = row + offset
        line = model.line_at(at).line if at < model.rowCount() else EntryLine()
        for target, cell in zip(TYPED[start:], cells.split("\t"), strict=False):
            read = _read(cell, line, target, model, day)
            if read is None:
                problems.append((at, target, cell))
            else:
                line = read
        day = line.day or day
        changes.append((at, line))
    return changes, problems


def names_in(text: str, field: Field) -> tuple[str, ...]:
    """Names of recipients among the cells, where the column of recipients is reached."""
    start = TYPED.index(field) if field in TYPED else 0
    at = TYPED.index(Field.RECIPIENT) - start
    if at < 0:
        return ()
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(dict.fromkeys(row[at].strip() for row in rows if len(row) > at and row[at].strip()))


def _read(cell: str, line: EntryLine, field: Field, model: EntryModel, day: date) -> EntryLine | None:
    cell = cell.strip()
    if not cell:
        return line
    if field is Field.RECIPIENT:
        found = [key for key, name in model.cells.directory.names.items() if name == cell]
        people = [key for key in found if key in model.cells.directory.tails]
        return replace(line, recipient=people[0]) if len(people) == 1 else None
    if field is Field.TIME_IN and (period := read_period(cell)) is not None:
        on = line.day or day
        return replace(line, time_in=period[0].on(on), time_out=period[1].on(on))
    return model.cells.read(cell, line, field, day)
