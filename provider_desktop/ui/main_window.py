"""The one window: rail, top bar, pages made when first opened, message bar, status bar, and all actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop import settings
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.services.upkeep_service import Upkeep
from provider_desktop.ui.exchange import Run
from provider_desktop.ui.icons import application_icon
from provider_desktop.ui.shell.command_palette import CommandPalette, Search, Spellings, plain_spelling
from provider_desktop.ui.shell.exchange_teller import ExchangeTeller
from provider_desktop.ui.shell.help_panel import HelpPanel
from provider_desktop.ui.shell.menus import ActionGroups, Menus
from provider_desktop.ui.shell.pages import Destination, Opens, Page, PageContext, PageSpec
from provider_desktop.ui.shell.rail import Rail
from provider_desktop.ui.shell.state import ShellState
from provider_desktop.ui.shell.status_bar import StatusBar
from provider_desktop.ui.shell.top_bar import TopBar
from provider_desktop.ui.shortcuts import Key, action, section_key
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.message_bar import MessageBar
from provider_desktop.ui.widgets.scaling import scale_layout

#: Below these widths (dp) the rail shows icons alone, and the lights go without their notes.
_WIDE_RAIL, _WIDE_LIGHTS = 1000, 1240


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame asks of the services, off the UI thread: its state, the search, a run of the exchange,
    and what is done by itself while nobody waits.

    ``is_sample`` says that the people in it are invented.
    """

    state: Callable[[], ShellState]
    search: Search
    exchange: Run | None = None
    upkeep: Callable[[], Upkeep] | None = None
    spellings: Spellings = plain_spelling
    is_sample: bool = False


