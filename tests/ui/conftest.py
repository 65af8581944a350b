"""What holds for every test of the window: our style and fonts, and each test free of the last one's look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from provider_desktop.ui.theme import load_fonts
from tests.support.window import DressedApplication


@pytest.fixture(scope="session")
def _styled(qapp: QApplication) -> QApplication:
    qapp.setStyle("Fusion")
    assert load_fonts()
    return qapp


@pytest.fixture
def dressed(_styled: QApplication) -> Iterator[DressedApplication]:
    """The application in zh_CN and light; a test may dress it otherwise."""
    dress = DressedApplication(_styled)
    dress.wear()
    yield dress
    dress.translations.deleteLater()
    dress.appearance.deleteLater()
    _styled.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
