"""Going back to a backup: which, what is in it, what would be lost, and the invitation to begin anew with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop import wording
from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.backups import BackupContent, BackupRow, Loss
from provider_desktop.ui.first_start.entrance import Restorer
from provider_desktop.ui.first_start.invitation_form import InvitationForm
from provider_desktop.ui.first_start.joining import secret_field
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words


class Restoring(QWidget):
    """A form in three steps, each shown when the one before is done. Nothing is changed before the last.

    ``restored`` comes when the data are open again, ``failed`` with the ``AppError`` of the last step,
    ``back_wanted`` when the user would rather not.
    """

    restored = Signal()
    failed = Signal(object)
    back_wanted = Signal()

    def __init__(self, context: PageContext, restorer: Restorer) -> None:
        super().__init__()
        self._context, self._restorer = context, restorer
        self._content: BackupContent | None = None
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=14)
        box.addWidget(self._file_card())
        self._found = Card(spacing=10)
        self._holds = words("", "strong", wrap=True)
        self._lost = Banner(Tone.YELLOW, "", icon="warning")
        self.invitation = InvitationForm(context, lambda content: restorer.read_invitation(content))  # noqa: PLW0108 - the sample has none
        self.invitation.changed.connect(self._check)
        self._elsewhere = Banner(
            Tone.RED, self.tr("The backup is of another agency than the invitation."), icon="alarm"
        )
        why = words(
            self.tr(
                "The platform has to let this PC in anew: ask the civil affairs office for an invitation. "
                "What was uploaded since the backup comes back from there."
            ),
            "muted",
            wrap=True,
        )
        for part in (self._holds, self._lost, why, self.invitation, self._elsewhere):
            self._found.box.addWidget(part)
        self._found.hide()
        box.addWidget(self._found)
        self._strip = ProgressStrip()
        box.addWidget(self._strip)
        self.back = SecondaryButton(self.tr("Back"))
        self.back.clicked.connect(self.back_wanted)
        self.confirm = PrimaryButton(self.tr("Restore"))
        self.confirm.clicked.connect(self._restore)
        buttons = QHBoxLayout()
        scale_layout(self, buttons, spacing=10)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.confirm)
        box.addLayout(buttons)
        self.setFocusProxy(self.file)
        self._forget()

    def begin(self) -> None:
        """Offer the newest backup of this folder, where there is one."""
        self._context.tasks.run(self._restorer.backups, owner=self, on_done=self._offer)

    def choose(self, path: str) -> None:
        """Take a backup file."""
        self.file.setText(path)
        self._passphrase.setFocus()

    def look(self) -> None:
        """Open the backup and check all of it."""
        file, passphrase = self.file.text().strip(), self._passphrase.text()
        if not file:
            return
        self._forget()
        self._busy(self.tr("Opening the backup and checking it"))
        self._context.tasks.run(
            lambda: self._restorer.look_at_backup(Path(file), passphrase),
            owner=self,
            on_done=self._show_found,
            on_error=self._on_not_opened,
            lane=Lane.LONG,
        )

    def _file_card(self) -> Card:
        card = Card(spacing=12)
        self.file, self._passphrase = QLineEdit(), secret_field()
        self._file_row = FormRow(
            self.tr("&Backup file"),
            self.file,
            self.tr("On a USB stick, a share or in the folder of backups; its name ends in .carebackup."),
        )
        self._secret_row = FormRow(
            self.tr("&Passphrase"),
            self._passphrase,
            self.tr("The office's passphrase, as on its recovery sheet. Empty for a backup of this very PC."),
        )
        choose = SecondaryButton(self.tr("Choose the file…"), icon="folder")
        choose.setAccessibleName(self.tr("Choose the backup"))
        choose.clicked.connect(self._choose_file)
        self.open = SecondaryButton(self.tr("Open the backup"))
        self.open.clicked.connect(self.look)
        pair = QHBoxLayout()
        scale_layout(card, pair, spacing=14)
        pair.addWidget(self._file_row, 3, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self._secret_row, 2, Qt.AlignmentFlag.AlignTop)
        card.box.addLayout(pair)
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        line.addWidget(choose)
        line.addWidget(self.open)
        line.addStretch(1)
        card.box.addLayout(line)
        for field in (self.file, self._passphrase):
            field.textChanged.connect(self._forget)
            field.returnPressed.connect(self.look)
        return card

    def _offer(self, rows: tuple[BackupRow, ...]) -> None:
        if rows and not self.file.text():
            self.file.setText(str(rows[0].file))

    def _show_found(self, found: tuple[BackupContent, Loss]) -> None:
        self._strip.end()
        self.setEnabled(True)
        content, loss = found
        self._content = content
        formats = self._context.formats
        made = formats.full_day(local_day(content.made_at)) + " " + formats.time(content.made_at)
        self._holds.setText(
            self.tr("Made {made}: {entries} sealed entries, {drafts} drafts, all of it checked").format(
                made=made, entries=formats.count(content.entries), drafts=formats.count(content.drafts)
            )
        )
        if loss.drafts or loss.entries:
            told = self.tr(
                "Lost for good if you go on: {drafts} drafts on this PC and {entries} sealed records that "
                "were never uploaded. The present data are kept aside as a file."
            ).format(drafts=formats.count(loss.drafts), entries=formats.count(loss.entries))
        else:
            told = self.tr(
                "Lost for good if you go on: whatever was written after {made} and was never uploaded. "
                "Present data, if there are any, are kept aside as a file."
            ).format(made=made)
        self._lost.show_notice(Tone.YELLOW, told, icon="warning")
        self._found.show()
        self.invitation.setFocus()
        self._check()

    def _on_not_opened(self, error: Exception) -> None:
        self._strip.end()
        self.setEnabled(True)
        if not isinstance(error, AppError):
            raise error
        secret = (ErrorCode.PASSPHRASE_NEEDED, ErrorCode.WRONG_PASSPHRASE, ErrorCode.KEY_WRONG)
        is_secret = error.code in secret
        row = self._secret_row if is_secret else self._file_row
        row.show_problem(self._told(error))
        row.field.setFocus()

    def _restore(self) -> None:
        if not self.confirm.isEnabled():
            return
        file, passphrase = Path(self.file.text().strip()), self._passphrase.text()
        invitation = self.invitation.content
        self._busy(self.tr("Going back to the backup, and asking the platform for what came after it"))
        self._context.tasks.run(
            lambda: self._restorer.restore(file, invitation, passphrase),
            owner=self,
            on_done=lambda _nothing: self._over(),
            on_error=self._on_failed,
            lane=Lane.NETWORK,
        )

    def _over(self) -> None:
        self._strip.end()
        self.setEnabled(True)
        self.restored.emit()

    def _on_failed(self, error: Exception) -> None:
        self._strip.end()
        self.setEnabled(True)
        if not isinstance(error, AppError):
            raise error
        self.failed.emit(error)

    def _told(self, error: AppError) -> str:
        code, language = error.code.value, self._context.language
        told = wording.sentence("error", code, language, error.params)
        step = wording.sentence("error_step", code, language, error.params)
        return self.tr("{told} {step}").format(told=told, step=step)

    def _busy(self, what: str) -> None:
        self.setEnabled(False)
        self._strip.begin(what, cancellable=False)

    def _forget(self) -> None:
        """Another file or passphrase: what was found is of the one before."""
        self._content = None
        self._found.hide()
        for row in (self._file_row, self._secret_row):
            row.show_problem("")
        self.open.setEnabled(bool(self.file.text().strip()))
        self._check()

    def _check(self) -> None:
        invited, content = self.invitation.invited, self._content
        differs = invited is not None and content is not None and invited.agency != content.agency
        self._elsewhere.setVisible(differs)
        self.confirm.setEnabled(invited is not None and content is not None and not differs)
        if self.confirm.isEnabled():
            self.confirm.setFocus()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Backups ({patterns})").format(patterns="*.carebackup"))
        dialog.fileSelected.connect(self.choose)
        dialog.open()
