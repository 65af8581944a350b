"""The sixty sheets of ``tests/data/sheets_day.json``, and the agency whose clerk types them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.schedule_orders import Order, Origin
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_record
from tests.support.clerk import Sheet
from tests.support.desk import Desk, services_of
from tests.support.workspace import DATA, a_workspace, huimin, import_file, set_clock

#: Thursday 5 November 2026, 18:00 local time: the week's sheets lie on the desk.
EVENING = datetime(2026, 11, 5, 10, tzinfo=UTC)
#: The last evening of the month before, when its ledger was typed.
MONTH_BEFORE = datetime(2026, 10, 31, 12, tzinfo=UTC)
_REASONS = (
    "EVID-MISSING", "EVID-PLACE", "TIME-SHORT", "TIME-LONG", "TIME-LATE", "TIME-ROUND", "SCOPE-QUOTA",
    "SCOPE-PLAN", "OVER-RECIPIENT", "OVER-TRAVEL", "STAFF-CERT",
)  # fmt: skip


@contextmanager
def an_office(folder: Path) -> Iterator[Desk]:
    """An agency with staff, recipients, plans and October behind it; the scheduled sheets are orders."""
    with a_workspace(folder, MONTH_BEFORE) as workspace:
        huimin(workspace)
        import_file(workspace, DATA / "staff_roster.xlsx")
        import_file(workspace, DATA / "visits_2026-10_town_ledger.xlsx")
        desk = services_of(workspace)
        done = desk.finalising.finalise(None, dict.fromkeys(_REASONS, "as_recorded"))
        for held in done.held_back:
            desk.entry.discard(held.record)
        set_clock(workspace, EVENING)
        with workspace.writing() as work:
            work.schedule.save(orders_of(the_sheets(workspace)), workspace.now())
        yield desk


def the_sheets(workspace: Workspace) -> tuple[Sheet, ...]:
    """The sheets in the order in which they lie, with the ids of the agency's staff."""
    with workspace.reading() as reading:
        staff = {member.name: member.staff for member in reading.staff.all()}
    rows = json.loads((DATA / "sheets_day.json").read_text(encoding="utf-8"))
    return tuple(
        Sheet(
            number=row["sheet"],
            day=date.fromisoformat(row["date"]),
            recipient=row["recipient"],
            recipient_name=row["recipient_name"],
            staff=tuple(staff[name] for name in row["staff"]),
            staff_names=tuple(row["staff"]),
            time_in=row["in"],
            time_out=row["out"],
            items=tuple(row["items"]),
            satisfaction=row["satisfaction"],
            scheduled=row["scheduled"],
        )
        for row in rows
    )


def orders_of(sheets: Sequence[Sheet]) -> tuple[Order, ...]:
    """The scheduled sheets as the office ordered them: on the half hour before they began."""
    found = []
    for sheet in sheets:
        if sheet.scheduled:
            hour, minute = (int(part) for part in sheet.time_in.split(":"))
            start = datetime.combine(sheet.day, time(hour, 30 * (minute // 30)), LOCAL)
            # ids that do not follow the pile: orders of one time stand in no order that helps
            order = a_record(sheet.number * 37 % 61)
            found.append(Order(order, start, 60, sheet.recipient, sheet.staff, sheet.items, Origin.PLAN))
    return tuple(found)
