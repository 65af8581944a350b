"""Pictures of people: the list, a card, assignments, a staff member."""

from __future__ import annotations

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.shell.pages import Destination
from tests.screens.county import county
from tests.screens.screen import Screen


def _card(window: MainWindow) -> None:
    window.open(Destination("recipients", "R371621100003"))


def _inbox(window: MainWindow) -> None:
    window.open(Destination("recipients", "A100013", "accept"))


def _staff(window: MainWindow) -> None:
    window.open(Destination("recipients", "S1003", "staff"))


SCREENS = (
    Screen("recipients", "recipients", services=county),
    Screen("recipients_card", "recipients", services=county, prepare=_card),
    Screen("recipients_assignments", "recipients", services=county, prepare=_inbox),
    Screen("recipients_staff", "recipients", services=county, prepare=_staff),
)
