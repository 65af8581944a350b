"""A window for tests and pictures: the real frame, everything done at once, and figures of one Friday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QApplication

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.services.ratings import Lights
from provider_desktop.services.sync import SyncStatus
from provider_desktop.ui.changes import Changes
from provider_desktop.ui.exchange import Exchange
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.languages import Translations
from provider_desktop.ui.main_window import Frame, MainWindow
from provider_desktop.ui.messages import Messages
from provider_desktop.ui.sections import all_sections
from provider_desktop.ui.shell.frame_source import frame_of
from provider_desktop.ui.shell.pages import Destination, PageContext, PageSpec
from provider_desktop.ui.shell.state import SearchHit, ShellState
from provider_desktop.ui.tasks import InlineTaskRunner
from provider_desktop.ui.theme import Appearance, ThemeChoice

#: Friday 20 November 2026, 14:06 local time.
NOW = datetime(2026, 11, 20, 6, 6, tzinfo=UTC)


def raise_again(error: Exception) -> None:
    """What a test does with an error that nobody asked for."""
    raise error


def a_sync_status(**changed: Any) -> SyncStatus:
    """An exchange that is well: three entries wait, the month locks in 15 days."""
    values: dict[str, Any] = {
        "joined": True,
        "receiver_name": "惠民县民政局",
        "to_send": 3,
        "oldest_waiting": NOW,
        "delivered": 4,
        "accepted": 214,
        "returned": 2,
        "held": 0,
        "conflict": 0,
        "last_receipt": datetime(2026, 11, 20, 6, 2, tzinfo=UTC),
        "last_contact": NOW,
        "offline": False,
        "alarm": "",
        "lock_at": datetime(2026, 12, 5, 6, 0, tzinfo=UTC),
        "lock_month": "2026-11",
    }
    return SyncStatus(**{**values, **changed})


def a_shell_state(**changed: Any) -> ShellState:
    """A filled frame: green in October, yellow so far in November."""
    values: dict[str, Any] = {
        "agency_name": "惠民县暖心居家服务中心",
        "operator": "孙会计",
        "lights": Lights("green", "2026-10", "yellow", "2026-11"),
        "sync": a_sync_status(),
        "counts": {"today": 9, "recipients": 2, "visits": 4, "upload": 3},
        "saved_at": NOW,
    }
    return ShellState(**{**values, **changed})


def people_named(text: str) -> Sequence[SearchHit]:
    """Three people for any search for their initials; nobody for anything else."""
    if text.lower() not in ("lxy", "li"):
        return ()
    people = (
        ("李*英", "371621********4632", "孙武街道 · 半护理"),
        ("李*英", "371621********0973", "石庙镇 · 全自理"),
        ("刘*元", "371621********1187", "淄角镇 · 全护理"),
    )
    return tuple(
        SearchHit(name, number, note, "person", Destination("recipients", number))
        for name, number, note in people
    )


class DressedApplication:
    """The one application of a process in a chosen look and language, undressed at the end."""

    def __init__(self, application: QApplication) -> None:
        self.translations = Translations(application)
        self.appearance = Appearance(application, application)

    def wear(self, language: str = "zh_CN", theme: str = "light", text_size: int = 100) -> None:
        """Put a look and a language on."""
        self.translations.use(language)
        self.appearance.set(ThemeChoice(theme), text_size)

    def context(self, services: Any = None) -> PageContext:
        """Surroundings for one page on its own; it leads to ``led_to`` and its choices are ``remembered``."""
        self.led_to: list[Destination] = []
        self.remembered: dict[str, object] = {}
        language = self.translations.language
        tasks = InlineTaskRunner(raise_again, self.appearance)
        return PageContext(
            services=services,
            tasks=tasks,
            changes=Changes(self.appearance),
            messages=Messages(language, self.appearance),
            labels=Labels(language),
            formats=Formats(language),
            appearance=self.appearance,
            clock=services.workspace.clock if hasattr(services, "workspace") else FixedClock(NOW),
            exchange=Exchange(tasks, self.appearance),
            remember=self.remembered.update,
            open=self.led_to.append,
        )

    def window(
        self,
        services: Any = None,
        sections: Sequence[PageSpec] | None = None,
        state: ShellState | None = None,
        section: str = "today",
    ) -> MainWindow:
        """The whole window, not yet shown. Services that are whole bring their own frame and clock."""
        frame = Frame(
            state=lambda: state if state is not None else a_shell_state(),
            search=people_named,
        )
        context = self.context()
        if isinstance(services, Services):
            context = replace(context, clock=services.workspace.clock)
            frame = frame if state is not None else frame_of(services)
        window = MainWindow(context, sections if sections is not None else all_sections())
        window.start(services, frame, Destination(section))
        return window
