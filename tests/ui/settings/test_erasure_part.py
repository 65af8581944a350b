"""Erasing in the window, over a real office: what it asks first, and what is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.ui.settings.erasure_part import ErasurePart
from provider_desktop.ui.settings.settings_page import SettingsPage
from provider_desktop.ui.shell.pages import Destination
from tests.support.installation import joined, seal
from tests.support.pages import open_page, press, type_text
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
        yield services


@pytest.fixture
def part(office: Services, dressed: DressedApplication, qtbot: QtBot) -> ErasurePart:
    page = open_page(SettingsPage, office, dressed, qtbot)
    page.open_record(Destination("settings", "erasing"))
    return page.erasing


def filled(part: ErasurePart, who: str) -> None:
    part.who.setFocus()
    part.who.setText(who)
    press(Qt.Key.Key_Return)
    part.reason.setText("本人要求")
    part.word.setFocus()
    part.word.clear()
    part.word.setText(part._phrase)


def test_nothing_can_be_erased_before_who_why_and_the_word_are_there(part: ErasurePart) -> None:
    assert not part.erase.isEnabled()
    filled(part, "R1")
    assert part.erase.isEnabled()
    part.word.setFocus()
    part.word.selectAll()
    type_text("delete")
    assert not part.erase.isEnabled()
    part.word.setText(part._phrase)
    part.reason.clear()
    assert not part.erase.isEnabled()
    part.reason.setText("本人要求")
    part.who.setFocus()
    part.who.selectAll()
    type_text("R2")
    assert not part.erase.isEnabled(), "another person is meant now"


def test_nobody_of_that_name_is_told_beside_the_field(part: ErasurePart) -> None:
    filled(part, "zzzz")
    assert "没有" in part.who.accessibleDescription()
    assert not part.erase.isEnabled()


def test_what_waits_to_be_sent_is_never_erased(part: ErasurePart, office: Services) -> None:
    filled(part, "R1")
    part.erase.click()
    message: Any = part._context.messages.current
    assert message is not None
    assert part.isEnabled()
    assert part.done.isHidden()
    assert office.recipients.detail("R1").row.name


def test_a_person_is_gone_with_a_certificate_and_every_proof_stands(
    part: ErasurePart, office: Services, tmp_path: Path
) -> None:
    office.sync.run()
    filled(part, "R1")
    part.erase.click()
    assert part.done.isVisible()
    assert Path(part._certificate).read_bytes().startswith(b"%PDF")
    assert not [hit for hit in office.search.search("张") if hit.kind == "recipient"]
    assert office.system.verify().problems == ()
    assert not part.erase.isEnabled(), "the form is empty again"


def test_the_whole_contract_asks_for_nobody(part: ErasurePart, office: Services) -> None:
    office.sync.run()
    part.all.setChecked(True)
    assert part._who_row.isHidden()
    part.reason.setText("合同到期")
    part.word.setText(part._phrase)
    assert part.erase.isEnabled()
    part.erase.click()
    assert part.done.isVisible()
    assert office.system.verify().problems == ()
