"""Declining assignments: the bureau reads the reason, so one has to be given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from provider_desktop.services.recipients import AssignmentRow
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.buttons import DangerButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class DeclineForm(QWidget):
    """``declined`` carries the reason; ``given_up`` leaves everything as it is."""

    declined = Signal(str)
    given_up = Signal()

    def __init__(self, rows: Sequence[AssignmentRow]) -> None:
        super().__init__()
        names = "、".join(row.name for row in rows)
        self._reason = QPlainTextEdit()
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(current_theme().px(96))
        self._row = FormRow(
            self.tr("Reason"), self._reason, self.tr("The bureau reads it. It is sent with the next upload.")
        )
        decline = DangerButton(self.tr("Decline"))
        decline.clicked.connect(self.decline)
        stop = SecondaryButton(self.tr("Cancel"))
        stop.clicked.connect(self.given_up)
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        line.addStretch(1)
        line.addWidget(stop)
        line.addWidget(decline)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 16, 20, 16), spacing=12)
        box.addWidget(
            words(self.tr("Not to be served by this agency: {names}").format(names=names), wrap=True)
        )
        box.addWidget(self._row)
        box.addLayout(line)
        box.addStretch(1)
        self.setFocusProxy(self._reason)

    def decline(self) -> None:
        """Say the reason, or ask for one."""
        reason = " ".join(self._reason.toPlainText().split())
        if reason:
            self.declined.emit(reason)
        else:
            self._row.show_problem(self.tr("Give a reason first."))
            self._reason.setFocus()
