"""What a screen reader needs of a window: every widget that takes the keyboard has a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def nameless(root: QWidget) -> list[str]:
    """The visible, focusable widgets below ``root`` that a screen reader could not name."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}".strip())
    return found
