"""Every widget of the kit opens in both looks and at the largest text, named, and unclipped."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.widgets.marks import Badge, LightPill
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless
from tests.ui.gallery import Gallery, popup_sheet


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text_size", [100, 175])
def test_every_widget_opens_and_has_a_name(
    dressed: DressedApplication, qtbot: QtBot, theme: str, text_size: int
) -> None:
    dressed.wear("zh_CN", theme, text_size)
    for sheet in (Gallery(), popup_sheet()):
        qtbot.addWidget(sheet)
        sheet.resize(sheet.width() * text_size // 100, sheet.height() * text_size // 100)
        sheet.show()
        assert not sheet.grab().isNull()
        assert not nameless(sheet)
        assert not _clipped(sheet)


def test_looks_change_under_open_widgets(dressed: DressedApplication, qtbot: QtBot) -> None:
    sheet = Gallery()
    qtbot.addWidget(sheet)
    sheet.show()
    light = sheet.grab().toImage()
    dressed.wear(theme="dark")
    dark = sheet.grab().toImage()
    corner = dark.pixelColor(2, 2)
    assert light.pixelColor(2, 2).lightness() > 200
    assert corner.lightness() < 60


def _clipped(sheet: QWidget) -> list[str]:
    """Words that got less room than they need."""
    kinds = (QLabel, QAbstractButton, Badge, LightPill)
    cut = []
    for widget in sheet.findChildren(QWidget):
        if not isinstance(widget, kinds) or not widget.isVisibleTo(sheet):
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().height()
        narrow = not wraps and widget.width() < widget.minimumSizeHint().width()
        if widget.height() < needed - 1 or narrow:
            cut.append(f"{type(widget).__name__} {widget.accessibleName()}")
    return cut
