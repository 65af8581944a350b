"""The list of all records as a whole: filters kept, order, drafts shown sealed, what is shown exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from provider_desktop.domain.visits import VisitState
from provider_desktop.services import visit_service
from provider_desktop.services.visits import VisitFilter
from provider_desktop.spreadsheets.reading import read_sheets
from provider_desktop.ui.visits.visits_page import RECORDS, VisitsPage
from tests.support.desk import Desk, a_desk, a_morning
from tests.support.window import DressedApplication
from tests.ui.visits.test_quick_entry import keys, open_page, press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        a_morning(made)
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    made = open_page(desk, dressed, qtbot)
    made.show_tab(RECORDS)
    return made


def combo(page: VisitsPage, name: str) -> QComboBox:
    return next(box for box in page.records.findChildren(QComboBox) if box.accessibleName() == name)


def offered(page: VisitsPage, text: str) -> QAction:
    return next(each for each in page.records.actions_offered() if each.text().startswith(text))


def shown(page: VisitsPage) -> list[str]:
    model = page.records.model
    return [str(model.index(row, 1).data()) for row in range(model.total)]


def test_filters_and_order_are_found_again_at_the_next_start(
    page: VisitsPage, desk: Desk, dressed: DressedApplication, qtbot: QtBot
) -> None:
    order = combo(page, "排序")
    order.setFocus()
    keys(page, "")
    press(page, Qt.Key.Key_Down)
    assert page.records.model.index(0, 3).data() == "08:30–09:02"
    page.records._filters._text.setFocus()
    keys(page, "zcs\n")
    assert len(shown(page)) == 1
    again = open_page(desk, dressed, qtbot)
    again.show_tab(RECORDS)
    assert shown(again) == shown(page)
    assert combo(again, "排序").currentText() == order.currentText() != ""
    again.records.clear_filters()
    assert desk.visits.kept_filter() == VisitFilter()


def test_each_filter_narrows_by_its_own_field(page: VisitsPage) -> None:
    for name, wanted in (("采集方式", "手机"), ("凭证", "没有凭证")):
        box = combo(page, name)
        box.setCurrentIndex(box.findText(wanted))
        assert page.records.model.total == 0, name
        box.setCurrentIndex(0)
        assert page.records.model.total == 5


def test_a_list_too_long_for_an_order_says_so(page: VisitsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_service, "MOST_ORDERED", 4)
    box = combo(page, "排序")
    box.setCurrentIndex(box.findData("minutes"))
    assert page.records.model.index(0, 3).data() == "14:00–14:05"  # the newest, not the longest
    assert "5" in page.records._count.text()
    assert page.records._count.text() != ""


def test_all_drafts_shown_are_sealed_and_no_other(page: VisitsPage, desk: Desk) -> None:
    page.records.show_filter(VisitFilter(recipient="R1"))
    offered(page, "封存").trigger()
    states = {row.recipient: row.state for row in desk.visits.page(VisitFilter(), 0, 10).rows}
    assert states["R1"] is VisitState.TO_SEND
    assert states["R3"] is VisitState.DRAFT  # ready too, but not shown
    page.records.show_filter(VisitFilter(state=VisitState.TO_SEND))
    offered(page, "封存").trigger()
    assert len(desk.entry.drafts()) == 4


def test_what_is_shown_is_exported_masked_and_in_full_for_a_reason(
    page: VisitsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "名单.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out.with_suffix("")), ""))
    page.records.show_filter(VisitFilter(recipient="R5"))
    press(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    (sheet,) = read_sheets(out)
    assert [row.cells[1] for row in sheet.rows] == ["救助对象", "仇*海"]
    offered(page, "导出完整").trigger()
    QApplication.processEvents()
    keys(page, "audit\n")
    (sheet,) = read_sheets(out)
    assert sheet.rows[1].cells[1] == "仇德海"


def test_a_file_that_cannot_be_written_is_told(
    page: VisitsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "gone" / "list.xlsx"), "")
    )
    messages = page.records._context.messages
    page.records.export()
    assert messages.current is not None
    messages.dismiss()
    page.records.export()  # it can be tried again
    assert messages.current is not None
