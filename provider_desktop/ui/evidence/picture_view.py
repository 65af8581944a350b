"""Shows one picture as large as there is room; its bytes come from memory and go to no file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from provider_desktop.ui.theme import current_theme


class PictureView(QWidget):
    """A picture, or a sentence where there is none to show."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pixmap = QPixmap()
        self._text = ""

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._pixmap.isNull()

    def show_picture(self, content: bytes, text: str = "") -> None:
        """Show JPEG bytes; the text is said instead where they are none."""
        self._pixmap = QPixmap()
        if content:
            self._pixmap.loadFromData(content)
        self._text = text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(420), theme.px(320))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ground"))
        painter.drawRoundedRect(self.rect(), theme.px(8), theme.px(8))
        inner = self.rect().adjusted(theme.px(8), theme.px(8), -theme.px(8), -theme.px(8))
        if self._pixmap.isNull():
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font())
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, self._text)
            return
        size = self._pixmap.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = inner.left() + (inner.width() - size.width()) // 2
        top = inner.top() + (inner.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._pixmap)
