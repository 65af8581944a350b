"""The exchange by USB stick: a sealed package out, the platform's receipt back in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.services.package_service import Exported, ReceiptTaken
from provider_desktop.ui.shell.pages import PageContext


class Carrying(QObject):
    """Asks where the file is, has it written or read, and says what came of it."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent

    def choose_package(self) -> None:
        """Ask where the package goes."""
        dialog = QFileDialog(self._parent, self.tr("Write a package to a USB stick"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("carebatch")
        dialog.selectFile(f"{local_day(self._context.clock.now()):%Y-%m-%d}.carebatch")
        dialog.fileSelected.connect(self.write_package)
        dialog.open()

    def choose_receipt(self) -> None:
        """Ask which receipt."""
        dialog = QFileDialog(self._parent, self.tr("Read a receipt from a USB stick"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Receipts ({patterns})").format(patterns="*.carereceipt"))
        dialog.fileSelected.connect(self.read_receipt)
        dialog.open()

    def write_package(self, path: str) -> None:
        """Write everything that no receipt covers yet."""
        packages = self._context.services.packages
        self._context.tasks.run(lambda: packages.export(Path(path)), owner=self, on_done=self._on_written)

    def read_receipt(self, path: str) -> None:
        """Take a receipt in by the rules of the line."""
        packages = self._context.services.packages
        self._context.tasks.run(
            lambda: packages.import_receipt(Path(path)), owner=self, on_done=self._on_taken
        )

    def _on_written(self, done: Exported) -> None:
        messages = self._context.messages
        if not done.entries:
            messages.say_done(self.tr("Nothing waits: the package is not needed"))
            return
        files = self._context.formats.joined(*(file.name for file in done.files))
        told = self.tr(
            "%n record(s) written to {files}; bring it to the civil affairs office", "", done.entries
        )
        messages.say_done(told.format(files=files))

    def _on_taken(self, done: ReceiptTaken) -> None:
        if done.alarm:
            return  # the strip of alarms says what that means
        told = self.tr("Receipt taken in: %n record(s) are delivered", "", done.new)
        self._context.messages.say_done(told)
