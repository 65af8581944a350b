"""Small records in the window, by keys on the sample county: drafts, findings in place, clocks, sealing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.cases import CaseKind
from provider_desktop.domain.complaints import Complaint, ComplaintState
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.incidents import Incident
from provider_desktop.domain.needs import Dimension, Need
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.cases import CaseFilter, CaseRow
from provider_desktop.ui.recipients.recipients_page import CASES, RecipientsPage
from provider_desktop.ui.shell.pages import Destination
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts, type_text
from tests.support.window import DressedApplication

WHO = "R371621100003"
CTRL, CTRL_SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> RecipientsPage:
    page = open_page(RecipientsPage, county, dressed, qtbot)
    press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier, page)
    assert page.tabs.currentIndex() == CASES
    return page


def named(page: RecipientsPage, name: str) -> QWidget:
    """The field or button of the open panel with this name."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QPushButton)
    for each in page.panel.findChildren(QWidget):
        if isinstance(each, kinds) and each.isVisible():
            words = each.text() if isinstance(each, QCheckBox | QPushButton) else each.accessibleName()
            if words == name:
                return each
    raise AssertionError(f"no {name} in the panel")


def fill(page: RecipientsPage, name: str, text: str) -> None:
    field = named(page, name)
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
    type_text(text)


def send(page: RecipientsPage) -> None:
    assert page.desk.form is not None
    press(Qt.Key.Key_Return, CTRL, page.desk.form.focusProxy())


def settle(page: RecipientsPage) -> None:
    """Let the page load what has changed, as it does when the event loop is idle."""
    page._context.changes.settle()


def rows(county: Services, kind: CaseKind) -> tuple[CaseRow, ...]:
    found: tuple[CaseRow, ...] = county.cases.list(CaseFilter(kind))
    return found


def test_a_call_is_recorded_without_the_mouse(page: RecipientsPage, county: Services) -> None:
    press(Qt.Key.Key_C, CTRL_SHIFT, page)
    type_text("dyt")
    press(Qt.Key.Key_Return)
    person = named(page, "对象")
    assert isinstance(person, QLineEdit)
    assert person.text().startswith("丁")
    fill(page, "回访内容", "很满意")
    send(page)
    assert not page.panel.isVisible()
    (row,) = rows(county, CaseKind.FOLLOWUP)
    assert (row.recipient, row.state) == (WHO, VisitState.TO_SEND)
    content = county.cases.detail(row.record).content
    assert isinstance(content, Followup)
    assert (content.text, content.by) == ("很满意", county.workspace.actor)
    settle(page)
    assert [each.record for each in rows_of(page.cases.table)] == [row.record]


def test_what_is_missing_is_said_at_its_field_once_sending_was_tried(
    page: RecipientsPage, county: Services
) -> None:
    press(Qt.Key.Key_N, CTRL_SHIFT, page)
    assert "请至少选择一类需求。" not in texts(page.panel)
    send(page)
    assert {"请至少选择一类需求。", "请写明情况。"} <= set(texts(page.panel))
    assert page.panel.isVisible()
    assert rows(county, CaseKind.NEED) == ()
    fill(page, "姓名", "李福来")
    fill(page, "住址", "石庙镇第9号")
    press(Qt.Key.Key_Space, target=named(page, "居住"))
    fill(page, "情况说明", "屋顶漏雨")
    send(page)
    (row,) = rows(county, CaseKind.NEED)
    assert row.state is VisitState.TO_SEND
    content = county.cases.detail(row.record, "核对").content
    assert isinstance(content, Need)
    assert content.dimensions == (Dimension.HOUSING,)
    assert not content.consent, "nobody agreed for her"


def test_nothing_typed_is_lost_when_the_panel_closes(page: RecipientsPage, county: Services) -> None:
    press(Qt.Key.Key_P, CTRL_SHIFT, page)
    fill(page, "投诉情况", "迟到")
    press(Qt.Key.Key_Escape, target=page.panel)
    assert not page.panel.isVisible()
    (row,) = rows(county, CaseKind.COMPLAINT)
    assert row.state is VisitState.DRAFT
    settle(page)
    page.cases.table.setFocus()
    press(Qt.Key.Key_Return)
    field = named(page, "投诉情况")
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "迟到"
    press(Qt.Key.Key_Space, target=named(page, "删除草稿"))
    assert rows(county, CaseKind.COMPLAINT) == ()


