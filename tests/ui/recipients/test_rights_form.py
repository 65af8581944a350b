"""Consents and the copy of one person's data, at the card of a small agency."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.domain.consents import Purpose
from provider_desktop.ui.recipients.rights_form import RightsForm
from tests.support.builders import a_catalogue, a_recipient, an_assignment, local
from tests.support.pages import texts
from tests.support.window import DressedApplication
from tests.support.workspace import Bureau, a_workspace
from tests.ui.accessibility import nameless


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with a_workspace(tmp_path, local("2026-11-02 18:00")) as workspace:
        bureau = Bureau(workspace)
        bureau.catalogue(a_catalogue())
        bureau.assign([an_assignment(a_recipient())])
        yield build_services(workspace, lambda: None)


@pytest.fixture
def form(services: Services, dressed: DressedApplication, qtbot: QtBot) -> RightsForm:
    made = RightsForm(dressed.context(services), "R1")
    shown(made, qtbot)
    return made


def shown(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    widget.resize(500, 700)
    with qtbot.waitExposed(widget):
        widget.show()


def test_each_purpose_is_agreed_to_and_taken_back_by_itself(form: RightsForm, services: Services) -> None:
    assert nameless(form) == []
    assert not form.buttons[Purpose.PHOTOS, False].isEnabled()
    form.buttons[Purpose.PHOTOS, True].click()
    assert not form.buttons[Purpose.PHOTOS, True].isEnabled()
    assert form.buttons[Purpose.PHOTOS, False].isEnabled()
    assert form.buttons[Purpose.LOCATION, True].isEnabled()
    form.buttons[Purpose.PHOTOS, False].click()
    assert [(line.purpose, line.given) for line in services.persons.consents("R1")] == [
        (Purpose.PHOTOS, True),
        (Purpose.PHOTOS, False),
    ]


def test_a_day_to_come_cannot_be_chosen(form: RightsForm) -> None:
    form.day.setDate(form.day.date().addDays(3))
    assert form.day.date().toString(Qt.DateFormat.ISODate) == "2026-11-02"


def test_a_copy_wants_a_reason(form: RightsForm) -> None:
    form.reason.setCurrentText(" ")
    form.export.click()
    assert "请先选择理由。" in texts(form)


def test_the_copy_is_written(form: RightsForm, tmp_path: Path) -> None:
    form.save(str(tmp_path / "copy.zip"))
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert set(archive.namelist()) == {"data.json", "person.pdf"}
    message = form._context.messages.current
    assert message is not None
    assert message.text.startswith("副本已生成")
