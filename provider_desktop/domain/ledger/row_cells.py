"""The entries of a sheet, each with what holds for it, and a place for findings while it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from provider_desktop.domain.checks import SHIPPED_RULES, CheckRules
from provider_desktop.domain.findings import Action, Finding, FindingValue, worst
from provider_desktop.domain.ledger.dates import NOWHERE, Around, read_date
from provider_desktop.domain.ledger.field_spec import Content
from provider_desktop.domain.ledger.fields import spec
from provider_desktop.domain.ledger.sheet import Cell, Sheet, is_blank, shown
from provider_desktop.domain.ledger.structure import Layout, RowRole, role_of
from provider_desktop.domain.ledger.text import is_ditto, plain

#: A finding of the row as a whole.
WHOLE_ROW = -1

#: Contents of which a sentence can say how they are written.
_WRITTEN_SO = frozenset({Content.DATE, Content.TIME, Content.PERIOD, Content.NUMBER, Content.ID})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding and the 0-based column it belongs to, ``WHOLE_ROW`` where no column shows it."""

    column: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class RowResult(Generic[T]):
    """What one row says: a value, or findings that say why it is none.

    ``cells`` is the row so that it can stand by itself: what merged cells, ditto marks and the rows
    above say of it is written in.
    """

    row: int
    value: T | None
    findings: tuple[CellFinding, ...]
    cells: tuple[Cell, ...]

    @property
    def blocked(self) -> bool:
        """Whether a finding keeps the row out."""
        return worst(cell.finding for cell in self.findings) is Action.BLOCK


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """The day that holds for a row, as written in ``cell``; ``day`` is None where that is no day."""

    day: date | None
    cell: Cell


@dataclass(slots=True)
class RowCells:
    """One entry while it is read: its cells by field, what holds for it, and what was found wrong."""

    number: int
    cells: Mapping[str, Cell]
    whole: tuple[Cell, ...]
    layout: Layout
    rules: CheckRules
    around: Around
    written: WrittenDay | None
    found: list[CellFinding] = field(default_factory=list)

    def cell(self, field: str) -> Cell:
        """The cell of a field; ``None`` where the sheet has no such column."""
        return self.cells.get(field)

    def blank(self, field: str) -> bool:
        """Whether the row says nothing of a field."""
        return is_blank(self.cell(field))

    def text(self, field: str, *, required: bool = False) -> str:
        """A field as text with half-width forms; CELL-MISSING where it is empty and must not be."""
        if self.blank(field):
            if required:
                self.missing(field)
            return ""
        return plain(self.cell(field))

    def day(self, field: str, *, required: bool = False) -> date | None:
        """A field as a day; CELL-UNREADABLE where it is none."""
        if self.blank(field):
            if required:
                self.missing(field)
            return None
        found = read_date(self.cell(field), self.around)
        if found is None:
            self.unreadable(field)
        return found

    def missing(self, field: str) -> None:
        """The row lacks a field that it needs."""
        self.find("CELL-MISSING", field)

    def unreadable(self, field: str, cell: Cell = None) -> None:
        """A cell holds something else than its field; ``why`` says what the field takes, for the sentence."""
        content = spec(self.layout.kind, field).content
        why = {"why": content.value} if content in _WRITTEN_SO else {}
        self.find("CELL-UNREADABLE", field, value=shown(self.cell(field) if cell is None else cell), **why)

    def find(self, rule: str, field: str, **values: FindingValue) -> None:
        """A finding of a cell rule, with the column's heading as its place."""
        heading = self.layout.heading(field)
        finding = Finding(rule, self.rules.action(rule), heading, {"column": heading, **values})
        self.found.append(CellFinding(self.layout.columns.get(field, WHOLE_ROW), finding))

    def result(self, value: T | None) -> RowResult[T]:
        """What the row says; nothing where a finding blocks it."""
        result = RowResult(self.number, value, tuple(self.found), self.whole)
        return replace(result, value=None) if result.blocked else result


def entries(sheet: Sheet, layout: Layout, rules: CheckRules = SHIPPED_RULES) -> Iterator[RowCells]:
    """Every row that is an entry, in order; rows that are none are passed over (``structure.role_of``).

    A date that a row leaves out is the one above it: in a cell, a merged range or a row of its own.
    """
    spreading = frozenset(
        column for name, column in layout.columns.items() if spec(layout.kind, name).spreads
    )
    above: Mapping[str, Cell] = {}
    written: WrittenDay | None = None
    neighbour = first_day(sheet, layout)
    for row in sheet.spread(spreading).rows:
        if row.number <= layout.heading_row:
            continue
        role = role_of(row, layout)
        around = replace(layout.around, neighbour=neighbour)
        if role is RowRole.SECTION:
            cell = next(cell for cell in row.cells if not is_blank(cell))
            written = WrittenDay(read_date(cell, around), cell)
        if role is not RowRole.ENTRY:
            continue
        cells = {name: row.cell(column) for name, column in layout.columns.items()}
        cells = {name: above.get(name) if is_ditto(cell) else cell for name, cell in cells.items()}
        if not is_blank(cells.get("date")):
            written = WrittenDay(read_date(cells["date"], around), cells["date"])
        elif written is not None and "date" in cells:
            cells["date"] = written.cell
        above = cells
        neighbour = written.day if written and written.day else neighbour
        yield RowCells(row.number, cells, _whole(row.cells, cells, layout), layout, rules, around, written)


def passed_over(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, RowRole]]:
    """Rows below the headings that are no entries, and what they are instead; blank ones left out."""
    for row in sheet.rows:
        if row.number > layout.heading_row:
            role = role_of(row, layout)
            if role not in {RowRole.ENTRY, RowRole.BLANK}:
                yield row.number, role


def first_day(sheet: Sheet, layout: Layout) -> date | None:
    """The first day below the headings that says its year itself: a neighbour for those that do not."""
    column = layout.columns.get("date", layout.columns.get("in", WHOLE_ROW))
    cells = (row.cell(column) for row in sheet.rows if row.number > layout.heading_row)
    return next((day for cell in cells if (day := read_date(cell, NOWHERE)) is not None), None)


def _whole(row: tuple[Cell, ...], cells: Mapping[str, Cell], layout: Layout) -> tuple[Cell, ...]:
    width = max(len(row), max(layout.columns.values(), default=-1) + 1)
    whole = [*row, *[None] * (width - len(row))]
    for name, column in layout.columns.items():
        whole[column] = cells[name]
    return tuple(whole)
