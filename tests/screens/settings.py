"""Pictures of the section of settings."""

from __future__ import annotations

from collections.abc import Callable

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.settings.settings_page import SettingsPage
from tests.screens.county import county
from tests.screens.screen import Screen


def _page(window: MainWindow, tab: str) -> SettingsPage:
    page = window.open_page
    assert isinstance(page, SettingsPage)
    page.open_tab(tab)
    return page


def _tab(name: str) -> Callable[[MainWindow], None]:
    def prepare(window: MainWindow) -> None:
        _page(window, name)

    return prepare


def _checked(window: MainWindow) -> None:
    _page(window, "pc").machine.start_verify()


def _backed_up(window: MainWindow) -> None:
    page = _page(window, "backups")
    page.backups.back_up_now()
    page.backups.try_out()


SCREENS = (
    Screen("settings", "settings", services=county),
    Screen("settings_look", "settings", services=county, prepare=_tab("look")),
    Screen("settings_catalogue", "settings", services=county, prepare=_tab("catalogue")),
    Screen("settings_rules", "settings", services=county, prepare=_tab("rules")),
    Screen("settings_backups", "settings", services=county, prepare=_backed_up),
    Screen("settings_erasing", "settings", services=county, prepare=_tab("erasing")),
    Screen("settings_pc", "settings", services=county, prepare=_checked),
)
