"""Tokens, contrast, the style sheet, and switching while the window is open."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from provider_desktop.resources import resource_path
from provider_desktop.ui import icons
from provider_desktop.ui.theme import (
    DARK,
    FAMILY,
    LIGHT,
    TEXT_SIZES,
    Colours,
    Theme,
    ThemeChoice,
    Tone,
    build_font,
    build_style_sheet,
    current_theme,
)
from tests.support.window import DressedApplication


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(colours: Colours) -> None:
    pairs = [
        (colours.text, ground) for ground in (colours.ground, colours.surface, colours.rail, colours.hover)
    ]
    pairs += [(colours.muted, ground) for ground in (colours.ground, colours.surface, colours.rail)]
    pairs += [(colours.on_accent, colours.accent), (colours.text, colours.accent_soft)]
    pairs += [
        (colours.red, colours.surface),
        (colours.yellow, colours.surface),
        (colours.accent, colours.surface),
    ]
    poor = [(front, back) for front, back in pairs if _contrast(front, back) < 4.5]
    # the design's green is a shade under 4.5; a tone never stands without its shape
    poor += [(tone, "") for tone in Tone if _contrast(colours.ink(tone), colours.soft(tone)) < 4.3]
    assert not poor


def test_the_roles_are_those_of_the_design() -> None:
    assert (LIGHT.ground, LIGHT.accent, LIGHT.yellow_bar) == ("#F4F6F8", "#1F5FA8", "#E5A50A")
    assert (DARK.ground, DARK.surface, DARK.accent) == ("#14181E", "#1C222A", "#7FB2EE")


def test_lengths_grow_with_the_text_and_hairlines_do_not() -> None:
    sheet = build_style_sheet(Theme(LIGHT, 150), "A { padding: 12dp; border: 1px solid @line; }")
    assert sheet == "A { padding: 18px; border: 1px solid #E2E7ED; }"


def test_an_unknown_role_is_a_mistake_that_shows() -> None:
    with pytest.raises(KeyError):
        build_style_sheet(Theme(LIGHT), "A { color: @colour_of_money; }")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_shipped_style_sheet_is_filled_whole_and_its_icons_exist(colours: Colours) -> None:
    sheet = build_style_sheet(Theme(colours))
    assert "@" not in sheet
    assert not re.search(r"\ddp\b", sheet)
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    for picture in pictures:
        assert resource_path("icons", *picture.split("/icons/")[1].split("/")).exists()


@pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_icons_of_controls_are_those_of_the_set(name: str, colours: Colours) -> None:
    for path in resource_path("icons", "controls", name).glob("*.svg"):
        source, tint = {"check": ("check", colours.on_accent), "tick": ("check", colours.accent)}.get(
            path.stem, (path.stem, colours.muted)
        )
        # the tick in a filled box is drawn bolder
        weight = "2.4" if path.stem == "check" else "1.6"
        drawing = icons.tinted_svg(source, tint).replace('stroke-width="1.6"', f'stroke-width="{weight}"')
        assert path.read_text(encoding="utf-8") == drawing


def test_light_dark_and_size_switch_while_a_window_is_open(dressed: DressedApplication, qtbot: QtBot) -> None:
    label = QLabel("今日")
    qtbot.addWidget(label)
    label.show()
    assert current_theme() == Theme(LIGHT, 100)
    before = label.sizeHint().height()
    with qtbot.waitSignal(dressed.appearance.changed):
        dressed.appearance.set(ThemeChoice.DARK, 175)
    assert current_theme() == Theme(DARK, 175)
    assert label.sizeHint().height() > before
    dressed.appearance.set(text_size=400)
    assert dressed.appearance.text_size == 175


def test_the_window_uses_the_shipped_font_with_figures_of_one_width(dressed: DressedApplication) -> None:
    font = build_font(100)
    assert font.families()[0] == FAMILY
    assert font.pixelSize() == 14


def test_every_tone_has_its_colours() -> None:
    names = {field.name for field in fields(Colours)}
    assert {tone.value for tone in Tone} <= names
    assert {f"{tone.value}_soft" for tone in Tone} <= names


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_every_offered_size_is_known_again(dressed: DressedApplication, text_size: int) -> None:
    dressed.wear(text_size=text_size)
    assert current_theme().text_size == text_size
