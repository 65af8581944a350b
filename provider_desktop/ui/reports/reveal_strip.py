"""Full names for a reason: a quiet button, then one field; the reason goes into the audit trail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout


class RevealStrip(QWidget):
    """``revealed`` gives the reason, or the empty string when names are to be masked again."""

    revealed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        scale_layout(self, row, spacing=8)
        self._is_open = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Why do you need full names?"))
        self.field.setAccessibleName(self.tr("Reason for seeing full names; it is kept in the audit trail"))
        self.field.setMinimumWidth(240)
        self.field.returnPressed.connect(self._confirm)
        self.field.hide()
        self.button = SecondaryButton(self.tr("Show full names…"), icon="eye", small=True)
        self.button.clicked.connect(self._press)
        row.addWidget(self.field)
        row.addWidget(self.button)

    def ask(self) -> None:
        """Ask for the reason."""
        if not self._is_open:
            self.field.show()
            self.field.setFocus()
            self.button.setText(self.tr("Show"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.isVisible():
            self._close()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self._is_open:
            self._is_open = False
            self._close()
            self.revealed.emit("")
        elif self.field.isVisible():
            self._confirm()
        else:
            self.ask()

    def _confirm(self) -> None:
        reason = self.field.text().strip()
        if reason:
            self._is_open = True
            self.field.hide()
            self.field.clear()
            self.button.setText(self.tr("Mask names again"))
            self.revealed.emit(reason)

    def _close(self) -> None:
        self.field.hide()
        self.field.clear()
        self.button.setText(self.tr("Show full names…"))
        self.button.setFocus()
