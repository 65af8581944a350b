"""The ways out of the upload page, with a real receiver: a USB stick both ways, and a PC enrolled anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.errors import AppError
from provider_desktop.receiver.package_loading import load_packages
from provider_desktop.ui.uploads.upload_page import UploadPage
from tests.support.installation import Installation, joined, seal
from tests.support.pages import open_page
from tests.support.receiver import OTHER_AGENCY, ServedReceiver, served
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    return joined(tmp_path / "pc", receiver)


def shown(services: Any, dressed: DressedApplication, qtbot: QtBot) -> UploadPage:
    page = open_page(UploadPage, services, dressed, qtbot)
    page._context.exchange.attach(services.sync.run)
    return page


def put_away(page: UploadPage) -> None:
    """The data are closed before the page is: it must not ask them any more."""
    QApplication.processEvents()
    page.close()


def said(page: UploadPage) -> str:
    message: Any = page._context.messages.current
    return message.text if message is not None else ""


def forget_device(receiver: ServedReceiver, device: str) -> None:
    """What a platform is like that was put back to before it heard of a device."""
    with receiver.office.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER devices_no_update")
        connection.exec_driver_sql("UPDATE devices SET public_key = ? WHERE device = ?", (bytes(32), device))


def test_a_package_goes_out_and_its_receipt_comes_back(
    pc: Installation, receiver: ServedReceiver, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    out = tmp_path / "stick" / "week.carebatch"
    out.parent.mkdir()
    with pc.opened() as services:
        seal(services)
        page = shown(services, dressed, qtbot)
        page.carrying.write_package(str(out))
        assert "1 条记录已写入 week.carebatch" in said(page)
        assert services.sync.status().to_send == 1, "written is not delivered"
        load_packages(receiver.office, [out])
        page.carrying.read_receipt(str(out.with_suffix(".carereceipt")))
        assert "回执已读入" in said(page)
        assert services.sync.status().to_send == 0
        page.carrying.write_package(str(out))
        assert "没有待上报" in said(page)
        put_away(page)


def test_what_is_no_receipt_says_so_and_changes_nothing(
    pc: Installation, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.carereceipt"
    other.write_bytes(b"{}")
    with pc.opened() as services:
        seal(services)
        page = shown(services, dressed, qtbot)
        with pytest.raises(AppError, match="PackageInvalid"):
            page.carrying.read_receipt(str(other))
        assert services.sync.status().to_send == 1
        put_away(page)


def test_an_old_copy_is_enrolled_anew_and_loses_nothing(
    pc: Installation, receiver: ServedReceiver, dressed: DressedApplication, qtbot: QtBot
) -> None:
    image = pc.image("image")
    with pc.opened() as services:
        late = seal(services, "2026-11-21 09:00")
        services.sync.run()
    pc.put_back(image, "records.db")
    with pc.opened() as services:
        page = shown(services, dressed, qtbot)
        assert page._alarm.isVisible()
        assert page._alarm.banner._button.text() == "重新登记本机…"
        page._alarm.banner.action_chosen.emit()
        assert QApplication.focusWidget() is page._alarm.invitation.pasted
        assert not nameless(page)
        page._alarm.invitation.read_bytes(receiver.invitation(OTHER_AGENCY, "另一家").to_bytes())
        page._alarm.rejoin.click()
        assert "邀请" in said(page), "an invitation of another agency is refused"
        assert services.session.state().must_rejoin
        page._alarm.invitation.read_bytes(pc.invitation())
        page._alarm.rejoin.click()
        assert "重新登记" in said(page)
        assert not services.session.state().must_rejoin
        assert page._alarm.isHidden()
        assert services.visits.detail(late).versions, "what the platform held came back"
        assert services.sync.run().remaining == 0
        assert services.system.verify().problems == ()
        put_away(page)


def test_a_platform_that_forgot_a_changed_key_is_told_and_takes_an_invitation(
    pc: Installation, receiver: ServedReceiver, dressed: DressedApplication, qtbot: QtBot
) -> None:
    with pc.opened() as services:
        services.sync.run()
        services.recovery.rotate()
        sealed = seal(services, "2026-11-21 09:00")
        services.sync.run()
        forget_device(receiver, services.session.state().device)
        page = shown(services, dressed, qtbot)
        report = services.sync.run()
        assert (report.problem, report.alarm) == ("signature", "")
        assert services.sync.status().problem == "signature"
        page.reload()
        assert page._alarm.isVisible(), "though nobody asked for that run"
        assert not services.session.state().must_rejoin, "what is entered is still sealed"
        page._alarm.banner.action_chosen.emit()
        page._alarm.invitation.read_bytes(pc.invitation())
        page._alarm.rejoin.click()
        assert "重新登记" in said(page)
        services.sync.run()
        assert services.sync.status().problem == ""
        assert services.visits.detail(sealed).versions
        assert services.sync.run().remaining == 0
        put_away(page)


@pytest.mark.parametrize(("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 175)])
def test_the_way_out_fits_in_every_look(
    pc: Installation,
    dressed: DressedApplication,
    qtbot: QtBot,
    language: str,
    theme: str,
    text_size: int,
) -> None:
    dressed.wear(language, theme, text_size)
    image = pc.image("image")
    with pc.opened() as services:
        seal(services, "2026-11-21 09:00")
        services.sync.run()
    pc.put_back(image, "records.db")
    with pc.opened() as services:
        page = shown(services, dressed, qtbot)
        page._alarm.banner.action_chosen.emit()
        assert not nameless(page)
        assert page.minimumSizeHint().width() <= page.width()
        put_away(page)
