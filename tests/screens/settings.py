"""Pictures of the section of settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provider_desktop.security.users import Role
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


def _peopled() -> Any:
    """The county where 孙会计 keeps the users, and two more sign in."""
    services = county()
    services.users.switch_on("孙会计", "huimin-river-31")
    services.users.add("周敏", Role.CLERK, "three-red-pots-7")
    services.users.add("钱稽核", Role.AUDITOR, "four-blue-pans-8")
    return services


def _proposed(window: MainWindow) -> None:
    keys = _page(window, "keys").keys
    keys.propose()
    keys.phrase.setText("fb5s-6dbn-fj5q-ep78-ja75-hscs")  # the same in every picture


def _someone(window: MainWindow) -> None:
    _page(window, "people").people.table.select_key("周敏")


SCREENS = (
    Screen("settings", "settings", services=county),
    Screen("settings_look", "settings", services=county, prepare=_tab("look")),
    Screen("settings_keys", "settings", services=county, prepare=_proposed),
    Screen("settings_people_off", "settings", services=county, prepare=_tab("people")),
    Screen("settings_people", "settings", services=_peopled, prepare=_someone),
    Screen("settings_audit", "settings", services=county, prepare=_tab("audit")),
    Screen("settings_catalogue", "settings", services=county, prepare=_tab("catalogue")),
    Screen("settings_rules", "settings", services=county, prepare=_tab("rules")),
    Screen("settings_backups", "settings", services=county, prepare=_backed_up),
    Screen("settings_erasing", "settings", services=county, prepare=_tab("erasing")),
    Screen("settings_pc", "settings", services=county, prepare=_checked),
)
