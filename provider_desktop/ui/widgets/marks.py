"""Lights and states as small labels: the light pill, the chip, the bare mark."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from provider_desktop.ui.theme import BODY, SMALL, Theme, Tone, current_theme
from provider_desktop.ui.widgets.painting import (
    Chip,
    chip_height,
    chip_width,
    paint_chip,
    paint_focus,
    paint_mark,
)

_LOOK_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class Badge(QWidget):
    """A state or a finding: shape and word on its quiet ground."""

    def __init__(self, tone: Tone, text: str, parent: QWidget | None = None, *, marked: bool = True) -> None:
        super().__init__(parent)
        self._chip = Chip(tone, text, marked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def chip(self) -> Chip:
        """What is shown now."""
        return self._chip

    def show_chip(self, chip: Chip) -> None:
        """Show another state."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(chip_width(theme, self._chip), chip_height(theme))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), current_theme().px(48)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, current_theme(), self._chip, self.rect())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOK_CHANGES:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


class LightPill(QAbstractButton):
    """A light: shape, word in bold, and whose light of which period. ``large`` for the rating page.

    It is a button where ``clickable`` (the pills at the top open the rating page), else plain text.
    """

    def __init__(
        self,
        tone: Tone,
        word: str,
        note: str = "",
        parent: QWidget | None = None,
        *,
        large: bool = False,
        clickable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._tone, self._word, self._note = tone, word, note
        self._large, self._compact = large, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_light(tone, word, note)

    def show_light(self, tone: Tone, word: str, note: str = "") -> None:
        """Show another light: its word (绿灯) and note (10月 · 民政局公布)."""
        self._tone, self._word, self._note = tone, word, note
        self.setText(f"{word} {note}".strip())
        self.setAccessibleName(self.text())
        self.setToolTip(note if self._compact else "")
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Without its note, where the window is narrow; the tip then says it."""
        if compact != self._compact:
            self._compact = compact
            self.show_light(self._tone, self._word, self._note)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        word, note = self._fonts(theme)
        width = self._edge(theme) * 2 + self._mark(theme) + theme.px(9)
        width += QFontMetrics(word).horizontalAdvance(self._word)
        if self._shown_note():
            width += theme.px(8) + QFontMetrics(note).horizontalAdvance(self._note)
        return QSize(width, theme.px(34 if self._large else 28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.soft(self._tone)))
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)
        ink = QColor(theme.colours.ink(self._tone))
        mark = self._mark(theme)
        left = float(self._edge(theme))
        paint_mark(painter, self._tone, QRectF(left, (self.height() - mark) / 2, mark, mark), ink)
        left += mark + theme.px(9)
        word, note = self._fonts(theme)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setPen(ink)
        painter.setFont(word)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), middle, self._word)
        if self._shown_note():
            left += QFontMetrics(word).horizontalAdvance(self._word) + theme.px(8)
            painter.setFont(note)
            painter.drawText(QRectF(left, 0, self.width() - left, self.height()), middle, self._note)
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(self.rect()), radius - 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOK_CHANGES:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def _shown_note(self) -> bool:
        return bool(self._note) and not self._compact

    def _edge(self, theme: Theme) -> int:
        return theme.px(13)

    def _mark(self, theme: Theme) -> int:
        return theme.px(12)

    def _fonts(self, theme: Theme) -> tuple[QFont, QFont]:
        return theme.font(18 if self._large else BODY, bold=True), theme.font(SMALL)
