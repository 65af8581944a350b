"""Joining: the invitation, and a passphrase where there is no keyring."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.ui.first_start.entrance import Invited
from provider_desktop.ui.first_start.invitation_form import InvitationForm
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card


class Joining(QWidget):
    """A form that fills itself: ``join_wanted`` with invitation and passphrase (empty where none is asked).
    ``back_wanted`` leads to the choices."""

    join_wanted = Signal(bytes, str)
    back_wanted = Signal()

    def __init__(self, context: PageContext, read: Callable[[bytes], Invited]) -> None:
        super().__init__()
        self._asks_passphrase = False
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=14)
        card = Card(spacing=12)
        self.invitation = InvitationForm(context, read)
        self.invitation.changed.connect(self._on_invitation)
        card.box.addWidget(self.invitation)
        self._secret = QWidget()
        self._passphrase, self._again = secret_field(), secret_field()
        pair = QHBoxLayout(self._secret)
        scale_layout(self._secret, pair, spacing=14)
        self._first_row = FormRow(
            self.tr("&Passphrase for the data on this PC"),
            self._passphrase,
            self.tr("This PC has no keyring. Write the passphrase down: nobody can recover it."),
        )
        self._second_row = FormRow(self.tr("Passphrase &again"), self._again)
        for row in (self._first_row, self._second_row):
            pair.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        self._secret.hide()
        card.box.addWidget(self._secret)
        box.addWidget(card)
        self.back = SecondaryButton(self.tr("Back"))
        self.back.clicked.connect(self.back_wanted)
        self.join = PrimaryButton(self.tr("Join"))
        self.join.clicked.connect(self._join)
        buttons = QHBoxLayout()
        scale_layout(self, buttons, spacing=10)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.join)
        box.addLayout(buttons)
        for field in (self._passphrase, self._again):
            field.textChanged.connect(self._check)
            field.returnPressed.connect(self._join)
        self._check()

    def ask_passphrase(self, wanted: bool) -> None:
        """Whether the data need a passphrase."""
        self._asks_passphrase = wanted
        self._secret.setVisible(wanted and self.invitation.invited is not None)
        self._check()

    def show_weak(self, reason: str) -> None:
        """The passphrase will not do."""
        self._first_row.show_problem(reason)
        self._passphrase.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Nothing can be changed while the platform is asked."""
        self.setEnabled(not busy)

    def _on_invitation(self) -> None:
        is_there = self.invitation.invited is not None
        self._secret.setVisible(self._asks_passphrase and is_there)
        self._check()
        if is_there:
            (self._passphrase if self._asks_passphrase else self.join).setFocus()

    def _check(self) -> None:
        """Join can be pressed once everything is there; two different passphrases say so."""
        first, again = self._passphrase.text(), self._again.text()
        self._first_row.show_problem("")
        differ = bool(again) and first != again
        self._second_row.show_problem(self.tr("The two are not the same.") if differ else "")
        secret_there = not self._asks_passphrase or (bool(first) and first == again)
        self.join.setEnabled(self.invitation.invited is not None and secret_there)

    def _join(self) -> None:
        if self.join.isEnabled():
            self.join_wanted.emit(
                self.invitation.content, self._passphrase.text() if self._asks_passphrase else ""
            )


def secret_field() -> QLineEdit:
    """A field whose content is not shown."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
