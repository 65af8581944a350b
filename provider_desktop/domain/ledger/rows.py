"""Rows of a ledger made into visits, with a finding for every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from provider_desktop.domain.checks import SHIPPED_RULES, CheckRules
from provider_desktop.domain.ledger.directory import Directory, Fault, Person, unknown
from provider_desktop.domain.ledger.fields import says_hours
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
from provider_desktop.domain.ledger.row_cells import WHOLE_ROW, RowCells, RowResult, entries
from provider_desktop.domain.ledger.sheet import Cell, Sheet, is_blank, shown
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.ledger.times import ClockTime, read_period, read_time
from provider_desktop.domain.visits import Capture, ItemDone, Outcome, Relation, Signer, Source, Visit

#: Items by what is written and the catalogue in force: a month repeats the same few cells.
WrittenItems = dict[tuple[str, str], tuple[WrittenItem, ...]]


def read_visits(
    sheet: Sheet, layout: Layout, directory: Directory, rules: CheckRules = SHIPPED_RULES
) -> Iterator[RowResult[Visit]]:
    """Every entry of a ledger as a visit without a record number, or what keeps it from being one.

    Rows that are no entries are passed over (``row_cells.passed_over`` names them).
    """
    written: WrittenItems = {}
    for row in entries(sheet, layout, rules):
        yield row.result(_VisitRow(row, directory, written).visit())


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


class _VisitRow:
    """One row while it is made into a visit: every cell is read, so that every fault is named at once."""

    def __init__(self, row: RowCells, directory: Directory, written: WrittenItems) -> None:
        self._row = row
        self._directory = directory
        self._written = written

    def visit(self) -> Visit | None:
        """The visit of the row; ``None`` where something that a visit needs could not be read."""
        outcome = self._outcome()
        recipient = self._recipient()
        staff = self._staff()
        begin, end = self._times(outcome)
        day = self._day(begin)
        items = self._items(outcome, day)
        signer, satisfaction, stated = self._signer(), self._satisfaction(), self._minutes()
        if recipient is None or day is None:
            return None
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
        limit = self._row.rules.limits.minutes_mismatch
        if stated is not None and visit.minutes and abs(stated - visit.minutes) > limit:
            self._row.find("CELL-MISMATCH", "minutes", stated=stated, minutes=visit.minutes, limit=limit)
        return visit

    # ------------------------------------------------------------ who

    def _recipient(self) -> str | None:
        name, digits = read_name(self._row.cell("recipient"))
        known = [digits] if digits else []
        id_cell = self._row.cell("recipient_id")
        if has_id(id_cell):
            found = read_id(id_cell)
            if found is None:
                self._row.unreadable("recipient_id", id_cell)
                return None
            known.append(found)
        if not name and not known:
            self._row.missing("recipient")
            return None
        return self._person(self._directory.recipients.find(name, known), "recipient")

    def _staff(self) -> tuple[str, ...]:
        cell = self._row.cell("staff")
        if is_blank(cell):
            self._row.missing("staff")
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
        self._row.find(found.rule, field, **found.values)
        return None

    # ------------------------------------------------------------ when

    def _times(self, outcome: Outcome) -> tuple[ClockTime | None, ClockTime | None]:
        """Sign-in and sign-out; who met nobody may have left the second one out."""
        first, last = self._row.cell("in"), self._row.cell("out")
        joined = self._row.cell("period") if is_blank(first) and is_blank(last) else None
        if is_blank(joined) and "out" not in self._row.layout.columns:
            joined = first if read_period(first, self._row.around) else None
        if not is_blank(joined):
            period = read_period(joined, self._row.around)
            if period is None:
                self._row.unreadable("period" if "period" in self._row.layout.columns else "in", joined)
                return None, None
            return period
        field = "in" if "in" in self._row.layout.columns else "period"
        begin = self._time(field, first)
        optional = outcome is not Outcome.DONE and is_blank(last)
        return begin, None if optional else self._time("out" if field == "in" else field, last)

    def _time(self, field: str, cell: Cell) -> ClockTime | None:
        if is_blank(cell):
            self._row.missing(field)
            return None
        found = read_time(cell, self._row.around)
        if found is None:
            self._row.unreadable(field, cell)
        return found

    def _day(self, begin: ClockTime | None) -> date | None:
        if self._row.written is not None:
            if self._row.written.day is None:
                self._row.unreadable("date", self._row.written.cell)
            return self._row.written.day
        if begin is not None and begin.day is not None:
            return begin.day
        self._row.missing("date")
        return None

    # ------------------------------------------------------------ what

    def _outcome(self) -> Outcome:
        cell = self._row.cell("outcome")
        remarked = remarked_outcome(self._row.cell("remarks"))
        if is_blank(cell):
            return remarked or Outcome.DONE
        found = read_outcome(cell)
        if isinstance(found, Unreadable):
            self._row.unreadable("outcome", cell)
            return Outcome.DONE
        return found

    def _items(self, outcome: Outcome, day: date | None) -> tuple[WrittenItem, ...]:
        cell = self._row.cell("items")
        if outcome is not Outcome.DONE:
            return ()
        known = (shown(cell), self._directory.catalogue_version(day) if day else "")
        written = self._written.get(known)
        if written is None:
            written = read_items(cell, lambda text: self._directory.item_code(text, day))
            self._written[known] = written
        if not written:
            self._row.missing("items")
        for item in written:
            if item.code is None:
                fault = unknown(item.text, self._directory.nearest_items(item.text, day) if day else "")
                self._row.find(fault.rule, "items", **fault.values)
        return written

    def _minutes(self) -> int | None:
        cell = self._row.cell("minutes")
        if is_blank(cell):
            return None
        found = read_minutes(cell, hours=says_hours(self._row.layout.heading("minutes")))
        if found is None:
            self._row.unreadable("minutes", cell)
        return found

    def _signer(self) -> Signer:
        cell = self._row.cell("signed")
        if is_blank(cell):
            return Signer()
        heading = self._row.layout.heading("signed")
        family = "家属" in heading and "对象" not in heading
        name, _ = read_name(self._row.cell("recipient"))
        found = read_signer(cell, name, Relation.FAMILY if family else Relation.SELF)
        if isinstance(found, Unreadable):
            self._row.unreadable("signed", cell)
            return Signer()
        return found

    def _satisfaction(self) -> int:
        cell = self._row.cell("satisfaction")
        if is_blank(cell):
            return 0
        found = read_satisfaction(cell)
        if isinstance(found, Unreadable):
            self._row.unreadable("satisfaction", cell)
            return 0
        return found

    def _remarks(self, outcome: Outcome) -> str:
        """Remarks as written. What was planned but not done is kept there, for it is no item of the visit."""
        parts = [shown(self._row.cell("remarks"))]
        if outcome is not Outcome.DONE:
            parts.append(shown(self._row.cell("items")))
        return "; ".join(part for part in parts if part)


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
