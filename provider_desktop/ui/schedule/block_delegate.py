"""Paints the cells of the week: blocks of orders, names with hours, free days, and where one would go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from provider_desktop.domain.schedule_orders import OrderState
from provider_desktop.services.schedule import OrderView
from provider_desktop.ui.schedule.schedule_words import ScheduleWords, tone_of_order
from provider_desktop.ui.schedule.week_model import LINE, VIEW, Line, WeekModel
from provider_desktop.ui.theme import SMALL, Theme, Tone, current_theme
from provider_desktop.ui.widgets.painting import paint_focus, paint_mark

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
#: Height of a line in dp: two rows of words and air.
LINE_HEIGHT = 44


@dataclass(frozen=True, slots=True)
class Target:
    """Where an order would go: whose day, at what time, how it stands there and what to say of it."""

    order: str
    staff: str
    day: date
    time: str
    tone: Tone
    words: str


class BlockDelegate(QStyledItemDelegate):
    """``target`` is set by the table while an order is moved."""

    def __init__(self, words: ScheduleWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.target: Target | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.px(120), theme.px(LINE_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        area: QRect = option.rect  # type: ignore[attr-defined]  # missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line: Line | None = index.data(LINE)
        if line is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == 0:
            self._paint_staff(painter, theme, area, line)
        else:
            self._paint_day(painter, theme, area, line, index)
        self._paint_lines(painter, theme, area, line, index.column())
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, theme, QRectF(area).adjusted(2, 2, -2, -2), theme.px(6))
        painter.restore()

    def _paint_staff(self, painter: QPainter, theme: Theme, area: QRect, line: Line) -> None:
        row = line.row
        room = area.adjusted(theme.px(10), theme.px(5), -theme.px(8), 0)
        height = theme.px(18)
        name = room.adjusted(0, 0, 0, height - room.height())
        _draw(painter, name, row.name, theme.font(bold=True), theme.colour("text"))
        hours = self._words.formats.minutes(row.minutes) if row.staff else ""
        small = theme.font(SMALL)
        _draw(painter, name.translated(0, height), row.post, small, theme.colour("muted"))
        if row.minutes and area.height() > 3 * height:
            _draw(painter, name.translated(0, 2 * height), hours, small, theme.colour("muted"))

    def _paint_day(self, painter: QPainter, theme: Theme, area: QRect, line: Line, index: Index) -> None:
        model = index.model()
        if not isinstance(model, WeekModel):
            return
        away = model.away(index)
        if away or model.is_free(index):
            painter.fillRect(area, theme.colour("none_soft" if away else "hover"))
        aimed = self.target is not None and (self.target.staff, self.target.day) == (
            line.row.staff,
            model.day_of(index.column()),
        )
        if aimed and self.target is not None:
            painter.fillRect(area, QColor(theme.colours.soft(self.target.tone)))
        view: OrderView | None = index.data(VIEW)
        block = area.adjusted(theme.px(3), theme.px(2), -theme.px(4), -theme.px(3))
        if view is not None:
            moved = self.target is not None and self.target.order == view.order.order
            self._paint_block(painter, theme, block, view, faint=moved)
        elif aimed and self.target is not None and self._is_first_empty(model, index):
            self._paint_target(painter, theme, block, self.target)
        elif away and line.number == 0:
            _draw(
                painter, block.adjusted(theme.px(6), 0, 0, 0), away, theme.font(SMALL), theme.colour("muted")
            )

    def _paint_block(
        self, painter: QPainter, theme: Theme, block: QRect, view: OrderView, *, faint: bool
    ) -> None:
        tone = tone_of_order(view)
        ink, soft = QColor(theme.colours.ink(tone)), QColor(theme.colours.soft(tone))
        hollow = view.state is OrderState.MISSED or faint
        edge = QPen(ink, 1)
        edge.setStyle(Qt.PenStyle.DashLine if hollow else Qt.PenStyle.SolidLine)
        painter.setPen(edge if hollow or view.findings else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else soft)
        shape = QRectF(block).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, theme.px(6), theme.px(6))
        if faint:
            painter.setOpacity(0.55)
        room = block.adjusted(theme.px(7), theme.px(2), -theme.px(6), -theme.px(2))
        mark = theme.px(9)
        top = QRect(room.left(), room.top(), room.width() - mark - theme.px(4), room.height() // 2)
        time = self._words.formats.time(view.order.start)
        bold, small = theme.font(SMALL, bold=True), theme.font(SMALL)
        _draw(painter, top, time, bold, ink)
        left = QFontMetrics(bold).horizontalAdvance(time) + theme.px(6)
        _draw(painter, top.adjusted(left, 0, 0, 0), view.recipient_name, bold, theme.colour("text"))
        below = QRect(room.left(), room.top() + room.height() // 2, room.width(), room.height() // 2)
        told = self._words.against(view.findings) or self._words.items(view)
        _draw(painter, below, told, small, ink if view.findings else theme.colour("muted"))
        place = QRectF(room.right() - mark, top.center().y() - mark / 2, mark, mark)
        if tone is not Tone.ACCENT:
            paint_mark(painter, tone, place, ink)
        painter.setOpacity(1)

    def _paint_target(self, painter: QPainter, theme: Theme, block: QRect, target: Target) -> None:
        ink = QColor(theme.colours.ink(target.tone))
        painter.setPen(QPen(ink, theme.px(2)))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(block).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        room = block.adjusted(theme.px(7), theme.px(2), -theme.px(6), -theme.px(2))
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        _draw(painter, upper, target.time, theme.font(SMALL, bold=True), ink)
        lower = upper.translated(0, room.height() // 2)
        _draw(painter, lower, target.words, theme.font(SMALL), ink)

    def _is_first_empty(self, model: WeekModel, index: Index) -> bool:
        """Whether all lines of the cell above this one hold an order."""
        above = model.index(index.row() - 1, index.column())
        line: Line = index.data(LINE)
        return line.number == 0 or above.data(VIEW) is not None

    def _paint_lines(self, painter: QPainter, theme: Theme, area: QRect, line: Line, column: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(area.topRight(), area.bottomRight())
        if column == 0 or line.number == line.count - 1:
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.drawLine(area.bottomLeft(), area.bottomRight())


def _draw(painter: QPainter, room: QRect, text: str, font: object, colour: QColor) -> None:
    painter.setFont(font)  # type: ignore[arg-type]
    painter.setPen(colour)
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, shown)
