"""A month by recipient: a narrow column a day with a mark for its orders, beside what the plan lacks."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from provider_desktop.domain.findings import worst
from provider_desktop.domain.schedule_orders import OrderState
from provider_desktop.services.schedule import MonthBoard, OrderView, RecipientLine
from provider_desktop.ui.schedule.schedule_words import ScheduleWords, tone_of_order
from provider_desktop.ui.theme import ROW, SMALL, Theme, Tone, current_theme
from provider_desktop.ui.widgets.painting import Chip, paint_chip, paint_focus, paint_mark

Index = QModelIndex | QPersistentModelIndex
VIEWS = Qt.ItemDataRole.UserRole + 1
RECIPIENT = VIEWS + 1
NAME, MADE, LACKING, DAYS = range(4)
_WIDTHS = {NAME: 112, MADE: 92, LACKING: 84}


class MonthModel(QAbstractTableModel):
    """Columns: name, visits made and ordered of those planned, what is lacking, then the days."""

    def __init__(self, words: ScheduleWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.month: MonthBoard | None = None
        self._cells: dict[tuple[str, date], list[OrderView]] = {}

    def show_month(self, month: MonthBoard) -> None:
        """Show another month, or the same as it is now."""
        self._words.know(month.orders, {row.recipient: row.name for row in month.rows})
        self.beginResetModel()
        cells: dict[tuple[str, date], list[OrderView]] = defaultdict(list)
        for view in month.orders:
            cells[view.order.recipient, view.order.day].append(view)
        self.month, self._cells = month, dict(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.month.rows) if self.month and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        if self.month is None or parent.isValid():
            return 0
        return DAYS + (self.month.last - self.month.first).days + 1

    def day_of(self, column: int) -> date | None:
        """The day of a column, None for the first ones."""
        return self.month.first + timedelta(days=column - DAYS) if self.month and column >= DAYS else None

    def is_free(self, column: int) -> bool:
        """Whether a column is a weekend or holiday."""
        return self.month is not None and self.day_of(column) in self.month.days_off

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if self.month is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            row = self.month.rows[section]
            return (
                self._words.formats.joined(
                    row.name, row.detail if role == Qt.ItemDataRole.ToolTipRole else ""
                )
                if shown
                else None
            )
        day = self.day_of(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and day:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ToolTipRole and day:
            formats = self._words.formats
            return formats.joined(formats.long_day(day), self.month.days_off.get(day, ""))
        if role == Qt.ItemDataRole.DisplayRole:
            titles = (self.tr("Recipient"), self.tr("Done / plan"), self.tr("Lacking"))
            return str(day.day) if day else titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.month is None:
            return None
        row = self.month.rows[index.row()]
        day = self.day_of(index.column())
        if role == RECIPIENT:
            return row
        if day is None:
            return self._fact(row, index.column(), role)
        views = self._cells.get((row.recipient, day), [])
        if role == VIEWS:
            return views
        if role == Qt.ItemDataRole.ToolTipRole and views:
            return "\n\n".join(self._words.tip(view) for view in views)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = self._words.formats.joined(row.name, self._words.formats.long_day(day))
            told = "; ".join(self._words.order(view) for view in views) or self.tr("nothing scheduled")
            return f"{where}: {told}"
        return None

    def _fact(self, row: RecipientLine, column: int, role: int) -> Any:
        shown, spoken = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
        formats = self._words.formats
        if column == NAME and role in (shown, spoken, Qt.ItemDataRole.ToolTipRole):
            return row.name if role == shown else formats.joined(row.name, row.detail)
        if column == MADE and role == shown:
            return formats.of(row.done, row.planned)
        if column == MADE and role in (spoken, Qt.ItemDataRole.ToolTipRole):
            return self.tr("{done} done, {ordered} scheduled, {excused} excused of {planned} planned").format(
                done=row.done, ordered=row.ordered, excused=row.excused, planned=row.planned
            )
        if column == LACKING and role in (shown, spoken):
            return self.tr("%n lacking", "", row.lacking) if row.lacking else ""
        return None


class _DayDelegate(QStyledItemDelegate):
    """Marks: by what became of the order, a ring while it is planned, a figure where there are several."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        model = index.model()
        painter.save()
        if isinstance(model, MonthModel) and model.is_free(index.column()):
            painter.fillRect(area, theme.colour("none_soft"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() < DAYS:
            self._paint_fact(painter, theme, area.adjusted(theme.px(8), 0, -theme.px(4), 0), index)
        elif views := index.data(VIEWS):
            self._paint_marks(painter, theme, area, views)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, theme, QRectF(area).adjusted(1, 1, -1, -2), theme.px(4))
        painter.restore()

    def _paint_fact(self, painter: QPainter, theme: Theme, room: QRect, index: Index) -> None:
        text = str(index.data() or "")
        if index.column() == LACKING:
            if text:
                paint_chip(painter, theme, Chip(Tone.YELLOW, text, marked=False), room)
            return
        bold = index.column() == NAME
        painter.setFont(theme.font(bold=bold))
        painter.setPen(theme.colour("text" if bold else "muted"))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _paint_marks(self, painter: QPainter, theme: Theme, area: QRect, views: list[OrderView]) -> None:
        view = max(views, key=lambda each: (_gravity(each), each.state is OrderState.MISSED))
        tone = tone_of_order(view)
        size = theme.px(10)
        ink = QColor(theme.colours.ink(tone))
        centre = area.center()
        place = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
        if view.state is OrderState.MISSED and not view.findings:
            # missed: a cross, so that it is not taken for what speaks against an order
            painter.setPen(QPen(ink, theme.px(2)))
            inner = place.adjusted(1, 1, -1, -1)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        else:
            paint_mark(painter, tone, place, ink)
        if len(views) > 1:
            painter.setFont(theme.font(SMALL - 2, bold=True))
            painter.setPen(theme.colour("text"))
            corner = area.adjusted(0, 1, -2, 0)
            painter.drawText(
                corner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight), str(len(views))
            )


