"""The Qt application: input method, fonts, look and language; the frame first, the rest on a thread."""

from __future__ import annotations

import os
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from provider_desktop import settings as remembered
from provider_desktop.domain.clock import Clock
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.paths import DataPaths
from provider_desktop.settings import Settings
from provider_desktop.ui.changes import Changes
from provider_desktop.ui.crash import Crashes
from provider_desktop.ui.ending import EndingSignals
from provider_desktop.ui.exchange import Exchange
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.icons import application_icon
from provider_desktop.ui.instance import FirstInstance, show_first
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.languages import Translations, language_for
from provider_desktop.ui.main_window import Frame, MainWindow
from provider_desktop.ui.messages import Messages
from provider_desktop.ui.sections import all_sections
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.sign_in.locking import Locking
from provider_desktop.ui.sign_in.sign_in_page import covered
from provider_desktop.ui.tasks import TaskRunner
from provider_desktop.ui.theme import Appearance, ThemeChoice, Tone, build_font, load_fonts
from provider_desktop.ui.upkeep import UpkeepRounds


def set_input_method(environment: MutableMapping[str, str]) -> None:
    """Make Chinese typing work where the session says fcitx; call before the application is made.

    The PySide6 wheel brings no fcitx plug-in, and typing would fail silently. Fcitx also answers on the
    portal of ibus, which the wheel does have.
    """
    names = ("QT_IM_MODULE", "XMODIFIERS", "GTK_IM_MODULE")
    if any("fcitx" in environment.get(name, "").lower() for name in names):
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"


