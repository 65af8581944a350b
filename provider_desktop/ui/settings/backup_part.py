"""Backups: when the last was made, where copies go, trying one out, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.backups import BackupContent, BackupMade, BackupRow
from provider_desktop.services.upkeep_service import Keeping, Upkeep
from provider_desktop.ui.first_start.joining import secret_field
from provider_desktop.ui.first_start.restorer import ServiceRestorer
from provider_desktop.ui.first_start.restoring import Restoring
from provider_desktop.ui.settings.facts import FactCard
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.surfaces import Card

Result = TypeVar("Result")

#: The list is never lower than a few rows (dp).
_LEAST = 150


class BackupPart(QWidget):
    """What is kept, and everything that can be done with it. Restoring takes the place of the rest."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 0, 8, 0), spacing=14)
        self._strip = ProgressStrip()
        self._usual = QWidget()
        usual = QVBoxLayout(self._usual)
        scale_layout(self._usual, usual, spacing=14)
        usual.addWidget(self._state_card())
        usual.addWidget(self._elsewhere_card())
        usual.addWidget(self._passphrase_card())
        self.table = DataTable(self.tr("Backups"))
        self.table.setModel(RowsModel(self._columns(), key=lambda row: row.file.name, parent=self))
        keep_height(self.table, _LEAST)
        usual.addWidget(self.table, 1)
        self.restoring = Restoring(context, ServiceRestorer(context.services))
        self.restoring.back_wanted.connect(self._put_away)
        self.restoring.restored.connect(self._on_restored)
        self.restoring.failed.connect(context.messages.say_error)
        self.restoring.hide()
        for part in (self._strip, self._usual, self.restoring):
            box.addWidget(part)
        box.addStretch(1)

    def show_keeping(self, keeping: Keeping) -> None:
        """Show how the data are kept."""
        formats = self._context.formats
        today = local_day(self._context.clock.now())
        newest = keeping.newest
        last = formats.moment(newest.made_at, today) if newest else self.tr("none yet")
        there = self.tr("nowhere else")
        if keeping.elsewhere:
            seen = keeping.elsewhere_last
            when = formats.moment(seen, today) if seen else self.tr("no copy yet")
            there = formats.joined(keeping.elsewhere, when)
        drilled = formats.full_day(keeping.drilled) if keeping.drilled else self.tr("never")
        room = self.tr("{size} GB free").format(size=f"{keeping.free_bytes / 1024**3:.1f}")
        self._facts.show_values((last, there, drilled, room))
        if not self.elsewhere.isModified():
            self.elsewhere.setText(keeping.elsewhere)
        self._no_phrase.setVisible(not keeping.has_passphrase)
        self.table.show_rows(keeping.rows)
        self.drill.setEnabled(bool(keeping.rows))

    def back_up_now(self) -> None:
        """Make a backup among the program's own."""
        self._begin(self.tr("Making a backup and checking it"))
        backups = self._context.services.backups
        self._run(backups.own, lambda made: self._made(made.file))

    def save_copy(self, path: str) -> None:
        """Make a backup into a file that opens on any PC with the office's passphrase."""
        passphrase = self.phrase.text()
        self._begin(self.tr("Making a backup and checking it"))
        backups = self._context.services.backups
        self._run(lambda: backups.backup(Path(path), passphrase or None), self._saved)

    def try_out(self) -> None:
        """Open and check the newest, as a restore would."""
        self._begin(self.tr("Opening the newest backup and checking all of it"))
        self._run(self._context.services.upkeep.drill, self._tried)

    def restore(self) -> None:
        """Show the form that goes back to a backup."""
        self._usual.hide()
        self.restoring.show()
        self.restoring.begin()
        self.restoring.setFocus()

    def _state_card(self) -> FactCard:
        self._facts = FactCard(
            self.tr("Backups"),
            (
                self.tr("Last backup"),
                self.tr("Copies go to"),
                self.tr("Last tried out"),
                self.tr("Room on this disk"),
            ),
        )
        self.now = SecondaryButton(self.tr("Back up now"), icon="backup")
        self.now.clicked.connect(self.back_up_now)
        self.save = SecondaryButton(self.tr("Save a copy as…"), icon="folder")
        self.save.clicked.connect(self._choose_copy)
        self.drill = SecondaryButton(self.tr("Try the newest out"), icon="check")
        self.drill.clicked.connect(self.try_out)
        self.back = SecondaryButton(self.tr("Restore a backup…"))
        self.back.clicked.connect(self.restore)
        buttons = QHBoxLayout()
        scale_layout(self._facts, buttons, spacing=10)
        for button in (self.now, self.save, self.drill, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._facts.box.addLayout(buttons)
        return self._facts

    def _elsewhere_card(self) -> Card:
        card = Card(spacing=10)
        self.elsewhere = QLineEdit()
        self._elsewhere_row = FormRow(
            self.tr("&Folder for copies"),
            self.elsewhere,
            self.tr(
                "A second disk, a USB stick or a share. Each day's backup is copied there, encrypted. "
                "Empty for nowhere: then a broken disk takes the backups with it."
            ),
        )
        choose = SecondaryButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose the folder for copies"))
        choose.clicked.connect(self._choose_elsewhere)
        save = SecondaryButton(self.tr("Save"))
        save.setAccessibleName(self.tr("Save: {what}").format(what=self.tr("Folder for copies")))
        save.clicked.connect(self._save_elsewhere)
        self.elsewhere.returnPressed.connect(self._save_elsewhere)
        self.elsewhere.textEdited.connect(lambda _text: self._elsewhere_row.show_problem(""))
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        line.addStretch(1)
        line.addWidget(choose)
        line.addWidget(save)
        card.box.addWidget(self._elsewhere_row)
        card.box.addLayout(line)
        return card

    def _passphrase_card(self) -> Card:
        """Only where the data have no passphrase: a copy for another PC needs one of its own."""
        self._no_phrase = Card(spacing=10)
        self.phrase = secret_field()
        self._phrase_row = FormRow(
            self.tr("Passphrase for copies that you &save"),
            self.phrase,
            self.tr(
                "The keyring of this PC opens its own backups. A copy for another PC needs a passphrase: "
                "write it down, nobody can recover it."
            ),
        )
        self._no_phrase.box.addWidget(self._phrase_row)
        self._no_phrase.hide()
        return self._no_phrase

    def _columns(self) -> tuple[Column[BackupRow], ...]:
        formats, today = self._context.formats, local_day(self._context.clock.now())
        anywhere, here = self.tr("the passphrase, on any PC"), self.tr("the keyring of this PC")
        return (
            Column(self.tr("Made"), lambda row: formats.moment(row.made_at, today), 180),
            Column(self.tr("Size"), lambda row: f"{row.size / 1_048_576:.1f} MB", 120, right=True),
            Column(
                self.tr("Opens with"),
                lambda row: anywhere if row.portable else here,
                220,
            ),
            Column(self.tr("File"), lambda row: row.file.name, muted=True, tip=lambda row: str(row.file)),
        )

    def _choose_copy(self) -> None:
        dialog = QFileDialog(self, self.tr("Save a copy as…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("carebackup")
        dialog.selectFile(f"{local_day(self._context.clock.now()):%Y-%m-%d}.carebackup")
        dialog.fileSelected.connect(self.save_copy)
        dialog.open()

    def _choose_elsewhere(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder for copies"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.elsewhere.setText)
        dialog.open()

    def _save_elsewhere(self) -> None:
        chosen = self.elsewhere.text().strip()
        if chosen and not Path(chosen).is_dir():
            self._elsewhere_row.show_problem(self.tr("There is no such folder. Is the stick plugged in?"))
            return
        self.elsewhere.setModified(False)
        self._context.remember(backup_folder=chosen)
        self._begin(self.tr("Making a backup and checking it"))
        self._run(self._context.services.upkeep.run, self._kept)

    def _kept(self, done: Upkeep) -> None:
        if done.problem is not None:
            self._context.messages.say_error(done.problem)
        else:
            self._context.messages.say_done(self.tr("Saved; each day's backup is copied there"))

    def _made(self, file: Path) -> None:
        self._context.messages.say_done(self.tr("Backup {name} made and checked").format(name=file.name))

    def _saved(self, made: BackupMade) -> None:
        self.phrase.clear()
        self._made(made.file)

    def _tried(self, content: BackupContent) -> None:
        told = self.tr("The newest backup opens: {entries} sealed entries and {drafts} drafts, all whole")
        count = self._context.formats.count
        self._context.messages.say_done(
            told.format(entries=count(content.entries), drafts=count(content.drafts))
        )

    def _begin(self, what: str) -> None:
        self._usual.setEnabled(False)
        self._strip.begin(what, cancellable=False)

    def _run(self, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        def done(result: Result) -> None:
            self._end()
            on_done(result)

        self._context.tasks.run(work, owner=self, on_done=done, on_error=self._on_error, lane=Lane.LONG)

    def _on_error(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, AppError):
            raise error
        if error.code in (ErrorCode.PASSPHRASE_NEEDED, ErrorCode.PASSPHRASE_WEAK):
            self._phrase_row.show_problem(self._context.labels.word("error", error.code, error.params))
            self.phrase.setFocus()
        else:
            self._context.messages.say_error(error)

    def _end(self) -> None:
        self._strip.end()
        self._usual.setEnabled(True)
        self.changed.emit()

    def _put_away(self) -> None:
        self.restoring.hide()
        self._usual.show()
        self.back.setFocus()

    def _on_restored(self) -> None:
        """Everything is as it was then, and what the platform holds: every page asks anew."""
        self._put_away()
        self._context.changes.publish(frozenset(Topic))
        self._context.messages.say_done(
            self.tr("The backup is restored; what was uploaded since has come back from the platform")
        )
        self._context.exchange.send_now()
