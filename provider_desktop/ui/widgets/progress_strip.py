"""Progress of long work: what, how many of how many, and a way to stop; the user goes on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class ProgressStrip(QFrame):
    """Hidden until :meth:`begin`; ``cancelled`` says that the user wants it stopped."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(16, 8, 10, 8), spacing=12)
        self._what = words("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._count = words("", "muted")
        self._stop = SecondaryButton(self.tr("Cancel"), small=True)
        self._stop.clicked.connect(self._ask_to_stop)
        row.addWidget(self._what)
        row.addWidget(self._bar, 1)
        row.addWidget(self._count)
        row.addWidget(self._stop)
        self.hide()

    def begin(self, what: str, *, cancellable: bool = True) -> None:
        """Show that work has begun; ``what`` names it (Importing the ledger)."""
        self._what.setText(what)
        self._bar.setAccessibleName(what)
        self._bar.setRange(0, 0)
        self._count.setText("")
        self._stop.setVisible(cancellable)
        self._stop.setEnabled(True)
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        """So many done of so many; total 0 where it is not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done} / {total}" if total else str(done))
        self.setAccessibleDescription(self._count.text())

    def end(self) -> None:
        """The work is over, one way or another."""
        self.hide()

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self.cancelled.emit()
