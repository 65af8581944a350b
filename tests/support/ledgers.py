"""An agency with recipients, staff and catalogue, and sheets written cell by cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from provider_desktop.domain.assignment_payload import read_load_file
from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import Moment, build_context, check_visit
from provider_desktop.domain.ledger.columns import Names
from provider_desktop.domain.ledger.directory import Directory
from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.domain.ledger.people import read_staff
from provider_desktop.domain.ledger.rows import read_visits
from provider_desktop.domain.ledger.sheet import Cell, MergedRange, Row, Sheet
from provider_desktop.domain.ledger.structure import Layout, find_layout
from provider_desktop.domain.ledger.verdicts import RowVerdict, judge_rows
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.resources import resource_path
from provider_desktop.spreadsheets.reading import read_sheets

DATA = Path(__file__).parents[1] / "data"
LEDGER = DATA / "visits_2026-10_town_ledger.xlsx"
ROSTER = DATA / "staff_roster.xlsx"
#: When the office imports: after the month, so that nothing lies in the future.
IMPORT_TIME = datetime(2026, 11, 3, 1, tzinfo=UTC)


@dataclass
class Office:
    """An agency's world, and the visits that it has taken in so far."""

    catalogue: Catalogue
    assignments: tuple[Assignment, ...]
    staff: tuple[StaffMember, ...]
    directory: Directory
    index: VisitIndex
    known: set[str] = field(default_factory=set)
    numbers: count[int] = field(default_factory=count)

    def judge(self, sheet: Sheet, layout: Layout | None = None) -> list[RowVerdict]:
        """What becomes of each row; imported rows stay known, as after a real import."""
        found = layout or layout_of(sheet, Kind.VISITS, self.directory)
        moment = Moment(now=IMPORT_TIME)
        verdicts = list(
            judge_rows(
                read_visits(sheet, found, self.directory),
                found,
                known=self.known.__contains__,
                check=lambda visit: check_visit(visit, build_context(visit, self.index, moment)),
                accept=self.index.add,
                new_record=lambda: f"{next(self.numbers):026d}",
            )
        )
        self.known |= {verdict.fingerprint for verdict in verdicts if verdict.visit}
        return verdicts


def layout_of(
    sheet: Sheet, kind: Kind | None = None, names: Names | None = None, file_name: str = ""
) -> Layout:
    """The layout of a sheet that has one."""
    layout = find_layout(sheet, kind, names, file_name)
    assert layout is not None, f"no layout found in {sheet.name}"
    return layout


def huimin() -> Office:
    """The agency of the test data: 22 recipients, two of one name, and 8 staff."""
    body = json.loads(resource_path("catalogue", "default.json").read_text(encoding="utf-8"))
    catalogue, faults = read_catalogue(body)
    assert catalogue is not None, faults
    loaded, faults = read_load_file(json.loads((DATA / "recipients_huimin.json").read_text(encoding="utf-8")))
    assert loaded is not None, faults
    roster = read_sheets(ROSTER)[0]
    staff = tuple(row.value for row in read_staff(roster, layout_of(roster, Kind.STAFF)) if row.value)
    directory = Directory([one.recipient for one in loaded.assignments], staff, [catalogue])
    index = VisitIndex((), [catalogue], loaded.assignments, staff)
    return Office(catalogue, loaded.assignments, staff, directory, index)


def a_sheet(*rows: Sequence[Cell], name: str = "台账", merged: Sequence[MergedRange] = ()) -> Sheet:
    """A sheet whose first row has number 1."""
    return Sheet(name, tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 1)), tuple(merged))


#: Headings of the smallest ledger that says everything.
HEADINGS = (
    "服务日期",
    "救助对象",
    "身份证号",
    "服务人员",
    "开始",
    "结束",
    "服务项目",
    "时长",
    "对象签字",
    "满意度",
    "备注",
)
#: A row that comes in as it stands.
GOOD: dict[str, Cell] = {
    "服务日期": "2026-10-12",
    "救助对象": "赵长顺",
    "身份证号": None,
    "服务人员": "陈静",
    "开始": "8:30",
    "结束": "9:00",
    "服务项目": "上门探访",
    "时长": 30,
    "对象签字": "√",
    "满意度": "满意",
    "备注": None,
}


def a_ledger(*changes: Mapping[str, Cell], title: str = "2026年10月服务台账") -> Sheet:
    """A ledger with one good row for each dictionary, changed by what it says."""
    lines = [[{**GOOD, **change}[heading] for heading in HEADINGS] for change in changes]
    return a_sheet([title], HEADINGS, *lines)


def rules_of(verdict: RowVerdict, but: Callable[[str], bool] = lambda rule: False) -> set[str]:
    """Rules found in a row, without evidence, distance and lateness, and without those left out."""
    left_out = {"OVER-TRAVEL", "TIME-LATE"}
    rules = {cell.finding.rule for cell in verdict.findings}
    return {rule for rule in rules if not rule.startswith("EVID") and rule not in left_out and not but(rule)}
