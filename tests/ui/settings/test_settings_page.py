"""The section of settings over the sample county: what was joined, choices, rules, what this PC holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import local_day
from provider_desktop.services.system import VerifyReport
from provider_desktop.settings import Settings, save_settings
from provider_desktop.ui.settings.settings_page import TABS, SettingsPage
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import COUNTY_NOW, a_county
from tests.support.pages import model_of, open_page, press, texts, type_text
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> SettingsPage:
    return open_page(SettingsPage, county, dressed, qtbot)


def test_what_was_joined_is_shown(page: SettingsPage, county: Services) -> None:
    state = county.session.state()
    assert {state.agency, state.agency_name, state.device, state.stream, state.receiver_url} <= set(
        texts(page)
    )


def test_the_operator_is_named_by_keyboard(page: SettingsPage, county: Services) -> None:
    page.link.operator.setFocus()
    page.link.operator.selectAll()
    type_text("周会计")
    press(Qt.Key.Key_Return)
    assert county.session.state().operator == "周会计"
    message = page._context.messages.current
    assert message is not None
    assert message.text == "操作人已改为周会计"


def test_nobody_works_without_a_name(page: SettingsPage, county: Services) -> None:
    page.link.operator.setFocus()
    page.link.operator.selectAll()
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Return)
    assert county.session.state().operator == "孙会计"
    assert "请填写姓名。" in texts(page.link)


def test_what_is_being_typed_survives_a_reload(page: SettingsPage) -> None:
    page.link.operator.setFocus()
    page.link.operator.selectAll()
    type_text("Zhou")
    page.reload()
    assert page.link.operator.text() == "Zhou"


@pytest.mark.parametrize("wrong", ["proxy", "ftp://10.0.0.1", "http://", "http://10.0.0.1:99999"])
def test_a_proxy_that_is_none_is_not_kept(
    page: SettingsPage, dressed: DressedApplication, wrong: str
) -> None:
    page.link.proxy.setFocus()
    type_text(wrong)
    press(Qt.Key.Key_Return)
    assert dressed.remembered == {}
    assert page.link.proxy.property("state") == "problem"


@pytest.mark.parametrize("right", ["http://192.168.1.1:8080", ""])
def test_a_proxy_is_kept(page: SettingsPage, dressed: DressedApplication, right: str) -> None:
    page.link.proxy.setFocus()
    type_text(right)
    press(Qt.Key.Key_Return)
    assert dressed.remembered == {"proxy": right}


def test_look_and_language_are_applied_at_once(
    page: SettingsPage, county: Services, dressed: DressedApplication
) -> None:
    save_settings(county.workspace.paths.settings, replace(Settings(), theme="dark", text_size=125))
    page.open_tab("look")
    look = page.look
    assert (look.language.currentData(), look.theme.currentData()) == ("system", "dark")
    assert look.text_size.currentData() == 125
    look.theme.setFocus()
    press(Qt.Key.Key_Up)
    look.text_size.setFocus()
    press(Qt.Key.Key_Down)
    look.language.setFocus()
    press(Qt.Key.Key_End)
    assert dressed.remembered == {"theme": "light", "text_size": 150, "language": "en"}


def test_the_catalogue_is_the_one_in_force(page: SettingsPage, county: Services) -> None:
    page.open_tab("catalogue")
    model = model_of(page.catalogue.table)
    assert model.rows == county.entry.item_options(local_day(COUNTY_NOW))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_rules_stand_in_plain_words_with_their_bands(page: SettingsPage, county: Services) -> None:
    page.open_tab("rules")
    rules = county.ratings.rules()
    said = texts(page.rules)
    badges = [badge.chip.text for badge in page.rules.findChildren(Badge)]
    for indicator in rules.indicators:
        assert indicator.name in said
        assert indicator.measure in said
    assert len(badges) == sum(len(indicator.bands) for indicator in rules.indicators)
    assert all(text.startswith(("绿灯", "黄灯", "红灯")) for text in badges)


def test_without_rules_the_page_says_where_they_come_from(
    page: SettingsPage, dressed: DressedApplication
) -> None:
    page.rules.show_rules(None)
    assert page.rules.findChildren(EmptyState)


def test_holdings_are_counted(page: SettingsPage, county: Services) -> None:
    page.open_record(Destination("settings", "pc"))
    assert TABS[page.tabs.currentIndex()] == "pc"
    held = county.system.holdings()
    said = texts(page.machine)
    assert f"已封存 {held.visits} 条，草稿 {held.drafts} 条" in said
    assert str(county.workspace.paths.root) in said


def test_every_byte_is_verified_and_what_is_wrong_is_named(page: SettingsPage, county: Services) -> None:
    page.open_tab("pc")
    press(Qt.Key.Key_Return, target=page.machine.verify)
    good = county.system.verify()
    assert page.machine.verified.property("tone") == "green"
    assert f"已核验 {good.entries} 个条目、{good.receipts} 份回执，全部完好" in texts(page.machine)
    page.machine.show_verified(VerifyReport(180, 55, ("第 7 条的签名不符",)))
    assert page.machine.verified.property("tone") == "red"
    assert "第 7 条的签名不符" in texts(page.machine)


def test_the_look_at_this_pc_names_each_check(page: SettingsPage, county: Services) -> None:
    page.open_tab("pc")
    press(Qt.Key.Key_Return, target=page.machine.doctor)
    badges = page.machine.findChildren(Badge)
    checks = county.system.doctor()
    assert [badge.chip.text for badge in badges] == ["正常" if each.ok else "请留意" for each in checks]
    # the platform of the county is out of reach: a state worth a look, and never a failure of the page
    assert "请留意" in {badge.chip.text for badge in badges}


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_the_page_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    look_at_everything(open_page(SettingsPage, county, dressed, qtbot))


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(open_page(SettingsPage, county, dressed, qtbot))


def look_at_everything(page: SettingsPage) -> None:
    """Each part has names and is no wider than the page."""
    for tab in TABS:
        page.open_tab(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()
