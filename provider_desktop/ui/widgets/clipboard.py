"""Copying what may be personal: clipboard histories are asked not to keep it, and a lock takes it away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

#: Tells our own copies from those of other programs.
_OURS: Final = "application/x-provider-desktop"
#: What managers of clipboard histories look for: KDE and others, and Windows (its history and its cloud).
_HINTS: Final = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}


def copy_privately(text: str) -> None:
    """Put a text on the clipboard, to be pasted but not to be remembered."""
    content = QMimeData()
    content.setText(text)
    for name, value in {_OURS: b"1", **_HINTS}.items():
        content.setData(name, value)
    QGuiApplication.clipboard().setMimeData(content)


def forget_copied() -> None:
    """Empty the clipboard if what lies on it was copied here; another program's stays."""
    clipboard = QGuiApplication.clipboard()
    content: QMimeData | None = clipboard.mimeData()  # None while nothing lies on it, whatever Qt's types say
    if content is not None and content.hasFormat(_OURS):
        clipboard.clear()
