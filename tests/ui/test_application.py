"""One run of the program: input method, first frame, opening or not, language, settings, the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.settings import Settings, load_settings, save_settings
from provider_desktop.ui.application import DesktopApplication, Opened, set_input_method
from provider_desktop.ui.languages import language_for
from provider_desktop.ui.main_window import Frame
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import DARK, current_theme
from provider_desktop.ui.widgets.message_bar import MessageBar
from tests.support.window import NOW, a_shell_state, people_named


class Data:
    """Data that open after ``failures`` tries, and tell whether they were closed."""

    def __init__(self, failures: int = 0, *, welcome: bool = False) -> None:
        self.failures, self.welcome = failures, welcome
        self.opened, self.closed = 0, 0
        self.tell: Callable[[frozenset[Topic]], None] | None = None

    def open(self) -> Opened:
        """Open, or say why not."""
        if self.failures:
            self.failures -= 1
            raise AppError(ErrorCode.DATABASE_LOCKED, path="records.db")
        self.opened += 1
        return Opened(
            services=self,
            frame=Frame(a_shell_state, people_named),
            subscribe=self._subscribe,
            close=self._close,
            welcome=self._welcome if self.welcome else None,
        )

    def _subscribe(self, tell: Callable[[frozenset[Topic]], None]) -> None:
        self.tell = tell

    def _close(self) -> None:
        self.closed += 1

    def _welcome(self, _context: PageContext, done: Callable[[], None]) -> QWidget:
        self.welcome = False
        button = QPushButton("试用示范县")
        button.clicked.connect(lambda _checked: done())
        return button


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    found = DataPaths(tmp_path)
    save_settings(found.settings, Settings(language="zh_CN", theme="light"))
    return found


@pytest.fixture
def run(
    _styled: QApplication, paths: DataPaths, qtbot: QtBot
) -> Iterator[Callable[[Data], DesktopApplication]]:
    runs: list[DesktopApplication] = []

    def begin(data: Data) -> DesktopApplication:
        made = DesktopApplication(_styled, paths, FixedClock(NOW), data.open)
        runs.append(made)
        made.begin()
        return made

    yield begin
    for made in runs:
        made.end()
        if made.window is not None:
            made.window.close()
            made.window.deleteLater()
        made.deleteLater()
    _styled.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_frame_is_there_before_the_data_and_filled_after(
    run: Callable[[Data], DesktopApplication], qtbot: QtBot
) -> None:
    data = Data()
    program = run(data)
    window = program.window
    assert window is not None
    assert window.isVisible()
    assert window.open_page is None
    qtbot.waitUntil(lambda: window.open_section == "today")
    assert data.opened == 1


def test_data_that_do_not_open_say_so_and_can_be_tried_again(
    run: Callable[[Data], DesktopApplication], qtbot: QtBot
) -> None:
    data = Data(failures=1)
    program = run(data)
    window = program.window
    assert window is not None
    bar = window.findChild(MessageBar)
    assert bar is not None
    qtbot.waitUntil(bar.isVisible)
    assert "records.db" in bar.accessibleName()
    qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.open_section == "today")


def test_a_welcome_covers_the_window_until_it_has_what_it_needs(
    run: Callable[[Data], DesktopApplication], qtbot: QtBot
) -> None:
    data = Data(welcome=True)
    program = run(data)
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: window._cover is not None)
    cover = window._cover
    assert isinstance(cover, QPushButton)
    cover.click()
    qtbot.waitUntil(lambda: window.open_section == "today")
    assert data.opened == 2
    program.end()
    assert data.closed == 1


def test_another_language_rebuilds_the_window_at_the_same_place_and_is_kept(
    run: Callable[[Data], DesktopApplication], paths: DataPaths, qtbot: QtBot
) -> None:
    program = run(Data())
    first = program.window
    assert first is not None
    qtbot.waitUntil(lambda: first.open_section == "today")
    assert first.windowTitle() == "服务机构工作台"
    first.language_chosen.emit("en")
    second = program.window
    assert second is not None
    assert second is not first
    assert second.windowTitle() == "Agency desk"
    assert second.open_section == "today"
    qtbot.waitUntil(lambda: load_settings(paths.settings).language == "en")


def test_look_and_size_are_applied_at_once_and_kept(
    run: Callable[[Data], DesktopApplication], paths: DataPaths, qtbot: QtBot
) -> None:
    program = run(Data())
    assert program.window is not None
    program.window.theme_chosen.emit("dark")
    program.window.text_size_chosen.emit(150)
    assert current_theme().colours is DARK
    assert current_theme().text_size == 150
    qtbot.waitUntil(lambda: load_settings(paths.settings) == Settings("zh_CN", "dark", 150))


def test_a_commit_reaches_the_pages(run: Callable[[Data], DesktopApplication], qtbot: QtBot) -> None:
    data = Data()
    program = run(data)
    qtbot.waitUntil(lambda: data.tell is not None)
    seen: list[int] = []
    label = QLabel()
    qtbot.addWidget(label)
    label.show()
    program._changes.watch(label, [Topic.STAFF], lambda: seen.append(1), loaded=True)
    assert data.tell is not None
    data.tell(frozenset({Topic.STAFF}))
    qtbot.waitUntil(lambda: seen == [1])


def test_the_end_closes_the_data(run: Callable[[Data], DesktopApplication], qtbot: QtBot) -> None:
    data = Data()
    program = run(data)
    qtbot.waitUntil(lambda: data.tell is not None)
    program.end()
    assert data.closed == 1


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"GTK_IM_MODULE": "fcitx5"}, {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "ibus"}),
        ({}, {}),
    ],
)
def test_chinese_input_is_set_up_where_the_session_says_fcitx(
    session: dict[str, str], expected: dict[str, str]
) -> None:
    set_input_method(session)
    assert {name: session.get(name) for name in expected} == expected
    assert ("IBUS_USE_PORTAL" in session) == ("IBUS_USE_PORTAL" in expected)


@pytest.mark.parametrize(
    ("setting", "system", "language"),
    [
        ("system", "zh_CN", "zh_CN"),
        ("system", "zh_Hans_CN", "zh_CN"),
        ("system", "de_DE", "en"),
        ("en", "zh_CN", "en"),
    ],
)
def test_the_language_follows_the_setting_then_the_system(setting: str, system: str, language: str) -> None:
    assert language_for(setting, system) == language
