"""Buttons: one primary action a screen, quiet ones beside it, links inside rows, icons alone with a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from provider_desktop.ui.icons import put_icon


class _Button(QPushButton):
    """A push button of one kind; Enter presses it as well as Space, as clerks expect."""

    kind = ""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, icon: str = "", hint: str = "", small: bool = False
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "small" if small and not self.kind else self.kind)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if hint:
            self.setToolTip(hint)
            self.setAccessibleDescription(hint)
        if icon:
            put_icon(self, icon, self._icon_role(), size=16)

    def _icon_role(self) -> str:
        return {"primary": "on_accent", "link": "accent", "danger": "red"}.get(self.kind, "muted")


class PrimaryButton(_Button):
    """The one thing to do on this screen."""

    kind = "primary"


class SecondaryButton(_Button):
    """Any other action; ``small=True`` inside rows."""


class DangerButton(_Button):
    """An action that takes something away; it asks before it does."""

    kind = "danger"


class LinkButton(_Button):
    """An action that reads like a link: it opens something and changes nothing."""

    kind = "link"


class IconButton(QToolButton):
    """A button that shows only an icon; its name is what screen readers say and the tip shows."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, *, role: str = "muted") -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_name(name)
        put_icon(self, icon, role)

    def set_name(self, name: str) -> None:
        """What the button does, in words."""
        self.setAccessibleName(name)
        self.setToolTip(name)
