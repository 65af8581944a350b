"""A list of visits of any length: rows are fetched a page at a time as they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from provider_desktop.services.visits import VisitPage, VisitRow
from provider_desktop.ui.widgets.rows_model import Column, Role

Index = QModelIndex | QPersistentModelIndex

#: Rows fetched at once, and pages kept: enough to scroll back a while without asking again.
PAGE = 100
_KEPT = 40


class PagedVisits(QAbstractTableModel):
    """Asks for pages by ``page_wanted(offset, limit)``; they are given with :meth:`take`.

    A row that is not there yet shows a dash. Nothing is ever held but the pages last looked at.
    """

    page_wanted = Signal(int, int)

    def __init__(self, columns: Sequence[Column[VisitRow]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._total = 0
        self._pages: OrderedDict[int, tuple[VisitRow, ...]] = OrderedDict()
        self._asked: set[int] = set()

    @property
    def total(self) -> int:
        """Rows of the whole list."""
        return self._total

    def start(self, page: VisitPage) -> None:
        """Show another list, of which this is the first page."""
        self.beginResetModel()
        self._pages.clear()
        self._asked.clear()
        self._total = page.total
        self._keep(page)
        self.endResetModel()

    def refresh(self, page: VisitPage) -> None:
        """The same list after a change: the place scrolled to stays where the length did not change."""
        if page.total != self._total:
            self.start(page)
            return
        self._pages.clear()
        self._asked.clear()
        self._keep(page)
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self.columns) - 1))

    def take(self, page: VisitPage) -> None:
        """A page that was asked for."""
        if page.total != self._total or page.offset not in self._asked:
            return
        self._asked.discard(page.offset)
        self._keep(page)
        if page.rows:
            last = page.offset + len(page.rows) - 1
            self.dataChanged.emit(self.index(page.offset, 0), self.index(last, len(self.columns) - 1))

    def row_at(self, row: int) -> VisitRow | None:
        """A row, or ``None`` while it is being fetched."""
        offset = row - row % PAGE
        rows = self._pages.get(offset)
        if rows is None:
            if offset not in self._asked:
                self._asked.add(offset)
                self.page_wanted.emit(offset, PAGE)
                rows = self._pages.get(offset)
            if rows is None:
                return None
        place = row - offset
        return rows[place] if place < len(rows) else None

    def _keep(self, page: VisitPage) -> None:
        self._pages[page.offset] = page.rows
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)

    # Qt's own hooks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Role.INK:
            return "muted" if column.muted else None
        look = _LOOKS.get(role)
        if look is None:
            return None
        row = self.row_at(index.row())
        if row is None:
            return "–" if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return look(column, row)


def _side(column: Column[VisitRow]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_LOOKS: dict[int, Callable[[Column[VisitRow], VisitRow], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.ToolTipRole: lambda column, row: column.tip(row) if column.tip else None,
    Role.ROW: lambda _column, row: row,
    Role.CHIP: lambda column, row: column.chip(row) if column.chip else None,
}
