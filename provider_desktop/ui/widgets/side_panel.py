"""A panel that slides in from the right over the page: detail, help; Esc puts it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.buttons import IconButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """A widget in an area that scrolls downwards only and has no frame of its own."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("kind", "scrolled")
    area.setWidget(content)
    return area


class SidePanel(QFrame):
    """Lies at the right edge of its parent and is as high; add content with :meth:`show_content`."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int = 420) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drawer")
        self._width = width
        self._came_from: QWidget | None = None
        self._content: QWidget | None = None
        head = QHBoxLayout()
        scale_layout(self, head, margins=(20, 12, 12, 12), spacing=8)
        self._title = words("", "heading")
        self._close = IconButton("close", self.tr("Close"))
        self._close.clicked.connect(self.close_panel)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addLayout(head)
        self._box.addWidget(rule())
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(-4, 0)
        shadow.setColor(QColor(0, 0, 0, 40))
        self.setGraphicsEffect(shadow)
        parent.installEventFilter(self)
        self.hide()

    def show_content(self, title: str, content: QWidget) -> None:
        """Open with this content in place of the last; focus goes into it and comes back at the end."""
        if self._content is not None:
            self._box.removeWidget(self._content)
            self._content.hide()  # deleted a moment later, and not to be seen below the new one until then
            self._content.deleteLater()
        self._content = content
        self._title.setText(title)
        self.setAccessibleName(title)
        self._box.addWidget(content, 1)
        if not self.isVisible():
            self._came_from = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._close.setFocus()

    def close_panel(self) -> None:
        """Put the panel away."""
        self.hide()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus()
        self._came_from = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = min(current_theme().px(self._width), parent.width())
            self.setGeometry(parent.width() - width, 0, width, parent.height())
