"""A spreadsheet as plain as they come: the columns of quick entry as text, Tab, Enter, and the cell above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from tests.support.clerk import Keyboard, Sheet, pinyin_keys

_COLUMNS = ("日期", "对象", "服务人员", "签到", "签退", "项目", "凭证", "满意度")
DAY, RECIPIENT, STAFF, TIME_IN, TIME_OUT, ITEMS, SIGNED, SATISFACTION = range(len(_COLUMNS))


class PlainGrid(QTableWidget):
    """Cells hold what is typed. Tab goes right, Enter to the next row's beginning, Ctrl+D copies."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows, len(_COLUMNS))
        self.setHorizontalHeaderLabels(_COLUMNS)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own hook
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            above = self.item(index.row() - 1, index.column())
            self.setItem(index.row(), index.column(), QTableWidgetItem(above.text() if above else ""))
        elif event.key() == Qt.Key.Key_Return:
            self.setCurrentCell(index.row() + 1, 0)
        else:
            super().keyPressEvent(event)

    def texts(self, row: int) -> tuple[str, ...]:
        """What stands in a row."""
        items = (self.item(row, column) for column in range(self.columnCount()))
        return tuple(item.text() if item else "" for item in items)


class GridClerk:
    """Types sheets into a plain grid, each cell by whichever way takes fewer keys."""

    def __init__(self, grid: PlainGrid, keyboard: Keyboard) -> None:
        self._grid = grid
        self._keyboard = keyboard

    def type_sheet(self, sheet: Sheet, item_names: dict[str, str]) -> tuple[str, ...]:
        """One sheet; the row as it then stands."""
        row = self._grid.currentRow()
        day = f"{sheet.day.month}-{sheet.day.day}"
        above = self._grid.item(row - 1, DAY)
        if above is not None and above.text() == day:
            self._keyboard.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        else:
            self._keyboard.type(day)
        self._keyboard.type("\t")
        self._word(sheet.recipient_name)
        self._keyboard.type("\t")
        self._word("、".join(sheet.staff_names))
        for time in (sheet.time_in, sheet.time_out):
            self._keyboard.type("\t")
            self._keyboard.type(time.replace(":", ""))
        self._keyboard.type("\t")
        for place, item in enumerate(sheet.items):
            self._keyboard.type("," if place else "")
            if len(item) <= pinyin_keys(item_names[item]):
                self._keyboard.type(item.lower())
            else:
                self._word(item_names[item])
        self._keyboard.type("\t1\t")
        self._keyboard.type(str(sheet.satisfaction))
        self._enter()
        return self._grid.texts(row)

    def _word(self, text: str) -> None:
        self._keyboard.compose(text)

    def _enter(self) -> None:
        """One Enter commits the cell and goes on, as in every spreadsheet."""
        row = self._grid.currentRow()
        self._keyboard.type("\n")
        self._grid.setFocus()
        self._grid.setCurrentCell(row + 1, DAY)
