"""What is copied can be pasted, is marked as not to be remembered, and goes with a lock."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from provider_desktop.ui.widgets.clipboard import copy_privately, forget_copied


@pytest.mark.usefixtures("qapp")
def test_a_copy_pastes_as_text_and_asks_not_to_be_kept() -> None:
    copy_privately("张秀英\t371621194906070011")
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "张秀英\t371621194906070011"
    assert bytes(content.data("x-kde-passwordManagerHint")) == b"secret"  # type: ignore[call-overload]


@pytest.mark.usefixtures("qapp")
def test_locking_takes_away_what_was_copied_here() -> None:
    copy_privately("张秀英")
    forget_copied()
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.usefixtures("qapp")
def test_what_another_program_copied_stays() -> None:
    QGuiApplication.clipboard().setText("somebody else's")
    forget_copied()
    assert QGuiApplication.clipboard().text() == "somebody else's"