def _gravity(view: OrderView) -> int:
    action = worst(view.findings)
    return action.severity + 1 if action else 0


class MonthTable(QTableView):
    """Arrows walk, Enter or a double click opens the order of a day, or a new one where there is none."""

    order_opened = Signal(object)
    place_opened = Signal(str, object)

    def __init__(self, words: ScheduleWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = MonthModel(words, self)
        self.setAccessibleName(self.tr("Month by recipient"))
        self.setModel(self.shown)
        self.setItemDelegate(_DayDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setProperty("kind", "days")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setAccessibleName(self.tr("Recipients"))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(16)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._scale()

    def show_month(self, month: MonthBoard, today: date) -> None:
        """Show a month; the place that was current stays so."""
        index, scrolled = self.currentIndex(), self.verticalScrollBar().value()
        self.shown.show_month(month)
        self.setColumnHidden(NAME, True)  # the heading at the left has it, and does not scroll away
        self._fit()
        if index.isValid() and self.shown.rowCount():
            row = min(index.row(), self.shown.rowCount() - 1)
            self.setCurrentIndex(self.shown.index(row, min(index.column(), self.shown.columnCount() - 1)))
        elif self.shown.rowCount():
            day = today if month.first <= today <= month.last else month.first
            self.setCurrentIndex(self.shown.index(0, DAYS + (day - month.first).days))
        self.verticalScrollBar().setValue(scrolled)

    @property
    def current_view(self) -> OrderView | None:
        """The order that is current."""
        views = self.currentIndex().data(VIEWS) if self.currentIndex().isValid() else None
        return views[0] if views else None

    @property
    def current_place(self) -> tuple[str, date] | None:
        """The recipient and day that are current."""
        index = self.currentIndex()
        day = self.shown.day_of(index.column()) if index.isValid() else None
        row: RecipientLine | None = index.data(RECIPIENT) if index.isValid() else None
        return (row.recipient, day) if row and day else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "shown"):
            self._scale()
            self._fit()

    def _open(self) -> None:
        view, place = self.current_view, self.current_place
        if view is not None:
            self.order_opened.emit(view)
        elif place is not None:
            self.place_opened.emit(*place)

    def _scale(self) -> None:
        head = self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.setDefaultSectionSize(current_theme().px(ROW))

    def _fit(self) -> None:
        theme = current_theme()
        fixed = 0
        self.verticalHeader().setFixedWidth(theme.px(_WIDTHS[NAME]))
        for column in (MADE, LACKING):
            self.setColumnWidth(column, theme.px(_WIDTHS[column]))
            fixed += theme.px(_WIDTHS[column])
        days = self.shown.columnCount() - DAYS
        for column in range(DAYS, self.shown.columnCount()):
            wide = (self.viewport().width() - fixed) // max(1, days)
            self.setColumnWidth(column, max(theme.px(24), wide))
