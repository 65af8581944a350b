"""Our own line icons, drawn from ``resources/icons`` in a colour role of the look that is on."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from provider_desktop.resources import resource_path
from provider_desktop.ui.theme import current_theme

SIZE = 20


def names() -> tuple[str, ...]:
    """The names of all icons of the set."""
    return tuple(sorted(path.stem for path in resource_path("icons").glob("*.svg")))


def tinted_svg(name: str, colour: str) -> str:
    """The drawing of an icon in one colour (``#RRGGBB``). Unknown names raise ``FileNotFoundError``."""
    return _drawing(name).replace("currentColor", colour)


@cache
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int = SIZE, ratio: float | None = None) -> QPixmap:
    """An icon as a picture: ``size`` in window pixels, ``ratio`` the screen's pixels for one of them."""
    scale = ratio if ratio is not None else _screen_ratio()
    key = f"icon/{name}/{colour}/{size}/{scale}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(QSize(round(size * scale), round(size * scale)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer = QSvgRenderer(QByteArray(tinted_svg(name, colour).encode()))
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, role: str = "muted", *, size: int = SIZE, checked_role: str | None = None) -> QIcon:
    """An icon in a colour role of the current look, with a grey form; ``checked_role`` tints its on state."""
    theme = current_theme()
    pixels = theme.px(size)
    result = QIcon(pixmap(name, getattr(theme.colours, role), pixels))
    faint = QColor(theme.colours.edge).name()
    result.addPixmap(pixmap(name, faint, pixels), QIcon.Mode.Disabled)
    if checked_role is not None:
        tint = getattr(theme.colours, checked_role)
        result.addPixmap(pixmap(name, tint, pixels), QIcon.Mode.Normal, QIcon.State.On)
    return result


def application_icon() -> QIcon:
    """The program's own mark, for the window and the task bar."""
    return QIcon(str(resource_path("icons", "app.svg")))


def put_icon(widget: QAbstractButton | QLabel, name: str, role: str = "muted", *, size: int = SIZE) -> None:
    """Give a button or label an icon that follows the look: tinted anew when light, dark or size changes."""
    for old in widget.findChildren(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        widget.removeEventFilter(old)
        old.deleteLater()
    _Tint(widget, name, role, size)


class _Tint(QObject):
    """Keeps the icon of one widget in the colour of the current look."""

    def __init__(self, widget: QAbstractButton | QLabel, name: str, role: str, size: int) -> None:
        super().__init__(widget)
        self._widget, self._name, self._role, self._size = widget, name, role, size
        self._drawn_for: object = None
        widget.installEventFilter(self)
        self._draw()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._draw()
        return False

    def _draw(self) -> None:
        theme = current_theme()
        if theme == self._drawn_for:
            return
        self._drawn_for = theme
        pixels = theme.px(self._size)
        if isinstance(self._widget, QLabel):
            self._widget.setPixmap(pixmap(self._name, getattr(theme.colours, self._role), pixels))
            return
        self._widget.setIcon(icon(self._name, self._role, size=self._size))
        self._widget.setIconSize(QSize(pixels, pixels))


def icon_label(name: str, role: str = "muted", *, size: int = SIZE, parent: QWidget | None = None) -> QLabel:
    """A label that shows only an icon; it is decoration, so screen readers pass over it."""
    label = QLabel(parent)
    put_icon(label, name, role, size=size)
    return label


def _screen_ratio() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
