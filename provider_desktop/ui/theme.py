"""Colours, sizes and the style sheet of the window: light and dark, text size 100-175 %."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from provider_desktop import settings
from provider_desktop.resources import resource_path

#: Sizes in device-independent pixels at 100 % text size.
BODY = 14
SMALL = 12
HEADING = 15
TITLE = 20
FIGURE = 22
ROW = 36
RADIUS = 12
STEP = 4

TEXT_SIZES = settings.TEXT_SIZES
FAMILY = "Noto Sans SC"


class ThemeChoice(StrEnum):
    """What the user asked for; ``SYSTEM`` follows the desktop's own switch."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """The meaning a colour carries: the values of a light, and the accent."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour role of the window as ``#RRGGBB``; names are the tokens of ``resources/style.qss``."""

    ground: str
    surface: str
    rail: str
    text: str
    muted: str
    line: str
    edge: str
    hover: str
    accent: str
    accent_soft: str
    accent_strong: str
    on_accent: str
    green: str
    green_soft: str
    yellow: str
    yellow_soft: str
    yellow_bar: str
    red: str
    red_soft: str
    none: str
    none_soft: str

    def ink(self, tone: Tone) -> str:
        """The colour for text and marks of a tone."""
        return str(getattr(self, tone.value))

    def soft(self, tone: Tone) -> str:
        """The quiet ground that ``ink`` stands on."""
        return str(getattr(self, f"{tone.value}_soft"))

    def bar(self, tone: Tone) -> str:
        """The colour of a filled bar: yellow needs a brighter one than its text."""
        return self.yellow_bar if tone is Tone.YELLOW else self.ink(tone)


LIGHT = Colours(
    ground="#F4F6F8",
    surface="#FFFFFF",
    rail="#FBFCFD",
    text="#1B2430",
    muted="#5C6878",
    line="#E2E7ED",
    edge="#C3CCD7",
    hover="#F3F6FA",
    accent="#1F5FA8",
    accent_soft="#E8F0FA",
    accent_strong="#184C88",
    on_accent="#FFFFFF",
    green="#1C8047",
    green_soft="#E4F4EA",
    yellow="#8F5B00",
    yellow_soft="#FDF1D3",
    yellow_bar="#E5A50A",
    red="#B3261E",
    red_soft="#FBE6E4",
    none="#5C6878",
    none_soft="#EDF0F4",
)

DARK = Colours(
    ground="#14181E",
    surface="#1C222A",
    rail="#181D24",
    text="#E7ECF2",
    muted="#A3AFBE",
    line="#2C343F",
    edge="#465260",
    hover="#222A34",
    accent="#7FB2EE",
    accent_soft="#1F3047",
    accent_strong="#9CC5F5",
    on_accent="#0F1A28",
    green="#6FD39A",
    green_soft="#173325",
    yellow="#F2C14E",
    yellow_soft="#382C10",
    yellow_bar="#F2C14E",
    red="#F28B82",
    red_soft="#3B1D1B",
    none="#A3AFBE",
    none_soft="#262E38",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: a set of colours and a text size in per cent."""

    colours: Colours
    text_size: int = 100

    @property
    def is_dark(self) -> bool:
        """Whether this is the dark look."""
        return self.colours is DARK

    def px(self, dp: float) -> int:
        """A length in device-independent pixels at the current text size; at least 1 for a positive one."""
        return max(1, round(dp * self.text_size / 100)) if dp > 0 else 0

    def colour(self, role: str) -> QColor:
        """The colour of a role named as in :class:`Colours`."""
        return QColor(getattr(self.colours, role))

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """The window's font at a size in dp, with figures of one width."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font


def current_theme() -> Theme:
    """The look the application wears now.

    Qt already keeps it: the application palette says light or dark, the application font the size.
    Widgets that paint themselves ask here in ``paintEvent`` and repaint when Qt reports a change.
    """
    dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return Theme(DARK if dark else LIGHT, _size_of(QGuiApplication.font().pixelSize()))


def _size_of(pixels: int) -> int:
    """The offered text size that gives a font of so many pixels; 100 before any was put on."""
    return next((size for size in TEXT_SIZES if round(BODY * size / 100) == pixels), 100)


def build_font(text_size: int) -> QFont:
    """The application's font: our own family, figures of one width, the system's Chinese fonts behind it."""
    font = QFont()
    font.setFamilies([FAMILY, "Microsoft YaHei UI", "Noto Sans CJK SC", "Droid Sans Fallback", "sans-serif"])
    font.setPixelSize(round(BODY * text_size / 100))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def load_fonts() -> tuple[str, ...]:
    """Register the shipped fonts; returns the families found, empty when none could be read."""
    families: list[str] = []
    folder = resource_path("fonts")
    for path in sorted(folder.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(families)


def build_palette(colours: Colours) -> QPalette:
    """The palette for everything the style sheet does not name, and for the current look itself."""
    role = QPalette.ColorRole
    palette = QPalette()
    for key, value in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.red),
        (role.ToolTipBase, colours.text),
        (role.ToolTipText, colours.surface),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.PlaceholderText, colours.muted),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.surface),
        (role.Midlight, colours.line),
        (role.Mid, colours.edge),
        (role.Dark, colours.edge),
        (role.Shadow, colours.edge),
        (role.Accent, colours.accent),
    ):
        palette.setColor(key, QColor(value))
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(
            QPalette.ColorGroup.Disabled, key, QColor(_mixed(colours.muted, colours.surface, 0.35))
        )
    return palette


