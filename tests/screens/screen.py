"""What a picture of the window needs: a name, a section, and how to bring its page into a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from provider_desktop.ui.main_window import MainWindow


def _as_opened(_window: MainWindow) -> None:
    """The state a page opens in."""


def _no_services() -> Any:
    """For pages that ask nothing of the services."""
    return None


@dataclass(frozen=True, slots=True)
class Screen:
    """One state worth a picture.

    ``services`` builds what the page asks (real services on a sample county, or small real objects);
    ``prepare`` is run on the open window: choose a tab, select a row, open a popup.
    """

    name: str
    section: str
    services: Callable[[], Any] = _no_services
    prepare: Callable[[MainWindow], None] = _as_opened
