"""Pictures of the pages before there are data; each covers the whole window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.backups import BackupContent, BackupRow, Loss
from provider_desktop.ui.first_start.damaged import damaged
from provider_desktop.ui.first_start.entrance import Invited
from provider_desktop.ui.first_start.restoring import Restoring
from provider_desktop.ui.first_start.welcome import FirstStartPage, UnlockPage
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.tasks import Report
from tests.screens.county import county
from tests.screens.screen import Screen


class Way:
    """A way in as a clerk meets it: an invitation that reads, a passphrase that is wrong."""

    def needs_passphrase(self) -> bool:
        return True

    def unlock(self, _passphrase: str) -> None:
        raise AppError(ErrorCode.WRONG_PASSPHRASE)

    def read_invitation(self, _content: bytes) -> Invited:
        expires = datetime(2026, 12, 20, 15, 59, tzinfo=UTC)
        return Invited("52371621MJE12345X6", "惠民县暖心居家服务中心", "https://receiver.example/v1", expires)

    def join(self, _content: bytes, _passphrase: str) -> None:
        raise AppError(ErrorCode.OFFLINE, url="https://receiver.example/v1")

    def backups(self) -> tuple[BackupRow, ...]:
        made = datetime(2026, 11, 22, 10, 15, 2, tzinfo=UTC)
        return (BackupRow(Path("/backups/20261122T101502Z.carebackup"), made, 18_200_000, True),)

    def look_at_backup(self, _file: Path, _passphrase: str) -> tuple[BackupContent, Loss]:
        made = datetime(2026, 11, 22, 10, 15, 2, tzinfo=UTC)
        return BackupContent(made, "52371621MJE12345X6", 18_200_000, 1284, 6), Loss(made, 0, 0)

    def restore(self, _file: Path, _invitation: bytes, _passphrase: str) -> None:
        raise AppError(ErrorCode.OFFLINE, url="https://receiver.example/v1")

    def begin_sample(self, report: Report) -> None:
        report(31, 54)


def _cover(show: Callable[[Any], QWidget]) -> Callable[[MainWindow], None]:
    def prepare(window: MainWindow) -> None:
        window.cover(show(replace(window._context, services=Way())))

    return prepare


def _joining(context: Any) -> QWidget:
    page = FirstStartPage(context, lambda: None)
    page.show_joining()
    page._joining.invitation.read_bytes(b"{}")
    return page


def _restoring(context: Any) -> QWidget:
    page = FirstStartPage(context, lambda: None)
    page.show_restoring()
    return _looked_into(page)


def _damaged(context: Any) -> QWidget:
    error = AppError(ErrorCode.DATABASE_DAMAGED, path="records.db")
    return damaged(error)(context, lambda: None)


def _looked_into(page: QWidget) -> QWidget:
    [form] = page.findChildren(Restoring)
    form.choose("E:/20261122T101502Z.carebackup")
    form.look()
    form.invitation.read_bytes(b"{}")
    return page


def _locked_out(context: Any) -> QWidget:
    page = UnlockPage(context, lambda: None)
    page.field.setText("wrong")
    page.button.click()
    return page


SCREENS = (
    Screen("first_start", "today", county, _cover(lambda context: FirstStartPage(context, lambda: None))),
    Screen("first_start_join", "today", county, _cover(_joining)),
    Screen("first_start_restore", "today", county, _cover(_restoring)),
    Screen("first_start_damaged", "today", county, _cover(_damaged)),
    Screen("first_start_unlock", "today", county, _cover(_locked_out)),
)
