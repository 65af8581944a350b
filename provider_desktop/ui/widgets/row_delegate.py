"""How one cell of a table looks: text, chip, bar, trend line or action, on a row that reacts as a whole."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from provider_desktop.ui.theme import ROW, SMALL, Theme, current_theme
from provider_desktop.ui.widgets.painting import paint_bar, paint_check, paint_chip, paint_focus, paint_trend
from provider_desktop.ui.widgets.rows_model import Column, Role, RowsModel

Index = QModelIndex | QPersistentModelIndex
_VCENTRE = Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Paints cells. ``hovered_row`` is set by the table; -1 for none.

    Works for any model with the roles of :class:`~.rows_model.Role`; a :class:`~.rows_model.RowsModel` also
    gives bold and muted columns.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self.hovered_column = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.px(80), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, theme.colour("accent_soft"))
        elif index.row() == self.hovered_row:
            painter.fillRect(area, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(theme.px(10), 0, -theme.px(10), -1)
        self._paint_content(painter, theme, inner, index)
        if state & QStyle.StateFlag.State_HasFocus:
            ring = QRectF(area).adjusted(1, 1, -1, -2)
            paint_focus(painter, theme, ring, theme.px(4))

    def _paint_content(self, painter: QPainter, theme: Theme, inner: QRect, index: Index) -> None:
        if (check := index.data(Qt.ItemDataRole.CheckStateRole)) is not None:
            size = theme.px(18)
            box = QRectF(inner.left(), inner.top() + (inner.height() - size) // 2, size, size)
            paint_check(painter, theme, box, ticked=Qt.CheckState(check) is Qt.CheckState.Checked)
        elif (chip := index.data(Role.CHIP)) is not None:
            paint_chip(painter, theme, chip, inner)
        elif (bar := index.data(Role.BAR)) is not None:
            paint_bar(painter, theme, bar, inner)
        elif (trend := index.data(Role.TREND)) is not None:
            paint_trend(painter, theme, trend, inner.adjusted(0, theme.px(6), 0, -theme.px(6)))
        elif action := index.data(Role.LINK):
            self._paint_action(painter, theme, inner, index, action)
        else:
            self._paint_text(painter, theme, inner, index)

    def _paint_text(self, painter: QPainter, theme: Theme, inner: QRect, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        column = _column_of(index)
        font = theme.font(bold=column is not None and column.bold)
        painter.setFont(font)
        painter.setPen(QColor(theme.colour(index.data(Role.INK) or "text")))
        shown = QFontMetrics(font).elidedText(str(text), Qt.TextElideMode.ElideRight, inner.width())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft | _VCENTRE
        painter.drawText(inner, int(side), shown)

    def _paint_action(self, painter: QPainter, theme: Theme, inner: QRect, index: Index, words: str) -> None:
        column = _column_of(index)
        hovered = index.row() == self.hovered_row and index.column() == self.hovered_column
        if column is not None and column.link:
            font = theme.font()
            font.setUnderline(hovered)
            painter.setFont(font)
            painter.setPen(theme.colour("accent"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | _VCENTRE), f"{words} ›")
            return
        body = QRectF(action_area(theme, inner, words))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("edge" if hovered else "line"), 1))
        painter.setBrush(theme.colour("none_soft" if hovered else "surface"))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.colour("text"))
        painter.drawText(body, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()


def action_area(theme: Theme, inner: QRect, words: str) -> QRect:
    """Where the button of a cell lies: at its right end, centred in its height."""
    width = min(QFontMetrics(theme.font(SMALL)).horizontalAdvance(words) + theme.px(28), inner.width())
    height = theme.px(26)
    return QRect(inner.right() - width + 1, inner.top() + (inner.height() - height) // 2, width, height)


def _column_of(index: Index) -> Column[object] | None:
    model = index.model()
    return model.columns[index.column()] if isinstance(model, RowsModel) else None
