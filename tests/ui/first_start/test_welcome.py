"""The pages before there are data, over a real folder: choices, joining a real receiver, the passphrase."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.first_start.welcome import FirstStartPage, UnlockPage
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.window import OwnData
from tests.support.offices import AGENCY, NAME, an_inviting_office
from tests.support.pages import press, texts, type_text
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless

SECRET = "correct horse battery"


class Starts:
    """Counts how often a page said that it has what it needs."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def data(tmp_path: Path) -> Iterator[OwnData]:
    made = OwnData(tmp_path / "pc", keyring=lambda: None)
    yield made
    made.close()


@pytest.fixture
def done() -> Starts:
    return Starts()


def shown(page: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    QApplication.processEvents()


@pytest.fixture
def page(data: OwnData, done: Starts, dressed: DressedApplication, qtbot: QtBot) -> FirstStartPage:
    made = FirstStartPage(dressed.context(data), done)
    shown(made, qtbot)
    return made


def paste(page: FirstStartPage, text: str) -> None:
    page._joining.invitation.pasted.setPlainText(text)
    page._joining.invitation.read()


def test_the_first_way_has_the_keyboard_and_the_second_is_a_tab_away(page: FirstStartPage) -> None:
    assert QApplication.focusWidget() is page._choices.sample
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page._joining.invitation.pasted
    assert not page._choices.isVisible()


@pytest.mark.parametrize("text", ["你好", "{}", '{"type":"careinvite/1"}', "[" * 2000])
def test_what_is_no_invitation_says_so_with_the_next_step(page: FirstStartPage, text: str) -> None:
    page.show_joining()
    paste(page, text)
    assert any("请向监管部门重新索取邀请" in said for said in texts(page))
    assert not page._joining.join.isEnabled()


def test_a_file_that_is_gone_says_so(page: FirstStartPage, tmp_path: Path) -> None:
    page.show_joining()
    page._joining.invitation.read_file(str(tmp_path / "gone.careinvite"))
    assert any("gone.careinvite" in said and "找不到" in said for said in texts(page))


def test_joining_shows_the_agency_asks_a_passphrase_and_lets_in(
    page: FirstStartPage, data: OwnData, done: Starts, tmp_path: Path
) -> None:
    with an_inviting_office(tmp_path) as office:
        page.show_joining()
        page._joining.invitation.read_file(str(office.invitation))
        said = texts(page)
        assert {NAME, AGENCY, office.url} <= set(said)
        form = page._joining
        assert QApplication.focusWidget() is form._passphrase
        type_text(SECRET)
        press(Qt.Key.Key_Tab)
        type_text("something else")
        assert "两次输入不一致。" in texts(page)
        assert not form.join.isEnabled()
        form._again.selectAll()
        type_text(SECRET)
        press(Qt.Key.Key_Return)
        assert done.count == 1
        opened = data.open()
        assert opened.welcome is None
        assert opened.services.session.state().agency == AGENCY
        assert opened.frame.state().agency_name == NAME


def test_a_short_passphrase_is_refused_beside_its_field(
    page: FirstStartPage, data: OwnData, done: Starts, tmp_path: Path
) -> None:
    with an_inviting_office(tmp_path) as office:
        page.show_joining()
        page._joining.invitation.read_file(str(office.invitation))
        for field in (page._joining._passphrase, page._joining._again):
            field.setText("short")
        page._joining.join.click()
        assert any("太容易被猜到" in said for said in texts(page))
        assert page._joining.isEnabled()
        assert done.count == 0
        assert not data.folder.joinpath("records.db").exists()


def test_a_platform_out_of_reach_keeps_what_was_made_and_can_be_tried_again(
    page: FirstStartPage, done: Starts, tmp_path: Path
) -> None:
    with an_inviting_office(tmp_path) as office:
        office.receiver.stop()
        page.show_joining()
        page._joining.invitation.read_file(str(office.invitation))
        for field in (page._joining._passphrase, page._joining._again):
            field.setText(SECRET)
        page._joining.join.click()
        assert any("无法连接监管平台" in said for said in texts(page))
        assert done.count == 0
        # the data are made: a second try asks for no second passphrase
        assert not page._joining._secret.isVisible()
        office.receiver.start()
        page._joining.join.click()
        assert done.count == 1


def test_an_invitation_works_once(
    page: FirstStartPage, done: Starts, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with an_inviting_office(tmp_path) as office:
        first = OwnData(tmp_path / "other pc", keyring=lambda: None)
        first.join(office.invitation.read_bytes(), SECRET)
        first.close()
        page.show_joining()
        page._joining.invitation.read_file(str(office.invitation))
        for field in (page._joining._passphrase, page._joining._again):
            field.setText(SECRET)
        page._joining.join.click()
        assert any("监管平台不接受该邀请" in said for said in texts(page))
        assert done.count == 0


def test_an_altered_invitation_is_no_invitation(page: FirstStartPage, tmp_path: Path) -> None:
    with an_inviting_office(tmp_path) as office:
        altered = json.loads(office.invitation.read_bytes())
        altered["expires"] = "2020-01-01T00:00:00Z"
        page.show_joining()
        paste(page, json.dumps(altered))
        assert not page._joining.invitation.said.isVisible()
        assert not page._joining.join.isEnabled()


def locked(data: OwnData, tmp_path: Path) -> OwnData:
    """A data folder that a passphrase opens, closed again."""
    data._own().session.set_up(SECRET)
    data.close()
    return OwnData(data.folder, keyring=lambda: None)


def unlock_page(context: PageContext, done: Starts, qtbot: QtBot) -> UnlockPage:
    page = UnlockPage(context, done)
    shown(page, qtbot)
    return page


def test_a_wrong_passphrase_says_one_clear_sentence_and_the_right_one_opens(
    data: OwnData, done: Starts, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    closed = locked(data, tmp_path)
    assert closed.open().welcome is not None
    page = unlock_page(dressed.context(closed), done, qtbot)
    assert QApplication.focusWidget() is page.field
    assert not page.button.isEnabled()
    type_text("wrong horse battery")
    press(Qt.Key.Key_Return)
    assert any(said.startswith("口令不正确") for said in texts(page))
    assert done.count == 0
    type_text(SECRET)
    assert not any(said.startswith("口令不正确") for said in texts(page))
    press(Qt.Key.Key_Return)
    assert done.count == 1
    closed.close()


def test_a_damaged_database_says_what_to_do(
    data: OwnData, done: Starts, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    closed = locked(data, tmp_path)
    closed.folder.joinpath("records.db").write_bytes(b"\0" * 8192)
    page = unlock_page(dressed.context(closed), done, qtbot)
    type_text(SECRET)
    press(Qt.Key.Key_Return)
    assert done.count == 0
    assert any(("请" in said and "备份" in said) or "密钥" in said for said in texts(page))
    assert page.field.isEnabled()
    closed.close()


def test_another_language_is_a_press_away(page: FirstStartPage, dressed: DressedApplication) -> None:
    [english] = [button for button in page.findChildren(QPushButton) if button.text() == "English"]
    english.click()
    assert dressed.remembered == {"language": "en"}


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_every_sheet_opens_in_every_look_with_names(
    data: OwnData,
    done: Starts,
    dressed: DressedApplication,
    qtbot: QtBot,
    language: str,
    theme: str,
    text_size: int,
) -> None:
    dressed.wear(language, theme, text_size)
    look_at_everything(data, done, dressed, qtbot)


def test_every_sheet_opens_in_a_language_half_as_long_again(
    data: OwnData, done: Starts, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(data, done, dressed, qtbot)


def look_at_everything(data: OwnData, done: Starts, dressed: DressedApplication, qtbot: QtBot) -> None:
    """Choices, the form of an invitation and the passphrase: all named, none wider than the window."""
    start = FirstStartPage(dressed.context(data), done)
    for page in (start, UnlockPage(dressed.context(data), done)):
        shown(page, qtbot)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= 1366
    start.show_joining()
    start._joining.ask_passphrase(True)
    assert not nameless(start)
    assert start.minimumSizeHint().width() <= 1366
