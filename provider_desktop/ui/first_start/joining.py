"""Joining: the invitation as text or file, what it says, a passphrase where there is no keyring."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.ui.first_start.entrance import Invited
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, rule, words

#: Milliseconds of quiet after which pasted text is read.
_PAUSE = 250


class Joining(QWidget):
    """A form that fills itself: ``invitation_given`` with what was pasted, ``file_wanted``, then
    ``join_wanted`` with the passphrase (empty where none is asked). ``back_wanted`` leads to the choices."""

    invitation_given = Signal(str)
    file_wanted = Signal()
    join_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._invited: Invited | None = None
        self._asks_passphrase = False
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=14)
        card = Card(spacing=12)
        self.pasted = QPlainTextEdit()
        self.pasted.setTabChangesFocus(True)
        self.pasted.setMaximumHeight(108)
        self._invitation = FormRow(
            self.tr("&Invitation"),
            self.pasted,
            self.tr("Paste the text that the civil affairs office sent, or choose the file (.careinvite)."),
        )
        self.choose = SecondaryButton(self.tr("Choose the file…"), icon="folder")
        self.choose.clicked.connect(self.file_wanted)
        card.box.addWidget(self._invitation)
        line = QHBoxLayout()
        line.addWidget(self.choose)
        line.addStretch(1)
        card.box.addLayout(line)
        self._said = _Said()
        self._said.hide()
        card.box.addWidget(self._said)
        self._secret = QWidget()
        self._passphrase, self._again = _secret_field(), _secret_field()
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
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.read)
        self.pasted.textChanged.connect(self._changed)
        for field in (self._passphrase, self._again):
            field.textChanged.connect(self._check)
            field.returnPressed.connect(self._join)
        self._check()

    def ask_passphrase(self, wanted: bool) -> None:
        """Whether the data need a passphrase."""
        self._asks_passphrase = wanted
        self._secret.setVisible(wanted and self._invited is not None)
        self._check()

    def show_invited(self, invited: Invited) -> None:
        """What the invitation says."""
        self._invited = invited
        self._invitation.show_problem("")
        self._said.show_invited(invited, self._formats)
        self._said.show()
        self._secret.setVisible(self._asks_passphrase)
        self._check()
        (self._passphrase if self._asks_passphrase else self.join).setFocus()

    def show_refused(self, reason: str) -> None:
        """The text or file is no invitation that can be used."""
        self._invited = None
        self._said.hide()
        self._secret.hide()
        self._invitation.show_problem(reason)
        self._check()

    def show_weak(self, reason: str) -> None:
        """The passphrase will not do."""
        self._first_row.show_problem(reason)
        self._passphrase.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Nothing can be changed while the platform is asked."""
        self.setEnabled(not busy)

    def read(self) -> None:
        """Read what stands in the field now."""
        self._pause.stop()
        text = self.pasted.toPlainText().strip()
        if text:
            self.invitation_given.emit(text)

    def _changed(self) -> None:
        self._invited = None
        self._said.hide()
        self._secret.hide()
        self._invitation.show_problem("")
        self._check()
        self._pause.start()

    def _check(self) -> None:
        """Join can be pressed once everything is there; two different passphrases say so."""
        first, again = self._passphrase.text(), self._again.text()
        self._first_row.show_problem("")
        differ = bool(again) and first != again
        self._second_row.show_problem(self.tr("The two are not the same.") if differ else "")
        secret_there = not self._asks_passphrase or (bool(first) and first == again)
        self.join.setEnabled(self._invited is not None and secret_there)

    def _join(self) -> None:
        if self.join.isEnabled():
            self.join_wanted.emit(self._passphrase.text() if self._asks_passphrase else "")


class _Said(QWidget):
    """What the invitation says, to be compared with what one was told."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        scale_layout(self, grid, spacing=8)
        grid.addWidget(rule(), 0, 0, 1, 2)
        grid.addWidget(words(self.tr("Is this your agency?"), "strong"), 1, 0, 1, 2)
        self._values = []
        names = (
            self.tr("Agency"),
            self.tr("Unified social credit code"),
            self.tr("Platform"),
            self.tr("Valid until"),
        )
        for place, name in enumerate(names, 2):
            value = words("", wrap=True)
            grid.addWidget(words(name, "muted"), place, 0)
            grid.addWidget(value, place, 1)
            self._values.append(value)
        grid.setColumnStretch(1, 1)

    def show_invited(self, invited: Invited, formats: Formats) -> None:
        """Fill the four lines."""
        until = formats.full_day(local_day(invited.expires))
        for label, text in zip(
            self._values, (invited.agency_name, invited.agency, invited.url, until), strict=True
        ):
            label.setText(text)
        self.setAccessibleName(formats.joined(invited.agency_name, invited.agency, invited.url, until))


def _secret_field() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
