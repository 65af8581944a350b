"""The message bar: what happened, to which record, and the one next step; never in the way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from provider_desktop.ui.icons import icon_label, put_icon
from provider_desktop.ui.messages import Message
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import IconButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

_ICONS = {
    Tone.GREEN: "done",
    Tone.YELLOW: "warning",
    Tone.RED: "stop",
    Tone.NONE: "info",
    Tone.ACCENT: "info",
}


class MessageBar(QFrame):
    """Shows one message at a time, with its action and a way to put it away; hidden while there is none."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setObjectName("message-bar")
        self._message: Message | None = None
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(14, 6, 8, 6), spacing=10)
        self._icon = icon_label("info", "accent", size=18)
        self._text = words("", wrap=True)
        self._action = SecondaryButton("", small=True)
        self._close = IconButton("close", self.tr("Dismiss this message"))
        self._action.clicked.connect(self._act)
        self._close.clicked.connect(self.dismissed)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is shown now."""
        return self._message

    def show_message(self, message: Message | None) -> None:
        """Show a message, or none."""
        self._message = message
        if message is None:
            self.hide()
            return
        self.setProperty("tone", message.tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        put_icon(self._icon, _ICONS[message.tone], message.tone.value, size=18)
        self._text.setText(message.text)
        self._action.setText(message.action)
        self._action.setVisible(bool(message.action and message.act))
        self.setAccessibleName(message.text)
        self.show()

    def _act(self) -> None:
        message = self._message
        self.dismissed.emit()
        if message is not None and message.act is not None:
            message.act()
