"""An alarm of the exchange: what it means and what to do, and the reason by which a person takes it down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card


class AlarmStrip(QWidget):
    """Hidden without an alarm; ``dealt_with`` gives the reason that the trail keeps."""

    dealt_with = Signal(str)

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self._labels = labels
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        self.banner = Banner(Tone.RED, "", self.tr("It is dealt with…"), icon="alarm")
        self.banner.action_chosen.connect(self._ask)
        box.addWidget(self.banner)
        self._card = Card()
        self.reason = QLineEdit()
        self._row = FormRow(
            self.tr("What was &done about it"),
            self.reason,
            self.tr(
                "Kept in the audit trail. Uploading goes on afterwards; with the cause still there, "
                "it stops again."
            ),
        )
        self.confirm = SecondaryButton(self.tr("Go on uploading"))
        self.confirm.setEnabled(False)
        cancel = SecondaryButton(self.tr("Cancel"))
        cancel.clicked.connect(self._card.hide)
        buttons = QHBoxLayout()
        scale_layout(self._card, buttons, spacing=10)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        self._card.box.addWidget(self._row)
        self._card.box.addLayout(buttons)
        self._card.hide()
        box.addWidget(self._card)
        self.reason.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._confirm)
        self.confirm.clicked.connect(self._confirm)
        self.hide()

    def show_alarm(self, code: str) -> None:
        """Show an alarm by its code; the empty string takes the strip away."""
        self.setVisible(bool(code))
        if code:
            self.banner.show_notice(
                Tone.RED, self._labels.word("alarm", code), self.tr("It is dealt with…"), icon="alarm"
            )
        else:
            self._card.hide()

    def _ask(self) -> None:
        self._card.show()
        self.reason.setFocus()

    def _confirm(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._card.hide()
            self.reason.clear()
            self.dealt_with.emit(reason)
