"""What a recipient agreed to, and a copy of everything that is kept: the rights of the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.consents import ByWhom, Consent, Form, Purpose, standing
from provider_desktop.services.person_service import PersonExport
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words

Result = TypeVar("Result")


class RightsForm(QWidget):
    """Asks the service itself when it is made; every press is written down at once."""

    def __init__(self, context: PageContext, recipient: str) -> None:
        super().__init__()
        self._context, self._recipient = context, recipient
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        box.addWidget(words(self.tr("Consent"), "strong"))
        box.addWidget(
            words(
                self.tr("Each purpose by itself. What is noted stays; taking back is a line of its own."),
                "muted",
                wrap=True,
            )
        )
        self.day = QDateEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        today = local_day(context.clock.now())
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.setMaximumDate(self.day.date())
        self.by_whom = self._choices("consent_by", [each.value for each in ByWhom])
        self.form = self._choices("consent_form", [each.value for each in Form])
        how = QHBoxLayout()
        scale_layout(self, how, spacing=10)
        for title, field in (
            (self.tr("&Day"), self.day),
            (self.tr("&By whom"), self.by_whom),
            (self.tr("&How"), self.form),
        ):
            how.addWidget(FormRow(title, field), 1)
        box.addLayout(how)
        box.addLayout(self._grid())
        box.addWidget(rule())
        box.addWidget(words(self.tr("Copy of the data"), "strong"))
        box.addWidget(
            words(
                self.tr(
                    "A zip with everything kept of this person, readable by people and programs. It is not "
                    "encrypted: hand it to the person, and delete it here."
                ),
                "muted",
                wrap=True,
            )
        )
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.addItems(
            [
                self.tr("The person asked for it"),
                self.tr("The guardian asked for it"),
                self.tr("An authority asked for it"),
            ]
        )
        self._reason_row = FormRow(
            self.tr("&Why is it needed?"), self.reason, self.tr("Who took a copy, when and why is logged.")
        )
        self.export = SecondaryButton(self.tr("Write the copy…"), icon="export")
        self.export.clicked.connect(self._choose)
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        line.addStretch(1)
        line.addWidget(self.export)
        box.addWidget(self._reason_row)
        box.addLayout(line)
        box.addStretch(1)
        self.load()

    def load(self) -> None:
        """Ask what stands."""
        persons, recipient = self._context.services.persons, self._recipient
        self._context.tasks.run(lambda: persons.consents(recipient), owner=self, on_done=self._show)

    def note(self, purpose: Purpose, given: bool) -> None:
        """Write down that somebody agreed, or took it back."""
        persons, recipient = self._context.services.persons, self._recipient
        day = self.day.date().toPython()
        by_whom, form = ByWhom(self.by_whom.currentData()), Form(self.form.currentData())
        self._context.tasks.run(
            lambda: persons.note_consent(recipient, purpose, given, day, by_whom, form),
            owner=self,
            on_done=lambda _nothing: self.load(),
        )

    def save(self, path: str) -> None:
        """Write the copy to a file."""
        persons, recipient, language = self._context.services.persons, self._recipient, self._context.language
        reason = self.reason.currentText()
        self._context.tasks.run(
            lambda: persons.export(recipient, Path(path), reason, language),
            owner=self,
            on_done=self._saved,
            lane=Lane.LONG,
        )

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=8)
        grid.setColumnStretch(0, 1)
        self._states: dict[Purpose, Badge] = {}
        self.buttons: dict[tuple[Purpose, bool], SecondaryButton] = {}
        word = self._context.labels.word
        for at, purpose in enumerate(Purpose):
            name = word("consent_purpose", purpose.value)
            state = self._states[purpose] = Badge(Tone.NONE, "")
            grid.addWidget(words(name, wrap=True), at, 0)
            grid.addWidget(state, at, 1)
            for column, (text, given) in enumerate(
                ((self.tr("Agreed"), True), (self.tr("Taken back"), False)), 2
            ):
                button = self.buttons[purpose, given] = SecondaryButton(text, small=True)
                button.setAccessibleName(self._context.formats.joined(name, text))
                button.clicked.connect(self._noting(purpose, given))
                grid.addWidget(button, at, column)
        return grid

    def _noting(self, purpose: Purpose, given: bool) -> Callable[[bool], None]:
        return lambda _checked: self.note(purpose, given)

    def _show(self, lines: Sequence[Consent]) -> None:
        now, formats = standing(lines), self._context.formats
        for purpose in Purpose:
            line = now.get(purpose)
            if line is None:
                chip = Chip(Tone.NONE, self.tr("not asked"))
            elif line.given:
                chip = Chip(Tone.GREEN, formats.full_day(line.day))
            else:
                chip = Chip(Tone.YELLOW, self.tr("taken back {day}").format(day=formats.full_day(line.day)))
            self._states[purpose].show_chip(chip)
            self.buttons[purpose, True].setEnabled(line is None or not line.given)
            self.buttons[purpose, False].setEnabled(line is not None and line.given)

    def _choices(self, group: str, codes: Sequence[str]) -> QComboBox:
        field = QComboBox()
        for code in codes:
            field.addItem(self._context.labels.word(group, code), code)
        return field

    def _choose(self) -> None:
        if not self.reason.currentText().strip():
            self._reason_row.show_problem(self.tr("Choose a reason first."))
            self.reason.setFocus()
            return
        dialog = QFileDialog(self, self.tr("Write the copy…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        # no name of anybody: systems remember the names of files
        dialog.selectFile(f"{local_day(self._context.clock.now()):%Y%m%d}-{self._recipient[-6:]}.zip")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _saved(self, done: PersonExport) -> None:
        told = self.tr("The copy is written: {visits} versions of visits, {files} files")
        count = self._context.formats.count
        self._context.messages.say_done(told.format(visits=count(done.visits), files=count(done.files)))
