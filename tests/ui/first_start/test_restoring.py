"""Going back to a backup in the window, with a real receiver: what it says first, and what is there after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.visits import VisitState
from provider_desktop.ui.first_start.damaged import DamagedPage
from provider_desktop.ui.first_start.restoring import Restoring
from provider_desktop.ui.first_start.welcome import FirstStartPage, UnlockPage
from provider_desktop.window import OwnData
from tests.support.installation import PHRASE, Installation, draft, joined, seal
from tests.support.pages import texts
from tests.support.receiver import NOW, OTHER_AGENCY, ServedReceiver, served
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    return joined(tmp_path / "pc", receiver)


@pytest.fixture
def backup(pc: Installation, tmp_path: Path) -> Path:
    out = tmp_path / "usb" / "office.carebackup"
    with pc.opened() as services:
        seal(services)
        services.sync.run()
        draft(services, "2026-11-21 09:00")
        services.backups.backup(out)
    return out


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[OwnData]:
    data = OwnData(tmp_path / "new pc", keyring=lambda: None, clock=FixedClock(NOW))
    yield data
    data.close()


def shown(page: FirstStartPage | UnlockPage | DamagedPage, qtbot: QtBot) -> Restoring:
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    [form] = page.findChildren(Restoring)
    return form


def opened(form: Restoring, file: Path, passphrase: str = PHRASE) -> None:
    form.choose(str(file))
    form._passphrase.setText(passphrase)
    form.look()


def given(form: Restoring, content: bytes) -> None:
    form.invitation.pasted.setPlainText(content.decode())
    form.invitation.read()


def test_a_new_pc_gets_everything_back_and_says_first_what_is_lost(
    fresh: OwnData, backup: Path, pc: Installation, dressed: DressedApplication, qtbot: QtBot
) -> None:
    done: list[int] = []
    page = FirstStartPage(dressed.context(fresh), lambda: done.append(1))
    form = shown(page, qtbot)
    page._choices.restore.click()
    assert QApplication.focusWidget() is form.file
    assert not form.confirm.isEnabled()
    opened(form, backup)
    assert any("4 条已封存" in said and "1 条草稿" in said for said in texts(page))
    assert any("无法找回" in said for said in texts(page))
    assert not form.confirm.isEnabled(), "an invitation is needed first"
    given(form, pc.invitation())
    assert not nameless(page)
    form.confirm.click()
    assert done == [1]
    services = fresh.open().services
    assert services.session.state().agency
    assert services.session.state().stream != ""
    assert services.visits.counts().by_state[VisitState.DRAFT] == 1
    report = services.sync.run()
    assert (report.remaining, report.alarm) == (0, "")
    assert services.system.verify().problems == ()


@pytest.mark.parametrize(
    ("harm", "said"), [("wrong", "口令"), ("gone", "找不到"), ("cut", "无法读取"), ("other", "无法读取")]
)
def test_what_cannot_be_opened_says_so_beside_its_field_and_makes_nothing(
    fresh: OwnData, backup: Path, dressed: DressedApplication, qtbot: QtBot, harm: str, said: str
) -> None:
    if harm == "gone":
        backup.unlink()
    elif harm == "cut":
        backup.write_bytes(backup.read_bytes()[:-1])
    elif harm == "other":
        backup.write_bytes(b"%PDF-1.7")
    page = FirstStartPage(dressed.context(fresh), lambda: None)
    form = shown(page, qtbot)
    page.show_restoring()
    opened(form, backup, "wrong horse battery" if harm == "wrong" else PHRASE)
    row = form._secret_row if harm == "wrong" else form._file_row
    assert said in row.field.accessibleDescription()
    assert form.isEnabled()
    assert not form._found.isVisible()
    assert not fresh.folder.joinpath("records.db").exists()


def test_an_invitation_of_another_agency_is_noticed_before_anything_changes(
    fresh: OwnData, backup: Path, receiver: ServedReceiver, dressed: DressedApplication, qtbot: QtBot
) -> None:
    page = FirstStartPage(dressed.context(fresh), lambda: None)
    form = shown(page, qtbot)
    page.show_restoring()
    opened(form, backup)
    given(form, receiver.invitation(OTHER_AGENCY, "另一家").to_bytes())
    assert form._elsewhere.isVisible()
    assert not form.confirm.isEnabled()


def test_another_file_takes_back_what_was_found_in_the_first(
    fresh: OwnData, backup: Path, pc: Installation, dressed: DressedApplication, qtbot: QtBot
) -> None:
    page = FirstStartPage(dressed.context(fresh), lambda: None)
    form = shown(page, qtbot)
    page.show_restoring()
    opened(form, backup)
    given(form, pc.invitation())
    assert form.confirm.isEnabled()
    form.file.setText(str(backup) + "x")
    assert not form.confirm.isEnabled()


def test_a_damaged_database_offers_its_own_backups_and_the_platform_gives_the_rest(
    pc: Installation, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with pc.opened() as services:
        seal(services)
        services.backups.own()
        seal(services, "2026-11-20 13:00")
        services.sync.run()
    whole = (pc.folder / "records.db").read_bytes()
    (pc.folder / "records.db").write_bytes(bytes(4096) + whole[4096:])
    data = OwnData(pc.folder, PHRASE, keyring=lambda: None, clock=FixedClock(NOW))
    welcome = data.open().welcome
    assert welcome is not None
    done: list[int] = []
    page = welcome(dressed.context(data), lambda: done.append(1))
    assert isinstance(page, DamagedPage)
    form = shown(page, qtbot)
    assert form.file.text().endswith(".carebackup"), "the newest of the folder is offered"
    form._passphrase.setText(PHRASE)
    form.look()
    given(form, pc.invitation())
    form.confirm.click()
    assert done == [1]
    services = data.open().services
    assert services.sync.run().remaining == 0
    assert sum(services.visits.counts().by_state.values()) == 2, "also the one after the backup"
    assert list(pc.folder.glob("before_restore_*.db")), "the damaged file is kept aside"
    data.close()
