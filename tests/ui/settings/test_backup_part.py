"""Backups in the window, over a real office: made, copied, tried out, gone back to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.settings import load_settings, save_settings
from provider_desktop.ui.settings.settings_page import SettingsPage
from provider_desktop.ui.shell.pages import Destination
from tests.support.installation import PHRASE, draft, joined, seal
from tests.support.pages import model_of, open_page, texts
from tests.support.receiver import ServedReceiver, served
from tests.support.window import DressedApplication


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, receiver: ServedReceiver) -> Iterator[Services]:
    with joined(tmp_path / "pc", receiver).opened() as services:
        seal(services)
        services.sync.run()
        yield services


@pytest.fixture
def page(office: Services, dressed: DressedApplication, qtbot: QtBot) -> SettingsPage:
    made = open_page(SettingsPage, office, dressed, qtbot)
    made.open_record(Destination("settings", "backups"))
    return made


def said(page: SettingsPage) -> str:
    message: Any = page._context.messages.current
    return message.text if message is not None else ""


def test_a_backup_is_made_listed_and_tried_out(page: SettingsPage, office: Services) -> None:
    assert not page.backups.drill.isEnabled(), "there is none yet"
    page.backups.now.click()
    assert "已完成并检查" in said(page)
    assert model_of(page.backups.table).rowCount() == 1
    page.backups.drill.click()
    assert "4 条已封存" in said(page)
    assert office.upkeep.keeping().drilled is not None


def test_a_copy_for_another_pc_opens_there(page: SettingsPage, office: Services, tmp_path: Path) -> None:
    out = tmp_path / "usb" / "copy.carebackup"
    page.backups.save_copy(str(out))
    assert "copy.carebackup" in said(page)
    assert office.backups.read(out, PHRASE).entries == 4


def test_a_folder_that_is_not_there_is_told_beside_its_field(page: SettingsPage, tmp_path: Path) -> None:
    page.backups.elsewhere.setText(str(tmp_path / "drawer"))
    page.backups._save_elsewhere()
    assert any("没有这个文件夹" in each for each in texts(page.backups))


def test_a_chosen_folder_gets_its_copy_at_once(
    page: SettingsPage, office: Services, dressed: DressedApplication, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    place = office.workspace.paths.settings
    save_settings(place, replace(load_settings(place), backup_folder=str(stick)))
    page.backups.elsewhere.setText(str(stick))
    page.backups._save_elsewhere()
    assert dressed.remembered["backup_folder"] == str(stick)
    assert list(stick.rglob("*.carebackup"))


def test_going_back_from_here_loses_what_it_said_and_no_more(
    page: SettingsPage, office: Services, receiver: ServedReceiver
) -> None:
    office.backups.own()
    draft(office, "2026-11-21 09:00")
    sent = seal(office, "2026-11-20 13:00")
    office.sync.run()
    page.reload()
    page.backups.back.click()
    form = page.backups.restoring
    form._passphrase.setText(PHRASE)
    form.look()
    assert any("1 条草稿" in each for each in texts(form))
    form.invitation.read_bytes(receiver.invitation().to_bytes())
    form.confirm.click()
    assert "备份已恢复" in said(page)
    assert form.isHidden()
    assert office.visits.detail(sent).versions, "it was uploaded, and came back"
    assert office.visits.counts().drafts_ready + office.visits.counts().drafts_asking == 0
    assert office.system.verify().problems == ()
