"""The table of the program: calm rows, whole-row hover, everything by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from provider_desktop.ui.theme import ROW, current_theme
from provider_desktop.ui.widgets.clipboard import copy_privately
from provider_desktop.ui.widgets.row_delegate import RowDelegate
from provider_desktop.ui.widgets.rows_model import Role, RowsModel

Index = QModelIndex | QPersistentModelIndex


class DataTable(QTableView):
    """A table of whole rows over a :class:`RowsModel` (or a model of one's own with its roles).

    Enter, double click or a click on a row with ``open_on_click`` say ``row_opened`` with the frozen value
    of the row; a press on an action cell (or Enter on it) says ``action_chosen`` with the row and column.
    Space, or a press on a box to tick, says ``row_ticked``; who shows the rows changes them.
    """

    row_opened = Signal(object)
    row_selected = Signal(object)
    action_chosen = Signal(object, int)
    row_ticked = Signal(object)

    def __init__(
        self, name: str, parent: QWidget | None = None, *, inset: bool = False, row_height: int = ROW
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._row_height = row_height
        self._widths: tuple[int, ...] = ()
        self._fill = 0
        if inset:
            self.setProperty("kind", "inset")
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(24)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._scale()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; a :class:`RowsModel` brings its own column widths and sorting."""
        super().setModel(model)
        if isinstance(model, RowsModel):
            sortable = any(column.sort is not None for column in model.columns)
            self.horizontalHeader().setSectionsClickable(sortable)
            if sortable:
                self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(sortable)
            self.set_widths(tuple(column.width for column in model.columns))

    def set_widths(self, widths: tuple[int, ...]) -> None:
        """Column widths in dp; columns with 0 share what is left over."""
        self._widths = widths
        self._fit()

    @property
    def current_row(self) -> Any:
        """The frozen value of the current row, or ``None``."""
        index = self.currentIndex()
        return index.data(Role.ROW) if index.isValid() else None

    def select_key(self, key: str) -> bool:
        """Make the row with a key current; False where it is not shown."""
        model = self.model()
        place = model.index_of(key) if isinstance(model, RowsModel) else -1
        if place < 0:
            return False
        self.setCurrentIndex(model.index(place, max(0, self.currentIndex().column())))
        return True

    def show_rows(self, rows: Any) -> None:
        """Put rows into the :class:`RowsModel` and keep the current row and the place scrolled to."""
        model = self.model()
        if not isinstance(model, RowsModel):
            raise TypeError("show_rows needs a RowsModel")
        current = self.currentIndex()
        key = model.row_key(current.row()) if current.isValid() else ""
        scrolled = self.verticalScrollBar().value()
        model.set_rows(rows)
        head = self.horizontalHeader()
        if self.isSortingEnabled() and head.sortIndicatorSection() >= 0:
            model.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        if key:
            self.select_key(key)
        self.verticalScrollBar().setValue(scrolled)

    # Qt's own hooks

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_selected.emit(current.data(Role.ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._activate(index)
            event.accept()
        elif event.key() == Qt.Key.Key_Space and self._has_boxes() and index.isValid():
            self.row_ticked.emit(index.data(Role.ROW))
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.data(Role.LINK):
            self.row_opened.emit(index.data(Role.ROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.data(Role.LINK):
            self.action_chosen.emit(index.data(Role.ROW), index.column())
        elif index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            self.row_ticked.emit(index.data(Role.ROW))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._scale()
            self._fit()

    def _has_boxes(self) -> bool:
        model = self.model()
        return isinstance(model, RowsModel) and any(column.check is not None for column in model.columns)

    def _activate(self, index: Index) -> None:
        if index.data(Role.LINK):
            self.action_chosen.emit(index.data(Role.ROW), index.column())
        else:
            self.row_opened.emit(index.data(Role.ROW))

    def _copy(self) -> None:
        """Selected rows as text with tabs, ready for a spreadsheet."""
        model = self.model()
        rows = sorted({index.row() for index in self.selectedIndexes()})
        lines = (
            "\t".join(str(model.index(row, at).data() or "") for at in range(model.columnCount()))
            for row in rows
        )
        copy_privately("\n".join(lines))

    def _hover(self, at: QPoint) -> None:
        index = self.indexAt(at)
        row, column = (index.row(), index.column()) if index.isValid() else (-1, -1)
        if (row, column) == (self._delegate.hovered_row, self._delegate.hovered_column):
            return
        self._delegate.hovered_row, self._delegate.hovered_column = row, column
        hand = index.isValid() and bool(index.data(Role.LINK))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def _scale(self) -> None:
        theme = current_theme()
        head = self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.setDefaultSectionSize(theme.px(self._row_height))

    def _fit(self) -> None:
        """Fixed columns at their scaled width, the rest shared among those that take it."""
        model = self.model()
        if not self._widths:
            return
        theme = current_theme()
        fixed = sum(theme.px(width) for width in self._widths if width)
        open_columns = [at for at, width in enumerate(self._widths) if not width]
        room = self.viewport().width() - fixed
        least = theme.px(120)
        for at, width in enumerate(self._widths[: model.columnCount()]):
            wanted = theme.px(width) if width else max(least, room // max(1, len(open_columns)))
            if open_columns and at == open_columns[-1]:
                wanted = max(least, room - (room // len(open_columns)) * (len(open_columns) - 1))
            self.setColumnWidth(at, wanted)
