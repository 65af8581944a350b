"""The page that covers the window while nobody sits here: a name, a password, where needed the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.first_start.damaged import DAMAGES
from provider_desktop.ui.first_start.joining import secret_field
from provider_desktop.ui.first_start.sheet import Sheet
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.sign_in.seat import Seat
from provider_desktop.ui.widgets.buttons import PrimaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card

Done = Callable[[], None]


def signing_in(context: PageContext, done: Done) -> QWidget:
    """The page for a free seat, which the context's services are."""
    return SignInPage(context, done)


def covered(context: PageContext, _done: Done) -> QWidget:
    """What is shown while the keys are let go of: nothing of what was there."""
    return CoverPage(context.language)


class CoverPage(Sheet):
    """Two lines, and nothing to press."""

    def __init__(self, language: str) -> None:
        super().__init__(language, "", "")
        self.offer_languages(False)
        self.say(self.tr("Locked"), self.tr("What was typed is being stored, and the keys are let go of."))


class SignInPage(Sheet):
    """Wrong names and wrong passwords are told alike; after too many, the button waits and says how long."""

    def __init__(self, context: PageContext, done: Done) -> None:
        super().__init__(context.language, "", "")
        self._context, self._done = context, done
        self._seat: Seat = context.services
        self._left = 0
        self.say(
            self.tr("Sign in"),
            self.tr("Every entry carries the name of who wrote it. The records of this PC are locked."),
        )
        card = Card(spacing=12)
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems(list(self._seat.names()))
        self.password, self.passphrase = secret_field(), secret_field()
        self._name_row = FormRow(self.tr("&Name"), self.name)
        self._password_row = FormRow(self.tr("&Password"), self.password)
        self._passphrase_row = FormRow(
            self.tr("Pass&phrase of this PC's data"),
            self.passphrase,
            self.tr("No keyring opens the data here: the office's passphrase is needed as well."),
        )
        self._passphrase_row.hide()
        self.button = PrimaryButton(self.tr("Sign in"))
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        line.addStretch(1)
        line.addWidget(self.button)
        for row in (self._name_row, self._password_row, self._passphrase_row):
            card.box.addWidget(row)
        card.box.addLayout(line)
        self.add(card)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        for field in (self.password, self.passphrase):
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self.sign_in)
        self.name.editTextChanged.connect(self._typed)
        self.button.clicked.connect(self.sign_in)
        self.language_chosen.connect(lambda language: context.remember(language=language))
        self.setFocusProxy(self.password if self.name.currentText() else self.name)
        self._typed()

    def sign_in(self) -> None:
        """Try what was typed."""
        if not self.button.isEnabled():
            return
        name, password, phrase = self.name.currentText(), self.password.text(), self.passphrase.text()
        self._show_busy(True)
        self._context.tasks.run(
            lambda: self._seat.sign_in(name, password, phrase),
            owner=self,
            on_done=lambda _nothing: self._done(),
            on_error=self._on_refused,
        )

    def _typed(self) -> None:
        self._password_row.show_problem("")
        self._passphrase_row.show_problem("")
        self.clear_error()
        asked = not self._passphrase_row.isHidden()
        ready = bool(self.name.currentText().strip() and self.password.text())
        self.button.setEnabled(ready and not self._left and (not asked or bool(self.passphrase.text())))

    def _show_busy(self, busy: bool) -> None:
        for field in (self.name, self.password, self.passphrase, self.button):
            field.setEnabled(not busy)

    def _on_refused(self, error: Exception) -> None:
        self._show_busy(False)
        if not isinstance(error, AppError):
            raise error
        if error.code in DAMAGES:
            self._done()  # the way in says what is wrong, and leads back to a backup
            return
        told = self._context.labels.word("error", error.code, error.params)
        if error.code in (ErrorCode.PASSPHRASE_NEEDED, ErrorCode.WRONG_PASSPHRASE):
            self._passphrase_row.show()
            self._typed()
            if error.code is ErrorCode.WRONG_PASSPHRASE:
                self._passphrase_row.show_problem(told)
            self._ask_again(self.passphrase)
            return
        self._ask_again(self.password)
        if error.code is ErrorCode.SIGN_IN_LOCKED:
            self._left = int(error.params["seconds"])
            self._second.start()
            self._count_down(0)
        elif error.code is ErrorCode.WRONG_PASSWORD:
            self._password_row.show_problem(
                self.tr("Name and password do not belong together. Look at Caps Lock and the input method.")
            )
        else:
            self.show_error(error)

    def _ask_again(self, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _count_down(self, seconds: int = 1) -> None:
        self._left = max(0, self._left - seconds)
        self._typed()
        if self._left:
            self._password_row.show_problem(
                self._context.labels.word("error", ErrorCode.SIGN_IN_LOCKED.value, {"seconds": self._left})
            )
        else:
            self._second.stop()
