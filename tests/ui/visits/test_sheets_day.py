"""Sixty paper sheets typed into quick entry by real keys, on a real database: few keys, and nothing wrong."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.support.clerk import Clerk, Keyboard
from tests.support.sheets_day import an_office, the_sheets
from tests.support.window import DressedApplication
from tests.ui.visits.test_quick_entry import open_page

#: Keys besides the digits of the times: where the schedule expects the visit, and where it does not.
MOST_SCHEDULED, MOST_OTHERS = 4, 12


def test_sixty_sheets_take_few_keys_and_stand_as_on_paper(
    tmp_path: Path, dressed: DressedApplication, qtbot: QtBot
) -> None:
    with an_office(tmp_path) as desk:
        page = open_page(desk, dressed, qtbot)
        keyboard = Keyboard()
        clerk = Clerk(page.entry, keyboard)
        sheets = the_sheets(desk.workspace)
        clerk.begin(sheets[0].day)
        records, used = [], {}
        for sheet in sheets:
            before = keyboard.keys
            records.append(clerk.type_sheet(sheet).record)
            used[sheet.number] = keyboard.keys - before - len(sheet.figures)
        stored = desk.entry.lines(records)
        typed = [
            (line.recipient, line.staff, line.day, tuple(item.item for item in line.items), line.satisfaction)
            for line in stored
        ]
        assert typed == [
            (sheet.recipient, sheet.staff, sheet.day, sheet.items, sheet.satisfaction) for sheet in sheets
        ]
        assert max(used[sheet.number] for sheet in sheets if sheet.scheduled) <= MOST_SCHEDULED
        assert max(used[sheet.number] for sheet in sheets if not sheet.scheduled) <= MOST_OTHERS
