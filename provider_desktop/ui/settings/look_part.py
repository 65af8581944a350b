"""Language, look and text size, each applied at once."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.settings import TEXT_SIZES, Settings
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card


class LookPart(QWidget):
    """Three choices; there is nothing to save."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=14)
        card = Card(self.tr("Language and look"), spacing=14)
        self.language = _choices(
            (self.tr("As the system"), "system"), ("简体中文", "zh_CN"), ("English", "en")
        )
        self.theme = _choices(
            (self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")
        )
        self.text_size = _choices(*((f"{size} %", size) for size in TEXT_SIZES))
        rows = (
            FormRow(self.tr("&Language"), self.language, beside=True),
            FormRow(self.tr("&Colours"), self.theme, beside=True),
            FormRow(self.tr("&Text size"), self.text_size, self.tr("Also Ctrl++ and Ctrl+-"), beside=True),
        )
        for row in rows:
            card.box.addWidget(row)
        # lines that run across a wide window are hard to follow
        narrow = QHBoxLayout()
        narrow.addWidget(card, 3)
        narrow.addStretch(2)
        box.addLayout(narrow)
        box.addStretch(1)
        for name, field in (
            ("theme", self.theme),
            ("text_size", self.text_size),
            ("language", self.language),
        ):
            field.activated.connect(
                lambda _index, name=name, field=field: context.remember(**{name: field.currentData()})
            )

    def show_look(self, chosen: Settings) -> None:
        """Show what is chosen."""
        for field, value in (
            (self.language, chosen.language),
            (self.theme, chosen.theme),
            (self.text_size, chosen.text_size),
        ):
            field.setCurrentIndex(field.findData(value))


def _choices(*choices: tuple[str, object]) -> QComboBox:
    field = QComboBox()
    for text, value in choices:
        field.addItem(text, value)
    return field
