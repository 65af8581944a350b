"""The section of settings: parts behind tabs, each asked for when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from provider_desktop import settings
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.ui.settings.audit_part import AuditPart
from provider_desktop.ui.settings.backup_part import BackupPart
from provider_desktop.ui.settings.catalogue_part import CataloguePart
from provider_desktop.ui.settings.erasure_part import ErasurePart
from provider_desktop.ui.settings.link_part import LinkPart
from provider_desktop.ui.settings.look_part import LookPart
from provider_desktop.ui.settings.machine_part import MachinePart
from provider_desktop.ui.settings.recovery_part import RecoveryPart
from provider_desktop.ui.settings.rules_part import RulesPart
from provider_desktop.ui.settings.users_part import UsersPart
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import action
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import PageHead, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

#: Tabs by name, in their order; a destination names one.
TABS: Final = ("link", "look", "people", "keys", "catalogue", "rules", "backups", "audit", "pc", "erasing")


@dataclass(frozen=True, slots=True)
class _Part:
    """A tab: its title, its widget, what it asks off the UI thread and who shows the answer."""

    title: str
    widget: QWidget
    ask: Callable[[], Any]
    show: Callable[[Any], None]
    scrolls: bool = True


class SettingsPage(QWidget):
    """Leads between the parts; a tab asks when it is shown and when something it shows has changed."""

    topics = frozenset(
        topic.value for topic in (Topic.SETTINGS, Topic.CATALOGUE, Topic.FEED, Topic.STREAM, Topic.VISITS)
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.title = context.labels.word("section", "settings")
        box = page_box(self)
        box.addWidget(PageHead(self.title))
        self.link, self.look = LinkPart(context), LookPart(context)
        self.catalogue, self.rules = CataloguePart(context), RulesPart(context)
        self.people, self.keys, self.audit = UsersPart(context), RecoveryPart(context), AuditPart(context)
        self.people.changed.connect(self.reload)
        self.keys.changed.connect(self.reload)
        self.audit.narrowed.connect(self.reload)
        self.backups = BackupPart(context)
        self.backups.changed.connect(self.reload)
        self.machine = MachinePart(context, str(context.services.workspace.paths.root))
        self.erasing = ErasurePart(context)
        self._parts = self._make_parts()
        self.tabs = SegmentedTabs(self.title, tuple(part.title for part in self._parts.values()))
        box.addWidget(self.tabs)
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(scrolled(part.widget, part.title) if part.scrolls else part.widget)
        box.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_tab)
        self._actions = (
            action(self, self.tr("Back up now"), self._back_up),
            action(self, self.tr("Verify every byte"), self._verify),
            action(self, self.tr("Check this PC"), self._check),
        )

    def _make_parts(self) -> dict[str, _Part]:
        services = self._context.services
        place = services.workspace.paths.settings

        def rules() -> Any:
            try:
                return services.ratings.rules()
            except AppError:
                # none has arrived yet: the page says so
                return None

        def items() -> Any:
            return services.entry.item_options(local_day(self._context.clock.now()))

        parts = (
            _Part(
                self.tr("Agency and platform"),
                self.link,
                lambda: (services.session.state(), services.sync.status(), settings.load_settings(place)),
                self.link.show_link,
            ),
            _Part(
                self.tr("Language and look"),
                self.look,
                lambda: settings.load_settings(place),
                self.look.show_look,
            ),
            _Part(self.tr("People"), self.people, self.people.ask, self.people.show_people),
            _Part(self.tr("Keys"), self.keys, services.keys.state, self.keys.show_keys),
            _Part(self.tr("Catalogue"), self.catalogue, items, self.catalogue.show_items, scrolls=False),
            _Part(self.tr("Rating rules"), self.rules, rules, self.rules.show_rules, scrolls=False),
            _Part(self.tr("Backups"), self.backups, services.upkeep.keeping, self.backups.show_keeping),
            _Part(self.tr("Audit trail"), self.audit, self.audit.ask, self.audit.show_page, scrolls=False),
            _Part(self.tr("This PC"), self.machine, services.system.holdings, self.machine.show_holdings),
            _Part(self.tr("Erasing"), self.erasing, services.persons.retention, self.erasing.ready),
        )
        return dict(zip(TABS, parts, strict=True))

    def reload(self) -> None:
        """Ask anew for what the tab shows."""
        part = self._parts[TABS[self.tabs.currentIndex()]]
        self._context.tasks.run(part.ask, owner=self, on_done=part.show)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a tab by its name."""
        self.open_tab(destination.key if destination.key in TABS else TABS[0])

    def open_tab(self, name: str) -> None:
        """Show the tab of that name."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def _show_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.reload()

    def _back_up(self) -> None:
        self.open_tab("backups")
        self.backups.back_up_now()

    def _verify(self) -> None:
        self.open_tab("pc")
        self.machine.start_verify()

    def _check(self) -> None:
        self.open_tab("pc")
        self.machine.start_doctor()
