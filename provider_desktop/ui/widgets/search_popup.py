"""The list that opens under a field while one types: bold names, what tells namesakes apart, keys below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from provider_desktop.ui import icons
from provider_desktop.ui.theme import SMALL, current_theme
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words

Index = QModelIndex | QPersistentModelIndex
_CHOICE = Qt.ItemDataRole.UserRole + 1
_NUMBER = _CHOICE + 1
_MOST_ROWS = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: ``title`` in bold, ``detail`` beside it, ``note`` quiet at right; ``value`` comes back."""

    title: str
    detail: str = ""
    note: str = ""
    icon: str = ""
    value: Any = None


class _ChoicesModel(QAbstractListModel):
    """Choices as a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._numbered = False

    def set_choices(self, choices: Sequence[Choice], *, numbered: bool = False) -> None:
        self.beginResetModel()
        self._choices, self._numbered = tuple(choices), numbered
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._choices):
            return None
        choice = self._choices[index.row()]
        if role == _CHOICE:
            return choice
        if role == _NUMBER:
            return str(index.row() + 1) if self._numbered and index.row() < _MOST_ROWS else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (choice.title, choice.detail, choice.note) if part)
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints a choice: icon, title, detail, note."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.px(200), theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        choice: Choice = index.data(_CHOICE)
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            strong = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if strong else "hover"))
            painter.drawRoundedRect(area, theme.px(6), theme.px(6))
        inner = area.adjusted(theme.px(10), 0, -theme.px(10), 0)
        if number := index.data(_NUMBER):
            painter.setFont(theme.font(SMALL))
            painter.setPen(QColor(theme.colours.muted))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), number)
            inner.setLeft(inner.left() + theme.px(18))
        if choice.icon:
            size = theme.px(16)
            top = inner.top() + (inner.height() - size) // 2
            painter.drawPixmap(inner.left(), top, icons.pixmap(choice.icon, theme.colours.muted, size))
            inner.setLeft(inner.left() + size + theme.px(8))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        small, bold, plain = theme.font(SMALL), theme.font(bold=True), theme.font()
        note = min(QFontMetrics(small).horizontalAdvance(choice.note), inner.width() // 2)
        painter.setFont(small)
        painter.setPen(QColor(theme.colours.muted))
        quiet = QFontMetrics(small).elidedText(choice.note, Qt.TextElideMode.ElideRight, note + 1)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), quiet)
        room = inner.adjusted(0, 0, -(note + theme.px(12) if note else 0), 0)
        painter.setPen(QColor(theme.colours.text))
        title = QFontMetrics(bold).elidedText(choice.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(bold)
        painter.drawText(room, int(left), title)
        room.setLeft(room.left() + QFontMetrics(bold).horizontalAdvance(title) + theme.px(14))
        if choice.detail and room.width() > theme.px(24):
            painter.setFont(plain)
            detail = QFontMetrics(plain).elidedText(choice.detail, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(left), detail)
        painter.restore()


class SearchPopup(QFrame):
    """Floats under a field and takes its arrow keys, Enter, Tab and Esc; typing stays in the field.

    ``chosen`` gives the :class:`Choice`, ``moved`` the one that Enter would take now; ``dismissed`` says that
    Esc closed it. Attach it to one field at a
    time with :meth:`attach`.
    """

    chosen = Signal(object)
    moved = Signal(object)
    dismissed = Signal()

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "float")
        self.setAccessibleName(name)
        self._field: QWidget | None = None
        self._least = 320
        self._takes_tab = True
        self._model = _ChoicesModel(self)
        self._list = QListView()
        self._list.setAccessibleName(name)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setItemDelegate(_ChoiceDelegate(self._list))
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._choose)
        self._list.selectionModel().currentChanged.connect(self._tell_moved)
        self._keys, self._fact = words("", "small"), words("", "small")
        self._line = rule()
        footer = QHBoxLayout()
        scale_layout(self, footer, margins=(10, 4, 10, 2), spacing=12)
        footer.addWidget(self._keys)
        footer.addStretch(1)
        footer.addWidget(self._fact)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(6, 6, 6, 6), spacing=4)
        box.addWidget(self._list)
        box.addWidget(self._line)
        box.addLayout(footer)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 48))
        self.setGraphicsEffect(shadow)
        self.hide()

    def attach(self, field: QWidget, *, least_width: int = 320, takes_tab: bool = True) -> None:
        """Serve this field from now on. ``least_width`` in dp; without ``takes_tab`` Tab leaves the field."""
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field, self._least, self._takes_tab = field, least_width, takes_tab
        field.installEventFilter(self)
        self.hide()

    def show_choices(
        self, choices: Sequence[Choice], keys: str = "", fact: str = "", *, numbered: bool = False
    ) -> None:
        """Open with these choices, the first one current; none close it. The footer tells keys and a fact;
        ``numbered`` shows the numbers that the field's owner takes for choosing."""
        if not choices or self._field is None or not isValid(self._field):
            self.hide()
            return
        self._model.set_choices(choices, numbered=numbered)
        self._keys.setText(keys)
        self._fact.setText(fact)
        for part in (self._line, self._keys, self._fact):
            part.setVisible(bool(keys or fact))
        self._place(len(choices), footer=bool(keys or fact))
        self.show()
        self.raise_()
        self._list.setCurrentIndex(self._model.index(0))

    def show_fact(self, fact: str) -> None:
        """Say something else at the right of the footer, about the choice that is current."""
        self._fact.setText(fact)

    @property
    def current(self) -> Choice | None:
        """The choice that Enter would take, while open."""
        index = self._list.currentIndex()
        choice: Choice | None = index.data(_CHOICE) if self.isVisible() and index.isValid() else None
        return choice

    def choice(self, number: int) -> Choice | None:
        """The choice of a number, counted from 1, while open."""
        index = self._model.index(number - 1)
        choice: Choice | None = index.data(_CHOICE) if self.isVisible() and index.isValid() else None
        return choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field or not self.isVisible():
            return False
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            # looking at another window for a moment does not lose the list
            if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
                self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # Esc is ours while the list is open, whatever action has it as its key
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _MOST_ROWS,
            Qt.Key.Key_PageUp: -_MOST_ROWS,
        }
        if key in moves:
            row = self._list.currentIndex().row() + moves[Qt.Key(key)]
            self._list.setCurrentIndex(self._model.index(max(0, min(row, self._model.rowCount() - 1))))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Tab and self._takes_tab):
            self._choose(self._list.currentIndex())
            # Tab goes on to the next field after it has chosen
            return key != Qt.Key.Key_Tab
        if key == Qt.Key.Key_Escape:
            self.hide()
            self.dismissed.emit()
            return True
        return False

    def _tell_moved(self, index: Index) -> None:
        choice = index.data(_CHOICE) if index.isValid() else None
        if choice is not None and self._field is not None:
            self.moved.emit(choice)

    def _choose(self, index: Index) -> None:
        if index.isValid():
            choice = index.data(_CHOICE)
            self.hide()
            self.chosen.emit(choice)

    def _place(self, count: int, *, footer: bool) -> None:
        """Under the field, or above it where there is no room below; never beyond the window."""
        field, window = self._field, self.parentWidget()
        if field is None or window is None:
            return
        theme = current_theme()
        rows = theme.px(32) * min(count, _MOST_ROWS)
        self._list.setFixedHeight(rows + 2)
        height = rows + 2 + theme.px(14) + (theme.px(32) if footer else 0)
        width = min(max(field.width(), theme.px(self._least)), window.width() - theme.px(16))
        below = field.mapTo(window, QPoint(0, field.height() + theme.px(4)))
        x = max(theme.px(8), min(below.x(), window.width() - width - theme.px(8)))
        y = below.y()
        if y + height > window.height() - theme.px(8):
            y = max(theme.px(8), field.mapTo(window, QPoint(0, 0)).y() - height - theme.px(4))
        self.setGeometry(x, y, width, height)
