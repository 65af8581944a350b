"""Our icons: drawn by one hand, in the colour asked for, and following the look."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from provider_desktop.ui import icons
from provider_desktop.ui.theme import DARK, LIGHT
from tests.support.window import DressedApplication

LINE_ICONS = tuple(name for name in icons.names() if name != "app")


def _inks(picture: QImage) -> set[str]:
    """The colours of fully opaque pixels."""
    found = set()
    for x in range(picture.width()):
        for y in range(picture.height()):
            pixel = picture.pixelColor(x, y)
            if pixel.alpha() == 255:
                found.add(pixel.name().upper())
    return found


@pytest.mark.parametrize("name", LINE_ICONS)
def test_every_icon_has_the_one_line_weight_and_grid(name: str) -> None:
    drawing = icons.tinted_svg(name, "#123456")
    assert 'viewBox="0 0 20 20"' in drawing
    assert 'stroke-width="1.6"' in drawing
    assert "currentColor" not in drawing


@pytest.mark.parametrize("name", LINE_ICONS)
def test_every_icon_draws_something_in_its_colour(dressed: DressedApplication, name: str) -> None:
    inks = _inks(icons.pixmap(name, "#FF0000", 40, 1.0).toImage())
    assert inks
    assert all(QColor(ink).green() < 8 for ink in inks)


def test_an_unknown_name_is_a_mistake_that_shows() -> None:
    with pytest.raises(FileNotFoundError):
        icons.tinted_svg("unicorn", "#000000")


def test_an_icon_on_a_widget_changes_with_the_look(dressed: DressedApplication, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    icons.put_icon(label, "stop", "accent")
    assert LIGHT.accent in _inks(label.pixmap().toImage())
    dressed.wear(theme="dark")
    assert DARK.accent in _inks(label.pixmap().toImage())


def test_the_icon_put_last_is_the_one_that_stays(dressed: DressedApplication, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    icons.put_icon(label, "stop", "red")
    icons.put_icon(label, "stop", "green")
    dressed.wear(theme="dark")
    assert DARK.green in _inks(label.pixmap().toImage())
