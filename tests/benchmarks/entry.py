"""Sixty paper sheets typed into quick entry and into a plain grid of the same columns, key by key.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.entry

Both are driven by real key events in one run. A key is a key, with or without Ctrl or Shift. A Chinese word
costs the letters of its full pinyin and one key to choose it, in either; quick entry needs none, since it
finds people by initials. In the plain grid the date above is copied by one key, and items are typed as
codes where that is shorter. Every answer of the services is given within its key, on the same thread:
the worst case.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from provider_desktop.ui.theme import load_fonts
from provider_desktop.ui.visits.visits_page import VisitsPage
from tests.support.clerk import Clerk, Keyboard, Sheet
from tests.support.plain_grid import GridClerk, PlainGrid
from tests.support.sheets_day import an_office, the_sheets
from tests.support.window import DressedApplication


def main() -> int:
    """Print a table in Markdown."""
    application = QApplication(sys.argv)
    application.setStyle("Fusion")
    load_fonts()
    dressed = DressedApplication(application)
    dressed.wear()
    with tempfile.TemporaryDirectory() as folder, an_office(Path(folder)) as desk:
        context = dressed.context(desk)
        page = VisitsPage(context)
        desk.workspace.changes.subscribe(
            lambda topics: context.changes.publish(topic.value for topic in topics)
        )
        context.changes.watch(page, page.topics, page.reload)
        page.resize(1140, 680)
        page.show()
        page.reload()
        page.activateWindow()
        QApplication.processEvents()
        page.entry.start_line()
        sheets = the_sheets(desk.workspace)
        ours, used = _ours(page, sheets)
        names = {option.item: option.name for option in desk.entry.item_options(sheets[0].day)}
        page.hide()
        plain = _plain(sheets, names)
    _print(sheets, ours, plain, used)
    return 0


def _ours(page: VisitsPage, sheets: Sequence[Sheet]) -> tuple[Keyboard, dict[int, int]]:
    keyboard = Keyboard()
    clerk = Clerk(page.entry, keyboard)
    clerk.begin(sheets[0].day)
    used = {}
    for sheet in sheets:
        before = keyboard.keys
        line = clerk.type_sheet(sheet)
        used[sheet.number] = keyboard.keys - before - len(sheet.figures)
        items = tuple(item.item for item in line.items)
        said = (line.recipient, line.staff, line.day, items, line.satisfaction)
        if said != (sheet.recipient, sheet.staff, sheet.day, sheet.items, sheet.satisfaction):
            raise AssertionError(f"sheet {sheet.number} was typed wrongly")
    return keyboard, used


def _plain(sheets: Sequence[Sheet], names: dict[str, str]) -> Keyboard:
    keyboard, grid = Keyboard(), PlainGrid(len(sheets) + 1)
    grid.resize(1140, 680)
    grid.show()
    grid.activateWindow()
    grid.setFocus()
    grid.setCurrentCell(0, 0)
    QApplication.processEvents()
    clerk = GridClerk(grid, keyboard)
    for sheet in sheets:
        row = clerk.type_sheet(sheet, names)
        if (row[1], row[3], row[4]) != (sheet.recipient_name, sheet.figures[:4], sheet.figures[4:]):
            raise AssertionError(f"sheet {sheet.number} was typed wrongly: {row}")
    return keyboard


def _print(sheets: Sequence[Sheet], ours: Keyboard, plain: Keyboard, used: dict[int, int]) -> None:
    count = len(sheets)
    print("| | quick entry | plain grid | share |")
    print("| --- | ---: | ---: | ---: |")
    print(f"| keys for {count} sheets | {ours.keys} | {plain.keys} | {ours.keys / plain.keys:.0%} |")
    print(f"| keys a sheet | {ours.keys / count:.1f} | {plain.keys / count:.1f} | |")
    print(f"| seconds the program took for them | {ours.seconds:.1f} | {plain.seconds:.1f} | |")
    for name, scheduled in (("expected", True), ("not expected", False)):
        keys = [used[sheet.number] for sheet in sheets if sheet.scheduled is scheduled]
        most, mean = max(keys), sum(keys) / len(keys)
        print(f"| keys besides the times, {name} ({len(keys)}): most, mean | {most}, {mean:.1f} | | |")
    for name, keyboard in (("quick entry", ours), ("plain grid", plain)):
        spent = sorted(1000 * each for each in keyboard.spent)
        middle, slow = spent[len(spent) // 2], spent[round(len(spent) * 0.99) - 1]
        print(f"{name}: one key takes {middle:.1f} ms, the 99th percentile {slow:.0f} ms", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
