"""Asks why personal data are to be shown; the reason goes into the log."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout


class RevealForm(QWidget):
    """Hidden until :meth:`begin`. ``reason_given`` carries what was chosen or typed."""

    reason_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reason = QComboBox()
        field = QLineEdit()
        self._reason.setLineEdit(field)
        self._reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._reason.addItems(
            [
                self.tr("Check an identity document"),
                self.tr("Telephone the recipient"),
                self.tr("Prepare a visit"),
                self.tr("Answer the bureau"),
            ]
        )
        self._reason.setCurrentIndex(-1)
        field.setPlaceholderText(self.tr("Choose or type a reason"))
        field.setAccessibleName(self.tr("Reason"))
        field.returnPressed.connect(self._give)
        self._row = FormRow(
            self.tr("Why is it needed?"), self._reason, self.tr("Who looked, when and why is logged.")
        )
        show = SecondaryButton(self.tr("Show"))
        show.clicked.connect(self._give)
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        line.addStretch(1)
        line.addWidget(show)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=6)
        box.addWidget(self._row)
        box.addLayout(line)
        self.hide()

    def begin(self) -> None:
        """Open and put the cursor into the reason."""
        self.show()
        self._reason.setFocus()

    def _give(self) -> None:
        reason = self._reason.currentText().strip()
        if reason:
            self._row.show_problem("")
            self.reason_given.emit(reason)
        else:
            self._row.show_problem(self.tr("Choose a reason first."))
            self._reason.setFocus()
