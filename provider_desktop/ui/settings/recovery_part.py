"""Keys: what opens the data of this PC, the recovery passphrase and its sheet, another database key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.key_service import KeyState
from provider_desktop.ui.first_start.joining import secret_field
from provider_desktop.ui.settings.facts import FactCard
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words

Result = TypeVar("Result")


class RecoveryPart(QWidget):
    """``changed`` when the keys are others than shown."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        #: What was just set, kept until its sheet is written or the part is left.
        self._fresh = ""
        self._sure = False
        self.rekey = SecondaryButton("")
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 0, 8, 0), spacing=14)
        self._due = Banner(Tone.YELLOW, "", icon="warning")
        self._due.hide()
        self._strip = ProgressStrip()
        for part in (self._due, self._strip, self._facts_card()):
            box.addWidget(part)
        pair = QHBoxLayout()
        scale_layout(self, pair, spacing=14)
        pair.addWidget(self._passphrase_card(), 3)
        right = QVBoxLayout()
        scale_layout(self, right, spacing=14)
        right.addWidget(self._check_card())
        right.addWidget(self._database_card())
        right.addStretch(1)
        pair.addLayout(right, 2)
        box.addLayout(pair)
        box.addStretch(1)

    def show_keys(self, state: KeyState) -> None:
        """Show what opens the data."""
        yes, no = self.tr("yes, on this PC under your account"), self.tr("no")
        checked = self._context.formats.full_day(state.checked) if state.checked else self.tr("never")
        self._facts.show_values(
            (
                yes if state.has_keyring else no,
                self.tr("yes, on any PC") if state.has_passphrase else no,
                checked,
            )
        )
        if not state.has_passphrase:
            told = self.tr(
                "Only the keyring of this PC opens the data. If the PC breaks, no backup can be opened: "
                "set a passphrase and lock its sheet away."
            )
        else:
            told = self.tr("Nobody has shown for a quarter that the passphrase is at hand. Check it below.")
        self._due.show_notice(Tone.YELLOW, told, icon="warning")
        self._due.setVisible(state.due)
        self.check.setEnabled(state.has_passphrase)
        self.checked.setEnabled(state.has_passphrase)
        self.keyring.setVisible(state.can_add_keyring)

    def propose(self) -> None:
        """Put a fresh passphrase into the field, to be written down."""
        keys = self._context.services.keys
        self._run(keys.propose, self._proposed, self._phrase_row)

    def save_passphrase(self) -> None:
        """Let what was typed twice open the data."""
        keys, phrase, again = self._context.services.keys, self.phrase.text(), self.again.text()
        if phrase != again:
            self._again_row.show_problem(self.tr("Not the same: type it from the paper, sign by sign."))
            return
        self._run(
            lambda: keys.set_passphrase(phrase, again), lambda _none: self._set(phrase), self._phrase_row
        )

    def write_sheet(self, path: str) -> None:
        """Write the recovery sheet of the passphrase that was just set."""
        keys, phrase, language = self._context.services.keys, self._fresh, self._context.language
        self._run(lambda: keys.write_sheet(Path(path), phrase, language), self._written, self._phrase_row)

    def check_passphrase(self) -> None:
        """Show that the passphrase is at hand."""
        keys, phrase = self._context.services.keys, self.checked.text()
        self._run(lambda: keys.check(phrase), self._was_checked, self._check_row)

    def change_database_key(self) -> None:
        """Write everything anew under another key; pressed twice, as nothing else can be done meanwhile."""
        if not self._sure:
            self._sure = True
            self.rekey.setText(self.tr("Yes, write everything anew"))
            return
        self._sure = False
        self.rekey.setText(self.tr("Another database key…"))
        self._strip.begin(self.tr("Writing everything anew under another key"), cancellable=False)
        self.setEnabled(False)
        keys = self._context.services.keys
        self._context.tasks.run(
            keys.change_database_key,
            owner=self,
            on_done=self._rekeyed,
            on_error=self._not_rekeyed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )

    def _facts_card(self) -> FactCard:
        self._facts = FactCard(
            self.tr("What opens these data"),
            (self.tr("Keyring"), self.tr("Passphrase"), self.tr("Passphrase last shown to be at hand")),
        )
        self.keyring = SecondaryButton(self.tr("Let the keyring of this PC open them as well"))
        self.keyring.clicked.connect(self._add_keyring)
        line = QHBoxLayout()
        line.addWidget(self.keyring)
        line.addStretch(1)
        self._facts.box.addLayout(line)
        return self._facts

    def _passphrase_card(self) -> Card:
        card = Card(self.tr("Recovery passphrase"), spacing=10)
        card.box.addWidget(
            words(
                self.tr(
                    "It opens the data and every backup on any PC. Whoever has it has everything: "
                    "it belongs on paper, in a safe."
                ),
                "muted",
                wrap=True,
            )
        )
        self.phrase, self.again = QLineEdit(), QLineEdit()
        for field in (self.phrase, self.again):
            field.textEdited.connect(self._typed)
        self._phrase_row = FormRow(
            self.tr("New &passphrase"),
            self.phrase,
            self.tr("Let the program make one, or think of several words that have nothing in common."),
        )
        self._again_row = FormRow(
            self.tr("Type it &back from the paper"), self.again, self.tr("Copying it over proves nothing.")
        )
        self.make = SecondaryButton(self.tr("Make one"))
        self.make.clicked.connect(self.propose)
        self.save = PrimaryButton(self.tr("Set the passphrase"))
        self.save.clicked.connect(self.save_passphrase)
        self.again.returnPressed.connect(self.save_passphrase)
        self.sheet = SecondaryButton(self.tr("Recovery sheet as PDF…"), icon="print")
        self.sheet.clicked.connect(self._choose_sheet)
        self.sheet.setEnabled(False)
        card.box.addWidget(self._phrase_row)
        card.box.addWidget(self._again_row)
        card.box.addLayout(_line(card, self.make, self.sheet, self.save))
        card.box.addStretch(1)
        return card

    def _check_card(self) -> Card:
        card = Card(self.tr("Each quarter"), spacing=10)
        self.checked = secret_field()
        self._check_row = FormRow(
            self.tr("Passphrase from the &sheet"),
            self.checked,
            self.tr("Fetch the sheet, type the passphrase, and lock the sheet away again."),
        )
        self.check = SecondaryButton(self.tr("Check"))
        self.check.clicked.connect(self.check_passphrase)
        self.checked.returnPressed.connect(self.check_passphrase)
        self.checked.textEdited.connect(lambda _text: self._check_row.show_problem(""))
        card.box.addWidget(self._check_row)
        card.box.addLayout(_line(card, self.check))
        return card

    def _database_card(self) -> Card:
        card = Card(self.tr("Database key"), spacing=10)
        card.box.addWidget(
            words(
                self.tr(
                    "After a PC was lost, or somebody who had its keys has left: everything is written anew "
                    "under another key. A power cut on the way does no harm."
                ),
                "muted",
                wrap=True,
            )
        )
        self.rekey.setText(self.tr("Another database key…"))
        self.rekey.clicked.connect(self.change_database_key)
        card.box.addLayout(_line(card, self.rekey))
        return card

    def _typed(self) -> None:
        self._phrase_row.show_problem("")
        self._again_row.show_problem("")

    def _proposed(self, phrase: str) -> None:
        self._typed()
        self.phrase.setText(phrase)
        self.again.clear()
        self._phrase_row.show_notice(self.tr("Write it down now; it is shown this once."))
        self.again.setFocus()

    def _set(self, phrase: str) -> None:
        self._fresh = phrase
        self.phrase.clear()
        self.again.clear()
        self._typed()
        self.sheet.setEnabled(True)
        self.sheet.setFocus()
        self._context.messages.say_done(
            self.tr("The passphrase is set. Print its sheet, and make a backup that it opens.")
        )
        self.changed.emit()

    def _choose_sheet(self) -> None:
        dialog = QFileDialog(self, self.tr("Recovery sheet as PDF…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self.write_sheet)
        dialog.open()

    def _written(self, _pages: int) -> None:
        self._fresh = ""
        self.sheet.setEnabled(False)
        self._context.messages.say_done(self.tr("Print the sheet now, then delete the file."))

    def _was_checked(self, _nothing: None) -> None:
        self.checked.clear()
        self._context.messages.say_done(self.tr("It opens the data. Lock the sheet away again."))
        self.changed.emit()

    def _add_keyring(self) -> None:
        keys = self._context.services.keys

        def added(took: bool) -> None:
            if took:
                self._context.messages.say_done(self.tr("From now on the keyring opens these data."))
            else:
                self._context.messages.say(self.tr("The keyring did not take the keys."), tone=Tone.YELLOW)
            self.changed.emit()

        self._run(keys.add_keyring, added, self._phrase_row)

    def _rekeyed(self, _nothing: None) -> None:
        self._strip.end()
        self.setEnabled(True)
        self._context.messages.say_done(
            self.tr("Everything is written under another key. Make a backup now.")
        )
        self.changed.emit()

    def _not_rekeyed(self, error: Exception) -> None:
        self._strip.end()
        self.setEnabled(True)
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _run(self, work: Callable[[], Result], on_done: Callable[[Result], None], row: FormRow) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, AppError):
                raise error
            if error.code in (ErrorCode.WRONG_PASSPHRASE, ErrorCode.PASSPHRASE_WEAK):
                row.show_problem(self._context.labels.word("error", error.code, error.params))
                row.field.setFocus()
            else:
                self._context.messages.say_error(error)

        row.show_problem("")
        self._context.tasks.run(work, owner=self, on_done=on_done, on_error=failed)


def _line(card: Card, *buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    scale_layout(card, line, spacing=10)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
