"""Opens the window over one's own data or the sample county: the one place that sees services and window."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provider_desktop.domain.clock import Clock, SystemClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.log import start_logging, stop_logging
from provider_desktop.paths import DataPaths, default_data_dir, default_demo_dir
from provider_desktop.ui.application import DesktopApplication, Opened, prepare_application
from provider_desktop.ui.first_start.damaged import DAMAGES, damaged
from provider_desktop.ui.first_start.entrance import Invited
from provider_desktop.ui.first_start.restorer import ServiceRestorer
from provider_desktop.ui.first_start.welcome import first_start, sample_start, unlocking
from provider_desktop.ui.instance import instance_name
from provider_desktop.ui.main_window import Frame
from provider_desktop.ui.shell.frame_source import frame_of, no_frame
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.sign_in.sign_in_page import signing_in
from provider_desktop.ui.tasks import Report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from provider_desktop.bootstrap import Services
    from provider_desktop.services.backups import BackupContent, BackupRow, Loss


def run_window(options: Namespace) -> int:
    """Show the window for parsed options until it is closed; the exit status."""
    application = prepare_application(["provider-desktop"])
    is_demo = options.command == "demo"
    folder = options.data_dir or (default_demo_dir() if is_demo else default_data_dir())
    data: OwnData | SampleData = (
        SampleData(options.size) if is_demo else OwnData(folder, options.passphrase, options.user)
    )
    program = DesktopApplication(
        application,
        DataPaths(folder),
        SystemClock(),
        data.open,
        language=options.lang,
        # every sample county is one's own; of one's data there is one
        instance="" if is_demo else instance_name(folder),
    )
    start_logging(DataPaths(folder).logs if folder.is_dir() else None)
    try:
        return program.run()
    finally:
        stop_logging()


@dataclass(slots=True)
class SampleData:
    """The sample county behind a window; filled anew on each start, and gone afterwards."""

    size: str = "small"
    _services: Services | None = None
    _held: ExitStack = field(default_factory=ExitStack)

    def open(self) -> Opened:
        """The county once it is filled; until then the page that fills it."""
        if self._services is None:
            return Opened(self, no_frame(), lambda _tell: None, self.close, sample_start)
        return opened(self._services, frame_of(self._services, is_sample=True), self.close)

    def begin_sample(self, report: Report) -> None:
        """Start the receiver and replay the county. Raises ``AppError``."""
        # imported where it is needed: the frame is painted before the database is loaded
        from provider_desktop.bootstrap import open_sample

        self.close()
        self._services = self._held.enter_context(open_sample("zh_CN", report, self.size)).services

    def close(self) -> None:
        """Let go of the county; its folder is removed."""
        self._services = None
        self._held.close()


@dataclass(slots=True)
class OwnData:
    """One data folder behind a window, and the way into it: an ``Entrance`` until it is open.

    ``keyring`` gives the back end that keeps the key, the system's where it is not given.
    """

    folder: Path
    passphrase: str | None = None
    operator: str = ""
    keyring: Callable[[], object | None] | None = None
    clock: Clock = field(default_factory=SystemClock)
    _seats: tuple[str, ...] = ()
    _services: Services | None = None
    _held: ExitStack = field(default_factory=ExitStack)
    _sample: SampleData = field(default_factory=SampleData)

    def open(self) -> Opened:
        """What the window shows now: the data, or the page that leads to them. Raises ``AppError``."""
        if self._sample._services is not None:  # noqa: SLF001 - two halves of one way in
            return self._sample.open()
        services = self._own()
        if self._seats and services.session.state().needs == "passphrase":
            return self._page(signing_in)  # locked: nothing is opened before somebody signs in
        if services.session.state().needs == "passphrase":
            try:
                services.session.open(self.passphrase)
            except AppError as error:
                if error.code in DAMAGES:
                    return self._page(damaged(error))
                if error.code not in (ErrorCode.PASSPHRASE_NEEDED, ErrorCode.WRONG_PASSPHRASE):
                    raise
                return self._page(unlocking)
        if services.session.state().needs == "sign_in":
            self._seats = services.users.names()
            services.session.close()
            return self._page(signing_in)
        if services.session.state().needs:
            return self._page(first_start)
        if self.operator and not services.users.are_set_up():
            services.session.set_operator(self.operator)
        return opened(services, frame_of(services), self.close, lock=self._lock)

    def _page(self, page: Callable[[PageContext, Callable[[], None]], QWidget]) -> Opened:
        return Opened(self, no_frame(), lambda _tell: None, self.close, page)

    def close(self) -> None:
        """Let go of database, keys and sample."""
        self._services = None
        self._sample.close()
        self._held.close()

    # the entrance

    def needs_passphrase(self) -> bool:
        """Whether new data want a passphrase, since this PC has no keyring."""
        session = self._own().session
        return session.state().needs == "setup" and session.needs_passphrase()

    def unlock(self, passphrase: str) -> None:
        """Open the data that are there. Raises ``AppError``, ``WrongPassphrase`` above all."""
        self._own().session.open(passphrase)

    def names(self) -> tuple[str, ...]:
        """Who may sit down, who sat here last first."""
        return self._seats

    def sign_in(self, name: str, password: str, passphrase: str) -> None:
        """Open the data and let somebody sit down; whoever fails leaves nothing open. Raises ``AppError``."""
        services = self._own()
        try:
            services.session.open(passphrase or self.passphrase)
            services.users.sign_in(name, password)
        except AppError as error:
            if error.code in DAMAGES:
                self._seats = ()  # the way in must look at the data themselves
            services.session.close()
            raise

    def _lock(self) -> bool:
        """Let go of data and keys; who sits here is remembered as a name to choose."""
        services = self._own()
        if services.users.are_set_up():
            me = services.workspace.actor
            self._seats = (me, *(name for name in services.users.names() if name != me))
        return services.session.lock()

    def backups(self) -> tuple[BackupRow, ...]:
        """Backups that lie in this data folder, newest first."""
        return self._restorer().backups()

    def look_at_backup(self, file: Path, passphrase: str) -> tuple[BackupContent, Loss]:
        """What is in a backup and what going back to it would lose. Raises ``AppError``."""
        return self._restorer().look_at_backup(file, passphrase)

    def read_invitation(self, content: bytes) -> Invited:
        """What an invitation says. Raises ``AppError`` where it cannot be used."""
        return self._restorer().read_invitation(content)

    def restore(self, file: Path, invitation: bytes, passphrase: str) -> None:
        """Go back to a backup, enrol anew, take back what the regulator holds. Raises ``AppError``."""
        self._restorer().restore(file, invitation, passphrase)

    def join(self, content: bytes, passphrase: str) -> None:
        """Make data where there are none yet, and join. Raises ``AppError``; data made stay."""
        session = self._own().session
        if session.state().needs == "setup":
            session.set_up(passphrase or None)
        session.join(content)

    def begin_sample(self, report: Report) -> None:
        """Fill the sample county beside one's own data. Raises ``AppError``."""
        self._sample.begin_sample(report)

    def _restorer(self) -> ServiceRestorer:
        return ServiceRestorer(self._own())

    def _own(self) -> Services:
        if self._services is None:
            from provider_desktop.bootstrap import open_services
            from provider_desktop.security.keystore import system_keyring_backend

            keyring = self.keyring or system_keyring_backend
            self._services = self._held.enter_context(
                open_services(self.folder, "zh_CN", self.clock, keyring=keyring)
            )
        return self._services


def opened(services: Services, frame: Frame, close: Any, lock: Callable[[], bool] | None = None) -> Opened:
    """Open services as the window takes them; without ``lock`` they stay open until the end."""

    def speak(language: str) -> None:
        services.workspace.language = language

    services.sharing.watch()
    return Opened(
        services,
        frame,
        services.workspace.changes.subscribe,
        close,
        speak=speak,
        lock=lock or (lambda: False),
        can_lock=services.session.can_lock if lock is not None else (lambda: False),
        lock_after=services.users.lock_after,
    )