class MainWindow(QMainWindow):
    """Frame and pages. Painted at once; :meth:`start` fills it when the data are open, and :meth:`cover` lays
    a whole-window page over it (first start, passphrase).

    ``language_chosen``, ``theme_chosen`` and ``text_size_chosen`` say what the user asked of the look;
    the application remembers and applies it, and locks on ``lock_wanted``. ``closing`` comes once, when
    the window goes. The ``open`` of the context is replaced by the window's own.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    text_size_chosen = Signal(int)
    lock_wanted = Signal()
    closing = Signal()

    def __init__(self, context: PageContext, sections: Sequence[PageSpec]) -> None:
        super().__init__()
        self._context = replace(context, open=self.open)
        self._frame: Frame | None = None
        self._palette: CommandPalette | None = None
        self._cover: QWidget | None = None
        self._specs = {spec.key: spec for spec in sections}
        self._pages: dict[str, QWidget] = {}
        self._open_key = ""
        self.setWindowTitle(self.tr("Agency desk"))
        self.setWindowIcon(application_icon())
        self.resize(1366, 768)
        self.setMinimumSize(QSize(800, 520))
        self._going = self._going_actions()
        self._doing = (
            action(self, self.tr("Search"), self._search, Key.SEARCH),
            action(self, self.tr("Upload now"), context.exchange.send_now, Key.UPLOAD),
            action(self, self.tr("Reload this page"), self._reload, Key.RELOAD),
            action(self, self.tr("Dismiss the message"), context.messages.dismiss, Key.DISMISS),
        )
        self._looking = (
            action(self, self.tr("Larger text"), lambda: self._step_text(1), Key.LARGER),
            action(self, self.tr("Smaller text"), lambda: self._step_text(-1), Key.SMALLER),
            action(
                self, self.tr("Normal text size"), lambda: self.text_size_chosen.emit(100), Key.NORMAL_SIZE
            ),
        )
        self._last = (
            action(self, self.tr("Help on this page"), self.show_help, Key.HELP),
            action(self, self.tr("Lock or change places"), self.lock_wanted.emit, Key.LOCK),
            action(self, self.tr("Quit"), self.close, Key.QUIT),
        )
        self.addActions([*self._going, *self._doing, *self._looking, *self._last])
        self._build(*self._make_menus())
        context.messages.changed.connect(self._show_message)
        self._show_message()
        ExchangeTeller(self._context, self)

    @property
    def open_section(self) -> str:
        """The key of the section shown now, empty before the first."""
        return self._open_key

    @property
    def open_page(self) -> QWidget | None:
        """The page shown now."""
        return self._pages.get(self._open_key)

    def start(self, services: Any, frame: Frame, destination: Destination) -> None:
        """Fill the frame: the data are open. Called once a window."""
        context = self._context = replace(self._context, services=services)
        self._frame = frame
        self._palette = CommandPalette(
            self._top.search, self, context.tasks, frame.search, self.all_actions, self.open, frame.spellings
        )
        context.changes.watch(self, [topic.value for topic in Topic], self.reload_frame)
        self.cover(None)
        self.open(destination)
        if self.open_page is not None:
            self.open_page.setFocus()

    def cover(self, page: QWidget | None) -> None:
        """Lay a page over the whole window, or take it away; its keys and focus stay within it."""
        if self._cover is not None:
            self._layers.removeWidget(self._cover)
            self._cover.deleteLater()
        self._cover = page
        if page is not None:
            self._layers.addWidget(page)
            self._layers.setCurrentWidget(page)
            page.setFocus()
        else:
            self._layers.setCurrentIndex(0)

    def open(self, destination: Destination) -> None:
        """Show a section, made when first needed, and a record in it where one is named.

        Before :meth:`start` there is nothing to show. Raises ``KeyError`` for a section that does not exist.
        """
        if self._frame is None:
            return
        page = self._pages.get(destination.section) or self._make_page(self._specs[destination.section])
        self._open_key = destination.section
        self._stack.setCurrentWidget(page)
        self._rail.mark(destination.section)
        if destination.key and isinstance(page, Opens):
            page.open_record(destination)

    def reload_frame(self) -> None:
        """Ask anew for agency, lights, counts and the state of the exchange."""
        if self._frame is not None:
            self._context.tasks.run(self._frame.state, owner=self, on_done=self.show_state)

    def show_state(self, state: ShellState) -> None:
        """Show the frame's own figures."""
        self._rail.show_agency(state.agency_name)
        self._rail.show_counts(state.counts)
        self._top.show_user(state.operator)
        self._top.show_lights(state.lights)
        self._status.show_sync(state.sync, local_day(self._context.clock.now()))
        self._status.show_sharing(state.sharing)
        self._status.show_saved(state.saved_at)
        self._show_title(state.agency_name)

    def all_actions(self) -> tuple[QAction, ...]:
        """Everything that can be done now: the actions of the page shown, then the window's own."""
        return (*self._offered()[1], *self._going, *self._doing, *self._looking, *self._last)

    def search_for(self, text: str) -> None:
        """Put a text into the search box and look for it, as Ctrl+K and typing do."""
        if self._palette is not None:
            self._palette.begin()
            self._top.search.setText(text)
            self._palette.look()

    def show_help(self) -> None:
        """Open the help page of the section shown."""
        self._help.show_help(self._open_key or "window", self._context.language)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _make_page(self, spec: PageSpec) -> QWidget:
        page = spec.factory(self._context)
        self._pages[spec.key] = page
        self._stack.addWidget(page)
        if isinstance(page, Page):
            page.setAccessibleName(page.title)
            self._context.changes.watch(page, page.topics, page.reload)
            # keys of a page work while it is shown, and only then
            page.addActions(list(page.actions_offered()))
        return page

    def _build(self, menu: QMenu, user_menu: QMenu) -> None:
        lines = {
            spec.key: (spec.key, spec.icon, self._section_name(spec.key), section_key(number))
            for number, spec in enumerate(self._specs.values(), 1)
        }
        self._rail = Rail(
            [lines[spec.key] for spec in self._specs.values() if not spec.at_bottom],
            [lines[spec.key] for spec in self._specs.values() if spec.at_bottom],
        )
        self._rail.section_chosen.connect(lambda key: self.open(Destination(key)))
        self._top = TopBar(self._context.labels, self._context.formats, menu, user_menu)
        self._top.rating_wanted.connect(lambda: self.open(Destination("rating")))
        self._top.help_wanted.connect(self.show_help)
        self._bar = MessageBar()
        self._bar.dismissed.connect(self._context.messages.dismiss)
        self._stack = QStackedWidget()
        self._status = StatusBar(self._context.formats)
        ground = QWidget()
        ground.setProperty("kind", "ground")
        message_box = QVBoxLayout()
        right, middle, whole = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(ground)
        scale_layout(ground, message_box, margins=(24, 12, 24, 0), spacing=0)
        for box in (right, middle, whole):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        self._bar_room = QWidget()
        self._bar_room.setLayout(message_box)
        message_box.addWidget(self._bar)
        right.addWidget(self._top)
        right.addWidget(self._bar_room)
        room = QWidget()
        inside = QVBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)
        right.addWidget(room, 1)
        middle.addWidget(self._rail)
        middle.addLayout(right, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(self._status)
        self._layers = QStackedWidget()
        self._layers.addWidget(ground)
        self.setCentralWidget(self._layers)
        self._help = HelpPanel(room, width=400)
        self._context.appearance.changed.connect(self._fit)
        self._fit()

    def _make_menus(self) -> tuple[QMenu, QMenu]:
        menus = Menus(self)
        groups = ActionGroups(self._offered, self._doing, self._going, self._looking, self._last)
        menu = menus.main_menu(groups)
        user_menu = menus.user_menu(
            self._context.appearance,
            self._context.language,
            choose_theme=self.theme_chosen.emit,
            choose_size=self.text_size_chosen.emit,
            choose_language=self.language_chosen.emit,
            last_actions=(self._going[-1], self._last[1]),
        )
        self.addAction(action(self, self.tr("Menu"), self._open_menu, "F10"))
        return menu, user_menu

    def _going_actions(self) -> tuple[QAction, ...]:
        going = self.tr("Go to {section}")
        return tuple(
            action(
                self,
                going.format(section=self._section_name(key)),
                lambda chosen=key: self.open(Destination(chosen)),  # type: ignore[misc]  # a default binds the key
                section_key(number),
            )
            for number, key in enumerate(self._specs, 1)
        )

    def _offered(self) -> tuple[str, Sequence[QAction]]:
        page = self._shown()
        return (page.title, page.actions_offered()) if page is not None else ("", ())

    def _shown(self) -> Page | None:
        """The page shown now, as a page."""
        found: object = self.open_page
        return found if isinstance(found, Page) else None

    def _open_menu(self) -> None:
        button = self._top.menu_button
        button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    def _search(self) -> None:
        if self._palette is not None:
            self._palette.begin()

    def _reload(self) -> None:
        if (page := self._shown()) is not None:
            page.reload()
        self.reload_frame()

    def _section_name(self, key: str) -> str:
        return self._context.labels.word("section", key)

    def _show_title(self, agency_name: str) -> None:
        """Whose desk this is: an agency's name is public, and no person's name ever stands here."""
        desk = self.tr("Agency desk")
        title = self.tr("{agency} - {desk}").format(agency=agency_name, desk=desk) if agency_name else desk
        if self._frame is not None and self._frame.is_sample:
            title = self.tr("{title} (sample county)").format(title=title)
        self.setWindowTitle(title)

    def _show_message(self) -> None:
        message = self._context.messages.current
        self._bar.show_message(message)
        self._bar_room.setVisible(message is not None)

    def _step_text(self, step: int) -> None:
        """The next larger or smaller of the offered sizes."""
        sizes = settings.TEXT_SIZES
        now = self._context.appearance.text_size
        nearest = min(range(len(sizes)), key=lambda at: abs(sizes[at] - now))
        self.text_size_chosen.emit(sizes[max(0, min(len(sizes) - 1, nearest + step))])

    def _fit(self) -> None:
        """Give way where the window is narrow or the text large."""
        width = self.width() * 100 / current_theme().text_size
        self._rail.set_narrow(width < _WIDE_RAIL)
        self._top.set_compact(width < _WIDE_LIGHTS)
