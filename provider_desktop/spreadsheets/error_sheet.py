"""The sheet that comes back from an import: refused rows as they were, the reasons beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.domain.findings import Action
from provider_desktop.domain.identifiers import mask_id_number, mask_name, mask_phone
from provider_desktop.domain.ledger.dates import read_month
from provider_desktop.domain.ledger.row_cells import CellFinding, first_day
from provider_desktop.domain.ledger.sheet import Cell, Sheet, shown
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.spreadsheets.writing import Mark, Table, write_tables
from provider_desktop.wording import LANGUAGES, finding_sentence, sentence

_COLOURS = {Action.BLOCK: "#FBE6E4", Action.ASK: "#FDF1D3", Action.NOTICE: "#EDF0F4"}
_ADDED = ("reasons", "notes", "source_row")
_NAMED = re.compile(r"([^\s/(]+)\(([\dXx]{1,4})\)")
#: Figures of findings that hold names of people.
_NAME_FIGURES = frozenset({"people", "nearest", "other", "value"})


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One refused row: its spreadsheet number, its cells so that it stands by itself, and its findings."""

    row: int
    cells: Sequence[Cell]
    findings: Sequence[CellFinding]


def write_error_sheet(
    path: Path,
    sheet: Sheet,
    layout: Layout,
    rows: Iterable[ErrorRow],
    language: str,
    *,
    names: Mapping[str, str] | None = None,
    mask: bool = False,
) -> None:
    """Write the refused rows of a sheet, ready to be mended and imported again.

    Title and headings stay, so that the columns and the year are known the next time. Each cell with
    a finding is coloured and has the sentence as its comment; all sentences stand in added columns,
    what keeps the row out apart from what is only noted. Evidence that is asked for and lateness are
    left out: no sheet can mend them, and they come up again once the row is in.

    ``names`` gives names for the ids in findings. ``mask`` hides names, id and phone numbers, for
    passing the sheet on: such a sheet is to be read, not to be imported. Raises ``AppError``
    ``FileUnwritable`` or ``DiskFull``.
    """
    kept = _kept_columns(layout)
    table_rows: list[list[Cell]] = []
    marks: dict[tuple[int, int], Mark] = {}
    for number, row in enumerate(rows):
        mendable = [cell for cell in row.findings if _mendable(cell)]
        told = [(cell, _told(cell, layout, language, names or {}, mask)) for cell in mendable]
        cells = [row.cells[column] if column < len(row.cells) else None for column in kept]
        if mask:
            cells = [_masked(layout.field_at(column), cell) for column, cell in zip(kept, cells, strict=True)]
        blocking = [text for cell, text in told if cell.finding.action is Action.BLOCK]
        noted = [text for cell, text in told if cell.finding.action is not Action.BLOCK]
        table_rows.append([*cells, "\n".join(blocking), "\n".join(noted), row.row])
        for place, column in enumerate(kept):
            mark = _mark([(cell, text) for cell, text in told if cell.column == column])
            if mark is not None:
                marks[number, place] = mark
    headings = [_heading(layout, column, language) for column in kept]
    table = Table(
        name=sheet.name,
        headings=[*headings, *(sentence("sheet", word, language) for word in _ADDED)],
        rows=table_rows,
        title=_title(sheet, layout, language),
        marks=marks,
    )
    write_tables(path, [table])


def _mendable(cell: CellFinding) -> bool:
    """Whether mending the sheet could help: a scan that is missing cannot be typed into it."""
    blocks = cell.finding.action is Action.BLOCK
    return blocks or not (cell.finding.rule.startswith("EVID-") or cell.finding.rule == "TIME-LATE")


def _kept_columns(layout: Layout) -> list[int]:
    """Columns of the sheet without those that an earlier error sheet added."""
    added = {sentence("sheet", word, language) for word in _ADDED for language in LANGUAGES}
    width = max(len(layout.headings), max(layout.columns.values(), default=-1) + 1)
    return [
        column
        for column in range(width)
        if column >= len(layout.headings) or layout.headings[column] not in added
    ]


def _heading(layout: Layout, column: int, language: str) -> str:
    """The sheet's own heading; where it has none, the field's name, by which it is known next time."""
    own = layout.headings[column] if column < len(layout.headings) else ""
    field = layout.field_at(column)
    return own or (sentence("sheet_field", f"{layout.kind.value}.{field}", language) if field else "")


def _title(sheet: Sheet, layout: Layout, language: str) -> list[Sequence[Cell]]:
    """The rows above the headings, and one that says the month where only the rows themselves said it."""
    title: list[Sequence[Cell]] = [row.cells for row in sheet.rows if row.number < layout.heading_row]
    told = [read_month(shown(cell)) for row in title for cell in row if isinstance(cell, str)]
    day = first_day(sheet, layout)
    year = layout.year or (day.year if day else None)
    month = layout.month or (day.month if day else None)
    if year is None or any(told_year for told_year, _ in told):
        return title
    code = "month_title" if month else "year_title"
    return [[sentence("sheet", code, language, {"year": year, "month": month or ""})], *title]


def _told(cell: CellFinding, layout: Layout, language: str, names: Mapping[str, str], mask: bool) -> str:
    values = dict(cell.finding.values)
    if mask:
        named = layout.field_at(cell.column) in {"recipient", "name", "staff"}
        for figure in _NAME_FIGURES & values.keys():
            text = _NAMED.sub(lambda match: f"{mask_name(match[1])}({match[2]})", str(values[figure]))
            values[figure] = (
                mask_name(text) if named and figure == "value" and text == values[figure] else text
            )
        people = {str(values.get("staff")), str(values.get("recipient"))}
        names = {key: mask_name(name) if key in people else name for key, name in names.items()}
    return finding_sentence(cell.finding.rule, values, language, names)


def _mark(told: Sequence[tuple[CellFinding, str]]) -> Mark | None:
    if not told:
        return None
    action = max((cell.finding.action for cell, _ in told), key=lambda action: action.severity)
    return Mark(_COLOURS[action], "\n".join(dict.fromkeys(text for _, text in told)))


def _masked(field: str | None, cell: Cell) -> Cell:
    text = shown(cell)
    if not text or field is None:
        return cell
    if field in {"recipient", "name", "staff"}:
        return mask_name(text.replace(" ", "").replace("\u3000", ""))
    if field in {"recipient_id", "id_number"}:
        return mask_id_number(text)
    return mask_phone(text) if field == "phone" else cell
