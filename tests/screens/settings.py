"""Pictures of the section of settings."""

from __future__ import annotations

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.settings.settings_page import CATALOGUE, LOOK, MACHINE, RULES, SettingsPage
from tests.screens.county import county
from tests.screens.screen import Screen


def _page(window: MainWindow, tab: int) -> SettingsPage:
    page = window.open_page
    assert isinstance(page, SettingsPage)
    page.tabs.setCurrentIndex(tab)
    return page


def _checked(window: MainWindow) -> None:
    page = _page(window, MACHINE)
    page.machine.start_verify()


def _tab(window: MainWindow, tab: int) -> None:
    _page(window, tab)


SCREENS = (
    Screen("settings", "settings", services=county),
    Screen("settings_look", "settings", services=county, prepare=lambda window: _tab(window, LOOK)),
    Screen("settings_catalogue", "settings", services=county, prepare=lambda window: _tab(window, CATALOGUE)),
    Screen("settings_rules", "settings", services=county, prepare=lambda window: _tab(window, RULES)),
    Screen("settings_pc", "settings", services=county, prepare=_checked),
)
