"""Locking over a real data folder: what was typed is stored, the keys go, and only a password leads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.clock import FixedClock
from provider_desktop.paths import DataPaths
from provider_desktop.security.users import Role
from provider_desktop.settings import Settings, save_settings
from provider_desktop.ui.application import DesktopApplication
from provider_desktop.ui.sign_in.locking import Locking
from provider_desktop.ui.sign_in.sign_in_page import SignInPage
from provider_desktop.ui.tasks import InlineTaskRunner
from provider_desktop.window import OwnData
from tests.support.offices import an_inviting_office
from tests.support.pages import press, texts, type_text
from tests.support.window import NOW, DressedApplication, raise_again
from tests.ui.accessibility import nameless

PHRASE, ADMIN, CLERK = "correct horse battery", "huimin-river-31", "three-red-pots-7"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[OwnData]:
    """A joined folder that a passphrase opens, where 周敏 and 孙丽 sign in."""
    made = OwnData(tmp_path / "pc", PHRASE, keyring=lambda: None)
    save_settings(DataPaths(tmp_path / "pc").settings, Settings(language="zh_CN", theme="light"))
    with an_inviting_office(tmp_path) as office:
        made.join(office.invitation.read_bytes(), PHRASE)
    services = made._own()
    services.users.switch_on("周敏", ADMIN)
    services.users.add("孙丽", Role.CLERK, CLERK)
    made.close()
    yield made
    made.close()


@pytest.fixture
def program(_styled: QApplication, data: OwnData, qtbot: QtBot) -> Iterator[DesktopApplication]:
    made = DesktopApplication(_styled, DataPaths(data.folder), FixedClock(NOW), data.open)
    made.begin()
    yield made
    made.end()
    window = made.window
    if window is not None:
        window.close()
        window.deleteLater()
    made.deleteLater()  # with its translations, which the next test would speak
    _styled.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page_of(program: DesktopApplication) -> SignInPage | None:
    assert program.window is not None
    found = program.window._cover
    return found if isinstance(found, SignInPage) else None


def sign_in(program: DesktopApplication, qtbot: QtBot, name: str, password: str) -> None:
    qtbot.waitUntil(lambda: page_of(program) is not None, timeout=10_000)
    page = page_of(program)
    assert page is not None
    page.name.setCurrentText(name)
    page.password.setText(password)
    page.button.click()


def at_work(program: DesktopApplication) -> bool:
    return program.window is not None and program.window._cover is None and bool(program.window.open_section)


def test_nothing_is_open_until_somebody_signs_in(
    program: DesktopApplication, data: OwnData, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page_of(program) is not None, timeout=10_000)
    workspace = data._own().workspace
    assert workspace.vault is None
    assert workspace.database is None
    sign_in(program, qtbot, "孙丽", "wrong")
    page = page_of(program)
    assert page is not None
    qtbot.waitUntil(lambda: any("姓名与密码不符" in said for said in texts(page)), timeout=10_000)
    assert workspace.database is None
    assert nameless(page) == []
    sign_in(program, qtbot, "孙丽", CLERK)
    qtbot.waitUntil(lambda: at_work(program), timeout=10_000)
    assert workspace.actor == "孙丽"


def test_locking_stores_what_is_being_typed_and_lets_go_of_the_keys(
    program: DesktopApplication, data: OwnData, qtbot: QtBot
) -> None:
    sign_in(program, qtbot, "周敏", ADMIN)
    qtbot.waitUntil(lambda: at_work(program), timeout=10_000)
    workspace = data._own().workspace
    window = program.window
    assert window is not None
    kept: list[str] = []

    class Editor(QLineEdit):
        """Stands for an open cell: what it holds is stored when it loses the keyboard."""

    editor = Editor(window)

    def store() -> None:
        program._tasks.run(lambda: kept.append(editor.text()), owner=editor)

    editor.editingFinished.connect(store)
    editor.show()
    window.activateWindow()
    editor.setFocus()
    QApplication.processEvents()
    type_text("half a line")
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page_of(program) is not None, timeout=10_000)
    assert kept == ["half a line"]
    assert workspace.vault is None
    assert workspace.database is None
    assert workspace.signer is None
    assert workspace.role is None
    page = page_of(program)
    assert page is not None
    assert page.name.currentText() == "周敏"
    sign_in(program, qtbot, "孙丽", CLERK)
    qtbot.waitUntil(lambda: at_work(program), timeout=10_000)
    assert workspace.actor == "孙丽"
    with workspace.reading() as reading:
        actions = [(line.actor, line.action) for line in reading.audit.newest(3)]
    assert actions[:2] == [("孙丽", "sign_in"), ("周敏", "lock")]


def test_after_too_many_failures_the_page_counts_down(program: DesktopApplication, qtbot: QtBot) -> None:
    page = None
    for _ in range(4):
        sign_in(program, qtbot, "孙丽", "wrong")
        page = page_of(program)
        assert page is not None
        qtbot.waitUntil(page.password.isEnabled, timeout=10_000)
    assert isinstance(page, SignInPage)
    assert not page.button.isEnabled()
    assert any("秒后" in said for said in texts(page))
    page.password.setText(CLERK)
    assert not page.button.isEnabled()


def test_a_passphrase_is_asked_for_where_none_was_given(
    program: DesktopApplication, data: OwnData, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page_of(program) is not None, timeout=10_000)
    data.passphrase = None
    sign_in(program, qtbot, "孙丽", CLERK)
    page = page_of(program)
    assert page is not None
    qtbot.waitUntil(page.passphrase.isVisible, timeout=10_000)
    page.passphrase.setText("wrong phrase here")
    page.button.click()
    qtbot.waitUntil(lambda: any(said.startswith("口令不正确") for said in texts(page)), timeout=10_000)
    page.passphrase.setText(PHRASE)
    page.button.click()
    qtbot.waitUntil(lambda: at_work(program), timeout=10_000)


class Watched(QObject):
    """A watch over idle minutes whose time is set by hand."""

    def __init__(self, dressed: DressedApplication, minutes: int, *, may: bool = True) -> None:
        super().__init__()
        self.now, self.locked = [0.0, 0.0], 0
        tasks = InlineTaskRunner(raise_again, self)
        self.locking = Locking(tasks, self, clock=lambda: (self.now[0], self.now[1]))
        self.locking.began.connect(self._count)
        self.locking.attach(lambda: True, lambda: may, lambda: minutes)

    def _count(self) -> None:
        self.locked += 1

    def pass_by(self, awake: float, wall: float) -> int:
        self.now = [self.now[0] + awake, self.now[1] + wall]
        self.locking.look()
        return self.locked


@pytest.fixture
def watch(dressed: DressedApplication) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def begin(minutes: int, *, may: bool = True) -> Watched:
        made.append(Watched(dressed, minutes, may=may))
        return made[-1]

    yield begin
    for each in made:
        each.locking.detach()


def test_minutes_without_a_touch_lock_and_a_touch_begins_them_anew(watch: Callable[..., Watched]) -> None:
    watched = watch(10)
    assert watched.pass_by(599, 599) == 0
    field = QWidget()
    touch = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(field, touch)
    assert watched.pass_by(599, 599) == 0
    assert watched.pass_by(1, 1) == 1


def test_a_pc_that_slept_is_locked_when_it_wakes(watch: Callable[..., Watched]) -> None:
    assert watch(10).pass_by(5, 3600) == 1


def test_a_clock_set_back_keeps_nobody_from_being_locked(watch: Callable[..., Watched]) -> None:
    watched = watch(10)
    assert watched.pass_by(300, -90_000) == 0
    assert watched.pass_by(300, 300) == 1


def test_zero_minutes_never_lock(watch: Callable[..., Watched]) -> None:
    assert watch(0).pass_by(1e6, 1e6) == 0


def test_where_nothing_would_be_asked_for_nothing_locks(watch: Callable[..., Watched], qtbot: QtBot) -> None:
    watched = watch(10, may=False)
    with qtbot.waitSignal(watched.locking.refused, timeout=1000):
        watched.locking.lock()
    assert watched.locked == 0
