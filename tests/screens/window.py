"""Pictures of the frame itself."""

from __future__ import annotations

from provider_desktop.ui.main_window import MainWindow
from tests.screens.screen import Screen

SCREENS = (
    Screen("window_search", "today", prepare=lambda window: window.search_for("lxy")),
    Screen("window_help", "visits", prepare=MainWindow.show_help),
)
