"""The list under a field: keys stay in the field, namesakes are told apart, it never leaves the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup
from tests.support.window import DressedApplication

CHOICES = (
    Choice("李秀英", "371621********4632", "孙武街道", value="R1"),
    Choice("李秀英", "371621********0973", "石庙镇", value="R2"),
    Choice("刘兴元", "371621********1187", "淄角镇", value="R3"),
)


class Sheet(QWidget):
    """A field at the top, another below, and the popup."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(420, 260)
        box = QVBoxLayout(self)
        self.field, self.next = QLineEdit(), QLineEdit()
        box.addWidget(self.field)
        box.addStretch(1)
        box.addWidget(self.next)
        self.popup = SearchPopup("救助对象", self)
        self.popup.attach(self.field)


@pytest.fixture
def sheet(dressed: DressedApplication, qtbot: QtBot) -> Sheet:
    made = Sheet()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.field.setFocus()
    made.popup.show_choices(CHOICES, "Enter 选定")
    return made


def test_arrows_move_and_enter_takes_the_namesake_meant(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.keyClick(sheet.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(sheet.popup.chosen) as chosen:
        qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert chosen.args[0].value == "R2"
    assert not sheet.popup.isVisible()


def test_arrows_stop_at_both_ends(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.keyClick(sheet.field, Qt.Key.Key_Up)
    assert sheet.popup.current == CHOICES[0]
    qtbot.keyClick(sheet.field, Qt.Key.Key_PageDown)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Down)
    assert sheet.popup.current == CHOICES[2]


def test_typing_goes_on_in_the_field(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.keyClicks(sheet.field, "lx")
    assert sheet.field.text() == "lx"
    assert sheet.popup.isVisible()


def test_esc_closes_it_and_nothing_else(sheet: Sheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.popup.dismissed), qtbot.assertNotEmitted(sheet.popup.chosen):
        qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert sheet.isVisible()


def test_tab_takes_the_choice_and_goes_on(sheet: Sheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.popup.chosen):
        qtbot.keyClick(sheet.field, Qt.Key.Key_Tab)
    assert sheet.next.hasFocus()


def test_leaving_the_field_closes_it(sheet: Sheet) -> None:
    sheet.next.setFocus()
    assert not sheet.popup.isVisible()


def test_no_choices_close_it(sheet: Sheet) -> None:
    sheet.popup.show_choices(())
    assert not sheet.popup.isVisible()
    assert sheet.popup.current is None


def test_a_click_takes_the_choice(sheet: Sheet, qtbot: QtBot) -> None:
    listed = sheet.popup._list
    at = listed.visualRect(listed.model().index(2, 0)).center()
    with qtbot.waitSignal(sheet.popup.chosen) as chosen:
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args[0].value == "R3"


def test_without_room_below_it_opens_above(sheet: Sheet) -> None:
    sheet.popup.attach(sheet.next)
    sheet.popup.show_choices(CHOICES)
    assert sheet.popup.geometry().bottom() < sheet.next.geometry().top()
    assert sheet.rect().contains(sheet.popup.geometry())
