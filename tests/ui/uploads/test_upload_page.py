"""The section of uploading over the sample county, its platform out of reach: offline, alarms, receipts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.exchange_run import ALARM
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.uploads.upload_page import UploadPage
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts, type_text
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> UploadPage:
    made = open_page(UploadPage, county, dressed, qtbot)
    made._context.exchange.attach(county.sync.run)
    return made


def test_every_list_shows_what_the_service_has(page: UploadPage, county: Services) -> None:
    assert rows_of(page.waiting.table) == county.sync.waiting()
    assert rows_of(page.returned.reasons) == county.sync.returned()
    assert rows_of(page.receipts.table) == county.sync.batches()
    for table in (page.waiting.table, page.returned.reasons, page.returned.records, page.receipts.table):
        QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_cards_count_as_the_service_does(page: UploadPage, county: Services) -> None:
    status = county.sync.status()
    said = texts(page)
    assert str(status.accepted) in said
    assert f"退回 {status.returned}" in said
    assert any("记录锁定还剩 12 天" in text for text in said)


def test_uploading_without_a_network_is_no_error(page: UploadPage, county: Services) -> None:
    before = county.sync.status().to_send
    assert before
    assert not page._offline.isVisible()
    press(Qt.Key.Key_Return, target=page._send)
    assert page._offline.isVisible()
    assert not page._strip.isVisible()
    assert page._send.isEnabled()
    assert county.sync.status().to_send == before


def test_what_is_sealed_appears_by_itself(page: UploadPage, county: Services, qtbot: QtBot) -> None:
    before = len(rows_of(page.waiting.table))
    [group] = county.sync.returned()
    county.finalising.withdraw(group.rows[0].row.record, "wrong_recipient")
    qtbot.waitUntil(lambda: len(rows_of(page.waiting.table)) == before + 1)
    assert "撤回服务记录" in texts(page.waiting)


def test_receipts_are_verified_and_one_altered_is_shown(page: UploadPage, county: Services) -> None:
    assert {row.verified for row in rows_of(page.receipts.table)} == {True}
    assert "核验不符" not in texts(page.receipts)
    # another trust than the one they were signed under: what a swapped file amounts to
    with county.workspace.writing() as work:
        work.settings.set("trust", "")
    page.reload()
    assert "核验不符" in texts(page.receipts)


def test_a_receipt_is_saved_as_the_bytes_that_were_received(
    page: UploadPage, county: Services, tmp_path: Path
) -> None:
    row = county.sync.batches()[0]
    out = tmp_path / "receipt.carereceipt"
    page.write_receipt(row.seq, str(out))
    assert out.read_text(encoding="utf-8") == row.receipt
    message = page._context.messages.current
    assert message is not None
    assert message.text == "回执已保存为 receipt.carereceipt"


def test_returned_records_stand_by_reason_with_the_words_of_the_regulator(
    page: UploadPage, county: Services, dressed: DressedApplication
) -> None:
    page.open_record(Destination("upload", "returned", "EVID-MISSING"))
    assert page.tabs.currentIndex() == 1
    [group] = county.sync.returned()
    assert group.rows[0].texts[0] in texts(page.returned)
    page.returned.records.setFocus()
    press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert dressed.led_to == [Destination("visits", group.rows[0].row.record, "correct")]
    press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert dressed.led_to[-1] == Destination("visits", "alike", "EVID-MISSING")
    assert county.visits.detail(group.rows[0].row.record).row.state is VisitState.RETURNED


def test_an_alarm_says_what_to_do_and_needs_a_reason_to_go(
    page: UploadPage, county: Services, qtbot: QtBot
) -> None:
    with county.workspace.writing() as work:
        work.settings.set(ALARM, {"code": "entry_refused", "params": {}})
    page.reload()
    strip = page._alarm
    assert strip.isVisible()
    assert "联系技术支持" in strip.banner.accessibleName()
    strip.banner.action_chosen.emit()
    assert not strip.confirm.isEnabled()
    strip.reason.setFocus()
    press(Qt.Key.Key_Return)
    assert county.sync.status().alarm == "entry_refused"
    type_text("已联系技术支持，条目已修复")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not strip.isVisible())
    assert county.sync.status().alarm == ""
    with county.workspace.reading() as reading:
        last = reading.audit.newest(5)
    assert any(event.reason == "已联系技术支持，条目已修复" for event in last)


def test_lists_with_nothing_in_them_teach(page: UploadPage, county: Services) -> None:
    status = county.sync.status()
    page.show_exchange((status, (), (), (), False))
    for part in (page.waiting, page.returned, page.receipts):
        assert isinstance(part.currentWidget(), EmptyState)


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_the_page_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    look_at_everything(open_page(UploadPage, county, dressed, qtbot))


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(open_page(UploadPage, county, dressed, qtbot))


def look_at_everything(page: UploadPage) -> None:
    """Each tab has names and is no wider than the page."""
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()


def test_what_waits_leads_to_its_own_page(
    page: UploadPage, county: Services, dressed: DressedApplication
) -> None:
    record = county.cases.submit(Followup("R371621100003", at=county.workspace.now())).record
    page.reload()
    row = next(each for each in rows_of(page.waiting.table) if each.record == record)
    page.waiting.table.row_opened.emit(row)
    assert dressed.led_to == [Destination("recipients", record, "case")]


def test_photos_are_counted_in_kilobytes_while_they_are_uploaded(page: UploadPage) -> None:
    exchange = page._context.exchange
    exchange.phase = "evidence"
    exchange.progressed.emit(512 * 1024, 2048 * 1024)
    assert any("照片" in text for text in texts(page))
    exchange.phase = "push"
    exchange.progressed.emit(3, 7)
    assert not any("照片和扫描件" in text for text in texts(page))
