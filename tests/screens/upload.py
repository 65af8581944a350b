"""Pictures of the section of uploading."""

from __future__ import annotations

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.uploads.upload_page import UploadPage
from tests.screens.county import county
from tests.screens.screen import Screen


def _tab(number: int, window: MainWindow) -> None:
    page = window.open_page
    assert isinstance(page, UploadPage)
    page.tabs.setCurrentIndex(number)


def _enrol_anew(window: MainWindow) -> None:
    page = window.open_page
    assert isinstance(page, UploadPage)
    page._alarm.show_alarm("local_behind", rejoins=True)
    page._alarm.banner.action_chosen.emit()


SCREENS = (
    Screen("upload", "upload", services=county),
    Screen("upload_returned", "upload", services=county, prepare=lambda window: _tab(1, window)),
    Screen("upload_receipts", "upload", services=county, prepare=lambda window: _tab(2, window)),
    Screen("upload_enrol_anew", "upload", services=county, prepare=_enrol_anew),
)