def build_style_sheet(theme: Theme, template: str | None = None) -> str:
    """``resources/style.qss`` with its tokens put in: ``@role`` is a colour, ``12dp`` a scaled length.

    ``@icon(name)`` becomes the path of an icon drawn in the muted colour of this look.
    Raises ``KeyError`` for a role that does not exist.
    """
    colours = {item.name: getattr(theme.colours, item.name) for item in fields(Colours)}
    colours["disabled"] = _mixed(theme.colours.muted, theme.colours.surface, 0.35)
    folder = resource_path("icons", "controls", "dark" if theme.is_dark else "light").as_posix()
    text = re.sub(r"/\*.*?\*/", "", template if template is not None else _template(), flags=re.DOTALL)
    text = re.sub(r"@icon\(([\w-]+)\)", lambda match: f'url("{folder}/{match[1]}.svg")', text)
    text = re.sub(r"@([a-z_]+)", lambda match: colours[match[1]], text)
    return re.sub(r"(\d+(?:\.\d+)?)dp", lambda match: f"{theme.px(float(match[1]))}px", text)


@cache
def _template() -> str:
    return resource_path("style.qss").read_text(encoding="utf-8")


def _mixed(front: str, back: str, share: float) -> str:
    """A colour between two: ``share`` of ``back`` in ``front``."""
    one, two = QColor(front), QColor(back)
    parts = (
        round(a * (1 - share) + b * share)
        for a, b in ((one.red(), two.red()), (one.green(), two.green()), (one.blue(), two.blue()))
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


class Appearance(QObject):
    """Puts a look on the application, at once and without a restart, and follows the system's switch."""

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._choice = ThemeChoice.SYSTEM
        self._text_size = 100
        self._applied: Theme | None = None
        application.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def choice(self) -> ThemeChoice:
        """What the user asked for."""
        return self._choice

    @property
    def text_size(self) -> int:
        """Text size in per cent."""
        return self._text_size

    @property
    def theme(self) -> Theme:
        """The look that follows from the choice and, where asked, from the system."""
        dark = self._choice is ThemeChoice.DARK
        if self._choice is ThemeChoice.SYSTEM:
            dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Theme(DARK if dark else LIGHT, self._text_size)

    def set(self, choice: ThemeChoice | None = None, text_size: int | None = None) -> None:
        """Choose a look and a text size (the nearest of those offered); what is ``None`` stays."""
        self._choice = choice if choice is not None else self._choice
        if text_size is not None:
            self._text_size = min(TEXT_SIZES, key=lambda offered: abs(offered - text_size))
        self._apply()

    def _follow_system(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        theme = self.theme
        if theme == self._applied:
            return
        self._applied = theme
        self._application.setFont(build_font(theme.text_size))
        self._application.setPalette(build_palette(theme.colours))
        self._application.setStyleSheet(build_style_sheet(theme))
        self.changed.emit()