def test_opening_and_closing_a_form_leaves_no_draft(page: RecipientsPage, county: Services) -> None:
    press(Qt.Key.Key_I, CTRL_SHIFT, page)
    press(Qt.Key.Key_Escape, target=page.panel)
    assert rows(county, CaseKind.INCIDENT) == ()


def test_a_time_that_is_none_is_said_and_stops_the_sending(page: RecipientsPage, county: Services) -> None:
    page.open_record(Destination("recipients", WHO, "incident"))
    fill(page, "发生时间", "昨天吧")
    send(page)
    assert "请填写日期和时间，如 2026-11-23 14:05。" in texts(page.panel)
    fill(page, "发生时间", "2026-11-22 0905")
    fill(page, "在场人员", "msx")
    fill(page, "情况经过", "滑倒")
    fill(page, "采取措施", "扶起")
    send(page)
    (row,) = rows(county, CaseKind.INCIDENT)
    content = county.cases.detail(row.record).content
    assert isinstance(content, Incident)
    assert content.staff == ("S1003",)
    assert content.happened_at is not None
    assert content.happened_at.isoformat() == "2026-11-22T01:05:00+00:00"


def test_a_complaint_counts_its_days_and_is_closed_with_its_result(
    page: RecipientsPage, county: Services
) -> None:
    now = county.workspace.now()
    county.cases.submit(
        Complaint(WHO, received_at=now - timedelta(days=9), text="迟到", due=(now - timedelta(days=2)).date())
    )
    settle(page)
    assert "超期 2 天" in texts(page.cases)
    assert page.tabs.tabText(CASES).endswith(" 1")
    page.cases.table.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space, target=named(page, "办结投诉"))
    send(page)
    assert "办结时请写明办理结果。" in texts(page.panel)
    fill(page, "办理结果", "已道歉")
    send(page)
    (row,) = rows(county, CaseKind.COMPLAINT)
    content = county.cases.detail(row.record).content
    assert isinstance(content, Complaint)
    assert (content.state, content.closed_at, row.version) == (ComplaintState.CLOSED, now, 2)
    settle(page)
    assert "超期 2 天" not in texts(page.cases)


def test_the_card_of_a_person_leads_to_forms_and_tells_what_happened(
    page: RecipientsPage, county: Services
) -> None:
    county.cases.submit(Followup(WHO, at=county.workspace.now()))
    page.open_person(WHO)
    assert any("回访 · 属实" in text for text in texts(page.panel))
    press(Qt.Key.Key_Space, target=named(page, "登记回访"))
    assert page.desk.form is not None
    content = page.desk.form.content()
    assert isinstance(content, Followup)
    assert content.recipient == WHO
    page.open_person(WHO)
    assert page.desk.form is None, "the form gave way to the card"


def test_a_visit_leads_to_a_call_about_it(page: RecipientsPage, county: Services) -> None:
    record = county.recipients.detail(WHO).timeline[-1].record
    page.open_record(Destination("recipients", f"{WHO}/{record}", "followup"))
    assert page.desk.form is not None
    assert page.desk.form.content().visit == record  # type: ignore[union-attr]
    send(page)
    assert rows(county, CaseKind.FOLLOWUP)[0].visit == record


def test_calls_to_make_are_listed_and_opened(page: RecipientsPage, county: Services) -> None:
    page.open_record(Destination("recipients", "calls", "cases"))
    expected = county.cases.calls_expected()
    assert [each.recipient for each in rows_of(page.cases.calls)] == [each.recipient for each in expected]
    if expected:
        page.cases.calls.setFocus()
        press(Qt.Key.Key_Return)
        assert page.desk.form is not None
    else:
        assert "没有待打的电话" in texts(page.cases)


def test_everything_has_a_name(page: RecipientsPage) -> None:
    from tests.ui.accessibility import nameless

    for kind in ("need", "followup", "complaint", "incident"):
        page.open_record(Destination("recipients", "new", kind))
        assert nameless(page.panel) == []
