"""Small pictures of figures: the used / left bar with its threshold, and the trend of a year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.painting import BarValue, paint_bar, paint_trend
from provider_desktop.ui.widgets.period_bars import PeriodBar, paint_period_bars


class Bar(QWidget):
    """A filled bar with a threshold tick; ``words`` say the figures to a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = BarValue(0.0, Tone.NONE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: BarValue, words: str) -> None:
        """Draw a value; ``words`` as in "3 of 12 visits used"."""
        self._value = value
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(160), theme.px(16))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(40), theme.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_bar(QPainter(self), current_theme(), self._value, self.rect())


class Sparkline(QWidget):
    """A line of up to some dozen values over time; ``words`` say the course to a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Sequence[float | None], words: str) -> None:
        """Draw values, oldest first; ``None`` where a period has none."""
        self._values = tuple(values)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(108), theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_trend(QPainter(self), current_theme(), self._values, self.rect())


class PeriodBars(QWidget):
    """Values of periods as bars beside each other, with the line to reach; ``words`` say the course."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[PeriodBar, ...] = ()
        self._line: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[PeriodBar, ...]:
        """What is drawn, oldest first."""
        return self._bars

    def show_bars(self, bars: Sequence[PeriodBar], line: float | None, words: str) -> None:
        """Draw bars, oldest first, with a line at a value where there is one to reach."""
        self._bars, self._line = tuple(bars), line
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(320), theme.px(92))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_period_bars(QPainter(self), current_theme(), self._bars, self._line, self.rect())
