"""Rows of a ledger of visits made into visits, with a finding for every cell that does not let itself be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from provider_desktop.domain.checks import SHIPPED_RULES, CheckRules
from provider_desktop.domain.findings import Finding, FindingValue
from provider_desktop.domain.ledger.dates import NOWHERE, Around, read_date
from provider_desktop.domain.ledger.directory import Directory, Fault, Person
from provider_desktop.domain.ledger.fields import Kind, says_hours, spec
from provider_desktop.domain.ledger.items import WrittenItem, read_items
from provider_desktop.domain.ledger.marks import (
    Unreadable,
    read_minutes,
    read_outcome,
    read_satisfaction,
    read_signer,
    remarked_outcome,
)
from provider_desktop.domain.ledger.names import IdDigits, has_id, read_id, read_name, read_people
from provider_desktop.domain.ledger.sheet import Cell, Row, Sheet, is_blank, shown
from provider_desktop.domain.ledger.structure import Layout, RowRole, role_of
from provider_desktop.domain.ledger.text import is_ditto
from provider_desktop.domain.ledger.times import ClockTime, read_period, read_time
from provider_desktop.domain.visits import Capture, ItemDone, Outcome, Relation, Signer, Source, Visit

#: A finding of the row as a whole.
WHOLE_ROW = -1


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding and the 0-based column it belongs to, ``WHOLE_ROW`` where no column shows it."""

    column: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one row says: a visit without a record number yet, or findings that say why it is none."""

    row: int
    visit: Visit | None
    findings: tuple[CellFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    """The day that holds for a row: its own, or the one written above; ``cell`` is where it was written."""

    day: date | None
    cell: Cell


def read_visits(
    sheet: Sheet, layout: Layout, directory: Directory, rules: CheckRules = SHIPPED_RULES
) -> Iterator[RowResult]:
    """Every row that is an entry, in order; rows that are none are passed over (``structure.role_of``).

    A date that a row leaves out is the one above it: in a cell, a merged range or a row of its own.
    """
    spreading = frozenset(
        column for field, column in layout.columns.items() if spec(Kind.VISITS, field).spreads
    )
    above: Mapping[str, Cell] = {}
    carried: _Day | None = None
    neighbour = _first_day(sheet, layout)
    for row in sheet.spread(spreading).rows:
        if row.number <= layout.heading_row:
            continue
        role = role_of(row, layout)
        around = replace(layout.around, neighbour=neighbour)
        if role is RowRole.SECTION:
            cell = next(cell for cell in row.cells if not is_blank(cell))
            carried = _Day(read_date(cell, around), cell)
        if role is not RowRole.ENTRY:
            continue
        cells = {field: row.cell(column) for field, column in layout.columns.items()}
        cells = {field: above.get(field) if is_ditto(cell) else cell for field, cell in cells.items()}
        above = cells
        if not is_blank(cells.get("date")):
            carried = _Day(read_date(cells["date"], around), cells["date"])
        neighbour = carried.day if carried and carried.day else neighbour
        yield _VisitRow(row, cells, layout, directory, rules, carried, around).result()


def passed_over(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, RowRole]]:
    """Rows below the headings that are no entries, and what they are instead; blank ones left out."""
    for row in sheet.rows:
        if row.number > layout.heading_row:
            role = role_of(row, layout)
            if role not in {RowRole.ENTRY, RowRole.BLANK}:
                yield row.number, role


def column_of(pointer: str, layout: Layout) -> int:
    """The column that shows what a JSON pointer into a visit means; ``WHOLE_ROW`` where none does."""
    part = pointer.strip("/").split("/")[0]
    fields = {
        "in": ("in", "period", "date"),
        "out": ("out", "period"),
        "items": ("items",),
        "staff": ("staff",),
        "recipient": ("recipient", "recipient_id"),
        "signer": ("signed",),
        "outcome": ("outcome", "remarks"),
    }.get(part, (part,))
    return next((layout.columns[field] for field in fields if field in layout.columns), WHOLE_ROW)


def _first_day(sheet: Sheet, layout: Layout) -> date | None:
    """The first day below the headings that says its year itself: a neighbour for those that do not."""
    column = layout.columns.get("date", layout.columns.get("in", WHOLE_ROW))
    cells = (row.cell(column) for row in sheet.rows if row.number > layout.heading_row)
    return next((day for cell in cells if (day := read_date(cell, NOWHERE)) is not None), None)


class _VisitRow:
    """One row while it is read: cells by field, and what was found wrong with them."""

    def __init__(
        self,
        row: Row,
        cells: Mapping[str, Cell],
        layout: Layout,
        directory: Directory,
        rules: CheckRules,
        carried: _Day | None,
        around: Around,
    ) -> None:
        self._number = row.number
        self._cells = cells
        self._layout = layout
        self._directory = directory
        self._rules = rules
        self._carried = carried
        self._around = around
        self._found: list[CellFinding] = []

    def result(self) -> RowResult:
        """The visit of the row, unless a finding of a cell blocks it."""
        outcome = self._outcome()
        recipient = self._recipient()
        staff = self._staff()
        begin, end = self._times(outcome)
        day = self._day(begin)
        items = self._items(outcome, day)
        signer, satisfaction = self._signer(), self._satisfaction()
        stated = self._minutes()
        unread = self._found or recipient is None or day is None
        if unread or recipient is None or day is None:
            return RowResult(self._number, None, tuple(self._found))
        visit = Visit(
            record="",
            version=1,
            recipient=recipient,
            staff=staff,
            sign_in=Capture(begin.on(day) if begin else None, Source.IMPORT),
            sign_out=Capture(end.on(day) if end else None, Source.IMPORT),
            items=(),
            catalogue=self._directory.catalogue_version(day),
            outcome=outcome,
            signer=signer,
            satisfaction=satisfaction,
            remarks=self._remarks(outcome),
        )
        visit = replace(visit, items=_with_minutes(items, visit.minutes))
        limit = self._rules.limits.minutes_mismatch
        if stated is not None and visit.minutes and abs(stated - visit.minutes) > limit:
            self._find("CELL-MISMATCH", "minutes", stated=stated, minutes=visit.minutes, limit=limit)
        return RowResult(self._number, visit, tuple(self._found))

    # ------------------------------------------------------------ who

    def _recipient(self) -> str | None:
        name, digits = read_name(self._cells.get("recipient"))
        known = [digits] if digits else []
        id_cell = self._cells.get("recipient_id")
        if has_id(id_cell):
            found = read_id(id_cell)
            if found is None:
                self._unreadable("recipient_id", id_cell)
                return None
            known.append(found)
        if not name and not known:
            self._find("CELL-MISSING", "recipient")
            return None
        return self._person(self._directory.recipients.find(name, known), "recipient")

    def _staff(self) -> tuple[str, ...]:
        cell = self._cells.get("staff")
        if is_blank(cell):
            self._find("CELL-MISSING", "staff")
            return ()
        people = self._directory.staff
        keys: list[str] = []
        for text in read_people(cell, people.names):
            name, digits = (text, None) if text in people.names else read_name(text)
            found = people.find(name, [digits] if isinstance(digits, IdDigits) else [])
            if isinstance(found, Fault) and isinstance(people.find(text), Person):
                found = people.find(text)  # a staff number such as S001 looks like a name with digits
            key = self._person(found, "staff")
            if key is not None:
                keys.append(key)
        return tuple(dict.fromkeys(keys))

    def _person(self, found: Person | Fault, field: str) -> str | None:
        if isinstance(found, Person):
            return found.key
        self._find(found.rule, field, **found.values)
        return None

    # ------------------------------------------------------------ when

    def _times(self, outcome: Outcome) -> tuple[ClockTime | None, ClockTime | None]:
        """Sign-in and sign-out; who met nobody may have left the second one out."""
        first, last = self._cells.get("in"), self._cells.get("out")
        joined = self._cells.get("period") if is_blank(first) and is_blank(last) else None
        if is_blank(joined) and "out" not in self._layout.columns:
            joined = first if read_period(first, self._around) else None
        if not is_blank(joined):
            period = read_period(joined, self._around)
            if period is None:
                self._unreadable("period" if "period" in self._layout.columns else "in", joined)
                return None, None
            return period
        field = "in" if "in" in self._layout.columns else "period"
        begin = self._time(field, first)
        optional = outcome is not Outcome.DONE and is_blank(last)
        return begin, None if optional else self._time("out" if field == "in" else field, last)

    def _time(self, field: str, cell: Cell) -> ClockTime | None:
        if is_blank(cell):
            self._find("CELL-MISSING", field)
            return None
        found = read_time(cell, self._around)
        if found is None:
            self._unreadable(field, cell)
        return found

    def _day(self, begin: ClockTime | None) -> date | None:
        if self._carried is not None:
            if self._carried.day is None:
                self._unreadable("date", self._carried.cell)
            return self._carried.day
        if begin is not None and begin.day is not None:
            return begin.day
        self._find("CELL-MISSING", "date")
        return None

    # ------------------------------------------------------------ what

    def _outcome(self) -> Outcome:
        cell = self._cells.get("outcome")
        remarked = remarked_outcome(self._cells.get("remarks"))
        if is_blank(cell):
            return remarked or Outcome.DONE
        found = read_outcome(cell)
        if isinstance(found, Unreadable):
            self._unreadable("outcome", cell)
            return Outcome.DONE
        return found

    def _items(self, outcome: Outcome, day: date | None) -> tuple[WrittenItem, ...]:
        cell = self._cells.get("items")
        if outcome is not Outcome.DONE:
            return ()
        written = read_items(cell, lambda text: self._directory.item_code(text, day))
        if not written:
            self._find("CELL-MISSING", "items")
        for item in written:
            if item.code is None:
                nearest = self._directory.nearest_items(item.text, day) if day else "–"
                self._find("CELL-UNKNOWN", "items", value=item.text, nearest=nearest)
        return written

    def _minutes(self) -> int | None:
        cell = self._cells.get("minutes")
        if is_blank(cell):
            return None
        found = read_minutes(cell, hours=says_hours(self._layout.heading("minutes")))
        if found is None:
            self._unreadable("minutes", cell)
        return found

    def _signer(self) -> Signer:
        cell = self._cells.get("signed")
        if is_blank(cell):
            return Signer()
        heading = self._layout.heading("signed")
        family = "家属" in heading and "对象" not in heading
        name, _ = read_name(self._cells.get("recipient"))
        found = read_signer(cell, name, Relation.FAMILY if family else Relation.SELF)
        if isinstance(found, Unreadable):
            self._unreadable("signed", cell)
            return Signer()
        return found

    def _satisfaction(self) -> int:
        cell = self._cells.get("satisfaction")
        if is_blank(cell):
            return 0
        found = read_satisfaction(cell)
        if isinstance(found, Unreadable):
            self._unreadable("satisfaction", cell)
            return 0
        return found

    def _remarks(self, outcome: Outcome) -> str:
        """Remarks as written. What was planned but not done is kept there, for it is no item of the visit."""
        parts = [shown(self._cells.get("remarks"))]
        if outcome is not Outcome.DONE:
            parts.append(shown(self._cells.get("items")))
        return "; ".join(part for part in parts if part)

    # ------------------------------------------------------------ findings

    def _unreadable(self, field: str, cell: Cell) -> None:
        self._find("CELL-UNREADABLE", field, value=shown(cell))

    def _find(self, rule: str, field: str, **values: FindingValue) -> None:
        column = self._layout.columns.get(field, WHOLE_ROW)
        heading = self._layout.heading(field)
        finding = Finding(rule, self._rules.action(rule), heading, {"column": heading, **values})
        self._found.append(CellFinding(column, finding))


def _with_minutes(written: tuple[WrittenItem, ...], minutes: int) -> tuple[ItemDone, ...]:
    """Items with their minutes: as stated; one item alone gets the visit's; otherwise not stated.

    An item written twice is done once, for the minutes of both.
    """
    stated: dict[str, int] = {}
    for item in written:
        if item.code is not None:
            stated[item.code] = stated.get(item.code, 0) + item.minutes
    if len(stated) == 1:
        return tuple(ItemDone(code, given or minutes) for code, given in stated.items())
    return tuple(ItemDone(code, given) for code, given in stated.items())
