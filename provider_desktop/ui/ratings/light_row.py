"""The lights of the last periods in a row: shape and colour, the period below; estimates are drawn hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from provider_desktop.ui.theme import SMALL, Tone, current_theme
from provider_desktop.ui.widgets.painting import mark_path, paint_mark

#: Width of one period, size of its mark, height of the whole (dp).
_STEP, _MARK, _HEIGHT = 56, 16, 48


@dataclass(frozen=True, slots=True)
class PeriodLight:
    """A period's light: its short name, tone and word, and whether the regulator stated it."""

    name: str
    tone: Tone
    word: str
    is_official: bool


class LightRow(QWidget):
    """Draws lights, oldest first; says them all to a screen reader."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lights: tuple[PeriodLight, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def lights(self) -> tuple[PeriodLight, ...]:
        """What is drawn."""
        return self._lights

    def show_lights(self, lights: Sequence[PeriodLight]) -> None:
        """Draw these lights."""
        self._lights = tuple(lights)
        said = ", ".join(f"{light.name} {light.word}" for light in lights)
        self.setAccessibleName(f"{self._name}: {said}" if said else self._name)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(_STEP * max(1, len(self._lights))), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, size = theme.px(_STEP), theme.px(_MARK)
        middle = theme.px(6) + size / 2
        painter.setPen(QPen(QColor(theme.colours.line), 1))
        if len(self._lights) > 1:
            painter.drawLine(int(step / 2), int(middle), int(step * (len(self._lights) - 0.5)), int(middle))
        for at, light in enumerate(self._lights):
            area = QRectF(at * step + (step - size) / 2, middle - size / 2, size, size)
            ground = area.adjusted(-theme.px(4), -theme.px(4), theme.px(4), theme.px(4))
            painter.fillRect(ground, theme.colour("ground"))
            ink = QColor(theme.colours.ink(light.tone))
            if light.is_official:
                paint_mark(painter, light.tone, area, ink)
            else:
                painter.setPen(QPen(ink, 1.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(mark_path(light.tone, area.adjusted(1, 1, -1, -1)))
            painter.setFont(theme.font(SMALL))
            painter.setPen(QColor(theme.colours.muted))
            below = QRectF(at * step, area.bottom() + theme.px(4), step, theme.px(18))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), light.name)
