"""Asking before a record is withdrawn: the reason, a memo, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from provider_desktop.domain.corrections import CorrectionReason
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.widgets.buttons import DangerButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

_REASONS = (
    CorrectionReason.WRONG_RECIPIENT,
    CorrectionReason.RECIPIENT_AWAY,
    CorrectionReason.WRONG_ITEM,
    CorrectionReason.REGULATOR_RETURNED,
    CorrectionReason.OTHER,
)


class WithdrawStrip(QFrame):
    """Hidden until :meth:`begin`; ``given`` brings the reason's code and the memo."""

    given = Signal(str, str)

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(16, 12, 16, 12), spacing=8)
        box.addWidget(words(self.tr("Withdraw this record?"), "strong"))
        meaning = self.tr(
            "It then counts as never made. It stays in the chain with your reason and cannot come back."
        )
        box.addWidget(words(meaning, "muted", wrap=True))
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        self._reason = QComboBox()
        self._reason.setAccessibleName(self.tr("Reason"))
        self._reason.addItem(self.tr("Choose a reason"), "")
        for reason in _REASONS:
            self._reason.addItem(labels.word("correction_reason", reason), reason.value)
        self._memo = QLineEdit()
        self._memo.setAccessibleName(self.tr("Memo"))
        self._memo.setPlaceholderText(self.tr("Memo"))
        self._do = DangerButton(self.tr("Withdraw"))
        leave = SecondaryButton(self.tr("Keep it"))
        row.addWidget(self._reason, 1)
        row.addWidget(self._memo, 2)
        row.addWidget(leave)
        row.addWidget(self._do)
        box.addLayout(row)
        self._reason.currentIndexChanged.connect(lambda _index: self._look())
        self._memo.textChanged.connect(lambda _text: self._look())
        self._do.clicked.connect(self._give)
        leave.clicked.connect(self.hide)
        self.hide()

    def begin(self) -> None:
        """Ask."""
        self._reason.setCurrentIndex(0)
        self._memo.clear()
        self._look()
        self.show()
        self._reason.setFocus()

    def _look(self) -> None:
        reason = str(self._reason.currentData() or "")
        lacks = reason == CorrectionReason.OTHER and not self._memo.text().strip()
        self._do.setEnabled(bool(reason) and not lacks)

    def _give(self) -> None:
        self.given.emit(str(self._reason.currentData()), self._memo.text().strip())
