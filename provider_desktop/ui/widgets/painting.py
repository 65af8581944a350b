"""Drawing shared by widgets and table cells: marks of the lights, chips, bars and small trend lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from provider_desktop.ui.theme import SMALL, Theme, Tone


@dataclass(frozen=True, slots=True)
class Chip:
    """A state or finding in one word or short sentence; ``marked`` puts the tone's shape before it."""

    tone: Tone
    text: str
    marked: bool = True


@dataclass(frozen=True, slots=True)
class BarValue:
    """A filled bar: ``share`` and ``tick`` from 0 to 1; values outside are drawn at the edge."""

    share: float
    tone: Tone
    tick: float | None = None


def mark_path(tone: Tone, area: QRectF) -> QPainterPath:
    """The shape that says a tone without colour: circle green, triangle yellow, square red, ring none."""
    path = QPainterPath()
    if tone is Tone.YELLOW:
        # a triangle looks smaller than a circle of its size, and its weight lies low
        rise = area.height() * 0.06
        path.addPolygon(
            QPolygonF(
                [
                    QPointF(area.center().x(), area.top() - rise),
                    QPointF(area.right() + rise, area.bottom() - rise),
                    QPointF(area.left() - rise, area.bottom() - rise),
                ]
            )
        )
        path.closeSubpath()
    elif tone is Tone.RED:
        inset = area.width() * 0.08
        path.addRoundedRect(area.adjusted(inset, inset, -inset, -inset), 1, 1)
    else:
        path.addEllipse(area)
    return path


def paint_mark(painter: QPainter, tone: Tone, area: QRectF, colour: QColor) -> None:
    """Draw the mark of a tone into a square area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if tone in (Tone.NONE, Tone.ACCENT):
        width = max(1.4, area.width() * 0.18)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(mark_path(tone, area.adjusted(width / 2, width / 2, -width / 2, -width / 2)))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(mark_path(tone, area))
    painter.restore()


def chip_width(theme: Theme, chip: Chip) -> int:
    """The width a chip asks for, in pixels."""
    words = QFontMetrics(theme.font(SMALL)).horizontalAdvance(chip.text)
    mark = theme.px(9) + (theme.px(6) if chip.text else 0) if chip.marked else 0
    return words + mark + 2 * theme.px(8)


def chip_height(theme: Theme) -> int:
    """The height of every chip, in pixels."""
    return theme.px(20)


def paint_chip(painter: QPainter, theme: Theme, chip: Chip, area: QRect) -> None:
    """Draw a chip at the left of an area, centred in its height; its text is cut with … where room ends."""
    width = min(chip_width(theme, chip), area.width())
    height = chip_height(theme)
    body = QRectF(area.left(), area.top() + (area.height() - height) // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours.soft(chip.tone)))
    painter.drawRoundedRect(body, theme.px(6), theme.px(6))
    ink = QColor(theme.colours.ink(chip.tone))
    left = body.left() + theme.px(8)
    if chip.marked:
        size = theme.px(9)
        paint_mark(painter, chip.tone, QRectF(left, body.center().y() - size / 2, size, size), ink)
        left += size + theme.px(6)
    font = theme.font(SMALL)
    painter.setFont(font)
    painter.setPen(ink)
    room = QRectF(left, body.top(), body.right() - theme.px(8) - left + 1, body.height())
    text = QFontMetrics(font).elidedText(chip.text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()


def paint_bar(painter: QPainter, theme: Theme, bar: BarValue, area: QRect) -> None:
    """Draw a filled bar with the tick of its threshold, across an area and centred in its height."""
    height = theme.px(8)
    track = QRectF(area.left(), area.center().y() - height / 2 + 0.5, area.width(), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.colours.none_soft))
    painter.drawRoundedRect(track, height / 2, height / 2)
    share = min(1.0, max(0.0, bar.share))
    if share > 0:
        path = QPainterPath()
        path.addRoundedRect(track, height / 2, height / 2)
        painter.setClipPath(path)
        filled = QRectF(track.left(), track.top(), max(height * 0.6, track.width() * share), height)
        painter.setBrush(QColor(theme.colours.bar(bar.tone)))
        painter.drawRoundedRect(filled, height / 2, height / 2)
        painter.setClipping(False)
    if bar.tick is not None:
        x = round(track.left() + track.width() * min(1.0, max(0.0, bar.tick)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        tick = QRectF(min(x, area.right() - 1), track.top() - theme.px(3), 2, height + 2 * theme.px(3))
        painter.fillRect(tick, QColor(theme.colours.text))
    painter.restore()


def paint_trend(painter: QPainter, theme: Theme, values: Sequence[float | None], area: QRect) -> None:
    """Draw a small line of values over time, scaled to its own range; ``None`` leaves a gap.

    The range is at least a sixteenth of the highest value, so that a step of one per cent is no cliff.
    """
    known = [value for value in values if value is not None]
    if not known or len(values) < 2:
        return
    low, high = min(known), max(known)
    span = max(high - low, abs(high) / 16) or 1.0
    low -= (span - (high - low)) / 2
    inset = theme.px(3)
    room = QRectF(area).adjusted(inset, inset, -inset, -inset)
    step = room.width() / (len(values) - 1)
    path, pen_down, last = QPainterPath(), False, QPointF()
    for index, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        share = (value - low) / span
        last = QPointF(room.left() + index * step, room.bottom() - share * room.height())
        if pen_down:
            path.lineTo(last)
        else:
            path.moveTo(last)
        pen_down = True
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = QColor(theme.colours.accent)
    pen = QPen(accent, 1.5 * theme.text_size / 100)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawEllipse(last, theme.px(2), theme.px(2))
    painter.restore()


def paint_check(painter: QPainter, theme: Theme, area: QRectF, *, ticked: bool) -> None:
    """Draw a box to tick, filled and with its tick once it is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent" if ticked else "edge"), 1.4))
    painter.setBrush(theme.colour("accent" if ticked else "surface"))
    painter.drawRoundedRect(area.adjusted(0.7, 0.7, -0.7, -0.7), theme.px(4), theme.px(4))
    if ticked:
        pen = QPen(theme.colour("surface"), area.width() * 0.12)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.34))
        painter.drawPolyline(
            QPolygonF(
                [QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in corners]
            )
        )
    painter.restore()


def paint_focus(painter: QPainter, theme: Theme, area: QRectF, radius: float) -> None:
    """Draw the focus ring just inside an area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.colours.accent), 2))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
