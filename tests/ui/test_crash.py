"""Our own mistakes: reported without personal data, shown once, and the program goes on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.ui.crash import CrashDialog, Crashes, crash_report
from tests.support.window import DressedApplication

AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def _failure() -> Exception:
    def look_up(name: str) -> None:
        try:
            raise KeyError(name)
        except KeyError as error:
            raise ValueError(f"no such person: {name}, 371621194103120011") from error

    try:
        look_up("张玉英")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_says_where_and_never_who() -> None:
    report = crash_report(_failure(), AT)
    assert "ValueError" in report
    assert "KeyError" in report
    assert "ui/test_crash.py" in report
    assert "look_up" in report
    assert "张玉英" not in report
    assert "371621" not in report
    assert str(Path.home()) not in report


def test_an_error_nobody_caught_is_kept_and_shown_once(
    dressed: DressedApplication, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = set(QApplication.topLevelWidgets())  # those of tests before this one may still be there
    crashes = Crashes(tmp_path / "crash_reports", lambda: AT)
    crashes.report(_failure())
    crashes.report(_failure())
    qtbot.waitUntil(lambda: crashes._dialog is not None)
    made = [each for each in QApplication.topLevelWidgets() if each not in before]
    dialogs = [each for each in made if isinstance(each, CrashDialog)]
    assert len(dialogs) == 1
    [kept] = (tmp_path / "crash_reports").glob("*.txt")
    assert "ValueError" in kept.read_text(encoding="utf-8")
    dialogs[0].accept()
    qtbot.waitUntil(lambda: crashes._dialog is None)


def test_a_report_that_cannot_be_kept_is_shown_all_the_same(
    dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    crashes = Crashes(blocked / "crash_reports", lambda: AT)
    crashes.report(_failure())
    qtbot.waitUntil(lambda: crashes._dialog is not None)
    assert crashes._dialog is not None
    crashes._dialog.accept()


def test_it_takes_what_reaches_the_hook(
    dressed: DressedApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    crashes = Crashes(tmp_path, lambda: AT)
    crashes.install()
    error = _failure()
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: crashes._dialog is not None)
    assert crashes._dialog is not None
    crashes._dialog._copy()
    assert "ValueError" in QGuiApplication.clipboard().text()
    crashes._dialog.accept()
