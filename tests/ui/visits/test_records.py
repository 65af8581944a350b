"""Lists, detail, correction and withdrawal of visits, by keys, on real services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visits import VisitFilter
from provider_desktop.ui.visits.alike_view import AlikeView
from provider_desktop.ui.visits.entry_field import EntryField
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.visit_view import VisitView
from provider_desktop.ui.visits.visits_page import CORRECTIONS, RECORDS, TO_DEAL, VisitsPage
from provider_desktop.ui.visits.withdraw_strip import WithdrawStrip
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.rows_model import Role
from tests.support.builders import local
from tests.support.desk import Desk, a_desk, a_history, a_morning
from tests.support.window import DressedApplication
from tests.ui.visits.test_quick_entry import keys, open_page, press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        a_history(made)
        a_morning(made)
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    return open_page(desk, dressed, qtbot)


def first_of(desk: Desk, state: VisitState) -> str:
    return desk.visits.page(VisitFilter(state=state), 0, 1).rows[0].record


def view_of(page: VisitsPage, record: str) -> VisitView:
    page.show_visit(record)
    assert isinstance(page.front, VisitView)
    return page.front


def test_the_list_fetches_pages_as_they_come_into_sight(page: VisitsPage, desk: Desk) -> None:
    page.show_tab(RECORDS)
    model = page.records.model
    asked: list[int] = []
    model.page_wanted.connect(lambda offset, _limit: asked.append(offset))
    assert model.total == 65
    assert asked == []
    assert model.index(64, 0).data() == "2026-11-09"
    assert "李*英" in str(model.index(4, 1).data())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page).deleteLater()


def test_filters_narrow_the_list_and_stay(page: VisitsPage) -> None:
    page.show_tab(RECORDS)
    page.records.show_filter(VisitFilter(state=VisitState.RETURNED))
    assert page.records.model.total == 2
    page.show_tab(TO_DEAL)
    page.show_tab(RECORDS)
    assert page.records.model.total == 2
    page.records.clear_filters()
    assert page.records.model.total == 65


def test_several_drafts_are_sealed_from_the_list(page: VisitsPage, desk: Desk) -> None:
    page.show_tab(RECORDS)
    page.records.show_filter(VisitFilter(state=VisitState.DRAFT))
    page.records.table.setFocus()
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    before = len(desk.entry.drafts())
    page.records.finalise_selected()
    assert 0 < len(desk.entry.drafts()) < before


def test_what_waits_says_why_and_leads_to_the_cell(page: VisitsPage, desk: Desk) -> None:
    page.show_tab(TO_DEAL)
    table = page.to_deal.table
    reasons = [table.model().index(row, 5).data() for row in range(table.model().rowCount())]
    assert reasons[0] == "EVID-MISSING：请更正"
    assert any("陈静" in reason for reason in reasons)
    row = next(row for row, reason in enumerate(reasons) if "陈静" in reason)
    table.setCurrentIndex(table.model().index(row, 1))
    table.setFocus()
    keys(page, "\n")
    assert page.front is None
    assert page.entry.table.currentIndex().column() == Field.STAFF


def test_a_corrected_visit_shows_its_versions_side_by_side(page: VisitsPage) -> None:
    page.show_tab(CORRECTIONS)
    table = page.corrections.table
    assert table.model().rowCount() == 1
    table.setCurrentIndex(table.model().index(0, 0))
    table.setFocus()
    keys(page, "\n")
    assert isinstance(page.front, VisitView)
    said = [label.text() for label in page.front.findChildren(QLabel)]
    assert "第 1 版" in said
    assert "第 2 版" in said
    changed = [badge.chip.text for badge in page.front.findChildren(Badge)]
    assert {"2026-11-09 14:12", "59 分钟", "满意", "忘签退"} <= set(changed)
    press(page, Qt.Key.Key_Escape)
    assert page.front is None


def test_a_correction_states_only_what_changed(page: VisitsPage, desk: Desk) -> None:
    record = first_of(desk, VisitState.RETURNED)
    view = view_of(page, record)
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    form = view.form
    assert form is not None
    out = next(field for field in form.findChildren(EntryField) if field.field is Field.TIME_OUT)
    out.setFocus()
    out.selectAll()
    keys(page, "0950")
    request = form.request
    assert request is not None
    assert (request.time_out, request.time_in, request.staff) == (local("2026-11-16 09:50"), None, None)
    assert request.reason == "regulator_returned"
    press(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.visits.detail(record).row.version == 1  # nobody has attested it yet
    how = next(box for box in form.findChildren(QComboBox) if box.findData("phoned") >= 0)
    how.setCurrentIndex(how.findData("phoned"))
    attest = form.findChild(QCheckBox)
    assert isinstance(attest, QCheckBox)
    attest.setFocus()
    keys(page, " ")
    form.preview()
    press(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    detail = desk.visits.detail(record)
    newest = max(detail.versions, key=lambda version: version.visit.version).visit
    assert newest.version == 2
    assert newest.adjusted_out == local("2026-11-16 09:50")
    assert newest.sign_out.at == local("2026-11-16 09:47")
    assert view.form is None


def test_a_withdrawal_asks_for_a_reason(page: VisitsPage, desk: Desk) -> None:
    record = first_of(desk, VisitState.ACCEPTED)
    view = view_of(page, record)
    strip = view.findChild(WithdrawStrip)
    assert isinstance(strip, WithdrawStrip)
    strip.begin()
    reason = strip.findChild(QComboBox)
    assert isinstance(reason, QComboBox)
    reason.setCurrentIndex(reason.findData("wrong_recipient"))
    do = next(button for button in strip.findChildren(QPushButton) if button.text() == "撤回")
    do.setFocus()
    keys(page, "\n")
    assert desk.visits.detail(record).row.state is VisitState.WITHDRAWN


def test_correct_in_the_list_to_deal_with_opens_the_form(page: VisitsPage, desk: Desk) -> None:
    page.show_tab(TO_DEAL)
    table = page.to_deal.table
    states = [table.model().index(row, 0).data(Role.ROW).row.state for row in range(table.model().rowCount())]
    table.setCurrentIndex(table.model().index(states.index(VisitState.RETURNED), 6))
    table.setFocus()
    press(page, Qt.Key.Key_Return)
    assert isinstance(page.front, VisitView)
    assert page.front.form is not None


def test_all_alike_are_corrected_by_keys_with_one_attestation(page: VisitsPage, desk: Desk) -> None:
    """Two records came back for one reason: Ctrl+Shift+R on either leads to both."""
    (first, second) = (
        row.record for row in desk.visits.page(VisitFilter(state=VisitState.RETURNED), 0, 9).rows
    )
    desk.finalising.withdraw(first, "recipient_away")
    rule = desk.visits.detail(second).versions[0].verdict.findings[0].rule  # type: ignore[union-attr]
    page.show_tab(TO_DEAL)
    page.to_deal.reload()
    page.to_deal.table.select_key(second)
    page.to_deal.table.setFocus()
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    view = page.front
    assert isinstance(view, AlikeView)
    assert view.table.model().rowCount() == 1
    press(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert page.front is view, "nobody has attested anything"
    assert all(box.accessibleName() for box in view.findChildren(QComboBox))
    how = next(box for box in view.findChildren(QComboBox) if box.findData("checked_sheet") > 0)
    how.setFocus()
    press(page, Qt.Key.Key_Down)
    explain = next(box for box in view.findChildren(QComboBox) if box.findData("paper_kept") > 0)
    explain.setFocus()
    press(page, Qt.Key.Key_Down)
    view.findChild(QCheckBox).setFocus()  # type: ignore[union-attr]
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    front: object = page.front  # asked anew: the keys have put it away
    assert front is None
    assert desk.alike.returned(rule) == ()
    assert desk.visits.detail(second).versions[0].visit.version == 2
