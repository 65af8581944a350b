"""Every way in which keys can be missing, at the window: what is shown, and that it says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.first_start.damaged import DamagedPage
from provider_desktop.ui.first_start.welcome import UnlockPage
from provider_desktop.window import OwnData
from tests.support.keyrings import MemoryKeyring
from tests.support.pages import texts
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless

PHRASE = "correct horse battery"


def made(folder: Path, keyring: MemoryKeyring | None, passphrase: str) -> None:
    """A data folder, closed again."""
    data = OwnData(folder, keyring=lambda: keyring)
    data._own().session.set_up(passphrase or None)
    data.close()


def shown(data: OwnData, dressed: DressedApplication, qtbot: QtBot) -> QWidget:
    """The page that covers the window when the folder is opened."""
    opened = data.open()
    assert opened.welcome is not None
    page = opened.welcome(dressed.context(data), lambda: None)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitExposed(page):
        page.show()
    assert nameless(page) == []
    return page


def unlock(page: QWidget, passphrase: str) -> None:
    assert isinstance(page, UnlockPage)
    page.field.setText(passphrase)
    page.button.click()


def is_open(data: OwnData) -> bool:
    """Opened, and led to joining: nothing was made anew."""
    return data._own().session.state().needs == "join"


def test_passphrase_only(dressed: DressedApplication, qtbot: QtBot, tmp_path: Path) -> None:
    made(tmp_path / "pc", None, PHRASE)
    data = OwnData(tmp_path / "pc", keyring=lambda: None)
    page = shown(data, dressed, qtbot)
    unlock(page, "wrong horse battery")
    assert any(said.startswith("口令不正确") for said in texts(page))
    assert not is_open(data)
    unlock(page, PHRASE)
    assert is_open(data)
    data.close()


def test_keyring_only(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    made(tmp_path / "pc", keyring, "")
    data = OwnData(tmp_path / "pc", keyring=lambda: keyring)
    data.open()
    assert is_open(data)
    data.close()


@pytest.mark.parametrize("how", ["lost", "changed", "locked"])
def test_a_keyring_that_fails_leads_to_the_passphrase_and_is_mended(
    how: str, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    keyring = MemoryKeyring()
    made(tmp_path / "pc", keyring, PHRASE)
    if how == "lost":
        keyring.kept.clear()
    elif how == "changed":
        keyring.kept = dict.fromkeys(keyring.kept, "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
    keyring.locked = how == "locked"
    data = OwnData(tmp_path / "pc", keyring=lambda: keyring)
    unlock(shown(data, dressed, qtbot), PHRASE)
    assert is_open(data)
    data.close()
    keyring.locked = False
    again = OwnData(tmp_path / "pc", keyring=lambda: keyring)
    again.open()
    assert is_open(again)
    again.close()


def test_both_lost_says_so_and_leads_to_a_backup(
    dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    keyring = MemoryKeyring()
    made(tmp_path / "pc", keyring, "")
    keyring.kept.clear()
    before = {file.name: file.read_bytes() for file in (tmp_path / "pc").iterdir() if file.is_file()}
    data = OwnData(tmp_path / "pc", keyring=lambda: keyring)
    page = shown(data, dressed, qtbot)
    assert isinstance(page, DamagedPage)
    assert any("向民政部门申请新邀请" in said for said in texts(page))
    assert page.restoring.isVisible()
    data.close()
    after = {file.name: file.read_bytes() for file in (tmp_path / "pc").iterdir() if file.is_file()}
    assert {name: after[name] for name in before} == before
