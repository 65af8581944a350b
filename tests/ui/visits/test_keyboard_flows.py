"""From a paper sheet to a corrected record in the real window, without a mouse, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visits import VisitFilter
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.visits.entry_field import EntryField
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.visit_view import VisitView
from provider_desktop.ui.visits.visits_page import VisitsPage
from provider_desktop.ui.widgets.data_table import DataTable
from tests.support.desk import Desk, a_desk
from tests.support.window import DressedApplication

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Wanted = Callable[[QWidget], bool]


class Hands:
    """Two hands on a keyboard."""

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        for _ in range(times):
            QTest.keyClick(self.focus, key, modifiers)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focus, letter)
            QApplication.processEvents()

    def tab_to(self, wanted: Wanted) -> None:
        """Tab until the focus is where it is wanted; everything is within thirty."""
        for _ in range(30):
            if wanted(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("Tab does not lead there")

    def choose(self, value: str) -> None:
        """Down in a box until it stands on a value."""
        box = self.focus
        assert isinstance(box, QComboBox)
        for _ in range(box.count()):
            if box.currentData() == value:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"{value} is not offered")

    @property
    def focus(self) -> QWidget:
        target = QApplication.focusWidget()
        assert isinstance(target, QWidget), "nothing has the focus"
        return target


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(tmp_path: Path, language: str) -> Iterator[Desk]:
    with a_desk(tmp_path, language=language) as made:
        yield made


@pytest.fixture
def window(
    desk: Desk, dressed: DressedApplication, language: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    dressed.wear(language)
    made = dressed.window(desk, section="visits")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


def page_of(window: MainWindow) -> VisitsPage:
    page = window.open_page
    assert isinstance(page, VisitsPage)
    return page


def is_field(field: Field) -> Wanted:
    return lambda widget: isinstance(widget, EntryField) and widget.field is field


def has_choice(value: str) -> Wanted:
    return lambda widget: isinstance(widget, QComboBox) and widget.findData(value) >= 0


def test_a_sheet_is_typed_sealed_found_and_corrected(window: MainWindow, desk: Desk) -> None:
    hands, page = Hands(), page_of(window)
    hands.press(Qt.Key.Key_N, CTRL)
    hands.type("qdh\t")
    page.entry.table.setFocus()
    line = page.entry.model.line_at(0).line
    assert line.recipient == "R5"
    if not line.staff:  # nobody served him before
        hands.type("yl")
        hands.press(Qt.Key.Key_Return)
    hands.type("09050939")
    hands.type("11")
    assert page.entry.table.currentIndex().row() == 1

    # what the scan will bring is explained, by keys
    hands.press(Qt.Key.Key_Up)
    while page.entry.model.line_at(0).open:
        before = page.entry.model.line_at(0).open
        hands.press(Qt.Key.Key_R, ALT)
        if isinstance(hands.focus, QComboBox):
            hands.press(Qt.Key.Key_Tab)
        else:
            hands.type("ok")
        hands.press(Qt.Key.Key_Return)
        assert page.entry.model.line_at(0).open != before, "a reason settles what was asked"
    hands.press(Qt.Key.Key_Return, CTRL)
    assert desk.entry.drafts() == ()
    (row,) = desk.visits.page(VisitFilter(), 0, 9).rows
    assert row.state is VisitState.TO_SEND

    # found again in the list, and corrected
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("qdh")
    hands.press(Qt.Key.Key_Return)
    hands.tab_to(lambda widget: isinstance(widget, DataTable))
    hands.press(Qt.Key.Key_Return)
    assert isinstance(page.front, VisitView)
    hands.press(Qt.Key.Key_R, CTRL)
    hands.tab_to(is_field(Field.SATISFACTION))
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("2")
    hands.tab_to(has_choice("wrong_item"))
    hands.choose("wrong_item")
    hands.press(Qt.Key.Key_Tab)
    hands.choose("checked_sheet")
    hands.tab_to(lambda widget: isinstance(widget, QCheckBox))
    hands.press(Qt.Key.Key_Space)
    QTest.qWait(300)  # the effect on the light is asked for a moment after the last key
    hands.press(Qt.Key.Key_S, CTRL)
    detail = desk.visits.detail(row.record)
    assert [version.visit.version for version in detail.versions] == [2, 1]
    assert detail.versions[0].visit.satisfaction == 2
    assert detail.versions[1].visit.satisfaction == 1


def test_every_tab_and_filter_is_reached_by_keys(window: MainWindow, desk: Desk) -> None:
    hands, page = Hands(), page_of(window)
    for number, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)):
        hands.press(key, ALT)
        assert page._tabs.currentIndex() == number
    hands.press(Qt.Key.Key_F, CTRL)
    names = []
    for _ in range(12):
        hands.press(Qt.Key.Key_Tab)
        if isinstance(hands.focus, QComboBox):
            names.append(hands.focus.accessibleName())
        elif isinstance(hands.focus, DataTable):
            break
    assert len(names) == len(set(names)) == 8
    assert all(names)