def prepare_application(arguments: Sequence[str]) -> QApplication:
    """The application with fonts, style and icon, before any window; one a process."""
    set_input_method(os.environ)
    # a native menu bar is not used, and looking for one asks the session bus
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QGuiApplication.setApplicationName("provider-desktop")
    QGuiApplication.setDesktopFileName("provider-desktop")
    application = QApplication(list(arguments))
    application.setStyle("Fusion")
    load_fonts()
    application.setFont(build_font(100))
    application.setWindowIcon(application_icon())
    return application


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of opening the data.

    ``services`` go to the pages, ``frame`` is what the window asks of them itself, ``subscribe`` takes a
    function to call with the topics of a commit, on any thread. ``welcome`` makes the page that covers the
    window while something is needed first (set-up, joining, a passphrase); it calls back when it has it, and
    the data are asked for again. ``speak`` has the services name things in another language. ``lock`` lets
    go of data and keys until they are asked for again, as after ``lock_after`` minutes. ``close`` is called
    once, at the end.
    """

    services: Any
    frame: Frame
    subscribe: Callable[[Callable[[frozenset[Topic]], None]], object]
    close: Callable[[], None]
    welcome: Callable[[PageContext, Callable[[], None]], QWidget] | None = None
    speak: Callable[[str], None] = lambda _language: None
    lock: Callable[[], bool] = lambda: False
    can_lock: Callable[[], bool] = lambda: False
    lock_after: Callable[[], int] = lambda: 0


class DesktopApplication(QObject):
    """One run of the program from the first painted frame to the end.

    ``open_data`` is run on the local lane: it imports and opens whatever takes time and raises ``AppError``
    where the data cannot be opened; the message bar then offers to try again. It is asked again after a
    welcome, and then says what it has come to. ``language`` is spoken whatever the settings say. A window
    with the same ``instance`` comes to the front instead of a second one; without a name every start has its
    own.
    """

    def __init__(
        self,
        application: QApplication,
        paths: DataPaths,
        clock: Clock,
        open_data: Callable[[], Opened],
        language: str = "",
        instance: str = "",
    ) -> None:
        super().__init__(application)
        self._instance = instance
        self._application, self._paths, self._clock = application, paths, clock
        self._open_data = open_data
        self._settings: Settings = remembered.load_settings(paths.settings)
        if language:
            self._settings = replace(self._settings, language=language)
        self._translations = Translations(application, self)
        self._appearance = Appearance(application, self)
        self._crashes = Crashes(paths.crash_reports, clock.now, self)
        self._tasks = TaskRunner(self.on_error, self)
        self._changes = Changes(self)
        self._messages = Messages(self.language, self)
        self._exchange = Exchange(self._tasks, self)
        self._upkeep = UpkeepRounds(self._tasks, self)
        self._upkeep.failed.connect(self._messages.say_error)
        self._locking = Locking(self._tasks, self)
        self._locking.began.connect(self._cover)
        self._locking.released.connect(self._on_locked)
        self._locking.refused.connect(self._on_not_locked)
        self._leave: object = None
        self._opened: Opened | None = None
        self._window: MainWindow | None = None

    @property
    def language(self) -> str:
        """The language that follows from the settings and the system."""
        return language_for(self._settings.language)

    @property
    def window(self) -> MainWindow | None:
        """The window shown now."""
        return self._window

    def run(self) -> int:
        """Show the window, open the data behind it, and stay until it is closed; the exit status."""
        if self._instance and show_first(self._instance):
            return 0
        self._crashes.install()
        signals = EndingSignals(self._application.quit, self)
        first = FirstInstance(self._instance, self) if self._instance else None
        if first is not None:
            first.show_wanted.connect(self.show_window)
        self.begin()
        status = self._application.exec()
        self.end()
        if first is not None:
            first.close()
        signals.let_go()
        return status

    def show_window(self) -> None:
        """Bring the window to the front."""
        window = self._window
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def begin(self) -> None:
        """Paint the frame and start opening the data behind it."""
        self._appearance.set(ThemeChoice(self._settings.theme), self._settings.text_size)
        self._translations.use(self.language)
        self._show_new_window()
        self._open()

    def end(self) -> None:
        """Let running work end and close the data."""
        self._exchange.cancel()
        self._tasks.shut_down()
        self._close_data()

    def on_error(self, error: Exception) -> None:
        """An error that no page took: the world is not ready, or it is a mistake of ours."""
        if isinstance(error, AppError):
            self._messages.say_error(error)
        else:
            self._crashes.report(error)

    def _show_new_window(self) -> None:
        """A window in the present language, in the place of the last one."""
        window = MainWindow(self._context(), all_sections())
        window.theme_chosen.connect(lambda theme: self._remember(theme=theme))
        window.text_size_chosen.connect(lambda size: self._remember(text_size=size))
        window.lock_wanted.connect(self._locking.lock)
        self._changes.watch(window, [Topic.SETTINGS.value], self._locking.ask_minutes, loaded=True)
        window.language_chosen.connect(lambda language: self._remember(language=language))
        old, self._window = self._window, window
        if old is not None:
            window.resize(old.size())
            window.move(old.pos())
            window.setWindowState(old.windowState())
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _open(self) -> None:
        self._tasks.run(self._open_data, owner=self, on_done=self._on_opened, on_error=self._on_not_opened)

    def _on_opened(self, opened: Opened) -> None:
        self._opened = opened
        opened.speak(self.language)
        if opened.welcome is None:
            self._leave = opened.subscribe(self._changes.publish)
            self._locking.attach(opened.lock, opened.can_lock, opened.lock_after)
            self._exchange.attach(opened.frame.exchange, by_itself=True)
            self._upkeep.attach(opened.frame.upkeep)
        self._fill(Destination("today"))

    def _cover(self) -> None:
        """Show nothing of what is there, and begin nothing any more."""
        window = self._window
        if window is None:
            return
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.close()
        self._exchange.cancel()
        self._exchange.attach(None)
        self._upkeep.attach(None)
        self._messages.dismiss()
        window.cover(covered(self._context(), self._open))

    def _on_locked(self) -> None:
        """Keys and data are gone, and with a new window everything that was shown of them."""
        if callable(self._leave):
            self._leave()
        self._opened = None
        self._show_new_window()
        self._open()

    def _on_not_locked(self) -> None:
        self._messages.say(
            self.tr("The keyring alone opens these records. Let people sign in first, under Settings."),
            tone=Tone.YELLOW,
        )

    def _on_not_opened(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self._messages.say_error(error, self._open)
        else:
            self._crashes.report(error)

    def _fill(self, destination: Destination) -> None:
        opened, window = self._opened, self._window
        if opened is None or window is None:
            return
        if opened.welcome is not None:
            window.cover(opened.welcome(replace(self._context(), services=opened.services), self._open))
        else:
            window.start(opened.services, opened.frame, destination)

    def _close_data(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _context(self) -> PageContext:
        return PageContext(
            services=None,
            tasks=self._tasks,
            changes=self._changes,
            messages=self._messages,
            labels=Labels(self.language),
            formats=Formats(self.language),
            appearance=self._appearance,
            clock=self._clock,
            exchange=self._exchange,
            remember=self._remember,
            open=lambda _destination: None,
        )

    def _remember(self, **changed: Any) -> None:
        """Apply a choice of the user at once, and keep it for the next start."""
        spoken = self.language
        self._settings = replace(self._settings, **changed)
        self._appearance.set(ThemeChoice(self._settings.theme), self._settings.text_size)
        if self.language != spoken:
            self._translations.use(self.language)
            self._messages.set_language(self.language)
            if self._opened is not None:
                self._opened.speak(self.language)
            section = self._window.open_section if self._window is not None else ""
            self._show_new_window()
            self._fill(Destination(section or "today"))
        chosen = self._settings
        self._tasks.run(lambda: remembered.save_settings(self._paths.settings, chosen), owner=self)
