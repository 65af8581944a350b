"""Drawing of values over periods: a bar each, the line to reach across them, names and figures beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from provider_desktop.ui.theme import SMALL, Theme, Tone

#: Room above the bars for the figure, below for the name (dp).
_ABOVE, _BELOW = 16, 18
_WIDEST = 30
#: No period takes more room than this (dp): few periods stand together at the left.
_FARTHEST = 64


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """One period: its short name, its value (None without data), the value as text, the tone of its light."""

    name: str
    value: float | None
    text: str
    tone: Tone


def paint_period_bars(
    painter: QPainter, theme: Theme, bars: Sequence[PeriodBar], line: float | None, area: QRect
) -> None:
    """Draw the bars into an area. The scale begins at 0 unless all values lie close together above it: then
    it begins a little below the lowest, so that a step of one per cent can be seen."""
    if not bars:
        return
    room = QRectF(area).adjusted(0, theme.px(_ABOVE), 0, -theme.px(_BELOW))
    floor, top = _scale([bar.value for bar in bars if bar.value is not None], line)
    step = min(room.width() / len(bars), theme.px(_FARTHEST))
    width = min(step * 0.6, theme.px(_WIDEST))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(SMALL))
    if line is not None and top > floor:
        height = room.bottom() - (line - floor) / (top - floor) * room.height()
        painter.setPen(QPen(QColor(theme.colours.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(int(room.left()), int(height), int(room.right()), int(height))
    for at, bar in enumerate(bars):
        left = room.left() + at * step
        cell = QRectF(left, room.top(), step, room.height())
        _bar(painter, theme, bar, cell, width, floor, top)
        painter.setPen(QColor(theme.colours.muted))
        below = QRectF(left, room.bottom() + theme.px(3), step, theme.px(_BELOW - 3))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), bar.name)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(QColor(theme.colours.line), 1))
    painter.drawLine(room.bottomLeft(), room.bottomRight())
    painter.restore()


def _bar(
    painter: QPainter, theme: Theme, bar: PeriodBar, cell: QRectF, width: float, floor: float, top: float
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    share = 0.0
    if bar.value is None:
        painter.setBrush(QColor(theme.colours.none_soft))
        height = theme.px(3)
    else:
        share = (bar.value - floor) / (top - floor) if top > floor else 1.0
        painter.setBrush(QColor(theme.colours.bar(bar.tone)))
        height = max(theme.px(3), int(share * cell.height()))
    body = QRectF(cell.center().x() - width / 2, cell.bottom() - height, width, height)
    painter.drawRoundedRect(body, theme.px(3), theme.px(3))
    painter.setPen(QColor(theme.colours.text if bar.value is not None else theme.colours.muted))
    above = QRectF(cell.left(), body.top() - theme.px(_ABOVE), cell.width(), theme.px(_ABOVE))
    ground = QRectF(painter.boundingRect(above, int(Qt.AlignmentFlag.AlignCenter), bar.text))
    painter.fillRect(ground.adjusted(-2, 0, 2, 0), theme.colour("surface"))
    painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), bar.text)


def _scale(values: Sequence[float], line: float | None) -> tuple[float, float]:
    """Where the scale begins and ends."""
    known = [*values, *([line] if line is not None else [])]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if low > 0.6 * high:
        spread = max(high - low, high / 16)
        low = max(0.0, low - spread)
    else:
        low = min(0.0, low)
    return low, high + (high - low) * 0.15 if high > low else low + 1.0
