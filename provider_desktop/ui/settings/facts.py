"""A card of facts, one a line: what it is and its value, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words


class FactCard(Card):
    """Names are fixed, values change."""

    def __init__(self, title: str, names: Sequence[str]) -> None:
        super().__init__(title, spacing=10)
        ground = QWidget()
        grid = QGridLayout(ground)
        scale_layout(ground, grid, spacing=10)
        self._values: list[QLabel] = []
        for place, name in enumerate(names):
            value = words("–", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
            self._values.append(value)
        grid.setColumnMinimumWidth(0, 160)
        grid.setColumnStretch(1, 1)
        self.box.addWidget(ground)

    def show_values(self, values: Sequence[str]) -> None:
        """Show a value for each name; an empty one as a dash."""
        for label, value in zip(self._values, values, strict=True):
            label.setText(value or "–")
