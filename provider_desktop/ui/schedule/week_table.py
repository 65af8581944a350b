"""The week on screen: blocks to walk through with arrows, and to move with the mouse or with M."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from provider_desktop.domain.findings import Finding
from provider_desktop.services.schedule import OrderView, Week
from provider_desktop.ui.schedule.block_delegate import LINE_HEIGHT, BlockDelegate, Target
from provider_desktop.ui.schedule.schedule_words import ScheduleWords, tone_of_findings
from provider_desktop.ui.schedule.week_model import LINE, VIEW, Line, WeekModel
from provider_desktop.ui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
_STAFF_WIDTH, _LEAST_DAY = 104, 112
#: Minutes by which + and - shift an order while it is moved.
_STEP = 5


@dataclass(frozen=True, slots=True)
class Move:
    """An order put elsewhere: to whom, when, and what the checks say of it there."""

    view: OrderView
    staff: tuple[str, ...]
    start: datetime
    findings: tuple[Finding, ...]


class WeekTable(QTableView):
    """Arrows walk, Enter opens, M picks an order up and puts it down, + and - shift it by five minutes, Esc
    leaves it. A drag does the same. ``aimed`` says what would be where it is about to go."""

    order_opened = Signal(object)
    place_opened = Signal(str, object)
    order_moved = Signal(object)
    aimed = Signal(object, object, object)

    def __init__(self, words: ScheduleWords, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._picked: tuple[OrderView, str] | None = None
        self._shift = 0
        self._dragging = False
        self._pressed: tuple[QPoint, QModelIndex] | None = None
        self.shown = WeekModel(words, today, self)
        self._delegate = BlockDelegate(words, self)
        self.setAccessibleName(self.tr("Week by staff member"))
        self.setModel(self.shown)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._scale()

    def show_week(self, week: Week, today: date) -> None:
        """Show a week; the current order, or else the current place, stays current."""
        view, index = self.current_view, self.currentIndex()
        staff = self._staff_of(index)
        scrolled = self.verticalScrollBar().value()
        self.put_down(keep=False)
        self.shown.show_week(week, today)
        self.clearSpans()
        row = 0
        while row < len(self.shown.lines):
            count = self.shown.lines[row].count
            if count > 1:
                self.setSpan(row, 0, count, 1)
            row += count
        place = self.shown.place_of(view.order.order, staff) if view else QModelIndex()
        if not place.isValid() and index.isValid():
            place = self.shown.index(min(index.row(), self.shown.rowCount() - 1), index.column())
        if not place.isValid():
            in_week = week.first <= today <= week.last
            place = self.shown.index(0, (today - week.first).days + 1 if in_week else 1)
        self.setCurrentIndex(place)
        self.verticalScrollBar().setValue(scrolled)

    @property
    def current_view(self) -> OrderView | None:
        """The order that is current."""
        index = self.currentIndex()
        found: OrderView | None = index.data(VIEW) if index.isValid() else None
        return found

    @property
    def current_place(self) -> tuple[str, date] | None:
        """The staff member and day that are current."""
        index = self.currentIndex()
        day = self.shown.day_of(index.column()) if index.isValid() else None
        return (self._staff_of(index), day) if day else None

    @property
    def is_moving(self) -> bool:
        """Whether an order is picked up."""
        return self._picked is not None

    def select_order(self, order: str) -> bool:
        """Make an order current; False where it is not in the week."""
        place = self.shown.place_of(order)
        if place.isValid():
            self.setCurrentIndex(place)
        return place.isValid()

    def select_place(self, staff: str, day: date) -> None:
        """Make a staff member's day current."""
        place = self.shown.cell(staff, day)
        if place.isValid():
            self.setCurrentIndex(place)

    # moving

    def pick_up(self) -> bool:
        """Take the current order to another place; False where there is none to take."""
        view = self.current_view
        if view is None or view.record:
            return False
        self._picked, self._shift = (view, self._staff_of(self.currentIndex())), 0
        self._aim()
        return True

    def put_down(self, *, keep: bool = True) -> None:
        """End the move: put the order where it is aimed, or leave it where it was."""
        picked, target = self._picked, self._delegate.target
        self._picked, self._delegate.target, self._dragging = None, None, False
        self.viewport().unsetCursor()
        self.viewport().update()
        if picked is None:
            return
        self.aimed.emit(None, None, None)
        if keep and target is not None:
            move = self._move_to(picked, target.staff, target.day)
            if (move.staff, move.start) != (picked[0].order.staff, picked[0].order.start):
                self.order_moved.emit(move)

    def _move_to(self, picked: tuple[OrderView, str], staff: str, day: date) -> Move:
        view, came_from = picked
        order = view.order
        start = order.start + timedelta(days=(day - order.day).days, minutes=self._shift)
        named = order.staff or ("",)
        team = tuple(dict.fromkeys(staff if each == came_from else each for each in named if each or staff))
        team = tuple(each for each in team if each)
        week = self.shown.week
        findings = week.board.conflicts_if(order, start, team) if week else ()
        return Move(view, team, start, findings)

    def _aim(self) -> None:
        place = self.current_place
        if self._picked is None or place is None:
            return
        staff, day = place
        move = self._move_to(self._picked, staff, day)
        time = self._words.formats.time(move.start)
        tone = tone_of_findings(move.findings)
        against = self._words.against(move.findings) or self.tr("free")
        order = self._picked[0].order.order
        self._delegate.target = Target(order, staff, day, time, tone, against)
        line: Line | None = self.currentIndex().data(LINE)
        self.aimed.emit(move, line.row.name if line else "", day)
        self.viewport().update()

    # Qt's own hooks

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._picked is not None:
            self._aim()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        if self.is_moving and self._move_key(key):
            event.accept()
        elif key == Qt.Key.Key_M and not event.modifiers():
            self.pick_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid() and not event.modifiers():
            self._open(index)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and index.isValid():
            column = 1 if key == Qt.Key.Key_Home else 7
            self.setCurrentIndex(self.shown.index(index.row(), column))
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()  # letters are keys here, and search nothing
        else:
            super().keyPressEvent(event)

    def _move_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M):
            self.put_down()
        elif key == Qt.Key.Key_Escape:
            self.put_down(keep=False)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._shift += -_STEP if key == Qt.Key.Key_Minus else _STEP
            self._aim()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = (event.position().toPoint(), index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        started, index = self._pressed
        if not self._dragging and (at - started).manhattanLength() >= QApplication.startDragDistance():
            self.setCurrentIndex(index)
            self._dragging = self.pick_up()
            if self._dragging:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        over = self.indexAt(at)
        if self._dragging and over.isValid() and over.column() > 0:
            self.setCurrentIndex(over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed = None
        if self._dragging:
            inside = self.indexAt(event.position().toPoint()).column() > 0
            self.put_down(keep=inside)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._open(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._scale()
            self._fit()

    def _open(self, index: Index) -> None:
        view: OrderView | None = index.data(VIEW)
        day = self.shown.day_of(index.column())
        if view is not None:
            self.order_opened.emit(view)
        elif day is not None:
            self.place_opened.emit(self._staff_of(index), day)

    def _staff_of(self, index: Index) -> str:
        line: Line | None = index.data(LINE) if index.isValid() else None
        return line.row.staff if line else ""

    def _scale(self) -> None:
        head = self.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        head.setDefaultSectionSize(current_theme().px(LINE_HEIGHT))

    def _fit(self) -> None:
        theme = current_theme()
        staff = theme.px(_STAFF_WIDTH)
        self.setColumnWidth(0, staff)
        room = self.viewport().width() - staff
        for column in range(1, 8):
            self.setColumnWidth(column, max(theme.px(_LEAST_DAY), room // 7))
