"""The roster, driven by keys on the sample county: what is renewed is sealed, what is wrong is not saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.staff import CertificateKind, Leave, StaffMember
from provider_desktop.exchange.entries import Op
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.recipients.recipients_page import STAFF, RecipientsPage
from provider_desktop.ui.recipients.staff_form import StaffForm
from provider_desktop.ui.recipients.staff_words import StaffLine, StaffWords
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.theme import Tone
from tests.support.builders import a_staff_member
from tests.support.county import a_county
from tests.support.pages import model_of, open_page, press, rows_of, texts, type_text
from tests.support.window import DressedApplication

TODAY = date(2026, 11, 20)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> RecipientsPage:
    page = open_page(RecipientsPage, county, dressed, qtbot)
    press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier, page)
    assert page.tabs.currentIndex() == STAFF
    return page


def field(page: RecipientsPage, label: str) -> QLineEdit:
    """The first field of the open form with this label."""
    return next(each for each in page.panel.findChildren(QLineEdit) if each.accessibleName() == label)


def fill(page: RecipientsPage, label: str, text: str) -> None:
    """Type into a field in place of what stands there."""
    wanted = field(page, label)
    wanted.setFocus()
    wanted.selectAll()
    press(Qt.Key.Key_Delete)
    if text:
        type_text(text)


def save(page: RecipientsPage) -> None:
    press(Qt.Key.Key_Return, target=field(page, "姓名"))


def member(county: Services, staff: str) -> StaffMember:
    return next(each for each in county.staff.all() if each.staff == staff)


def sealed(county: Services) -> list[str]:
    """Staff entries that wait to be sent."""
    with county.workspace.reading() as reading:
        return [entry.record for entry in reading.stream.waiting(0, 500) if entry.op == Op.STAFF_UPDATE]


def test_whoever_has_a_certificate_running_out_stands_first(page: RecipientsPage) -> None:
    assert page.tabs.tabText(STAFF) == "服务人员 1"
    first = rows_of(page.staff.table)[0]
    assert (first.member.staff, first.needs_care) == ("S1003", True)
    assert "健康证 2026-12-05" in texts(page.staff)


def test_a_renewed_certificate_is_sealed_and_the_warning_goes(page: RecipientsPage, county: Services) -> None:
    before = len(sealed(county))
    page.staff.table.setFocus()
    press(Qt.Key.Key_Return)
    fill(page, "健康证有效期至", "20271205")
    save(page)
    assert member(county, "S1003").health_certificate == date(2027, 12, 5)
    assert len(sealed(county)) == before + 1
    assert page.tabs.tabText(STAFF) == "服务人员"
    assert not page.panel.isVisible()


def test_what_was_masked_and_not_typed_anew_stays(page: RecipientsPage, county: Services) -> None:
    before = member(county, "S1003")
    page.open_record(Destination("recipients", "S1003", "staff"))
    shown = texts(page.panel) + [each.placeholderText() for each in page.panel.findChildren(QLineEdit)]
    assert not any(before.id_number in text or before.phone in text for text in shown)
    fill(page, "岗位", "护士")
    save(page)
    after = member(county, "S1003")
    assert (after.post, after.id_number, after.phone) == ("护士", before.id_number, before.phone)
    assert (after.certificates, after.leave) == (before.certificates, before.leave)


def test_saving_nothing_new_seals_nothing(page: RecipientsPage, county: Services) -> None:
    before = len(sealed(county))
    page.open_record(Destination("recipients", "S1004", "staff"))
    save(page)
    assert len(sealed(county)) == before
    assert not page.panel.isVisible()


@pytest.mark.parametrize(
    ("label", "typed", "problem"),
    [
        ("健康证有效期至", "2026-02-30", "日期不正确。"),
        ("健康证有效期至", "明年", "日期不正确。"),
        ("在册截止日", "2024-12-31", "早于起始日。"),
        ("在册起始日", "", "请填写起始日。"),
        ("姓名", "", "请填写姓名。"),
        ("身份证号", "371621198102136337", "身份证号不正确。"),
        ("电话", "12345", "电话号码不正确。"),
        ("证书编号", "X1", "请选择证书种类。"),
        ("至", "2026-12-01", "请填写起始日。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    page: RecipientsPage, county: Services, label: str, typed: str, problem: str
) -> None:
    before = county.staff.all()
    page.open_record(Destination("recipients", "S1003", "staff"))
    fill(page, label, typed)
    save(page)
    assert problem in texts(page.panel)
    assert page.panel.isVisible()
    assert QApplication.focusWidget() is not None
    assert county.staff.all() == before


def test_leave_that_ends_before_it_begins_is_refused(page: RecipientsPage, county: Services) -> None:
    page.open_record(Destination("recipients", "S1003", "staff"))
    fill(page, "自", "2026-12-10")
    fill(page, "至", "2026-12-01")
    save(page)
    assert "早于起始日。" in texts(page.panel)
    assert member(county, "S1003").leave == ()
    fill(page, "至", "2026-12-12")
    save(page)
    assert member(county, "S1003").leave == (Leave(date(2026, 12, 10), date(2026, 12, 12)),)


def test_somebody_new_gets_the_next_number_and_a_certificate(page: RecipientsPage, county: Services) -> None:
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, page)
    assert field(page, "工号").text() == "S1006"
    save(page)
    assert "请填写姓名。" in texts(page.panel)
    fill(page, "工号", "S1001")
    fill(page, "姓名", "高翠兰")
    save(page)
    assert "这个工号已有人使用。" in texts(page.panel)
    fill(page, "工号", "S1006")
    (kind,) = page.panel.findChildren(QComboBox)
    kind.setCurrentIndex(kind.findData(CertificateKind.NURSE.value))
    fill(page, "证书编号", "N2026")
    fill(page, "有效期至", "2030/1/1")
    save(page)
    made = member(county, "S1006")
    assert made.name == "高翠兰"
    (certificate,) = made.certificates
    assert (certificate.kind, certificate.number) == (CertificateKind.NURSE, "N2026")
    assert certificate.until == date(2030, 1, 1)
    assert model_of(page.staff.table).index_of("S1006") >= 0


def test_leavers_are_shown_when_asked_for(page: RecipientsPage, county: Services) -> None:
    page.open_record(Destination("recipients", "S1005", "staff"))
    assert page.panel.isVisible(), "somebody who left can still be opened"
    fill(page, "在册截止日", "2026-11-11")
    save(page)
    assert model_of(page.staff.table).index_of("S1005") < 0


def test_typing_initials_finds_staff(page: RecipientsPage) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, page)
    type_text("msx")
    assert [line.member.name for line in rows_of(page.staff.table)] == ["马守霞"]


def test_importing_a_roster_is_one_key_away(page: RecipientsPage, dressed: DressedApplication) -> None:
    press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier, page)
    assert dressed.led_to == [Destination("visits", "import", "staff")]


@pytest.mark.parametrize(
    ("changed", "tone", "text"),
    [
        ({"health_certificate": date(2026, 11, 19)}, Tone.RED, "健康证已过期 2026-11-19"),
        ({"health_certificate": date(2026, 11, 20)}, Tone.YELLOW, "健康证 2026-11-20"),
        ({"health_certificate": date(2026, 12, 20)}, Tone.YELLOW, "健康证 2026-12-20"),
        ({"health_certificate": date(2026, 12, 21)}, Tone.GREEN, "健康证 2026-12-21"),
        ({"kinds": ()}, Tone.RED, "没有证书"),
        ({"last_day": date(2026, 11, 19)}, Tone.NONE, "不在册"),
    ],
)
def test_what_runs_out_next_is_said_with_its_day(
    dressed: DressedApplication, changed: dict[str, Any], tone: Tone, text: str
) -> None:
    words = StaffWords(Labels("zh_CN"), Formats("zh_CN"))
    chip = words.expiry(StaffLine(a_staff_member(**changed), TODAY))
    assert (chip.tone, chip.text) == (tone, text)


@pytest.mark.parametrize(
    ("taken", "number"),
    [((), "S1001"), (("S1", "S9"), "S10"), (("A007", "X-1"), "A008"), (("张三",), "S1001")],
)
def test_the_next_number_follows_the_roster(
    dressed: DressedApplication, qtbot: QtBot, taken: tuple[str, ...], number: str
) -> None:
    form = StaffForm(None, taken, TODAY, Labels("zh_CN"), Formats("zh_CN"))
    qtbot.addWidget(form)
    assert number in [each.text() for each in form.findChildren(QLineEdit)]
