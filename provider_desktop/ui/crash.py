"""What happens to our own mistakes: a report without personal data, a dialog, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from provider_desktop import __version__
from provider_desktop.files import write_atomically
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

_log = logging.getLogger(__name__)


def crash_report(error: BaseException, at: datetime) -> str:
    """Where it happened and in what surroundings.

    The error's own message and every value are left out: they may name a person. File names are cut to
    their last two parts, since a path may hold the name of a user.
    """
    lines = [
        f"provider-desktop {__version__}",
        f"{at.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
    ]
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for link in chain:
        lines += ["", type(link).__name__]
        for frame in traceback.extract_tb(link.__traceback__):
            place = "/".join(Path(frame.filename).parts[-2:])
            lines.append(f"  {place}:{frame.lineno} {frame.name}")
    return "\n".join(lines) + "\n"


class Crashes(QObject):
    """Catches what nobody caught, on any thread: writes the report, and shows it on the UI thread.

    ``folder`` gets the reports; where it cannot be written the dialog is shown all the same.
    """

    _caught = Signal(object)

    def __init__(self, folder: Path, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._now = folder, now
        self._dialog: CrashDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self._on_exception

    def report(self, error: BaseException) -> None:
        """Report one error; also for errors of background work."""
        text = crash_report(error, self._now())
        _log.error("an error nobody caught: %s", type(error).__name__, exc_info=error)
        name = f"{self._now().strftime('%Y%m%d-%H%M%S')}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / name, text.encode())
        except Exception as trouble:  # noqa: BLE001 - a report that cannot be kept must not hide the error
            _log.warning("the report could not be written: %s", type(trouble).__name__)
        self._caught.emit(text)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        self.report(error)

    def _show(self, text: str) -> None:
        # a mistake that repeats shows one dialog, not a hundred
        if self._dialog is None:
            self._dialog = CrashDialog(text, str(self._folder))
            self._dialog.finished.connect(self._forget)
            self._dialog.open()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class CrashDialog(QDialog):
    """Says that something went wrong, that nothing saved is lost, and shows exactly what would be sent."""

    def __init__(self, report: str, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(self.tr("The report"))
        self._report.setMinimumSize(560, 220)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 18, 20, 18), spacing=10)
        box.addWidget(words(self.tr("The program made a mistake and goes on"), "heading"))
        safe = self.tr("What you saved is safe. The report holds no personal data; it is kept in {folder}.")
        box.addWidget(words(safe.format(folder=folder), "muted", wrap=True))
        box.addWidget(self._report, 1)
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        row.addStretch(1)
        copy = SecondaryButton(self.tr("Copy the report"))
        copy.clicked.connect(self._copy)
        go_on = PrimaryButton(self.tr("Go on"))
        go_on.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addWidget(go_on)
        box.addLayout(row)
        go_on.setDefault(True)

    def _copy(self) -> None:
        self._report.selectAll()
        self._report.copy()
