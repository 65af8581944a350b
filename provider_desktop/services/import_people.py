"""Rosters of staff taken in and sealed; lists of recipients and plans compared with what is assigned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.ledger.comparison import Assigned, compare_plan, compare_recipient
from provider_desktop.domain.ledger.directory import Directory
from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.domain.ledger.people import read_recipients, read_staff
from provider_desktop.domain.ledger.plans import read_plans
from provider_desktop.domain.ledger.row_cells import WHOLE_ROW, CellFinding, RowResult
from provider_desktop.domain.ledger.sheet import Sheet
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.staff import StaffMember
from provider_desktop.services.import_rows import row_verdict
from provider_desktop.services.imports import RowVerdict
from provider_desktop.services.people import StaffService
from provider_desktop.services.rules import rules_on
from provider_desktop.services.workspace import Workspace

T = TypeVar("T")

IMPORTED, REFUSED, DUPLICATE = "imported", "refused", "duplicate"

_NUMBERED = re.compile(r"S(\d+)")
#: Fields of a member and the column each comes from; what a roster has no column for stays as known.
_COLUMNS: Mapping[str, str] = {
    "post": "post",
    "certificates": "certificates",
    "health_certificate": "health_until",
    "last_day": "last_day",
    "leave": "leave",
    "phone": "phone",
}


class RosterImport:
    """A roster: whoever is new or changed is sealed, whoever stands there as known is a duplicate."""

    def __init__(self, workspace: Workspace, sheet: Sheet, layout: Layout) -> None:
        self._workspace = workspace
        self._service = StaffService(workspace)
        self._layout = layout
        with workspace.reading() as reading:
            rules = rules_on(reading, local_day(workspace.now())).checks
            self._known = {member.staff: member for member in reading.staff.all()}
        self._results = list(read_staff(sheet, layout, rules))
        self._listed: dict[str, StaffMember] = {}

    def rows(self, *, write: bool) -> Iterator[RowVerdict]:
        """What becomes of each row. Raises ``AppError`` ``NotJoined`` before anything is written."""
        if write:
            self._workspace.joined()
        for result in self._results:
            yield self._row(result, write=write)

    def _row(self, result: RowResult[StaffMember], *, write: bool) -> RowVerdict:
        if result.value is None:
            return row_verdict(result.row, REFUSED, result.cells, result.findings)
        member = self._member(result.value)
        taken = self._listed.get(member.staff) or self._known.get(member.staff)
        if taken is not None and taken.id_number.upper() != member.id_number.upper():
            return self._refused(result, "staff", member.staff, taken)
        listed = self._listed.get(member.staff)
        if listed is not None and listed != member:
            return self._refused(result, "name", member.name, listed)
        is_known = listed == member or self._known.get(member.staff) == member
        self._listed[member.staff] = member
        if not is_known and write:
            self._service.update(member)
        outcome = DUPLICATE if is_known else IMPORTED
        return row_verdict(result.row, outcome, result.cells, result.findings, member.staff)

    def _member(self, said: StaffMember) -> StaffMember:
        """The member as the roster says: with the number known for the id, and with what is known of
        fields that the roster has no column for."""
        people = {each.id_number.upper(): each for each in (*self._known.values(), *self._listed.values())}
        same = people.get(said.id_number.upper())
        known = self._known.get(same.staff) if same else None
        member = replace(said, staff=said.staff or (same.staff if same else self._next_number()))
        if known is None:
            return member
        kept = {
            field: getattr(known, field)
            for field, column in _COLUMNS.items()
            if column not in self._layout.columns
        }
        return replace(member, **kept)

    def _next_number(self) -> str:
        numbers = [
            int(match[1]) for key in (*self._known, *self._listed) if (match := _NUMBERED.fullmatch(key))
        ]
        return f"S{max(numbers, default=0) + 1:03d}"

    def _refused(
        self, result: RowResult[StaffMember], field: str, value: str, other: StaffMember
    ) -> RowVerdict:
        """The number, or the person, stands for something else already."""
        heading = self._layout.heading(field)
        values = {
            "column": heading,
            "value": value,
            "digits": result.value.id_number[-4:] if result.value else "",
            "other": f"{other.name}({other.id_number[-4:]})",
        }
        finding = Finding("CELL-CONFLICT", Action.BLOCK, heading, values)
        column = self._layout.columns.get(field, WHOLE_ROW)
        return row_verdict(
            result.row, REFUSED, result.cells, (*result.findings, CellFinding(column, finding))
        )


class ListComparison:
    """A list of recipients or plans: the regulator assigns both, so a row is known or it is refused with
    what the regulator says instead; nothing here changes an assignment."""

    def __init__(self, workspace: Workspace, sheet: Sheet, layout: Layout, directory: Directory) -> None:
        self._sheet, self._layout, self._directory = sheet, layout, directory
        self._today = local_day(workspace.now())
        with workspace.reading() as reading:
            self._rules = rules_on(reading, self._today).checks
            stored = [each.assignment for each in reading.assignments.all()]
        # what runs today comes last, and so counts
        self._assigned = Assigned(sorted(stored, key=lambda each: (each.covers(self._today), each.first_day)))

    def rows(self) -> Iterator[RowVerdict]:
        """Known rows as duplicates, all others refused."""
        if self._layout.kind is Kind.RECIPIENTS:
            for result in read_recipients(
                self._sheet, self._layout, self._directory, self._today, self._rules
            ):
                found: tuple[CellFinding, ...] = ()
                if result.value is not None:
                    found = compare_recipient(result.value, result.cells, self._layout, self._assigned)
                yield _compared(result, found)
            return
        for planned in read_plans(self._sheet, self._layout, self._directory, self._rules):
            found = ()
            if planned.value is not None:
                found = compare_plan(planned.value, planned.cells, self._layout, self._assigned)
            yield _compared(planned, found)


def _compared(result: RowResult[T], found: tuple[CellFinding, ...]) -> RowVerdict:
    is_known = result.value is not None and not found
    return row_verdict(
        result.row, DUPLICATE if is_known else REFUSED, result.cells, (*result.findings, *found)
    )
