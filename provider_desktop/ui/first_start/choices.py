"""Three ways to begin, a card each: the sample county, an invitation, a backup."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from provider_desktop.ui.icons import icon_label
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words


class Choices(QWidget):
    """Says which way was chosen."""

    sample_wanted = Signal()
    join_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        scale_layout(self, row, spacing=14)
        self.sample = PrimaryButton(self.tr("Try the sample county"))
        self.join = SecondaryButton(self.tr("Join with an invitation…"))
        self.restore = SecondaryButton(self.tr("Restore a backup…"))
        self.sample.clicked.connect(self.sample_wanted)
        self.join.clicked.connect(self.join_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        row.addWidget(
            self._card(
                "rating",
                self.tr("Have a look"),
                self.tr(
                    "Every screen is filled with invented people, and a platform of the regulator runs on "
                    "this PC. It takes some ten seconds, and nothing of it stays."
                ),
                self.sample,
            ),
            1,
        )
        row.addWidget(
            self._card(
                "link",
                self.tr("Start work"),
                self.tr(
                    "The civil affairs office gave you an invitation, as a file or as text. "
                    "Your recipients and their plans come by themselves."
                ),
                self.join,
            ),
            1,
        )
        row.addWidget(
            self._card(
                "backup",
                self.tr("Move to this PC"),
                self.tr(
                    "The old PC broke, or this one is new: everything comes back from a backup file. "
                    "You need the office's passphrase and a new invitation."
                ),
                self.restore,
            ),
            1,
        )

    def _card(self, icon: str, title: str, sentence: str, button: QPushButton) -> Card:
        card = Card(spacing=10)
        card.setAccessibleName(title)
        card.setAccessibleDescription(sentence)
        button.setAccessibleDescription(sentence)
        card.box.addWidget(icon_label(icon, "accent", size=28))
        card.box.addWidget(words(title, "heading"))
        card.box.addWidget(words(sentence, "muted", wrap=True))
        card.box.addStretch(1)
        card.box.addSpacing(6)
        card.box.addWidget(button)
        return card
