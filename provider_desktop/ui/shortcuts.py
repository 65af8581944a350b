"""Every key of the program in one place, so that none means two things."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Key(StrEnum):
    """Keys of the window itself; a page's own actions take theirs from the second group."""

    SEARCH = "Ctrl+K"
    HELP = "F1"
    QUIT = "Ctrl+Q"
    RELOAD = "F5"
    UPLOAD = "Ctrl+U"
    BACK = "Alt+Left"
    LARGER = "Ctrl++"
    SMALLER = "Ctrl+-"
    NORMAL_SIZE = "Ctrl+0"
    DISMISS = "Ctrl+Backspace"
    LOCK = "Ctrl+L"

    NEW = "Ctrl+N"
    IMPORT = "Ctrl+I"
    PRINT = "Ctrl+P"
    EXPORT = "Ctrl+E"
    FIND = "Ctrl+F"
    UNDO = "Ctrl+Z"
    REDO = "Ctrl+Shift+Z"
    SAVE = "Ctrl+S"
    FINALISE = "Ctrl+Return"
    SAME_AS_ABOVE = "Ctrl+D"
    EDIT = "F2"
    CORRECT = "Ctrl+R"


def section_key(number: int) -> str:
    """The key that opens the n-th section, counted from 1."""
    return f"Ctrl+{number}"


def action(
    owner: QWidget, text: str, do: Callable[[], object], key: str = "", *, enabled: bool = True
) -> QAction:
    """An action with its key, ready for a menu; the key works while its owner's window is active."""
    made = QAction(text, owner)
    if key:
        made.setShortcut(QKeySequence(key))
    made.setEnabled(enabled)
    made.triggered.connect(lambda _checked=False: do())
    return made
