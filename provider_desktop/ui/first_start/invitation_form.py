"""An invitation as text or file, read at once, and what it says: to be compared with what one was told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from provider_desktop import wording
from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError
from provider_desktop.files import read_small_file
from provider_desktop.ui.first_start.entrance import Invited
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words

#: Milliseconds of quiet after which pasted text is read.
_PAUSE = 250


class InvitationForm(QWidget):
    """Reads what is pasted or chosen. ``changed`` comes whenever there is another invitation, or none.

    ``read`` says what an invitation's bytes say, off the UI thread, and raises ``AppError``; nothing is sent.
    """

    changed = Signal()

    def __init__(self, context: PageContext, read: Callable[[bytes], Invited]) -> None:
        super().__init__()
        self._context, self._read = context, read
        self.content = b""
        self.invited: Invited | None = None
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        self.pasted = QPlainTextEdit()
        self.pasted.setTabChangesFocus(True)
        self.pasted.setMaximumHeight(84)
        self._row = FormRow(
            self.tr("&Invitation"),
            self.pasted,
            self.tr("Paste the text that the civil affairs office sent, or choose the file (.careinvite)."),
        )
        self.choose = SecondaryButton(self.tr("Choose the file…"), icon="folder")
        self.choose.setAccessibleName(self.tr("Choose the invitation"))
        self.choose.clicked.connect(self._choose_file)
        line = QHBoxLayout()
        line.addWidget(self.choose)
        line.addStretch(1)
        self.said = _Said()
        self.said.hide()
        box.addWidget(self._row)
        box.addLayout(line)
        box.addWidget(self.said)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.read)
        self.pasted.textChanged.connect(self._forget)
        self.setFocusProxy(self.pasted)

    def read(self) -> None:
        """Read what stands in the field now."""
        self._pause.stop()
        text = self.pasted.toPlainText().strip()
        if text:
            self.read_bytes(text.encode())

    def read_file(self, path: str) -> None:
        """Read an invitation from a file."""
        self._context.tasks.run(
            lambda: read_small_file(Path(path)), owner=self, on_done=self.read_bytes, on_error=self._refuse
        )

    def read_bytes(self, content: bytes) -> None:
        """Read an invitation and show what it says."""
        self.content = content
        self._context.tasks.run(
            lambda: self._read(content), owner=self, on_done=self._show, on_error=self._refuse
        )

    def _show(self, invited: Invited) -> None:
        self._row.show_problem("")
        self.said.show_invited(invited, self._context.formats)
        self._take(invited)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        code, language = error.code.value, self._context.language
        told = wording.sentence("error", code, language, error.params)
        step = wording.sentence("error_step", code, language, error.params)
        self._row.show_problem(self.tr("{told} {step}").format(told=told, step=step))
        self._take(None)

    def _forget(self) -> None:
        self._row.show_problem("")
        self._pause.start()
        self._take(None)

    def _take(self, invited: Invited | None) -> None:
        self.invited = invited
        self.said.setVisible(invited is not None)
        self.changed.emit()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the invitation"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Invitations ({patterns})").format(patterns="*.careinvite *.json *.txt"))
        dialog.fileSelected.connect(self.read_file)
        dialog.open()


class _Said(QWidget):
    """What the invitation says, in four lines."""

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
