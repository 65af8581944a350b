"""The section of settings: parts behind tabs, each asked for when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from provider_desktop import settings
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.ui.settings.catalogue_part import CataloguePart
from provider_desktop.ui.settings.link_part import LinkPart
from provider_desktop.ui.settings.look_part import LookPart
from provider_desktop.ui.settings.machine_part import MachinePart
from provider_desktop.ui.settings.rules_part import RulesPart
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import action
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import PageHead, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

LINK, LOOK, CATALOGUE, RULES, MACHINE = range(5)
_TABS = {"link": LINK, "look": LOOK, "catalogue": CATALOGUE, "rules": RULES, "pc": MACHINE}


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
        self.tabs = SegmentedTabs(
            self.title,
            (
                self.tr("Agency and platform"),
                self.tr("Language and look"),
                self.tr("Catalogue"),
                self.tr("Rating rules"),
                self.tr("This PC"),
            ),
        )
        box.addWidget(self.tabs)
        workspace = context.services.workspace
        self.link, self.look = LinkPart(context), LookPart(context)
        self.catalogue, self.rules = CataloguePart(context), RulesPart(context)
        self.machine = MachinePart(context, str(workspace.paths.root))
        self._stack = QStackedWidget()
        for part in (
            scrolled(self.link, self.tr("Agency and platform")),
            scrolled(self.look, self.tr("Language and look")),
            self.catalogue,
            self.rules,
            scrolled(self.machine, self.tr("This PC")),
        ):
            self._stack.addWidget(part)
        box.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_tab)
        self._actions = (
            action(self, self.tr("Verify every byte"), self._verify),
            action(self, self.tr("Check this PC"), self._check),
        )

    def reload(self) -> None:
        """Ask anew for what the tab shows."""
        services, today = self._context.services, local_day(self._context.clock.now())
        place = services.workspace.paths.settings

        def rules() -> Any:
            try:
                return services.ratings.rules()
            except AppError:
                # none has arrived yet: the page says so
                return None

        asked: dict[int, tuple[Callable[[], Any], Callable[[Any], None]]] = {
            LINK: (
                lambda: (services.session.state(), services.sync.status(), settings.load_settings(place)),
                self.link.show_link,
            ),
            LOOK: (lambda: settings.load_settings(place), self.look.show_look),
            CATALOGUE: (lambda: services.entry.item_options(today), self.catalogue.show_items),
            RULES: (rules, self.rules.show_rules),
            MACHINE: (services.system.holdings, self.machine.show_holdings),
        }
        work, show = asked[self.tabs.currentIndex()]
        self._context.tasks.run(work, owner=self, on_done=show)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a tab by its name."""
        self.tabs.setCurrentIndex(_TABS.get(destination.key, LINK))

    def _show_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self.reload()

    def _verify(self) -> None:
        self.tabs.setCurrentIndex(MACHINE)
        self.machine.start_verify()

    def _check(self) -> None:
        self.tabs.setCurrentIndex(MACHINE)
        self.machine.start_doctor()
